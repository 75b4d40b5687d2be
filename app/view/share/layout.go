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
// narrow window above and below. Both lie on one sheet that scrolls when the
// right side is higher than the window.
type halves struct{ window fyne.Size }

// rightWidth is the width of what is decided.
func (h *halves) rightWidth() float32 {
	room := h.window.Width - 2*theme.Gap24
	if h.window.Width < narrow {
		return room
	}
	return min((room-theme.Gap24)*0.42, 480)
}

// pageHigh is how high the page is in a narrow window.
func (h *halves) pageHigh() float32 { return max(min(h.window.Height-theme.Gap24, 440), 280) }

func (h *halves) Layout(o []fyne.CanvasObject, size fyne.Size) {
	gap, right := theme.Gap24, h.rightWidth()
	high := h.rightHeight(o[1])
	if h.window.Width < narrow {
		o[0].Move(fyne.NewPos(gap, 0))
		o[0].Resize(fyne.NewSize(right, h.pageHigh()))
		o[1].Move(fyne.NewPos(gap, h.pageHigh()+theme.Gap16))
	} else {
		o[0].Move(fyne.NewPos(gap, 0))
		o[0].Resize(fyne.NewSize(size.Width-right-3*gap, size.Height-theme.Gap12))
		o[1].Move(fyne.NewPos(size.Width-gap-right, theme.Gap8))
	}
	o[1].Resize(fyne.NewSize(right, high))
}

// rightHeight asks twice: text that wraps knows its height only once it has
// its width.
func (h *halves) rightHeight(o fyne.CanvasObject) float32 {
	for range 2 {
		o.Resize(fyne.NewSize(h.rightWidth(), o.MinSize().Height))
	}
	return o.MinSize().Height
}

func (h *halves) MinSize(o []fyne.CanvasObject) fyne.Size {
	high := h.rightHeight(o[1]) + theme.Gap24
	if h.window.Width < narrow {
		high += h.pageHigh() + theme.Gap16
	}
	return fyne.NewSize(0, max(high, h.window.Height))
}

// window gives the scroll its size and tells the sheet of it first.
type window struct{ sheet *halves }

func (w window) Layout(o []fyne.CanvasObject, size fyne.Size) {
	w.sheet.window = size
	if s, ok := o[0].(*container.Scroll); ok {
		s.Content.Resize(fyne.NewSize(size.Width, s.Content.MinSize().Height))
		s.Resize(size)
		s.Refresh()
	}
}

func (window) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 300) }

// above puts the first object, a scroll, on top at the height of what it
// holds, the second below in what is left. A long reason scrolls.
type above struct{}

func (above) Layout(o []fyne.CanvasObject, size fyne.Size) {
	high := size.Height * 0.6
	if top, ok := o[0].(*container.Scroll); ok {
		for range 2 {
			top.Content.Resize(fyne.NewSize(size.Width, top.Content.MinSize().Height))
		}
		high = min(high, top.Content.Size().Height)
	}
	o[0].Resize(fyne.NewSize(size.Width, high))
	o[1].Move(fyne.NewPos(0, high))
	o[1].Resize(fyne.NewSize(size.Width, size.Height-high))
}

func (above) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, 200) }

// indent moves its object to the right of a tick's box, under its words.
type indent struct{}

func (indent) by() float32 { return theme.SizeNow(theme.SizeBody)*1.5 + theme.Gap12 }

func (i indent) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(i.by(), 0))
	o[0].Resize(fyne.NewSize(size.Width-i.by(), size.Height))
}

func (i indent) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().AddWidthHeight(i.by(), 0)
}

// id numbers the controls of a list from 1.
func id(base string, n int) string { return base + "." + strconv.Itoa(n+1) }

// words writes fingerprint words as they are read aloud.
func words(w []string) string { return strings.Join(w, " · ") }

func blank(s string) bool { return strings.TrimSpace(s) == "" }
