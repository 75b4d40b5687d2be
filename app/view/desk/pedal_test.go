package desk

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app/view/keys"
)

var pedalDown = &fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: 191}}

// withPedal puts a pedal of number 191 on a command for one test.
func withPedal(t *testing.T, c keys.Command) {
	t.Helper()
	m, ok := keys.Map{}.Replace(c, len(keys.Map{}.Of(c)), keys.Stroke{Key: "#191"})
	if !ok {
		t.Fatal("the pedal was refused")
	}
	keys.Use(m)
	t.Cleanup(func() { keys.Use(keys.Map{}) })
}

// focusAt gives a control of the room the focus.
func (s *scene) focusAt(id string) {
	if id == "desk.text" {
		s.room.list.Focus()
		return
	}
	s.Focus(id)
}

// tread presses the pedal down with repeats, as the driver tells it.
func (s *scene) tread(repeats int) {
	c := s.Window.Canvas()
	c.Focused().(desktop.Keyable).KeyDown(pedalDown)
	for range 1 + repeats {
		c.Focused().TypedKey(pedalDown)
	}
	s.Settle()
}

func (s *scene) lift() {
	s.Window.Canvas().Focused().(desktop.Keyable).KeyUp(pedalDown)
	s.Settle()
}

func TestAHeldPedalPlaysUntilItIsLetGo(t *testing.T) {
	withPedal(t, keys.HoldPlay)
	s := open(t, &vault{})
	for _, at := range []string{"desk.text", "desk.side", "desk.text"} { // wherever the focus is
		s.focusAt(at)
		s.tread(20)
		if !s.tape.playing {
			t.Fatalf("from %s: it does not play while the pedal is down", at)
		}
		s.lift()
		if s.tape.playing {
			t.Fatalf("from %s: it plays on after the pedal is let go", at)
		}
	}
	s.tread(0)
	s.Window.Canvas().Unfocus()
	if s.tape.playing {
		t.Error("it plays for ever when the focus is lost while the pedal is down")
	}
	s.focusAt("desk.text")
	s.hit(fyne.KeyF4, 0)
	s.Focus("desk.side")
	if !s.tape.playing {
		t.Error("control: what was begun with F4 stops when the focus goes")
	}
}

func TestAPedalThatTogglesActsOnceHoweverLongItIsDown(t *testing.T) {
	withPedal(t, keys.PlayPause)
	s := open(t, &vault{})
	for _, at := range []string{"desk.text", "desk.side"} {
		s.focusAt(at)
		was := s.tape.playing
		s.tread(20)
		s.lift()
		if s.tape.playing == was {
			t.Errorf("from %s: a held pedal toggled twice", at)
		}
	}
}

func TestAPedalForBackRepeatsWhileItIsDown(t *testing.T) {
	withPedal(t, keys.Back)
	s := open(t, &vault{})
	s.tape.at = 60_000
	s.tread(2)
	s.lift()
	if s.tape.at != 45_000 {
		t.Errorf("the sound is at %d", s.tape.at)
	}
}
