package playback

import (
	"context"
	"time"

	"barnrost/audio/device"
)

const (
	// period is how often the device asks for samples, and with periods how
	// much it buffers.
	period  = 10 * time.Millisecond
	periods = 3

	// checkEvery is how often the callback is looked at; standing still for
	// lostAfter means that the device is gone. One that has just been opened
	// may be asleep for seconds after its first call: steadyCalls tell that it
	// is awake.
	checkEvery  = 100 * time.Millisecond
	lostAfter   = 500 * time.Millisecond
	awakeWithin = 5 * time.Second
	steadyCalls = 10

	// outputsEvery is how often, while playing, it is asked whether the
	// system now plays elsewhere.
	outputsEvery = time.Second
)

// feeder keeps the next run's buffer full. It is the only one that reads the
// source.
func (p *Player) feeder() {
	defer p.workers.Done()
	var m *maker
	for {
		if r := p.next.Load(); m == nil || m.run != r {
			m = newMaker(r, p.rate, m)
		}
		more, err := m.step(p.source.ReadAt)
		if err != nil {
			p.fail(err)
		}
		if more {
			continue
		}
		select {
		case <-p.feed:
		case <-p.closing:
			return
		}
	}
}

// fail notes why the player will stop by itself.
func (p *Player) fail(err error) {
	p.mu.Lock()
	p.err = err
	p.mu.Unlock()
	wake(p.news)
}

// minder looks after what happens by itself: the end of a run, the loss of the
// device, another device becoming the system's choice.
func (p *Player) minder() {
	defer p.workers.Done()
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	var w watch
	for {
		select {
		case <-p.closing:
			return
		case <-p.news:
			p.settle()
		case <-tick.C:
			p.look(&w)
		}
	}
}

// settle goes on with the loop, or after what was heard again, or stops, when a
// run is over.
func (p *Player) settle() {
	p.mu.Lock()
	r := p.next.Load()
	ended := p.playing.Load() && r.over()
	switch {
	case !ended || p.err != nil:
	case p.again.on:
		pos := p.again.to
		p.again = again{}
		if p.to > 0 && pos >= p.to {
			pos = p.from
		}
		if pos < p.source.Len() || p.to > 0 {
			p.begin(pos)
			ended = false
		}
	case p.to > 0:
		p.begin(p.from)
		ended = false
	}
	if ended {
		p.playing.Store(false)
	}
	p.mu.Unlock()
	if ended {
		p.changed()
	}
}

// watch is what the minder remembers of a device between two looks.
type watch struct {
	of    output
	first int64 // calls when it was new
	calls int64
	still int // looks since the callback was last called
	looks int
}

// stands reports whether the callback has stood still for too long.
func (w *watch) stands(calls int64) bool {
	if calls != w.calls {
		w.calls, w.still = calls, 0
		return false
	}
	w.still++
	limit := lostAfter
	if calls-w.first < steadyCalls {
		limit = awakeWithin
	}
	return w.still >= int(limit/checkEvery)
}

// look tells whether the device is still there and still the system's choice.
func (p *Player) look(w *watch) {
	p.mu.Lock()
	out := p.output
	p.mu.Unlock()
	calls := p.calls.Load()
	if out != w.of {
		*w = watch{of: out, first: calls, calls: calls}
	}
	if out == nil {
		return
	}
	w.looks++
	gone := w.stands(calls)
	if !gone && p.playing.Load() && w.looks%int(outputsEvery/checkEvery) == 0 {
		gone = out.moved()
	}
	if gone {
		p.drop(out)
	}
}

// drop stops playing because its device is gone. Nothing goes on by itself on
// another one: what was in somebody's headphones must not come out of a
// loudspeaker.
func (p *Player) drop(out output) {
	p.playing.Store(false)
	p.mu.Lock()
	mine := p.output == out
	if mine {
		p.output = nil
		p.live.Add(1)
		p.err = ErrNoOutput
	}
	p.mu.Unlock()
	if !mine {
		return
	}
	// Closing may wait for a dead server; nobody needs its answer.
	go func() { _ = out.close() }()
	p.changed()
}

// output is what a player plays to.
type output interface {
	close() error
	// moved reports whether the system now plays elsewhere.
	moved() bool
}

// speaker is a real output.
type speaker struct {
	context  *device.Context
	stream   *device.Stream
	info     device.Info
	followed bool // it was the system's choice and is left when that changes
}

func (o *speaker) close() error { return o.stream.Close() }

// moved asks the sound system; one that does not answer has not moved.
func (o *speaker) moved() bool {
	if !o.followed {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), lostAfter)
	defer cancel()
	found, err := o.context.Outputs(ctx)
	if err != nil {
		return false
	}
	best, ok := device.Pick(found, "")
	return ok && best.ID != o.info.ID
}

// connected reports whether there is a device; the caller holds the lock.
func (p *Player) connected() bool { return p.output != nil }

// Connect gives the player a device: the one called name or, if name is empty
// or not there, the system's choice. With one already it does nothing. The
// error is [device.ErrNoOutput] or [device.ErrTimeout].
func (p *Player) Connect(ctx context.Context, dc *device.Context, name string) error {
	p.mu.Lock()
	done := p.connected() || p.closed
	p.mu.Unlock()
	if done {
		return nil
	}
	found, err := dc.Outputs(ctx)
	if err != nil {
		return err
	}
	info, ok := device.Pick(found, name)
	if !ok {
		return device.ErrNoOutput
	}
	format := device.Format{Rate: p.rate, Period: period, Periods: periods}
	mine := p.live.Add(1)
	stream, err := dc.OpenOutput(ctx, info, format, func(out []int16) {
		if p.live.Load() == mine {
			p.fill(out)
		} else {
			clear(out)
		}
	})
	if err != nil {
		return err
	}
	p.mu.Lock()
	won := p.live.Load() == mine && !p.closed
	if won {
		p.output = &speaker{context: dc, stream: stream, info: info, followed: info.Name != name}
		p.err = nil
	}
	p.mu.Unlock()
	if !won {
		return stream.Close() // somebody else connected later, or closed
	}
	return nil
}

// Connected reports whether the player has a device.
func (p *Player) Connected() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.connected()
}
