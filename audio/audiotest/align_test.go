package audiotest

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestAlignmentFindsTheSourceAndSeesOneDroppedPeriod(t *testing.T) {
	spoken, err := Speak(6 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	source := spoken.Samples
	recording := slices.Concat(make([]int16, 12345), source, make([]int16, 777))
	at, err := Align(source, recording)
	if err != nil || at != 12345 {
		t.Errorf("offset %d, %v; want 12345", at, err)
	}

	const period = 960
	dropped := slices.Delete(slices.Clone(recording), 12345+100000, 12345+100000+period)
	if _, err := Align(source, append(dropped, make([]int16, period)...)); err == nil {
		t.Error("a dropped period of 20 ms was not seen")
	}
	flipped := slices.Clone(recording)
	flipped[12345+len(source)-1] ^= 1
	if _, err := Align(source, flipped); err == nil {
		t.Error("one wrong bit in the last sample was not seen")
	}
	if _, err := Align(source, make([]int16, len(recording))); !errors.Is(err, ErrNotFound) {
		t.Errorf("silence: %v, want ErrNotFound", err)
	}
}

func TestPiecesMayBeSkippedButNotChanged(t *testing.T) {
	spoken, err := Speak(3 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	source := spoken.Samples
	skipped := slices.Concat(make([]int16, 500), source[:60000], make([]int16, 333), source[60300:])
	if came, err := Pieces(source, skipped); err != nil || came < len(source)-700 {
		t.Errorf("%d of %d came, %v", came, len(source), err)
	}
	at := loud(source) + 20000
	for source[at] == 0 {
		at++
	}
	changed := slices.Clone(source)
	changed[at] ^= 4
	if _, err := Pieces(source, changed); err == nil {
		t.Error("a changed sample was not seen")
	}
	if _, err := Pieces(source, slices.Concat(source[60000:], source[:60000])); err == nil {
		t.Error("two pieces in the wrong order were not seen")
	}
}

func TestTheInterviewHasTwoDifferentVoicesAndTheLengthAsked(t *testing.T) {
	const length = 20 * time.Second
	spoken, err := Speak(length)
	if err != nil {
		t.Fatal(err)
	}
	if len(spoken.Samples) != 20*48000 {
		t.Errorf("%d samples, want exactly 20 s", len(spoken.Samples))
	}
	voices := map[Voice]int{}
	for _, turn := range spoken.Turns {
		voices[turn.Voice]++
		if loud(spoken.Samples[turn.Start:turn.End]) < 0 {
			t.Errorf("nothing is heard of %q", turn.Text)
		}
	}
	if voices[Interviewer] < 2 || voices[Child] < 2 {
		t.Errorf("turns: %v", voices)
	}
}

func TestAMissingProgramIsNamed(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Start(); err == nil || !strings.Contains(err.Error(), "pulseaudio") {
		t.Errorf("got %v, want an error that names pulseaudio", err)
	}
	if _, err := synthesise(Line{Voice: Child, Text: "hej"}); err == nil || !strings.Contains(err.Error(), "espeak-ng") {
		t.Errorf("got %v, want an error that names espeak-ng", err)
	}
}

func TestTheServerLeavesNothingBehind(t *testing.T) {
	s, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.dir); !os.IsNotExist(err) {
		t.Errorf("the server's folder is still there: %v", err)
	}
}
