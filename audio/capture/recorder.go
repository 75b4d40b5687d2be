// Package capture records from a microphone: samples as they come, in order,
// with an honest account of what is missing.
package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"barnrost/audio"
	"barnrost/audio/device"
)

const (
	// period and periods make the capture buffer deep: with busy goroutines the
	// callback was seen stalled for 128 ms, and half a second covers that.
	period  = 20 * time.Millisecond
	periods = 25

	// ringLength is how far the reader may fall behind.
	ringLength = 8 * time.Second

	// lostAfter is how long a running device may be silent. Neither a removed
	// source nor a dead or frozen server says anything: only the frame counter
	// tells.
	lostAfter = 500 * time.Millisecond

	// firstWithin is how long a device may take to its first frame; 37 ms to
	// 2 s were seen.
	firstWithin = 5 * time.Second

	// checkEvery is how often the frame counter is looked at.
	checkEvery = 50 * time.Millisecond

	// levelSpan is how much sound one level is measured over.
	levelSpan = 50 * time.Millisecond
)

// ErrLost is returned by [Recorder.Read], after all that was captured has been
// read, when the device fell silent.
var ErrLost = errors.New("capture: the device is lost")

// Overrun is returned by [Recorder.Read] where samples are missing because the
// reader fell too far behind.
type Overrun struct {
	Frames int64 // how many samples are missing, at least
}

// Error implements error.
func (o *Overrun) Error() string { return fmt.Sprintf("capture: %d samples were dropped", o.Frames) }

// Recorder is a running microphone. Read and Level belong to one goroutine
// each; the rest may be called from any.
type Recorder struct {
	rate   int
	ring   *ring
	frames atomic.Int64
	level  atomic.Pointer[audio.Level]
	meter  meter
	wake   chan struct{}
	closer io.Closer

	mu    sync.Mutex    // held by the callback; contended once, at the end
	ended bool          // no more samples are taken
	over  chan struct{} // closed when ended becomes true
	err   error         // why it ended; set before over is closed
}

// Start opens in and captures at rate samples per second. Samples arrive after
// Start has returned; until then [Recorder.Frames] is 0. Errors are those of
// [device.Context.OpenInput].
func Start(ctx context.Context, dc *device.Context, in device.Info, rate int) (*Recorder, error) {
	r := newRecorder(rate)
	f := device.Format{Rate: rate, Period: period, Periods: periods}
	stream, err := dc.OpenInput(ctx, in, f, r.feed)
	if err != nil {
		return nil, err
	}
	r.closer = stream
	go r.watch(time.NewTicker(checkEvery))
	return r, nil
}

func newRecorder(rate int) *Recorder {
	r := &Recorder{
		rate: rate,
		ring: newRing(int(ringLength.Seconds() * float64(rate))),
		wake: make(chan struct{}, 1),
		over: make(chan struct{}),
	}
	r.meter.span = int(levelSpan.Seconds() * float64(rate))
	r.level.Store(&audio.Silence)
	return r
}

// feed is the callback: it copies, counts and wakes the reader.
func (r *Recorder) feed(samples []int16) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return
	}
	if r.ring.write(samples) {
		r.frames.Add(int64(len(samples)))
	}
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Read waits for samples and copies at most len(dst) of them. It returns
// [*Overrun] where samples are missing, [ErrLost] at the end of a lost device
// and [io.EOF] at the end of a stopped one; n is 0 with any error.
func (r *Recorder) Read(dst []int16) (int, error) {
	if len(dst) == 0 {
		return 0, nil
	}
	for {
		// Looked at before the ring: nothing is written once it is true.
		ended := r.isOver()
		n, missing := r.ring.read(dst)
		if missing > 0 {
			return 0, &Overrun{Frames: missing}
		}
		if n > 0 {
			if l, ok := r.meter.add(dst[:n]); ok {
				r.level.Store(&l)
			}
			return n, nil
		}
		if ended {
			if missing := r.ring.trailing(); missing > 0 {
				return 0, &Overrun{Frames: missing}
			}
			return 0, r.err
		}
		select {
		case <-r.wake:
		case <-r.over:
		}
	}
}

func (r *Recorder) isOver() bool {
	select {
	case <-r.over:
		return true
	default:
		return false
	}
}

// Frames counts the samples captured so far, read or not. Dropped ones do not
// count: the number is a position in what [Recorder.Read] gives.
func (r *Recorder) Frames() int64 { return r.frames.Load() }

// Rate returns the sample rate.
func (r *Recorder) Rate() int { return r.rate }

// Level returns how loud the last 50 ms were that [Recorder.Read] gave out.
func (r *Recorder) Level() audio.Level { return *r.level.Load() }

// Stop ends the recording: Read gives what is left and then [io.EOF]. It may
// wait as long as the device context's time-out when the sound system does not
// answer, and then returns [device.ErrTimeout]; nothing captured is lost by it.
// Also a lost recorder must be stopped.
func (r *Recorder) Stop() error {
	r.end(io.EOF)
	return r.closer.Close()
}

func (r *Recorder) end(why error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return
	}
	r.ended, r.err = true, why
	close(r.over)
}

// watch ends the recorder when the device falls silent.
func (r *Recorder) watch(tick *time.Ticker) {
	defer tick.Stop()
	var dog watchdog
	for {
		select {
		case <-r.over:
			return
		case <-tick.C:
			if dog.silent(r.frames.Load()) {
				r.end(ErrLost)
				return
			}
		}
	}
}

// watchdog tells when a counter has stood still for too long. It counts looks
// and not seconds: on a machine so busy that this program got no time at all,
// the device's thread got none either, and nothing is lost.
type watchdog struct {
	frames int64
	still  int // looks since the counter was last seen moving
}

func (w *watchdog) silent(frames int64) bool {
	if frames != w.frames {
		w.frames, w.still = frames, 0
		return false
	}
	w.still++
	limit := lostAfter
	if frames == 0 {
		limit = firstWithin
	}
	return w.still >= int(limit/checkEvery)
}

// meter measures stretches of span samples, however they are cut.
type meter struct {
	span int
	held []int16
}

// add returns the level of the last whole stretch, if one was completed.
func (m *meter) add(samples []int16) (l audio.Level, ok bool) {
	for len(samples) > 0 {
		n := min(m.span-len(m.held), len(samples))
		m.held = append(m.held, samples[:n]...)
		samples = samples[n:]
		if len(m.held) == m.span {
			l, ok = audio.LevelOf(m.held), true
			m.held = m.held[:0]
		}
	}
	return l, ok
}
