package desk

import (
	"fyne.io/fyne/v2"

	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Empty is the room while there is nothing to transcribe: it says what will be
// here and how it starts.
type Empty struct {
	window  fyne.Window
	primary *widget.Button
	root    fyne.CanvasObject
}

// NewEmpty makes the room; interviews goes to where one begins, practise to an
// invented one.
func NewEmpty(k *widget.Kit, w fyne.Window, interviews, practise func()) *Empty {
	e := &Empty{window: w, primary: k.Primary("desk.empty", k.Text.T("desk.empty.go"), interviews)}
	e.root = widget.Pad(padding, widget.Column(widget.Stack(theme.Gap16, k.Body(k.Text.T("desk.empty")),
		widget.Row(e.primary, k.Button("desk.practise", k.Text.T("practice.begin"), practise)))))
	return e
}

// Content implements the room.
func (e *Empty) Content() fyne.CanvasObject { return e.root }

// Focus implements the room.
func (e *Empty) Focus() { e.window.Canvas().Focus(e.primary) }

// Close implements the room.
func (e *Empty) Close() {}
