package app

import (
	"testing"
	"time"
)

func TestNextStep(t *testing.T) {
	sent := []Sent{{}}
	then := time.Date(2027, 6, 12, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		i    Interview
		s    SoundStatus
		text bool
		want Step
	}{
		{"new", Interview{}, "", false, StepRecord},
		{"being recorded", Interview{}, SoundRunning, false, StepRunning},
		{"recorded", Interview{}, SoundWhole, false, StepTranscribe},
		{"cut off", Interview{}, SoundInterrupted, false, StepTranscribe},
		{"written", Interview{}, SoundWhole, true, StepSend},
		{"written from notes", Interview{}, "", true, StepSend},
		{"sent", Interview{Sent: sent}, SoundWhole, true, StepDone},
		{"written, its sound disposed of", Interview{SoundGone: then}, "", true, StepSend},
		{"its sound disposed of before it was written", Interview{SoundGone: then}, "", false, StepGone},
		{"sent, its text disposed of", Interview{Sent: sent, TextGone: then}, SoundWhole, false, StepGone},
		{"locked away", Interview{Blocks: []Block{{Matter: MatterWhole}}}, SoundWhole, true, StepBlocked},
		{"its sound locked away before it was written", Interview{Blocks: []Block{{Matter: MatterSound}}}, SoundWhole, false, StepBlocked},
		{"its sound locked away, written", Interview{Blocks: []Block{{Matter: MatterSound}}}, SoundWhole, true, StepSend},
		{"received", Interview{Origin: OriginReceived}, SoundWhole, true, StepRead},
		{"received and sent on", Interview{Origin: OriginReceived, Sent: sent}, "", true, StepRead},
	} {
		if got := NextStep(c.i, c.s, c.text); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestForemost(t *testing.T) {
	for _, c := range []struct {
		steps []Step
		want  int
	}{
		{nil, -1},
		{[]Step{StepDone, StepRead}, -1},
		{[]Step{StepDone, StepRecord, StepTranscribe}, 2},
		{[]Step{StepTranscribe, StepTranscribe}, 0},
		{[]Step{StepTranscribe, StepSend, StepRunning}, 2},
	} {
		if got := Foremost(c.steps); got != c.want {
			t.Errorf("%v: %d, want %d", c.steps, got, c.want)
		}
	}
}
