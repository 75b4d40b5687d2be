package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// Every wrong file is refused with its own message, and the program goes on.
func TestWrongFilesAreToldAndChangeNothing(t *testing.T) {
	p := start(t, "")
	dir := t.TempDir()
	letter := filepath.Join(dir, "brev.txt")
	if err := os.WriteFile(letter, []byte("Hej! Det här är ett vanligt brev."), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Wait("unlock", "person")
	p.Press("start.invitation")
	p.Pick("invitation", letter)
	p.Wait("problem", "not-an-invitation")
	steps.AboutYou(p, steps.Worker)
	steps.ChoosePassphrase(p, steps.Worker)

	steps.Go(p, "unit")
	for _, wrong := range []struct{ button, pick, problem string }{
		{"unit.receive", "unit.file", "not-a-bundle"},
		{"unit.readcard", "unit.cardfile", "not-a-card"},
	} {
		p.Press(wrong.button)
		p.Pick(wrong.pick, letter)
		p.Wait("problem", wrong.problem)
	}
	p.Press("unit.receive")
	p.Pick("unit.file", filepath.Join(dir, "finns-inte"))
	p.Wait("problem", "file-missing")
	p.Press("unit.file.no")

	steps.NewInterview(p, 8, "familjehem")
	steps.Consent(p)
	p.Press("wav.import")
	p.Pick("wav", letter)
	p.Wait("problem", "not-a-wav")
	p.Quit()
}

// Without a microphone it says so, and everything else works.
func TestWithoutAMicrophoneItSaysSo(t *testing.T) {
	p := start(t, "", "PULSE_SERVER=unix:/nonexistent")
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 11, "hemmet")
	p.Wait("problem", "no-microphone")
	p.Quit()
}

// A microphone that is pulled out: the alarm, the same recording goes on when
// it is back, and nothing that was said before is lost.
func TestAPulledOutMicrophoneIsToldAndTheRecordingGoesOn(t *testing.T) {
	pulse := audiotest.Pulse(t)
	modules, err := pulse.Pactl("list", "short", "modules")
	if err != nil {
		t.Fatal(err)
	}
	var module string
	for line := range strings.Lines(modules) {
		if strings.Contains(line, "sink_name="+audiotest.Sink) {
			module = strings.Fields(line)[0]
		}
	}
	p := program.Start(t, program.Options{
		Bin: binary, Home: t.TempDir(), Screen: newScreen(t), Args: []string{"-monitors"},
		Env: soundEnv(),
	})
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 13, "snabbmat")
	steps.Consent(p)
	steps.Record(p)
	source := speak(t, 3*time.Second).Samples
	if err := pulse.Play(t.Context(), audiotest.Sink, source); err != nil {
		t.Fatal(err)
	}
	if err := pulse.Unload(module); err != nil {
		t.Fatal(err)
	}
	p.Wait("recording", "lost")
	if _, err := pulse.AddSink(audiotest.Sink); err != nil {
		t.Fatal(err)
	}
	p.Wait("recording", "running")
	steps.StopRecording(p)
	p.Wait("interview", "closing")
	p.Quit()
}
