package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app/transcript"
	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// waited is the silence put between a question and its answer, and waitWithin
// how far from it the program's may lie: voices begin and end softly.
const (
	waited     = 7 * time.Second
	waitWithin = 400 // milliseconds
)

// TestTheThreeFactsOfASpokenInterviewAreFoundHeardAndKept goes there from the
// desk with the keyboard: the silence that the sound holds is found though the
// text's times are half a second off, its place plays and pauses, the facts lie
// in the vault, and the log does not tell that anybody looked.
func TestTheThreeFactsOfASpokenInterviewAreFoundHeardAndKept(t *testing.T) {
	audiotest.Pulse(t)
	home, dir := t.TempDir(), t.TempDir()
	wav, txt := filepath.Join(dir, "diktafon.wav"), filepath.Join(dir, "skrivet.txt")
	samples, text, silence := waitingInterview(t)
	if err := audiotest.WriteWAV(wav, rate, samples); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(txt, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p := program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Env: soundEnv()})
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 12, "cafe")
	steps.Consent(p)
	steps.ImportWAV(p, wav)
	p.Wait("interview", "overview")
	steps.Transcribe(p)
	p.Focus("desk.side.files")
	p.Key("space")
	p.Press("desk.files.in")
	p.Wait("in", "ready")
	p.Press("in.pick")
	p.Pick("in.file", txt)
	p.Wait("in", "found", "*")
	p.Press("in.take")
	p.Wait("in", "taken")
	p.Wait("desk", "ready")

	p.Focus("desk.side.facts")
	p.Key("space")
	p.Press("desk.facts.show")
	p.Wait("mirror", "looking")
	p.Wait("focus", "mirror.hear.wait") // the first thing is to be heard
	p.Wait("mirror", "ready")
	p.Key("Return")
	p.Wait("mirror", "playing", "wait")
	p.Key("Return")
	p.Wait("mirror", "paused")
	if shots := os.Getenv("BARNROST_SHOTS"); shots != "" {
		p.Shot(filepath.Join(shots, "mirror-real.png"))
	}
	f := steps.Facts(t, home, steps.Worker)
	if f.Wait == nil || f.Wait.Len() < silence-waitWithin || f.Wait.Len() > silence+waitWithin {
		t.Errorf("the sound is silent for %d ms, and the facts say %+v", silence, f.Wait)
	}
	if me, child := f.Part(transcript.Interviewer), f.Part(transcript.Child); me < 0.2 || child < 0.2 || me+child < 0.999 {
		t.Errorf("the shares are %+v", f.Shares)
	}
	p.Press("mirror.back")
	p.Wait("desk", "ready")
	for _, row := range readLog(t, steps.SaveLog(t, p, steps.Folder(t, dir, "logg"))) {
		if strings.Contains(strings.Join(row, " "), "mirror") {
			t.Errorf("the log tells %q", row)
		}
	}
	p.Quit()
}

// waitingInterview is some turns of the spoken interview with a long silence
// before an answer, its text with times half a second early and without ends,
// and how long it is silent there, in milliseconds.
func waitingInterview(t *testing.T) (samples []int16, text string, silence int64) {
	t.Helper()
	spoken := speak(t, 40*time.Second)
	const answer = 3 // the turn that is waited for
	at := spoken.Turns[answer].Start
	samples = slices.Concat(spoken.Samples[:at], make([]int16, int(waited.Seconds()*rate)), spoken.Samples[at:])
	var b strings.Builder
	for n, turn := range spoken.Turns {
		ms := int64(turn.Start) * 1000 / rate
		if n >= answer {
			ms += waited.Milliseconds()
		}
		who := "Intervjuare"
		if turn.Voice == audiotest.Child {
			who = "Barn"
		}
		stamp := time.UnixMilli(max(ms-500, 0)).UTC().Format("15:04:05.000")
		fmt.Fprintf(&b, "[%s] %s: %s\n", stamp, who, turn.Text)
	}
	silence = int64(at-spoken.Turns[answer-1].End)*1000/rate + waited.Milliseconds()
	return samples, b.String(), silence
}
