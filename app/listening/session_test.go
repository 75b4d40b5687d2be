package listening

import (
	"errors"
	"slices"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/audio/audiotest"
	"barnrost/audio/device"
)

// listener is a session and the word of its changes.
type listener struct {
	*Session
	t     *testing.T
	told  chan struct{}
	sound *recording
}

// listen opens a session on a minute of sound at 48 kHz; without a server there
// is no loudspeaker.
func listen(t *testing.T, dc *device.Context, o Options) *listener {
	t.Helper()
	l := &listener{t: t, told: make(chan struct{}, 1), sound: newSound(0)}
	l.sound.rate, l.sound.length = 48000, 60*48000
	o.OnChange = func() { wake(l.told) }
	l.Session = Open(t.Context(), l.sound, dc, o)
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func speakers(t *testing.T) (*audiotest.Server, *device.Context) {
	t.Helper()
	server := audiotest.Pulse(t, "vspeaker")
	dc := device.Open(device.Options{})
	t.Cleanup(func() {
		if err := dc.Close(); err != nil {
			t.Error(err)
		}
	})
	return server, dc
}

// until waits for a change that makes ok true.
func (l *listener) until(what string, ok func() bool) {
	l.t.Helper()
	deadline := time.After(20 * time.Second)
	for !ok() {
		select {
		case <-l.told:
		case <-deadline:
			l.t.Fatalf("not within 20 s: %s", what)
		}
	}
}

func TestOneIsWhereOneWas(t *testing.T) {
	l := listen(t, nil, Options{Start: 12345, Speed: 0.8})
	if l.PositionMillis() != 12345 || l.Speed() != 0.8 || l.LengthMillis() != 60000 || l.Playing() {
		t.Errorf("at %d, speed %g, length %d, playing %t", l.PositionMillis(), l.Speed(), l.LengthMillis(), l.Playing())
	}
	if !slices.Equal(l.Peaks(), l.sound.Peaks()) {
		t.Error("the peaks are not the sound's")
	}
}

func TestWithoutALoudspeakerOneCanMoveButNotPlay(t *testing.T) {
	l := listen(t, nil, Options{})
	if code := app.CodeOf(l.Err()); code != app.CodeNoSpeaker {
		t.Errorf("error %q", code)
	}
	l.SeekMillis(5000)
	l.SkipMillis(-1500)
	if got := l.PositionMillis(); got != 3500 {
		t.Errorf("at %d", got)
	}
	l.Toggle()
	l.until("it gives up", func() bool { return !l.Playing() })
	if got := l.PositionMillis(); got != 3500 || app.CodeOf(l.Err()) != app.CodeNoSpeaker {
		t.Errorf("at %d, %v", got, l.Err())
	}
}

func TestPlacesAreKeptWithinTheSoundAndSpeedsOnTheirSteps(t *testing.T) {
	l := listen(t, nil, Options{})
	for ms, want := range map[int64]int64{-10: 0, 99999999: 60000, 777: 777} {
		if l.SeekMillis(ms); l.PositionMillis() != want {
			t.Errorf("to %d: at %d", ms, l.PositionMillis())
		}
	}
	for speed, want := range map[float64]float64{0.1: 0.5, 0.74: 0.7, 1.04: 1, 1.96: 2, 9: 2} {
		if l.SetSpeed(speed); l.Speed() != want {
			t.Errorf("speed %g became %g", speed, l.Speed())
		}
	}
}

func TestItPlaysTellsAndStepsBackOnPause(t *testing.T) {
	_, dc := speakers(t)
	l := listen(t, dc, Options{Start: 20000})
	if l.Err() != nil {
		t.Fatal(l.Err())
	}
	l.Toggle()
	if !l.Playing() {
		t.Fatal("it does not play")
	}
	l.until("it plays for half a second", func() bool { return l.PositionMillis() >= 20500 })
	before := l.PositionMillis()
	l.Toggle()
	after := l.PositionMillis()
	if l.Playing() || after > before-DefaultRewind+100 || after < before-DefaultRewind-100 {
		t.Errorf("paused at %d it stands at %d", before, after)
	}
	l.RewindOnPause(0)
	l.Play()
	l.until("it plays on", func() bool { return l.PositionMillis() > after+100 })
	before = l.PositionMillis()
	l.Pause()
	if got := l.PositionMillis(); got < before || got > before+100 {
		t.Errorf("without rewinding it went from %d to %d", before, got)
	}
}

func TestTheEndStopsAndPlayingOnStepsBack(t *testing.T) {
	_, dc := speakers(t)
	l := listen(t, dc, Options{Start: 59800})
	l.Play()
	l.until("it ends", func() bool { return !l.Playing() })
	if got := l.PositionMillis(); got != 60000 || l.Err() != nil {
		t.Errorf("it ended at %d, %v", got, l.Err())
	}
	l.Play()
	l.until("it plays the last two seconds", func() bool {
		p := l.PositionMillis()
		return p > 58000 && p < 60000
	})
}

func TestALoopIsPlayedUntilItIsLeft(t *testing.T) {
	_, dc := speakers(t)
	l := listen(t, dc, Options{Start: 0})
	l.LoopMillis(10000, 10370) // no multiple of how often the place is told
	l.Play()
	high := false
	l.until("it goes round", func() bool {
		p := l.PositionMillis()
		high = high || p > 10200
		return high && p < 10150
	})
	l.Unloop()
	l.until("it goes on", func() bool { return l.PositionMillis() > 10500 })
}

func TestAPulledPlugPausesAndPlayFindsTheNextLoudspeaker(t *testing.T) {
	server, dc := speakers(t)
	l := listen(t, dc, Options{Start: 20000})
	l.Play()
	l.until("it plays", func() bool { return l.PositionMillis() > 20100 })
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	l.until("it stops", func() bool { return !l.Playing() })
	if code := app.CodeOf(l.Err()); code != app.CodeNoSpeaker {
		t.Errorf("error %q", code)
	}
	if got := l.PositionMillis(); got > 20000 {
		t.Errorf("it stands at %d and did not step back", got)
	}
	audiotest.Pulse(t, "another")
	l.Play()
	start := l.PositionMillis()
	l.until("it plays on", func() bool { return l.PositionMillis() > start+100 })
	if l.Err() != nil {
		t.Errorf("error %v", l.Err())
	}
}

func TestDamagedSoundStopsThereAndIsTold(t *testing.T) {
	_, dc := speakers(t)
	l := listen(t, dc, Options{})
	l.sound.mu.Lock()
	l.sound.broken[15] = true // from 30 s on, which has not been read
	l.sound.mu.Unlock()
	l.SeekMillis(29500)
	l.Play()
	l.until("it stops", func() bool { return !l.Playing() })
	if !errors.Is(l.Err(), errDamaged) {
		t.Errorf("error %v", l.Err())
	}
}

func TestChangesAreToldAtMostTwentyTimesASecond(t *testing.T) {
	_, dc := speakers(t)
	l := listen(t, dc, Options{})
	l.Play()
	began, n := time.Now(), 0
	for l.PositionMillis() < 2000 {
		l.SkipMillis(10)
		<-l.told
		n++
	}
	if most := int(time.Since(began)/tellEvery) + 3; n > most {
		t.Errorf("told %d times in %v", n, time.Since(began))
	}
}
