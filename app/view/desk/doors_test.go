package desk

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app/view/keys"
)

// A key that was chosen with Ctrl and Shift works when nothing has the focus,
// and one that nobody chose does not.
func TestAChosenKeyWithCtrlAndShiftWorksWithoutFocus(t *testing.T) {
	const both = fyne.KeyModifierControl | fyne.KeyModifierShift
	m, ok := keys.Map{}.Replace(keys.PlayPause, 0, keys.Stroke{Key: fyne.KeyG, Mods: both})
	if !ok {
		t.Fatal("the key was refused")
	}
	keys.Use(m)
	t.Cleanup(func() { keys.Use(keys.Map{}) })
	s := open(t, &vault{})
	var canvas fyne.ShortcutHandler // as the window's: it knows what was bound
	s.room.eachShortcut(func(c fyne.Shortcut) { canvas.AddShortcut(c, s.room.shortcut) })
	s.Window.Canvas().Unfocus()
	canvas.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyH, Modifier: both})
	if s.tape.playing {
		t.Error("a key that nobody chose plays")
	}
	canvas.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyG, Modifier: both})
	if !s.tape.playing || s.Focused() != "desk.text" {
		t.Errorf("playing %v, focus %q", s.tape.playing, s.Focused())
	}
	s.room.Close()
}
