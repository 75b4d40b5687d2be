package desk

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestANewUtteranceBeginsWhereItWasHeard: the lag is a person's, so a faster
// sound is further on; and a pause, which steps back, takes nothing away.
func TestANewUtteranceBeginsWhereItWasHeard(t *testing.T) {
	for _, c := range []struct {
		name   string
		heard  int64 // where the sound has played to
		now    int64 // where it then stands
		speed  float64
		played bool
		want   int64
	}{
		{"while it plays", 60_000, 60_000, 1, true, 58_000},
		{"while it plays fast", 60_000, 60_000, 1.5, true, 57_000},
		{"paused, and stepped back", 60_000, 58_000, 1, false, 58_000},
		{"paused, and gone elsewhere", 60_000, 10_000, 1, false, 8_000},
		{"paused, and gone forward", 60_000, 90_000, 1, false, 88_000},
		{"at the start", 1_000, 1_000, 1, true, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, &vault{})
			s.write("Hej")
			s.tape.at, s.tape.playing, s.tape.speed = c.heard, true, c.speed
			s.room.refreshSound()
			s.tape.at, s.tape.playing = c.now, c.played
			s.room.refreshSound()
			s.hit(fyne.KeyReturn, 0)
			if got := s.room.doc.At(1).Start; got != c.want {
				t.Errorf("it begins at %d, want %d", got, c.want)
			}
			s.room.Close()
		})
	}
}

func TestTheTypingLagIsWhatWasChosen(t *testing.T) {
	s := open(t, &vault{})
	s.room.d.TypingLag = func() int64 { return 500 }
	s.tape.at, s.tape.playing = 60_000, true
	s.room.refreshSound()
	s.write("Hej")
	if got := s.room.doc.At(0).Start; got != 59_500 {
		t.Errorf("it begins at %d", got)
	}
	s.room.Close()
}
