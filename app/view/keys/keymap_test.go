package keys

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

var (
	f4  = Stroke{fyne.KeyF4, 0}
	f7  = Stroke{fyne.KeyF7, 0}
	f11 = Stroke{fyne.KeyF11, 0}
)

func TestAChangedKeyWorksAndTheOldOneNoLonger(t *testing.T) {
	m, ok := Map{}.Replace(Loop, 0, f11)
	if !ok || m.Lookup(Desk, f11) != Loop || m.Lookup(Desk, f7) != None {
		t.Fatalf("%v, %q, %q", ok, m.Lookup(Desk, f11), m.Lookup(Desk, f7))
	}
	if (Map{}).Lookup(Desk, f7) != Loop {
		t.Error("the table itself changed")
	}
	if back := m.Reset(Loop); back.Changed(None) || back.Lookup(Desk, f7) != Loop {
		t.Error("it was not reset")
	}
}

func TestATakenKeyIsSwappedAndNobodyIsLeftWithout(t *testing.T) {
	if got := (Map{}).Taken(PlayPause, f7); got != Loop {
		t.Fatalf("F7 is said to be %q's", got)
	}
	m, ok := Map{}.Replace(PlayPause, 0, f7)
	if !ok || m.Lookup(Desk, f7) != PlayPause || m.Lookup(Desk, f4) != Loop || Fault(m.Bindings()) != "" {
		t.Errorf("%v: F7 %q, F4 %q", ok, m.Lookup(Desk, f7), m.Lookup(Desk, f4))
	}
	if _, ok := (Map{}).Replace(PlayPause, 2, f7); ok {
		t.Error("the only key of another was taken")
	}
	if _, ok := (Map{}).Without(Loop, 0); ok {
		t.Error("the only key was removed")
	}
	if m := m.Reset(PlayPause); m.Lookup(Desk, f4) != PlayPause || m.Lookup(Desk, f7) != Loop || Fault(m.Bindings()) != "" {
		t.Error("a reset of one half of a swap left a fault")
	}
}

func TestKeysThatCannotWorkAreRefused(t *testing.T) {
	for _, c := range []struct {
		in   Scope
		s    Stroke
		want Refusal
	}{
		{Desk, f11, ""}, {Desk, Stroke{fyne.KeyG, ctrl}, ""}, {Desk, Stroke{"#191", 0}, ""}, {Record, Stroke{fyne.KeyG, 0}, ""},
		{Desk, Stroke{fyne.Key7, ctrl | alt}, RefusedAltGr}, {Desk, Stroke{fyne.KeyV, ctrl}, RefusedClipboard},
		{Desk, Stroke{fyne.KeyTab, 0}, RefusedWindow}, {Desk, Stroke{fyne.KeyQ, ctrl}, RefusedWindow},
		{Desk, Stroke{fyne.KeyEscape, 0}, RefusedWindow}, {Desk, Stroke{fyne.KeyG, 0}, RefusedWriting},
		{Desk, Stroke{fyne.KeySpace, 0}, RefusedWriting}, {Desk, Stroke{fyne.KeyLeft, ctrl}, RefusedWriting},
		{Desk, Stroke{"", ctrl}, RefusedLetter}, {Desk, Stroke{"LeftShift", 0}, RefusedModifier},
	} {
		if got := Refused(c.in, c.s); got != c.want {
			t.Errorf("scope %d, %+v: %q, want %q", c.in, c.s, got, c.want)
		}
	}
}

func TestWhatWasChangedIsKeptAndDamageFallsBackToTheTable(t *testing.T) {
	m, _ := Map{}.Replace(PlayPause, 0, f7)
	m, ok := m.Replace(HoldPlay, 0, Stroke{"#191", 0})
	if !ok {
		t.Fatal("a pedal was refused")
	}
	got := Decode(m.Encode())
	if got.Lookup(Desk, f7) != PlayPause || got.Lookup(Desk, f4) != Loop || got.Lookup(Desk, Stroke{"#191", 0}) != HoldPlay {
		t.Errorf("%s came back as %s", m.Encode(), got.Encode())
	}
	if (Map{}).Encode() != "" || Decode("").Changed(None) {
		t.Error("nothing is not nothing")
	}
	for name, c := range map[string]struct {
		raw  string
		kept bool // the change of Loop to F11
	}{
		"no JSON":         {`{"keys":`, false},
		"unknown command": {`{"version":9,"keys":{"fly":["F1"],"loop":["F11"]}}`, true},
		"refused":         {`{"version":1,"keys":{"play-pause":["ctrl+V"],"loop":["F11"]}}`, true},
		"taken":           {`{"version":1,"keys":{"slower":["F9"],"loop":["F11"]}}`, true},
		"none left":       {`{"version":1,"keys":{"save":[],"loop":["F11"]}}`, true},
	} {
		m := Decode(c.raw)
		if (m.Lookup(Desk, f11) == Loop) != c.kept || Fault(m.Bindings()) != "" || !slices.Equal(m.Of(PlayPause), Map{}.Of(PlayPause)) {
			t.Errorf("%s: %s, fault %q", name, m.Encode(), Fault(m.Bindings()))
		}
	}
}

func TestAKeyWithoutANameIsKnownByItsScanCode(t *testing.T) {
	ev := &fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: 191}}
	s := OfKey(ev, 0)
	if code, ok := s.Scan(); !ok || code != 191 {
		t.Errorf("%+v", s)
	}
	if _, ok := f4.Scan(); ok {
		t.Error("F4 has a name")
	}
}
