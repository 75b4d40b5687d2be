package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// typedBefore and typedAfter are typed around an interruption, as one sentence,
// and meanwhile while nobody may read.
const (
	typedBefore = "Mormor har en katt som"
	typedAfter  = " sover i vedlådan"
	meanwhile   = "ingenstans"
)

// Somebody comes in: one key hides the text while a sentence is being typed
// and the sound plays. Afterwards the sentence goes on where it was, the sound
// stands still, and what was typed meanwhile is nowhere.
func TestTheTextIsHiddenInTheMiddleOfASentenceAndGoesOnWhereItWas(t *testing.T) {
	audiotest.Pulse(t)
	wav := filepath.Join(t.TempDir(), "diktafon.wav")
	if err := audiotest.WriteWAV(wav, rate, speak(t, 8*time.Second).Samples); err != nil {
		t.Fatal(err)
	}
	s := newScreen(t)
	p := program.Start(t, program.Options{Bin: binary, Home: t.TempDir(), Screen: s, Env: soundEnv()})
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 9, "hemmet")
	steps.Consent(p)
	steps.ImportWAV(p, wav)
	steps.Transcribe(p)
	open := fingerprint(t, p)
	p.Type(typedBefore)
	p.Wait("text", "saved")
	written := fingerprint(t, p)
	p.Key("F4")
	p.Wait("desk", "playing")

	p.Key("ctrl+d")
	p.Wait("hidden")
	p.Wait("desk", "paused")
	first := fingerprint(t, p)
	p.Type(meanwhile)
	p.Key("Return", "F4", "ctrl+2", "ctrl+z", "Tab", "Delete")
	if fingerprint(t, p) != first || first == written || written == open {
		t.Error("the blind moves, or hides nothing")
	}
	p.Key("ctrl+d")
	p.Wait("shown")
	p.Key("ctrl+d", "Escape")
	p.Wait("hidden")
	p.Wait("shown")
	if fingerprint(t, p) == first {
		t.Error("the text is not shown again")
	}
	p.TypeSaved(typedAfter)
	if os.Geteuid() == 0 { // what the document is now can be seen in the memory
		found := search(t, p, slices.Concat(words("sentence", typedBefore+typedAfter), words("meanwhile", meanwhile)))
		if found.Found["sentence"] == 0 || found.Found["meanwhile"] > 0 {
			t.Errorf("the memory holds %v", found.Where)
		}
	}

	// With the text gone again, the picture is the same as before: it tells
	// nothing of what was typed meanwhile.
	p.Key("ctrl+d")
	p.Wait("hidden")
	if fingerprint(t, p) != first {
		t.Error("the picture of the hidden text is another after typing")
	}
	p.Key("Escape")
	p.Wait("shown")
	before := fingerprint(t, p)
	if err := errors.Join(s.Point(500, 400), s.Click(3)); err != nil {
		t.Fatal(err)
	}
	if fingerprint(t, p) == before {
		t.Error("no menu opened at the mouse")
	}
	p.Key("ctrl+l") // a menu of the toolkit's own does not keep the lock away
	p.Wait("lock")
	p.Wait("room", "unlock")
	p.Refocus()
	p.Quit()
	if n := len(p.Seen("desk", "playing")); n != 1 {
		t.Errorf("the sound was started %d times", n)
	}
}

func fingerprint(t *testing.T, p *program.Program) string {
	t.Helper()
	p.Still()
	now, err := p.Fingerprint()
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// Hiding works in every room; neither a dialog nor the blind keeps the lock
// away, and the program opens again.
func TestItHidesInEveryRoomAndLocksFromADialogAndWhileHidden(t *testing.T) {
	p := start(t, "")
	steps.FirstStart(p, steps.Worker)
	for _, room := range []string{"interview", "desk", "unit", "vault", "settings", "home"} {
		steps.Go(p, room)
		p.Key("ctrl+d")
		p.Wait("hidden")
		p.Key("ctrl+d")
		p.Wait("shown")
	}
	steps.Go(p, "unit")
	p.Press("unit.receive")
	p.Wait("dialog", "unit.file")
	p.Type("/hem")
	steps.Lock(p)
	steps.Unlock(p, steps.Worker)
	steps.Go(p, "settings")
	p.Key("ctrl+d")
	p.Wait("hidden")
	steps.Lock(p)
	steps.Unlock(p, steps.Worker)
	p.Quit()
}

// Nobody there: told first, a key keeps it open, then it locks, and what was
// typed is there.
func TestNobodyThereForAWhileLocks(t *testing.T) {
	s := newScreen(t)
	p := program.Start(t, program.Options{
		Bin: binary, Home: t.TempDir(), Screen: s, Args: []string{"-idle", "12s"},
		Env: []string{"PULSE_SERVER=unix:/nonexistent"},
	})
	steps.FirstStart(p, steps.Worker)
	p.Wait("idle", "soon")
	p.Key("shift")
	p.Wait("idle", "back")
	steps.Go(p, "settings") // it can be scrolled
	for _, touch := range []func() error{
		func() error { return s.Point(500, 400) },
		func() error { return s.Click(5) },
		func() error { return s.Point(510, 410) },
	} {
		p.Wait("idle", "soon")
		if err := touch(); err != nil {
			t.Fatal(err)
		}
		p.Wait("idle", "back")
	}
	kept := p.Wait("idle", "soon").At
	p.Wait("idle", "over")
	p.Wait("lock")
	p.Wait("room", "unlock")
	if waited := time.Since(kept); waited < 5*time.Second {
		t.Errorf("it was told only %v before", waited)
	}
	p.Refocus()
	steps.Unlock(p, steps.Worker)
	p.Quit()
}
