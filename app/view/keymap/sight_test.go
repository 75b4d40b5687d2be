package keymap_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
)

// The button alone is brought into sight by its focus, with a margin lower than
// what the form says above it: the form is shown whole before.
func TestWhatAFormIsAboutStaysInSightInALowWindow(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, 1)
	s.Size(1100, 440)
	s.Focus("keymap.command.hide") // far down the list
	s.Press("keymap.command.loop")
	s.Press("keymap.edit.change.1")
	s.Key(fyne.KeyF4)
	at := func(id string) float32 {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(s.Must(id)).Y
	}
	// Between them lie the form's margin, its title, the message and their gaps.
	const above = 110
	head := at("frame.lock") + s.Must("frame.lock").Size().Height
	if got := at("keymap.swap") - head; got < above {
		t.Errorf("the button lies %v below the head of the window: the title is out of sight", got)
	}
}
