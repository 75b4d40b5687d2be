package keys

import (
	"testing"

	"fyne.io/fyne/v2"
)

// Whatever lies in the preferences, the map that is read has no fault: every
// command that must be reached has a key, and no key does two things. It is
// written as it is read.
func FuzzDecode(f *testing.F) {
	swapped, _ := Map{}.Replace(PlayPause, 0, f7)
	pedal, _ := Map{}.Replace(HoldPlay, 0, Stroke{"#191", 0})
	for _, m := range []Map{{}, swapped, pedal} {
		f.Add(m.Encode())
	}
	for _, s := range []string{
		`{"version":9,"keys":{"` + string(Loop) + `":["F11"],"later":["F12"]}}`, `{"keys":{"` + string(Loop) + `":[]}}`,
		`{"keys":{"` + string(Loop) + `":["F4"]}}`, `{"keys":{"` + string(Loop) + `":["ctrl+alt+7","shift+"]}}`, `{"keys":null}`, `[`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		m := Decode(raw)
		if fault := Fault(m.Bindings()); fault != "" {
			t.Fatalf("%q gives a fault: %s", raw, fault)
		}
		kept := m.Encode()
		if again := Decode(kept).Encode(); again != kept {
			t.Fatalf("%q is read as %q", kept, again)
		}
	})
}

// A word that is kept is one stroke and written as it was; a scan code is a
// number that a keyboard can send.
func FuzzStroke(f *testing.F) {
	for _, s := range []string{"F4", "ctrl+alt+shift+F9", "shift+#191", "#-1", "#+7", "#99999999999999999999", "", "ctrl+", "shift+ctrl+A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		s, ok := decode(word)
		if !ok {
			return
		}
		if got := s.encode(); got != word {
			t.Fatalf("%q is written as %q", word, got)
		}
		code, nameless := s.Scan()
		if nameless && code <= 0 {
			t.Fatalf("%q has the scan code %d", word, code)
		}
		if ev := (&fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: code}}); nameless {
			if again, ok := (Stroke{Key: NameOf(ev)}).Scan(); !ok || again != code {
				t.Fatalf("%d is learned as %d", code, again)
			}
		}
	})
}
