package widget

import "fyne.io/fyne/v2"

// Find returns the control with an id below a container or card, nil if there
// is none.
func Find(o fyne.CanvasObject, id string) fyne.Focusable {
	if n, ok := o.(interface{ ID() string }); ok && n.ID() == id {
		f, _ := o.(fyne.Focusable)
		return f
	}
	if s, ok := o.(*sheet); ok {
		return Find(s.inner, id)
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			if f := Find(child, id); f != nil {
				return f
			}
		}
	}
	return nil
}

// FocusedID returns the id of what has the focus, "" if nothing with an id.
func FocusedID(w fyne.Window) string {
	if n, ok := w.Canvas().Focused().(interface{ ID() string }); ok {
		return n.ID()
	}
	return ""
}
