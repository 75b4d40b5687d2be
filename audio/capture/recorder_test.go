package capture

import (
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"barnrost/audio"
)

// moduleOf returns the number of the module called name in pactl's list.
func moduleOf(list, name string) string {
	for line := range strings.Lines(list) {
		if f := strings.Fields(line); len(f) > 1 && f[1] == name {
			return f[0]
		}
	}
	return ""
}

func ramp(from, n int) []int16 {
	out := make([]int16, n)
	for i := range out {
		out[i] = int16(from + i)
	}
	return out
}

func TestTheRingGivesBackWhatWentInAcrossItsEnd(t *testing.T) {
	r := newRing(1000)
	var in, out []int16
	buf := make([]int16, 97)
	for i := range 200 {
		block := ramp(i*131, 131)
		if !r.write(block) {
			t.Fatalf("block %d did not fit", i)
		}
		in = append(in, block...)
		for {
			n, missing := r.read(buf)
			if missing != 0 {
				t.Fatalf("a hole of %d", missing)
			}
			if n == 0 {
				break
			}
			out = append(out, buf[:n]...)
		}
	}
	if !slices.Equal(in, out) {
		t.Error("what came out is not what went in")
	}
}

func TestADroppedPeriodIsReportedWhereItIsMissing(t *testing.T) {
	r := newRecorder(48000)
	r.ring = newRing(1024)
	r.feed(ramp(0, 960))
	r.feed(ramp(960, 960))  // does not fit
	r.feed(ramp(1920, 960)) // nor this
	buf := make([]int16, 2000)
	if n, err := r.Read(buf); n != 960 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	r.feed(ramp(2880, 960))
	var o *Overrun
	if n, err := r.Read(buf); n != 0 || !errors.As(err, &o) || o.Frames != 1920 {
		t.Fatalf("%d, %v; want an overrun of 1920", n, err)
	}
	if n, err := r.Read(buf); n != 960 || err != nil || buf[0] != 2880 {
		t.Fatalf("%d, %v, first %d", n, err, buf[0])
	}
	if got := r.Frames(); got != 1920 {
		t.Errorf("Frames is %d, want the 1920 that were kept", got)
	}
}

func TestWhatIsDroppedAtTheEndIsReportedBeforeTheEnd(t *testing.T) {
	r := newRecorder(48000)
	r.ring = newRing(1024)
	r.feed(ramp(0, 960))
	r.feed(ramp(960, 960))
	r.end(io.EOF)
	r.feed(ramp(0, 10)) // too late: taken by nobody
	buf := make([]int16, 2000)
	var o *Overrun
	if n, err := r.Read(buf); n != 960 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if _, err := r.Read(buf); !errors.As(err, &o) || o.Frames != 960 {
		t.Fatalf("%v, want an overrun of 960", err)
	}
	if _, err := r.Read(buf); !errors.Is(err, io.EOF) {
		t.Fatalf("%v, want io.EOF", err)
	}
}

func TestALostRecorderGivesWhatItHasFirst(t *testing.T) {
	r := newRecorder(48000)
	r.feed(ramp(0, 960))
	r.end(ErrLost)
	r.end(io.EOF) // the first reason stays
	buf := make([]int16, 2000)
	if n, err := r.Read(buf); n != 960 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if _, err := r.Read(buf); !errors.Is(err, ErrLost) {
		t.Errorf("%v, want ErrLost", err)
	}
}

func TestTheWatchdogAllowsASlowStartAndNoLaterSilence(t *testing.T) {
	var dog watchdog
	looks := func(frames int64) int {
		for n := 1; ; n++ {
			if dog.silent(frames) {
				return n
			}
			if n > 1000 {
				return -1
			}
		}
	}
	if got := looks(0); got != int(firstWithin/checkEvery) {
		t.Errorf("before the first frame it waits %d looks", got)
	}
	dog = watchdog{}
	for frames := int64(1); frames < 100; frames++ {
		if dog.silent(frames) {
			t.Fatalf("silent at %d though frames arrive", frames)
		}
	}
	if got := looks(99); got != int(lostAfter/checkEvery) {
		t.Errorf("a running device is lost after %d looks", got)
	}
}

func TestTheLevelDoesNotDependOnHowTheSoundIsCut(t *testing.T) {
	sound := make([]int16, 4800)
	for i := range sound {
		sound[i] = int16(8000 * math.Sin(float64(i)/7))
	}
	want := audio.LevelOf(sound[2400:])
	for _, cut := range []int{1, 7, 960, 2400, 4800} {
		r := newRecorder(48000)
		r.feed(sound)
		buf := make([]int16, cut)
		for read := 0; read < len(sound); {
			n, err := r.Read(buf)
			if err != nil {
				t.Fatal(err)
			}
			read += n
		}
		if got := r.Level(); got != want {
			t.Errorf("cut into %d: %v, want %v", cut, got, want)
		}
	}
}
