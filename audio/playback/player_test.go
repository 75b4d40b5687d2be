package playback

import (
	"errors"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"barnrost/audio/stretch"
)

const testRate = 8000

// memory is a source that can fail and can be slow.
type memory struct {
	slow    sync.Mutex // held by a test: reading takes as long
	samples []int16
	failAt  int64 // 0: never
}

var errDamaged = errors.New("damaged")

func (m *memory) Len() int64 { return int64(len(m.samples)) }

func (m *memory) ReadAt(dst []int16, pos int64) (int, error) {
	m.slow.Lock()
	defer m.slow.Unlock()
	if m.failAt > 0 && pos+int64(len(dst)) > m.failAt {
		return 0, errDamaged
	}
	return copy(dst, m.samples[pos:]), nil
}

// fakeOutput stands for a device; the test calls the callback itself.
type fakeOutput struct{ elsewhere atomic.Bool }

func (*fakeOutput) close() error  { return nil }
func (f *fakeOutput) moved() bool { return f.elsewhere.Load() }

// deck is a player whose device the test is.
type deck struct {
	*Player
	t       *testing.T
	out     *fakeOutput
	changes atomic.Int64
}

// drive runs fn in a bubble with a player on a fake device.
func drive(t *testing.T, src *memory, fn func(d *deck)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := &deck{t: t, out: &fakeOutput{}}
		d.Player = New(testRate, src, func() { d.changes.Add(1) })
		d.Player.output = d.out
		synctest.Wait()
		fn(d)
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
}

// hear is n periods of the device.
func (d *deck) hear(n int) []int16 {
	out := make([]int16, n*testRate/100)
	for part := range slices.Chunk(out, testRate/100) {
		d.fill(part)
		synctest.Wait() // the feeder and the minder have done what they can
	}
	return out
}

func (d *deck) play() {
	d.t.Helper()
	if err := d.Play(); err != nil {
		d.t.Fatal(err)
	}
}

// ramp is a source whose every sample tells its place.
func ramp(n int) *memory {
	m := &memory{samples: make([]int16, n)}
	for i := range m.samples {
		m.samples[i] = int16(i%30000 + 1000)
	}
	return m
}

func sine(n int) *memory {
	m := &memory{samples: make([]int16, n)}
	for i := range m.samples {
		m.samples[i] = int16(12000 * math.Sin(2*math.Pi*200*float64(i)/testRate))
	}
	return m
}

const fadeSamples = testRate * 5 / 1000

func TestASeekIsExactToTheSample(t *testing.T) {
	src := ramp(40000)
	drive(t, src, func(d *deck) {
		for _, pos := range []int64{0, 1, 12345, 39000} {
			d.SeekTo(pos)
			if got := d.Position(); got != pos {
				t.Errorf("paused at %d, want %d", got, pos)
			}
			synctest.Wait()
			d.play()
			heard := d.hear(5)
			d.Pause()
			d.hear(2)
			after := pos + fadeSamples
			if want := src.samples[after : after+200]; !slices.Equal(heard[fadeSamples:fadeSamples+200], want) {
				t.Errorf("from %d: heard %v, want %v", pos, heard[fadeSamples:fadeSamples+3], want[:3])
			}
		}
	})
}

func TestPlayingGoesOnWithTheVeryNextSampleAfterAPause(t *testing.T) {
	src := ramp(40000)
	drive(t, src, func(d *deck) {
		d.play()
		d.hear(7)
		d.Pause()
		tail := d.hear(3)
		stopped := d.Position()
		if tail[len(tail)-1] != 0 {
			t.Error("a paused player is not silent")
		}
		if d.hear(10); d.Position() != stopped {
			t.Error("the position moves while paused")
		}
		d.play()
		heard := d.hear(3)
		if got, want := heard[fadeSamples], src.samples[stopped+fadeSamples]; got != want {
			t.Errorf("heard %d after the pause, want %d", got, want)
		}
	})
}

// roughest is the largest change of slope; a click makes a large one.
func roughest(x []int16) float64 {
	var worst float64
	for i := 2; i < len(x); i++ {
		worst = max(worst, math.Abs(float64(x[i])-2*float64(x[i-1])+float64(x[i-2])))
	}
	return worst
}

func TestNothingClicks(t *testing.T) {
	src := sine(80000)
	listen := func(d *deck) []int16 {
		d.SeekTo(10) // not at a zero of the sine
		synctest.Wait()
		d.play()
		heard := d.hear(5)
		d.SeekTo(30013)
		heard = append(heard, d.hear(5)...)
		d.SetSpeed(1.5)
		heard = append(heard, d.hear(5)...)
		d.Pause()
		heard = append(heard, d.hear(3)...)
		d.play()
		heard = append(heard, d.hear(3)...)
		d.SeekTo(src.Len() - 101)
		return append(heard, d.hear(8)...)
	}
	limit := 2.2 * roughest(src.samples)
	drive(t, src, func(d *deck) {
		if got := roughest(listen(d)); got > limit {
			t.Errorf("the slope changes by %.0f, the source's by %.0f", got, limit/2.2)
		}
	})
	drive(t, src, func(d *deck) { // the control: without fades it must click
		for i := range d.fade {
			d.fade[i] = 1
		}
		if got := roughest(listen(d)); got <= limit {
			t.Errorf("without fades the slope changes by %.0f only", got)
		}
	})
}

func TestTheEndStopsThePlayerOnceAndTells(t *testing.T) {
	src := ramp(1000)
	drive(t, src, func(d *deck) {
		d.play()
		heard := d.hear(30)
		if d.Playing() || d.Position() != 1000 || d.changes.Load() != 1 {
			t.Errorf("playing %t at %d, told %d times", d.Playing(), d.Position(), d.changes.Load())
		}
		if want := src.samples[fadeSamples : 1000-fadeSamples-1]; !slices.Equal(heard[fadeSamples:1000-fadeSamples-1], want) {
			t.Error("what was heard is not the source")
		}
		if err := d.Play(); err != nil || d.Playing() {
			t.Errorf("playing at the end: %v, %t", err, d.Playing())
		}
	})
}

func TestASpeedGivesTheStretchedSoundAndKeepsThePlace(t *testing.T) {
	src := sine(40000)
	drive(t, src, func(d *deck) {
		d.SetSpeed(0.7)
		d.SeekTo(2000)
		synctest.Wait()
		d.play()
		heard := d.hear(50)
		s := stretch.New(testRate, 0.7)
		s.Write(src.samples[2000:])
		want := make([]int16, len(heard))
		s.Read(want)
		if !slices.Equal(heard[fadeSamples:], want[fadeSamples:]) {
			t.Error("what is heard is not what the stretcher makes")
		}
		place := d.Position()
		if want := 2000 + int64(0.7*float64(len(heard))); place < want-2 || place > want+2 {
			t.Errorf("at %d, want %d", place, want)
		}
		d.SetSpeed(2)
		if got := d.Position(); got < place || got > place+fadeSamples {
			t.Errorf("changing the speed moved from %d to %d", place, got)
		}
		if d.Speed() != 2 {
			t.Errorf("speed %g", d.Speed())
		}
	})
}

func TestALoopGoesRoundUntilItIsLeft(t *testing.T) {
	src := ramp(40000)
	drive(t, src, func(d *deck) {
		d.Loop(8000, 8800)
		synctest.Wait()
		d.play()
		heard := d.hear(40) // 0.4 s of 0.1 s
		rounds := 0
		for _, v := range heard {
			if v == src.samples[8400] {
				rounds++
			}
			if v > src.samples[8799] {
				t.Fatalf("heard %d, beyond the loop", v)
			}
		}
		if rounds < 3 {
			t.Errorf("%d rounds in 0.4 s", rounds)
		}
		d.Unloop()
		d.hear(20)
		if got := d.Position(); got < 8900 {
			t.Errorf("after the loop was left it is at %d", got)
		}
	})
}

func TestASourceThatFailsStopsThePlayerAndCanBeTriedAgain(t *testing.T) {
	src := ramp(40000)
	src.failAt = 4000
	drive(t, src, func(d *deck) {
		d.play()
		d.hear(100)
		if d.Playing() || !errors.Is(d.Err(), errDamaged) || d.changes.Load() == 0 {
			t.Errorf("playing %t, %v", d.Playing(), d.Err())
		}
		at := d.Position()
		if at < 3900 || at > 4000 {
			t.Errorf("it stands at %d, want just before the damage", at)
		}
		src.failAt = 0
		d.play()
		d.hear(10)
		if d.Err() != nil || d.Position() <= at {
			t.Errorf("tried again: %v, at %d", d.Err(), d.Position())
		}
	})
}

func TestWithoutADeviceOneCanSeekButNotPlay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(testRate, ramp(40000), nil)
		if err := p.Play(); !errors.Is(err, ErrNoOutput) || p.Playing() {
			t.Errorf("playing: %v, %t", err, p.Playing())
		}
		p.SeekTo(777)
		p.SetSpeed(1.5)
		if p.Position() != 777 || p.PositionAt(time.Now()) != 777 {
			t.Errorf("at %d", p.Position())
		}
		if p.SeekTo(-5); p.Position() != 0 {
			t.Errorf("before the start: %d", p.Position())
		}
		if p.SeekTo(1 << 40); p.Position() != 40000 {
			t.Errorf("after the end: %d", p.Position())
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		if err := p.Play(); err == nil {
			t.Error("a closed player plays")
		}
	})
}

func TestADeviceThatFallsSilentOrIsLeftStopsThePlayer(t *testing.T) {
	for name, lose := range map[string]func(d *deck){
		"the callback stands still": func(*deck) { time.Sleep(2 * lostAfter) },
		"the system plays elsewhere": func(d *deck) {
			d.out.elsewhere.Store(true)
			for range 150 {
				time.Sleep(period)
				d.hear(1)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			drive(t, ramp(80000), func(d *deck) {
				d.play()
				for range 20 {
					time.Sleep(period)
					d.hear(1)
				}
				if !d.Playing() {
					t.Fatal("it stopped with a device that works")
				}
				lose(d)
				if d.Playing() || d.Connected() || !errors.Is(d.Err(), ErrNoOutput) || d.changes.Load() != 1 {
					t.Errorf("playing %t, connected %t, %v, told %d times", d.Playing(), d.Connected(), d.Err(), d.changes.Load())
				}
				if err := d.Play(); !errors.Is(err, ErrNoOutput) {
					t.Errorf("playing on: %v", err)
				}
			})
		})
	}
}

func TestThePositionHeardFollowsTheClockBetweenCallbacks(t *testing.T) {
	drive(t, ramp(80000), func(d *deck) {
		d.play()
		before := int64(-1)
		for range 20 {
			d.hear(1)
			for range 5 {
				heard := d.PositionAt(time.Now())
				if heard < before {
					t.Fatalf("it went back from %d to %d", before, heard)
				}
				if given := d.Position(); heard > given || given-heard > 2*testRate/100 {
					t.Fatalf("heard %d, given %d", heard, given)
				}
				before = heard
				time.Sleep(2 * time.Millisecond)
			}
		}
		d.Pause()
		d.hear(2)
		if got := d.PositionAt(time.Now()); got != d.Position() {
			t.Errorf("paused: heard %d, at %d", got, d.Position())
		}
	})
}

func TestALateFeederFadesAndLosesNothing(t *testing.T) {
	src := sine(80000)
	drive(t, src, func(d *deck) {
		d.play()
		var heard []int16
		out := make([]int16, testRate/100)
		src.slow.Lock()
		for range 60 { // the buffer runs dry
			d.fill(out)
			heard = append(heard, out...)
		}
		if heard[len(heard)-1] != 0 {
			t.Error("the buffer did not run dry")
		}
		src.slow.Unlock()
		synctest.Wait()
		heard = append(heard, d.hear(10)...)
		if got, limit := roughest(heard), 2.2*roughest(src.samples); got > limit {
			t.Errorf("the slope changes by %.0f", got)
		}
		loud := 0
		for _, v := range heard {
			if v != 0 {
				loud++
			}
		}
		if int64(loud) > d.Position() {
			t.Errorf("heard %d samples of %d", loud, d.Position())
		}
	})
}
