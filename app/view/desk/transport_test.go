package desk

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app/view/keys"
)

func (b *transport) of(c keys.Command) *worded {
	for _, w := range b.jumps {
		if w.command == c {
			return w
		}
	}
	return nil
}

func TestReplayLoopAndLiftAreKeysAndButtonsThatSayWhenTheyAreOn(t *testing.T) {
	s := open(t, &vault{})
	b := s.room.bar
	for _, c := range []struct {
		command keys.Command
		key     fyne.KeyName
		on      *bool
		word    string
	}{{keys.SlowReplay, fyne.KeyF6, &s.tape.again, "Hörs"}, {keys.Loop, fyne.KeyF7, &s.tape.loops, "Slingar"}, {keys.Boost, fyne.KeyB, &s.tape.lift, "Lyfter"}} {
		w := b.of(c.command)
		if !strings.HasSuffix(w.Label, string(c.key)) || strings.HasPrefix(w.Label, c.word) {
			t.Errorf("%s off: %q", c.command, w.Label)
		}
		if c.key == fyne.KeyB {
			s.hit(c.key, fyne.KeyModifierControl)
		} else {
			s.hit(c.key, 0)
		}
		if !*c.on || !strings.HasPrefix(w.Label, c.word) {
			t.Errorf("%s on: %t, %q", c.command, *c.on, w.Label)
		}
		*c.on = false
		s.room.refreshSound()
		w.OnTapped()
		if !*c.on || s.Focused() != "desk.text" {
			t.Errorf("%s by its button: %t, focus %q", c.command, *c.on, s.Focused())
		}
	}
	s.room.Close()
}

func TestTheControlsFitOnOneLineAtACommonWidth(t *testing.T) {
	s := open(t, &vault{})
	s.room.Content().Resize(fyne.NewSize(1100, 700))
	if h, one := s.room.bar.row.Size().Height, s.room.bar.play.MinSize().Height; h > one*1.5 {
		t.Errorf("the controls are %v high, a button %v", h, one)
	}
	s.room.Close()
}

func TestAQuietVoiceAndRumbleAreChosenInTheSide(t *testing.T) {
	s := open(t, &vault{})
	tone := s.room.side.tone
	tone.lift.OnChanged(true)
	tone.cut.OnChanged(true)
	if !s.tape.lift || !s.tape.cut || !s.room.bar.of(keys.Boost).on {
		t.Errorf("lifts %t, cuts %t", s.tape.lift, s.tape.cut)
	}
	s.hit(fyne.KeyB, fyne.KeyModifierControl)
	if s.tape.lift || tone.lift.Checked() || !tone.cut.Checked() {
		t.Errorf("by its key: lifts %t, ticks %t and %t", s.tape.lift, tone.lift.Checked(), tone.cut.Checked())
	}
	s.room.Close()
}
