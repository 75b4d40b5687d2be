package desk

import (
	"runtime/debug"
	"testing"
)

// TestALeftDeskHoldsOnToNoPeaks: the toolkit remembers a room's controls for a
// minute, and three hours' peaks are 8 MB for every time the desk was opened.
func TestALeftDeskHoldsOnToNoPeaks(t *testing.T) {
	s := open(t, &vault{})
	if len(s.room.m.Peaks) == 0 || len(s.room.shape.Peaks) == 0 {
		t.Fatal("there were none to let go of")
	}
	s.room.Close()
	if s.room.m.Peaks != nil || s.room.shape.Peaks != nil {
		t.Error("a closed room still holds the peaks")
	}
}

func TestTheDeskIsThriftyAndLeavesItAsItWas(t *testing.T) {
	now := func() int {
		is := debug.SetGCPercent(100)
		debug.SetGCPercent(is)
		return is
	}
	before := now()
	s := open(t, &vault{})
	if now() != deskGarbage {
		t.Errorf("%d %% may gather at the desk", now())
	}
	s.room.Close()
	if now() != before {
		t.Errorf("%d %% after it, was %d", now(), before)
	}
}
