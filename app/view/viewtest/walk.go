package viewtest

import (
	"image"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// Name is what a fault tells of a control: its id, or its kind.
func Name(o any) string {
	if o == nil {
		return "the window"
	}
	if n, ok := o.(interface{ ID() string }); ok && n.ID() != "" {
		return n.ID()
	}
	return reflect.TypeOf(o).String()
}

// Controls lists the controls that a keyboard must reach: all that are visible,
// enabled and can have the focus; and those that only a mouse can press, which
// ought not to be. What lies inside a control is that control's own business.
func (s *Stage) Controls() (reach []fyne.Focusable, mouseOnly []fyne.CanvasObject) {
	root := s.Window.Canvas().Content()
	if top := s.Window.Canvas().Overlays().Top(); top != nil {
		root = top
	}
	var visit func(o fyne.CanvasObject, inside bool)
	visit = func(o fyne.CanvasObject, inside bool) {
		if o == nil || !o.Visible() {
			return
		}
		d, able := o.(fyne.Disableable)
		off := able && d.Disabled()
		if f, ok := o.(fyne.Focusable); ok {
			if !off {
				reach = append(reach, f)
			}
			inside = true
		} else if pressed(o) && !inside && !off && reflect.TypeOf(o).String() != scrollBar {
			mouseOnly = append(mouseOnly, o)
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, c := range o.Objects {
				visit(c, inside)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				visit(c, inside)
			}
		}
	}
	visit(root, false)
	return reach, mouseOnly
}

// scrollBar is Fyne's own: a scroll follows the focus, and needs no keys.
const scrollBar = "*widget.scrollBarArea"

func pressed(o fyne.CanvasObject) bool {
	if _, ok := o.(fyne.Tappable); ok {
		return true
	}
	_, ok := o.(desktop.Mouseable)
	return ok
}

// Round walks the focus by Tab, or by Shift and Tab, from wherever it is until it
// comes to a control the second time, as the driver does: a control that keeps
// Tab for itself stops the walk.
func (s *Stage) Round(back bool) (visited []fyne.Focusable, trapped fyne.Focusable) {
	c := s.Window.Canvas()
	c.Unfocus()
	met := map[fyne.Focusable]bool{}
	for range 1000 {
		if t, ok := c.Focused().(fyne.Tabbable); ok && t.AcceptsTab() {
			return visited, c.Focused()
		}
		if back {
			c.FocusPrevious()
		} else {
			c.FocusNext()
		}
		f := c.Focused()
		if f == nil || met[f] {
			return visited, nil
		}
		met[f] = true
		visited = append(visited, f)
	}
	return visited, c.Focused()
}

// Rings measures how the focus is seen on one control after another. Painting a
// window takes long, so the picture with one control's focus is the next one's
// picture without, unless
// something scrolled or the two lie side by side.
type Rings struct {
	s    *Stage
	last image.Image
	area image.Rectangle // around the one with the focus then
}

// Rings begins with nothing focused.
func (s *Stage) Rings() *Rings {
	c := s.Window.Canvas()
	c.Unfocus()
	return &Rings{s: s, last: c.Capture()}
}

// Seen counts the dots around and in a control that change by at least 3:1 when
// it gets the focus, and the length of the longest edge of it that is in view, in
// dots. The focus is left on it. https://www.w3.org/TR/WCAG21/#non-text-contrast
func (r *Rings) Seen(f fyne.Focusable) (dots, edge int) {
	o, ok := f.(fyne.CanvasObject)
	if !ok {
		return 0, 0
	}
	c, place := r.s.Window.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject
	before := place(o)
	c.Focus(f)
	at := place(o)
	with, without := c.Capture(), r.last
	const out = 6
	area := image.Rect(int(at.X)-out, int(at.Y)-out, int(at.X+o.Size().Width)+out, int(at.Y+o.Size().Height)+out).Intersect(with.Bounds())
	if at != before || area.Overlaps(r.area) {
		c.Unfocus()
		without = c.Capture()
		c.Focus(f)
	}
	r.last, r.area = with, area
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if a, b := with.At(x, y), without.At(x, y); a != b && Contrast(a, b) >= 3 {
				dots++
			}
		}
	}
	return dots, max(area.Dx(), area.Dy())
}
