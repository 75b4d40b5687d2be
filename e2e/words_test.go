package e2e

import (
	"regexp"
	"testing"
	"time"

	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// TestWordsAreFoundReplacedAndWrittenOutByRealKeys: the strip, abbreviations of
// one's own, time marks and uncertain places, with the sound's keys in between.
func TestWordsAreFoundReplacedAndWrittenOutByRealKeys(t *testing.T) {
	audiotest.Pulse(t)
	home := t.TempDir()
	p := program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Args: []string{"-monitors"}, Env: soundEnv()})
	steps.FirstStart(p, steps.Worker)

	steps.Go(p, "settings")
	p.Press("settings.autotext")
	p.Fill("autotext.short", "skl")
	p.Key("Return")
	p.Type("i skolan {tid}")
	p.Key("Return")
	p.Wait("autotext", "kept", "1")

	dictated(t, p, 20*time.Second)

	p.Focus("desk.text")
	p.Type("Kex skl  och oh  nja ni  Åsa")
	p.Key("Return")
	p.Wait("desk", "utterance", "2")
	p.Type("var det [?kex?] ")
	p.Key("ctrl+t")
	p.Wait("desk", "time-mark", "*")
	p.Type(" då")

	// The strip: capitals, Enter round, and the sound while it is open.
	p.Key("ctrl+f")
	p.Wait("focus", "find.words")
	p.Type("KEX")
	p.Wait("desk", "hits", "2")
	p.Key("Return", "Return", "Return")
	p.Key("F4")
	p.Wait("desk", "playing", "*")
	p.Key("ctrl+space")
	p.Wait("desk", "paused", "*")
	p.Key("Escape")
	p.Wait("focus", "desk.text")
	p.Key("ctrl+h")
	p.Wait("focus", "find.words")
	p.Type("kex")
	p.Wait("desk", "hits", "2")
	p.Fill("find.with", "Bosse")
	p.Press("find.all")
	p.Wait("desk", "replaced", "2")
	p.Key("Escape")
	p.Wait("focus", "desk.text")

	// What could not be heard is heard, resolved and taken back; then the word
	// that was a guess is resolved.
	p.Key("ctrl+Home", "F2")
	p.Wait("desk", "playing", "*")
	p.Key("ctrl+r")
	p.Wait("desk", "resolved")
	p.Key("ctrl+z", "F2", "ctrl+r")
	p.Wait("desk", "resolved")
	p.Key("F4")
	p.Wait("desk", "paused", "*")
	p.Key("ctrl+s")
	p.Wait("text", "saved")
	p.Quit()

	all := steps.Utterances(t, home, steps.Worker)
	want := []string{
		`^Bosse i skolan 00:00:0\d och \[ohörbart 00:00:0\d\] nja \[nickar\] Åsa$`,
		`^var det Bosse \[0:00:0\d\] då$`,
	}
	if len(all) != len(want) {
		t.Fatalf("%d utterances", len(all))
	}
	for i, u := range all {
		if !regexp.MustCompile(want[i]).MatchString(u.Text) {
			t.Errorf("utterance %d says %q", i+1, u.Text)
		}
	}
}
