package widget

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTheSpaceThatPressedAButtonDoesNotLandInTheFieldItLedTo(t *testing.T) {
	test.NewTempApp(t)
	k := &Kit{}
	field := k.Password("field", "")
	button := k.Button("next", "Nästa", nil)
	space := &fyne.KeyEvent{Name: fyne.KeySpace}
	pressed := false
	button.OnTapped = func() { pressed = true }
	button.KeyDown(space)
	button.TypedKey(space)
	field.TypedRune(' ') // the focus moved in between
	field.KeyUp(space)
	if !pressed || field.Text() != "" {
		t.Errorf("pressed %v, and the field holds %d signs", pressed, len(field.Text()))
	}
	field.KeyDown(space)
	field.TypedRune(' ')
	field.KeyUp(space)
	if field.Text() != " " {
		t.Error("a space of its own is lost")
	}
}
