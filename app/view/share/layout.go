package share

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/view/theme"
)

// narrow is the width below which the halves stand above each other, so that
// everything can be reached with text at twice its size.
const narrow float32 = 860

// halves puts what is read on the left and what is decided on the right; in a
// narrow window above and below.
type halves struct{}

func (halves) Layout(o []fyne.CanvasObject, size fyne.Size) {
	gap := theme.Gap24
	room := fyne.NewSize(size.Width-2*gap, size.Height-theme.Gap12)
	if size.Width < narrow {
		high := (room.Height - theme.Gap12) * 0.4
		o[0].Move(fyne.NewPos(gap, 0))
		o[0].Resize(fyne.NewSize(room.Width, high))
		o[1].Move(fyne.NewPos(gap, high+theme.Gap12))
		o[1].Resize(fyne.NewSize(room.Width, room.Height-high-theme.Gap12))
	} else {
		right := min((room.Width-gap)*0.42, 480)
		o[0].Move(fyne.NewPos(gap, 0))
		o[0].Resize(fyne.NewSize(room.Width-gap-right, room.Height))
		o[1].Move(fyne.NewPos(size.Width-gap-right, 0))
		o[1].Resize(fyne.NewSize(right, room.Height))
	}
	if s, ok := o[1].(*container.Scroll); ok {
		// Text that wraps knows its height only once it has its width.
		for range 2 {
			s.Content.Resize(fyne.NewSize(s.Size().Width, s.Content.MinSize().Height))
		}
		s.Refresh()
	}
}

func (halves) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 300) }

// above puts the first object on top at its own height, the second below in
// what is left.
type above struct{}

func (above) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for range 2 {
		o[0].Resize(fyne.NewSize(size.Width, o[0].MinSize().Height))
	}
	high := min(o[0].Size().Height, size.Height*0.6)
	o[1].Move(fyne.NewPos(0, high))
	o[1].Resize(fyne.NewSize(size.Width, size.Height-high))
}

func (above) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, 200) }

// margin leaves room for focus rings at the edge of what scrolls.
type margin struct{}

func (margin) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for range 2 {
		o[0].Resize(fyne.NewSize(size.Width-2*theme.Gap8, o[0].MinSize().Height))
	}
	o[0].Move(fyne.NewPos(theme.Gap8, theme.Gap8))
}

func (margin) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, o[0].MinSize().Height+2*theme.Gap8)
}

// reveal scrolls just so far that what has the focus lies in sight. What does
// not lie in the scrolled sheet is left alone.
func reveal(scroll *container.Scroll, o fyne.CanvasObject) {
	if !within(scroll.Content, o) {
		return
	}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll.Content).Y
	from, high := scroll.Offset.Y, scroll.Size().Height
	bottom := top + o.Size().Height + theme.Gap24
	switch {
	case top-theme.Gap24 < from:
		scroll.ScrollToOffset(fyne.NewPos(0, max(top-theme.Gap24, 0)))
	case bottom > from+high:
		scroll.ScrollToOffset(fyne.NewPos(0, bottom-high))
	}
}

func within(root, o fyne.CanvasObject) bool {
	if root == o {
		return true
	}
	c, ok := root.(*fyne.Container)
	if !ok {
		return false
	}
	for _, child := range c.Objects {
		if within(child, o) {
			return true
		}
	}
	return false
}

// id numbers the controls of a list from 1.
func id(base string, n int) string { return base + "." + strconv.Itoa(n+1) }

// words writes fingerprint words as they are read aloud.
func words(w []string) string { return strings.Join(w, " · ") }

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// find returns the control with an id below a container, nil if there is none.
func find(o fyne.CanvasObject, id string) fyne.Focusable {
	if n, ok := o.(interface{ ID() string }); ok && n.ID() == id {
		f, _ := o.(fyne.Focusable)
		return f
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			if f := find(child, id); f != nil {
				return f
			}
		}
	}
	return nil
}

// focusedID returns the id of what has the focus, "" if nothing with an id.
func focusedID(w fyne.Window) string {
	if n, ok := w.Canvas().Focused().(interface{ ID() string }); ok {
		return n.ID()
	}
	return ""
}
