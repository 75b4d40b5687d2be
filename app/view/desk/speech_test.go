package desk

import (
	"context"
	"errors"
	"slices"
	"testing"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

func TestSpeechHeardInTheSoundTakesThePlaceOfWhatThePeaksTold(t *testing.T) {
	want := transcript.Stretches{{From: 10_000, To: 20_000}, {From: 50_000, To: 60_000}}
	gate := make(chan struct{})
	s := enter(t, &vault{}, app.Swedish, theme.Light, func(m *Material) {
		m.FindSpeech = func(context.Context) (transcript.Stretches, error) { <-gate; return want, nil }
	})
	s.WaitTrace("desk ready") // without waiting for it
	if slices.Equal(s.room.m.Speech, want) || len(s.room.m.Speech) == 0 {
		t.Fatalf("the peaks told %v", s.room.m.Speech)
	}
	close(gate)
	s.WaitTrace("desk speech")
	if !slices.Equal(s.room.coverage.speech, want) || s.room.pauseAt(30_000) != 30_000 {
		t.Errorf("%v, a pause of %d", s.room.coverage.speech, s.room.pauseAt(30_000))
	}
}

func TestASoundThatTellsOfNoSpeechKeepsThePeaksAnswer(t *testing.T) {
	s := open(t, &vault{})
	before := slices.Clone(s.room.coverage.speech)
	s.room.heardSpeech(nil, nil)
	s.room.heardSpeech(transcript.Stretches{{From: 0, To: 1}}, errors.New("unread"))
	if !slices.Equal(s.room.coverage.speech, before) || len(before) == 0 {
		t.Errorf("%v, was %v", s.room.coverage.speech, before)
	}
}

func TestLeavingEndsTheSearchForSpeech(t *testing.T) {
	ended := make(chan struct{})
	s := enter(t, &vault{}, app.Swedish, theme.Light, func(m *Material) {
		m.FindSpeech = func(ctx context.Context) (transcript.Stretches, error) {
			<-ctx.Done()
			close(ended)
			return nil, ctx.Err()
		}
	})
	s.WaitTrace("desk ready")
	s.room.Close()
	<-ended
}
