// Package playback plays a source through a device that is always running, so
// that a key is heard at once: silence is played while paused, and what comes
// next lies ready. Every start, stop, seek and change of speed is faded over
// 5 ms, so that none clicks.
package playback

import (
	"errors"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"barnrost/audio"
	"barnrost/audio/device"
	"barnrost/audio/gain"
	"barnrost/audio/stretch"
)

// ErrNoOutput is returned by [Player.Play] when there is nothing to play to.
var ErrNoOutput = errors.New("playback: no output device")

// fadeSeconds is the length of every fade, a raised cosine.
const fadeSeconds = 0.005

// Player plays one source. It can be made, moved about and asked for its
// position without any device; [Player.Connect] gives it one. All methods may
// be called from any goroutine and none waits, but for Connect and Close.
type Player struct {
	rate    int
	source  audio.Source
	changed func()
	fade    []float32 // gain by envelope position, 0 to 1

	next    atomic.Pointer[run] // what is, or is to be, played
	playing atomic.Bool
	calls   atomic.Int64 // of the callback
	stamp   stamp
	feed    chan struct{} // has room for one: wakes the feeder
	news    chan struct{} // has room for one: wakes the minder
	closing chan struct{}
	workers sync.WaitGroup

	// The callback's own. The lock is for a device that was given up and wakes
	// again beside the next one; otherwise nobody else takes it.
	callback sync.Mutex
	live     atomic.Int64 // which device is listened to; counts up
	current  *run
	envelope int

	mu       sync.Mutex
	speed    float64
	tone     gain.Choice
	from, to int64 // the loop; none if to is 0
	again    again // what is heard again before going on
	err      error
	output   output
	closed   bool
}

// New returns a paused player at the start of source, which has rate samples
// per second. changed, which may be nil, is called on a goroutine of the
// player's when it stopped by itself: at the end, by an error, or because the
// device went away. It must not block.
func New(rate int, source audio.Source, changed func()) *Player {
	if changed == nil {
		changed = func() {}
	}
	p := &Player{
		rate:    rate,
		source:  source,
		changed: changed,
		fade:    make([]float32, int(fadeSeconds*float64(rate))+1),
		feed:    make(chan struct{}, 1),
		news:    make(chan struct{}, 1),
		closing: make(chan struct{}),
		speed:   1,
	}
	for i := range p.fade {
		p.fade[i] = float32(0.5 - 0.5*math.Cos(math.Pi*float64(i)/float64(len(p.fade)-1)))
	}
	p.begin(0)
	p.current = p.next.Load()
	p.workers.Add(2)
	go p.feeder()
	go p.minder()
	return p
}

// Play starts from where the player stands; at the end of the source it does
// nothing. It returns [ErrNoOutput] without a device, and [device.ErrClosed]
// after Close.
func (p *Player) Play() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return device.ErrClosed
	case !p.connected():
		return ErrNoOutput
	case p.position() >= p.source.Len() && p.to == 0:
		return nil
	}
	if p.err != nil { // try once more what failed
		p.err = nil
		p.begin(p.position())
	}
	p.playing.Store(true)
	wake(p.feed)
	wake(p.news)
	return nil
}

// Pause stops after a fade; playing again goes on with the very next sample.
func (p *Player) Pause() { p.playing.Store(false) }

// Playing reports whether sound comes, or would with a device that answers.
func (p *Player) Playing() bool { return p.playing.Load() }

// SeekTo goes to a sample, kept within the source.
func (p *Player) SeekTo(pos int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.again = again{}
	p.begin(pos)
}

// SetSpeed changes the speed, kept within [stretch.MinSpeed] and
// [stretch.MaxSpeed], and keeps the pitch.
func (p *Player) SetSpeed(speed float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	speed = max(stretch.MinSpeed, min(stretch.MaxSpeed, speed))
	if speed == p.speed && !p.again.on {
		return
	}
	p.speed, p.again = speed, again{}
	p.begin(p.onward())
}

// Speed returns the speed. What is heard again at another does not change it.
func (p *Player) Speed() float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.speed
}

// SetTone changes what is done to the sound on its way to the device; the source
// is never altered.
func (p *Player) SetTone(c gain.Choice) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c != p.tone {
		p.tone = c
		p.begin(p.onward())
	}
}

// Tone returns what was set.
func (p *Player) Tone() gain.Choice {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tone
}

// onward is where a new run takes over from the present one, whose fade plays on
// for a little; the caller holds the lock.
func (p *Player) onward() int64 {
	r := p.next.Load()
	at := r.consumed.Load()
	if p.playing.Load() && at > 0 {
		at += int64(len(p.fade) - 1)
	}
	return r.position(at)
}

// Loop plays the samples from and up to to again and again, from the next time
// that to is reached or, if the player stands outside, from from. to must be
// greater than from.
func (p *Player) Loop(from, to int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.from, p.to, p.again = max(0, from), min(to, p.source.Len()), again{}
	pos := p.onward()
	if pos < p.from || pos >= p.to {
		pos = p.from
	}
	p.begin(pos)
}

// Unloop lets the player go on past the loop's end.
func (p *Player) Unloop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.to != 0 {
		p.from, p.to = 0, 0
		p.begin(p.onward())
	}
}

// Position returns the sample that is given to the device next. Paused, it is
// exactly where Play goes on.
func (p *Player) Position() int64 { return p.position() }

func (p *Player) position() int64 {
	r := p.next.Load()
	return r.position(r.consumed.Load())
}

// PositionAt returns the sample heard at a moment near now. What the callback
// was given is heard one to two periods later; how much later than that, behind
// the sound system's own mixing and the loudspeaker's cable, cannot be known.
// The result never lies after [Player.Position].
func (p *Player) PositionAt(t time.Time) int64 {
	r := p.next.Load()
	at, count, when := p.stamp.load()
	consumed := r.consumed.Load()
	if !p.playing.Load() || at != consumed {
		return r.position(consumed)
	}
	// The callback's samples are heard from one period after it on.
	heard := int64(t.Sub(when.Add(period)).Seconds() * float64(p.rate))
	return r.position(max(0, consumed-int64(count)+min(heard, int64(count))))
}

// Err returns why the player stopped by itself: the source's error, [ErrNoOutput]
// when the device went away, or nil.
func (p *Player) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// begin makes the player go on at pos; the caller holds the lock.
func (p *Player) begin(pos int64) {
	end := p.source.Len()
	pos = max(0, min(pos, end))
	speed := p.speed
	switch {
	case p.again.on && pos < p.again.to:
		end, speed = p.again.to, p.again.speed
	case p.to > 0 && pos < p.to:
		end = p.to
	}
	r := newRun(p.rate, pos, end, speed)
	r.tone = p.tone
	p.next.Store(r)
	wake(p.feed)
}

// Close stops the device and frees what the player holds. It may take as long
// as the device context's time-out, and returns its error.
func (p *Player) Close() error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	p.playing.Store(false)
	out := p.output
	p.output = nil
	p.live.Add(1)
	close(p.closing)
	p.mu.Unlock()
	var err error
	if out != nil {
		err = out.close()
	}
	p.workers.Wait()
	return err
}

// wake leaves word in a channel with room for one.
func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
