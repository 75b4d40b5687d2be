package playback

import (
	"sync/atomic"
	"time"
)

// fill is the device's callback: it must neither wait nor allocate. It plays
// the current run while the player is playing, fades it out when it is not or
// when another run is next, and is silent otherwise.
func (p *Player) fill(out []int16) {
	p.callback.Lock()
	defer p.callback.Unlock()
	now := time.Now()
	p.calls.Add(1)
	size := len(out)
	next := p.next.Load()
	playing := p.playing.Load()
	for len(out) > 0 {
		fading := !playing || p.current != next
		if fading && p.envelope == 0 {
			if p.current == next {
				break // paused
			}
			p.current = next
			continue
		}
		n := p.play(out, fading)
		if n == 0 {
			break
		}
		out = out[n:]
	}
	clear(out)
	p.stamp.store(next.consumed.Load(), size, now)
	wake(p.feed)
	if playing && next == p.current && next.over() {
		wake(p.news)
	}
}

// play takes from the current run as much as it has and gives it its gain. As
// the run's samples run out, at the end or because the feeder was late, the
// gain falls with them.
func (p *Player) play(out []int16, fading bool) int {
	r := p.current
	full := len(p.fade) - 1
	left := r.available()
	if p.envelope == 0 && left < 2*full+len(out) && !r.complete.Load() {
		return 0 // not enough to begin with
	}
	n := min(len(out), left)
	if fading {
		n = min(n, p.envelope)
	}
	r.read(out[:n])
	for i := range n {
		if fading {
			p.envelope--
		} else {
			p.envelope++
		}
		p.envelope = min(p.envelope, full, left-i-1)
		if p.envelope < full {
			out[i] = int16(float32(out[i]) * p.fade[p.envelope])
		}
	}
	if n == 0 {
		p.envelope = 0 // nothing left to fade
	}
	return n
}

// stamp is what the last callback did, for [Player.PositionAt]. A reader that
// meets a writer tries again; the writer never waits.
type stamp struct {
	sequence atomic.Uint64
	consumed atomic.Int64
	count    atomic.Int64
	when     atomic.Int64 // Unix nanoseconds
}

func (s *stamp) store(consumed int64, count int, when time.Time) {
	s.sequence.Add(1)
	s.consumed.Store(consumed)
	s.count.Store(int64(count))
	s.when.Store(when.UnixNano())
	s.sequence.Add(1)
}

func (s *stamp) load() (consumed int64, count int, when time.Time) {
	for {
		before := s.sequence.Load()
		consumed, count, when = s.consumed.Load(), int(s.count.Load()), time.Unix(0, s.when.Load())
		if before%2 == 0 && before == s.sequence.Load() {
			return consumed, count, when
		}
	}
}
