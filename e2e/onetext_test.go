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

// TestUtterancesAreOneTextForRealKeys: dead keys, movement and selection over
// utterances, the clipboard, and undo after the program was closed.
func TestUtterancesAreOneTextForRealKeys(t *testing.T) {
	audiotest.Pulse(t)
	home := t.TempDir()
	start := func() *program.Program {
		return program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Args: []string{"-monitors"}, Env: soundEnv()})
	}
	p := start()
	steps.FirstStart(p, steps.Worker)
	dictated(t, p, 20*time.Second)
	p.Focus("desk.text")

	p.Type("Hur var det")
	p.Key("Return")
	p.Wait("desk", "utterance", "2")
	p.Type("Ett kaf")
	p.Key("dead_acute", "e")
	p.Type(" vid ån")
	p.Key("Return")
	p.Wait("desk", "utterance", "3")
	p.Type("Jaha")

	// From "var" in the first to "Ja" in the last, to the clipboard, and in
	// again behind everything.
	p.Key("ctrl+Home", "ctrl+Right", "shift+Down", "shift+Down", "shift+Home", "shift+Right", "shift+Right")
	p.Key("ctrl+c", "ctrl+End", "ctrl+v")
	// What is typed over the first and second replaces them.
	p.Key("ctrl+Home", "ctrl+Right", "shift+Down", "shift+End")
	p.Type("åkte ni?")
	p.Key("Left", "Left", "Left", "BackSpace", "Delete")
	p.Wait("text", "saved")
	p.Quit()
	want(t, home, "interviewer: Hur åktei?", "interviewer: Jahavar det", "child: Ett kafé vid ån", "interviewer: Ja")

	// Opened again, the same history goes on: two letters, the words typed over
	// the selection, and the selection itself.
	p = start()
	steps.Unlock(p, steps.Worker)
	steps.Go(p, "desk")
	p.Wait("desk", "ready")
	p.Focus("desk.text")
	for range 5 {
		p.Key("ctrl+z")
	}
	p.Wait("text", "saved")
	p.Quit()
	want(t, home, "interviewer: Hur var det", "child: Ett kafé vid ån", "interviewer: Jahavar det", "child: Ett kafé vid ån", "interviewer: Ja")
}

// dictated brings an interview in from a dictaphone's file and opens it at the
// desk.
func dictated(t *testing.T, p *program.Program, length time.Duration) {
	t.Helper()
	wav := filepath.Join(t.TempDir(), "diktafon.wav")
	if err := audiotest.WriteWAV(wav, rate, speak(t, length).Samples); err != nil {
		t.Fatal(err)
	}
	steps.NewInterview(p, 12, "cafe")
	steps.Consent(p)
	steps.ImportWAV(p, wav)
	p.Wait("interview", "overview")
	steps.Transcribe(p)
}

// want compares the transcript in the vault.
func want(t *testing.T, home string, lines ...string) {
	t.Helper()
	var got []string
	for _, u := range steps.Utterances(t, home, steps.Worker) {
		got = append(got, string(u.Speaker)+": "+u.Text)
	}
	if a, b := strings.Join(got, "\n"), strings.Join(lines, "\n"); a != b {
		t.Errorf("the vault holds\n%s\nwant\n%s", a, b)
	}
}
