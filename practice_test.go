package main

import (
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/listening"
	"barnrost/app/transcript"
	"barnrost/assets"
)

// strength is how loud the sound is from one time to another, in milliseconds.
func strength(t *testing.T, s listening.Sound, from, to int64) float64 {
	t.Helper()
	buf := make([]int16, app.MillisToSamples(to-from, s.Rate()))
	if _, err := s.ReadAt(buf, app.MillisToSamples(from, s.Rate())); err != nil {
		t.Fatal(err)
	}
	var sum float64
	for _, v := range buf {
		sum += float64(v) * float64(v)
	}
	return sum / float64(max(len(buf), 1))
}

func practiceSound(t *testing.T) listening.Sound {
	t.Helper()
	s, err := listening.FromWAV(strings.NewReader(assets.PracticeSound))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// misfits are the turns whose times, moved by so much, do not begin and end where
// somebody speaks and is silent around.
func misfits(t *testing.T, by int64) int {
	t.Helper()
	const silence, loud, near = 1_000, 10_000, 100
	s, bad := practiceSound(t), 0
	for _, u := range newLesson().desk.Right {
		from, to := u.Start+by, u.End+by
		if strength(t, s, from-near, from) > silence || strength(t, s, to, to+near) > silence || strength(t, s, from, to) < loud {
			bad++
		}
	}
	return bad
}

func TestTheTimesOfThePracticeFitItsSound(t *testing.T) {
	if bad := misfits(t, 0); bad > 0 {
		t.Errorf("%d turns are not where they are said to be", bad)
	}
	if bad := misfits(t, 200); bad == 0 {
		t.Error("times that are 200 ms late are taken for right")
	}
}

func TestThePracticeIsShortAndAtARateForSpeech(t *testing.T) {
	s := practiceSound(t)
	if seconds := s.Len() / int64(s.Rate()); s.Rate() != 16_000 || seconds < 60 || seconds > 95 || len(assets.PracticeSound) > 3<<20 {
		t.Errorf("%d s at %d in %d bytes", seconds, s.Rate(), len(assets.PracticeSound))
	}
	if len(s.Peaks()) < 2*int(s.Len()/256) {
		t.Errorf("%d peaks", len(s.Peaks()))
	}
}

func TestThePracticeBeginsWithSomethingToCorrect(t *testing.T) {
	l := newLesson()
	if l.err != nil {
		t.Fatal(l.err)
	}
	snapshot, _, _ := l.text.Load(t.Context())
	doc, err := transcript.Load(snapshot, nil)
	if err != nil || doc.Len() != given {
		t.Fatalf("%d turns, %v", doc.Len(), err)
	}
	last := doc.At(given - 1)
	if right := l.desk.Right[given-1]; last.Text != right.Text || last.Speaker == right.Speaker {
		t.Errorf("%q by %s", last.Text, last.Speaker)
	}
}
