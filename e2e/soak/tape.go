package soak

import (
	"context"
	"io"
	"sync"
	"time"

	"barnrost/app"
	"barnrost/app/recording"
	"barnrost/audio"
	"barnrost/audio/capture"
)

// rate is what the program records at, in samples a second.
const rate = audio.Rate

// sample is what the microphone hears at a moment, counted in samples: every
// one tells its place.
func sample(n int64) int16 { return int16(uint64(n) * 0x9E3779B97F4A7C15 >> 48) }

// tape is a microphone whose time goes as the test says. It can be unplugged,
// miss samples and sleep with its machine.
type tape struct {
	mu      sync.Mutex
	wake    sync.Cond
	present bool
	current *opening
	heard   int64         // samples since the beginning, heard or not: the time
	slept   time.Duration // of the machine
	still   time.Duration // time in which nothing was heard
	opened  int
}

func newTape() *tape {
	t := &tape{present: true}
	t.wake.L = &t.mu
	return t
}

var began = time.Date(2027, 2, 16, 14, 40, 0, 0, time.UTC)

// now is the clock, a wall clock: it goes on while the machine sleeps.
func (t *tape) now() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return began.Add(t.still + time.Duration(t.heard)*time.Second/rate)
}

// asleep tells how long the machine has slept.
func (t *tape) asleep() (time.Duration, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.slept, true
}

// Open implements [recording.Input].
func (t *tape) Open(context.Context) (recording.Stream, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.present {
		return nil, app.Fail(app.CodeNoMicrophone, nil)
	}
	t.opened++
	t.current = &opening{tape: t, next: t.heard}
	t.wake.Broadcast()
	return t.current, nil
}

// speak lets n samples be heard and waits until they have been read.
func (t *tape) speak(n int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.heard += n
	t.current.frames += n
	t.wake.Broadcast()
	for o := t.current; o.next < t.heard || o.missing > 0; {
		t.wake.Wait()
	}
}

// drop lets the reader be too late for n samples.
func (t *tape) drop(n int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.heard += n
	t.current.missing += n
	t.current.next += n
	t.wake.Broadcast()
	for t.current.missing > 0 {
		t.wake.Wait()
	}
}

// sleep lets the machine sleep; the microphone goes on afterwards.
func (t *tape) sleep(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.slept += d
	t.still += d
}

// unplug takes the microphone away for some time of the clock, plugs it in and
// waits until it is open again.
func (t *tape) unplug(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.opened
	t.present = false
	t.current.over = capture.ErrLost
	t.still += d
	t.wake.Broadcast()
	t.present = true
	for t.opened == before {
		t.wake.Wait()
	}
}

// opening is one time the microphone was opened.
type opening struct {
	tape    *tape
	next    int64 // the next sample that is read
	frames  int64
	missing int64
	over    error
}

// Name implements [recording.Stream].
func (o *opening) Name() string { return "tape" }

// Read implements [recording.Stream].
func (o *opening) Read(dst []int16) (int, error) {
	t := o.tape
	t.mu.Lock()
	defer t.mu.Unlock()
	for o.next >= t.heard && o.missing == 0 && o.over == nil {
		t.wake.Wait()
	}
	defer t.wake.Broadcast()
	switch {
	case o.missing > 0:
		lost := &capture.Overrun{Frames: o.missing}
		o.missing = 0
		return 0, lost
	case o.over != nil:
		return 0, o.over
	}
	n := int(min(int64(len(dst)), t.heard-o.next))
	for i := range n {
		dst[i] = sample(o.next + int64(i))
	}
	o.next += int64(n)
	return n, nil
}

// Frames implements [recording.Stream].
func (o *opening) Frames() int64 {
	o.tape.mu.Lock()
	defer o.tape.mu.Unlock()
	return o.frames
}

// Level implements [recording.Stream].
func (o *opening) Level() audio.Level { return audio.Level{Peak: -12, RMS: -18} }

// Stop implements [recording.Stream].
func (o *opening) Stop() error {
	o.tape.mu.Lock()
	defer o.tape.mu.Unlock()
	if o.over == nil {
		o.over = io.EOF
	}
	o.tape.wake.Broadcast()
	return nil
}
