package e2e

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// TestTheCurveIsUsedAndTheTextListenedThroughWithTheKeyboardOnly selects a stretch
// in the curve, plays and loops it and gives its times to an utterance; reads the
// text along; listens to all of it, and says so. What was said lies in the vault.
func TestTheCurveIsUsedAndTheTextListenedThroughWithTheKeyboardOnly(t *testing.T) {
	audiotest.Pulse(t)
	home := t.TempDir()
	p := program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Env: soundEnv()})
	steps.FirstStart(p, steps.Worker)
	spoken := speak(t, 20*time.Second)
	wav := filepath.Join(t.TempDir(), "diktafon.wav")
	if err := audiotest.WriteWAV(wav, rate, spoken.Samples); err != nil {
		t.Fatal(err)
	}
	steps.NewInterview(p, 12, "cafe")
	steps.Consent(p)
	steps.ImportWAV(p, wav)
	p.Wait("interview", "overview")
	steps.Transcribe(p)
	p.Focus("desk.text")
	p.TypeSaved("Det var roligt")

	p.Focus("desk.wave")
	p.Key("Right", "shift+Right", "s") // from 1.1 s on
	p.Key("Home", "shift+Right", "shift+Right", "ctrl+Left")
	p.Key("End", "shift+Left", "Left")
	p.Key("l")
	p.Wait("desk", "loop", "3090", "*")
	p.Wait("desk", "playing", "*")
	p.Key("F4")
	p.Wait("desk", "paused", "*")
	p.Key("t")
	p.Wait("desk", "adopted", "3090", "*")
	p.Wait("text", "saved")
	p.Key("Return")
	p.Wait("desk", "playing", "*")
	p.Key("Escape", "Escape") // drops it, and goes back to the text
	p.Wait("focus", "desk.text")
	p.Key("F4")
	p.Wait("desk", "paused", "*")

	p.Key("F10")
	p.Wait("desk", "reading")
	p.Wait("desk", "playing", "*")
	p.Key("Escape")
	p.Wait("desk", "read")
	p.Wait("desk", "paused", "*")

	p.Focus("desk.through")
	p.Key("Return") // not yet: it is not heard
	p.Focus("desk.wave")
	p.Key("Home")
	for range 10 {
		p.Key("F9")
	}
	p.Key("F4")
	p.Wait("desk", "playing", "*")
	p.Wait("desk", "paused", "20000")
	p.Press("desk.through")
	p.Wait("desk", "approved")
	steps.Go(p, "interview")
	p.Quit()

	through := steps.Interviews(t, home, steps.Worker)[0].Through
	if through == nil || through.Reason != "" || through.Edited {
		t.Errorf("the vault says %v", through)
	}
	u := steps.Utterances(t, home, steps.Worker)[0]
	if u.Start != 3_090 || u.End <= u.Start || strings.TrimSpace(u.Text) != "Det var roligt" {
		t.Errorf("the utterance is %v", u)
	}
}
