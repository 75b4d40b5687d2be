package listening

import (
	"context"
	"errors"
	"testing"
	"time"

	"barnrost/audio/audiotest"
)

// spoken is a sound in memory.
type spoken struct {
	rate    int
	samples []int16
	reads   int
	whole   int64 // samples read
}

func (s *spoken) Rate() int      { return s.rate }
func (s *spoken) Len() int64     { return int64(len(s.samples)) }
func (s *spoken) Peaks() []int16 { return nil }

func (s *spoken) ReadAt(dst []int16, pos int64) (int, error) {
	n := copy(dst, s.samples[pos:])
	s.reads++
	s.whole += int64(n)
	return n, nil
}

func TestSpeechIsFoundWhereItWasSpokenAndTheSoundIsReadOnce(t *testing.T) {
	said, err := audiotest.Speak(30 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	sound := &spoken{rate: 48000, samples: said.Samples}
	var last, total int64
	spans, err := Speech(t.Context(), sound, func(done, all int64) {
		if done < last {
			t.Errorf("progress went from %d to %d", last, done)
		}
		last, total = done, all
	})
	if err != nil {
		t.Fatal(err)
	}
	if last != sound.Len() || total != sound.Len() || sound.whole != sound.Len() {
		t.Errorf("%d of %d told, %d samples read of %d", last, total, sound.whole, sound.Len())
	}
	for _, turn := range said.Turns {
		start, end := int64(turn.Start)/48, int64(turn.End)/48
		var heard int64
		for _, s := range spans {
			heard += max(0, min(s.End, end)-max(s.Start, start))
		}
		if heard < (end-start)*6/10 {
			t.Errorf("of the turn at %d ms, %d long, %d ms are speech", start, end-start, heard)
		}
	}
	for i, s := range spans {
		if s.End <= s.Start || i > 0 && s.Start < spans[i-1].End {
			t.Errorf("span %v", s)
		}
	}
}

func TestLookingForSpeechEndsWhenItIsCancelledOrTheSoundFails(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	sound := &spoken{rate: 8000, samples: make([]int16, 8000*60)}
	if _, err := Speech(ctx, sound, func(int64, int64) { cancel() }); !errors.Is(err, context.Canceled) || sound.reads != 1 {
		t.Errorf("%v after %d reads", err, sound.reads)
	}
	broken := newSound(30)
	broken.rate, broken.length = 8000, 30*8000
	broken.broken[3] = true
	if _, err := Speech(t.Context(), broken, nil); !errors.Is(err, errDamaged) {
		t.Errorf("%v", err)
	}
}
