package desk

import (
	"slices"

	"fyne.io/fyne/v2"

	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// section is one part of the side: a heading that folds it, and what stands
// under it. Whoever owns the part calls [section.title] and [section.fill] when
// something has changed, from the UI goroutine.
type section struct {
	s    *side
	id   string
	head *widget.Fold
	body *fyne.Container
}

// add puts a part last in the side. Its controls are made with the side's own
// kit, s.kit, so that one that gets the focus is scrolled into view.
func (s *side) add(id, title string, open bool, objs ...fyne.CanvasObject) *section {
	x := &section{s: s, id: id, body: widget.Stack(theme.Gap8, objs...)}
	x.head = s.kit.Fold("desk.side."+id, title, x.body, open, func(bool) { s.relay() })
	s.sections = append(s.sections, x)
	s.list.Add(widget.Stack(theme.Gap8, x.head, x.body))
	return x
}

// title changes the heading.
func (x *section) title(words string) { x.head.SetText(words) }

// fill changes what stands under the heading. A control that had the focus keeps
// its place: the one with the same id gets it.
func (x *section) fill(objs ...fyne.CanvasObject) {
	canvas := x.s.r.d.Window.Canvas()
	had := ""
	if f, ok := canvas.Focused().(interface{ ID() string }); ok && widget.Find(x.body, f.ID()) != nil {
		had = f.ID()
	}
	x.body.Objects = objs
	x.s.relay()
	if had == "" {
		return
	}
	if f := widget.Find(x.body, had); f != nil {
		canvas.Focus(f)
	} else {
		x.s.r.list.Focus()
	}
}

// relay lays the side out anew: one of its parts has another height.
func (s *side) relay() {
	s.list.Refresh()
	s.scroll.Refresh()
}

// folded lists the parts whose heading alone is shown, to be kept for another
// day.
func (s *side) folded() []string {
	ids := []string{}
	for _, x := range s.sections {
		if !x.head.Open() {
			ids = append(ids, x.id)
		}
	}
	return ids
}

// fold folds the parts named and opens the others; nil leaves them as they are.
func (s *side) fold(ids []string) {
	if ids == nil {
		return
	}
	for _, x := range s.sections {
		x.head.SetOpen(!slices.Contains(ids, x.id))
	}
	s.relay()
}
