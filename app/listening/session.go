package listening

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"barnrost/app"
	"barnrost/audio"
	"barnrost/audio/device"
	"barnrost/audio/playback"
)

// Sound is a recording that can be heard. It may be read by several goroutines.
type Sound interface {
	audio.Source
	// Rate is in samples per second.
	Rate() int
	// Peaks are pairs of min and max, one for each 256 samples.
	Peaks() []int16
}

// DefaultRewind is how far pausing steps back, in milliseconds.
const DefaultRewind = 2000

// tellEvery bounds how often OnChange is called.
const tellEvery = 50 * time.Millisecond

// Options for [Open].
type Options struct {
	Start  int64   // where to begin, in milliseconds
	Speed  float64 // 0 means 1
	Output string  // the name of the loudspeaker; "" for the system's choice
	// OnChange is called, on a goroutine of the session's and at most 20
	// times a second, when the place, the speed, the play state or Err may
	// have changed. It must not block or close the session.
	OnChange func()
	// Now is the clock that long breaks are told by; nil means the real one.
	Now func() time.Time
}

// Session plays one recording. Its methods may be called from any goroutine and
// none waits, but for Open and Close.
type Session struct {
	sound    Sound
	cache    *cache
	player   *playback.Player
	device   *device.Context
	output   string
	onChange func()

	changed chan struct{} // has room for one
	closing context.Context
	close   context.CancelFunc
	workers sync.WaitGroup

	mu         sync.Mutex
	rewind     int64 // milliseconds
	wanted     bool  // a person asked to play, and it is not over
	connecting bool
	speakerErr error
	closed     bool
	held       bool      // a pedal is down
	tail       bool      // the last seconds are looped
	from, to   int64     // the loop, in samples; none if to is 0
	rested     time.Time // when it was paused; zero once one has gone elsewhere
	now        func() time.Time
}

// Open returns a paused session at o.Start. It waits for the loudspeaker; that
// there is none is no error here: see [Session.Err]. dc may be nil for a program
// that plays nothing.
func Open(ctx context.Context, sound Sound, dc *device.Context, o Options) *Session {
	s := &Session{
		sound:    sound,
		cache:    newCache(sound, sound.Rate()),
		device:   dc,
		output:   o.Output,
		onChange: o.OnChange,
		changed:  make(chan struct{}, 1),
		rewind:   DefaultRewind,
		now:      o.Now,
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.onChange == nil {
		s.onChange = func() {}
	}
	s.closing, s.close = context.WithCancel(context.Background())
	s.player = playback.New(sound.Rate(), s.cache, s.stopped)
	s.player.SeekTo(s.samples(o.Start))
	if o.Speed != 0 {
		s.player.SetSpeed(steps(o.Speed))
	}
	s.noteConnect(s.connect(ctx))
	s.workers.Add(1)
	go s.teller()
	return s
}

func (s *Session) connect(ctx context.Context) error {
	if s.device == nil {
		return device.ErrNoOutput
	}
	return s.player.Connect(ctx, s.device, s.output)
}

func (s *Session) noteConnect(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.speakerErr = nil
	if err != nil {
		s.speakerErr = app.Fail(app.CodeNoSpeaker, err)
	}
}

// Play plays on. Without a loudspeaker it looks for one first, and plays when
// one is found; if not, Err tells and nothing plays. At the end it goes back as
// pausing does.
func (s *Session) Play() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.wanted = true
	search := !s.player.Connected() && !s.connecting
	s.connecting = s.connecting || search
	s.mu.Unlock()
	if s.player.Position() >= s.sound.Len() {
		s.stepBack(s.sound.Len())
	}
	s.afterRest()
	if search {
		s.workers.Go(s.connectAndPlay)
		return
	}
	s.start()
}

func (s *Session) connectAndPlay() {
	err := s.connect(s.closing)
	s.noteConnect(err)
	s.mu.Lock()
	s.connecting = false
	s.mu.Unlock()
	s.start()
}

// start plays if it is still wanted and can be.
func (s *Session) start() {
	s.mu.Lock()
	if s.wanted && !s.connecting {
		s.wanted = s.player.Play() == nil
	}
	s.mu.Unlock()
	wake(s.changed)
}

// Pause stops and steps back, 2 s unless [Session.RewindOnPause] says else.
func (s *Session) Pause() {
	s.mu.Lock()
	was := s.wanted
	s.wanted = false
	s.mu.Unlock()
	if s.player.Playing() {
		s.player.Pause()
		s.stepBack(s.player.Position())
		s.rest()
	}
	if was {
		wake(s.changed)
	}
}

// stepBack goes to where playing goes on after it stopped at pos, which is never
// before the loop that is played.
func (s *Session) stepBack(pos int64) {
	s.mu.Lock()
	back := s.samples(s.rewind)
	if s.to > 0 && pos >= s.from {
		back = min(back, pos-s.from)
	}
	s.mu.Unlock()
	s.player.SeekTo(pos - back)
}

// Toggle pauses if it plays and plays if not.
func (s *Session) Toggle() {
	if s.Playing() {
		s.Pause()
	} else {
		s.Play()
	}
}

// Playing reports whether it plays, or is about to.
func (s *Session) Playing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wanted
}

// stopped is called by the player when it stopped by itself.
func (s *Session) stopped() {
	s.mu.Lock()
	s.wanted = false
	s.mu.Unlock()
	if err := s.player.Err(); err != nil {
		s.stepBack(s.player.Position())
	}
	wake(s.changed)
}

// SeekMillis goes to a place, kept within the sound.
func (s *Session) SeekMillis(ms int64) { s.goTo(s.samples(ms)) }

// goTo is what a person asks for: it ends a loop of the last seconds that it
// leaves.
func (s *Session) goTo(pos int64) {
	s.mu.Lock()
	s.rested = time.Time{}
	leaves := s.tail && (pos < s.from || pos >= s.to)
	s.mu.Unlock()
	if leaves {
		s.Unloop()
	}
	s.player.SeekTo(pos)
	wake(s.changed)
}

// SkipMillis goes forward, or back if ms is negative.
func (s *Session) SkipMillis(ms int64) { s.goTo(s.player.Position() + s.samples(ms)) }

// SetSpeed sets the speed, from 0.5 to 2.0 in steps of 0.1; others go to the
// nearest.
func (s *Session) SetSpeed(speed float64) {
	s.player.SetSpeed(steps(speed))
	wake(s.changed)
}

// steps rounds a speed to a tenth.
func steps(speed float64) float64 { return math.Round(speed*10) / 10 }

// Speed returns the speed.
func (s *Session) Speed() float64 { return s.player.Speed() }

// RewindOnPause sets how far pausing steps back, in milliseconds.
func (s *Session) RewindOnPause(ms int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rewind = max(0, ms)
}

// LoopMillis plays from one place to another again and again; to must be
// greater than from.
func (s *Session) LoopMillis(from, to int64) { s.loop(s.samples(from), s.samples(to), false) }

// Unloop goes on past the loop's end.
func (s *Session) Unloop() {
	s.mu.Lock()
	s.from, s.to, s.tail = 0, 0, false
	s.mu.Unlock()
	s.player.Unloop()
	wake(s.changed)
}

// PositionMillis returns the place that is heard now or, paused, where playing
// goes on.
func (s *Session) PositionMillis() int64 {
	return app.SamplesToMillis(s.player.PositionAt(time.Now()), s.sound.Rate())
}

// LengthMillis returns how long the sound is.
func (s *Session) LengthMillis() int64 { return app.SamplesToMillis(s.sound.Len(), s.sound.Rate()) }

// Peaks returns the sound's pairs of min and max, one for each 256 samples, for
// a waveform. It must not be altered.
func (s *Session) Peaks() []int16 { return s.sound.Peaks() }

// Err returns why it does not play: an [*app.Error] with [app.CodeNoSpeaker], or
// what the sound's ReadAt returned; nil if all is well.
func (s *Session) Err() error {
	err := s.player.Err()
	if errors.Is(err, playback.ErrNoOutput) {
		return app.Fail(app.CodeNoSpeaker, err)
	}
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.player.Connected() {
		return nil
	}
	return s.speakerErr
}

func (s *Session) samples(ms int64) int64 { return app.MillisToSamples(ms, s.sound.Rate()) }

// teller calls OnChange: after a change, and while playing as often as may be.
func (s *Session) teller() {
	defer s.workers.Done()
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for {
		if !s.player.Playing() {
			select {
			case <-s.closing.Done():
				return
			case <-s.changed:
			}
		}
		s.onChange()
		select {
		case <-s.closing.Done():
			return
		case <-tick.C: // not before: what changes meanwhile is told together
		}
	}
}

// Close stops playing and wipes the decoded sound from memory. It may take
// seconds if the sound system does not answer, and returns its error.
func (s *Session) Close() error {
	s.mu.Lock()
	done := s.closed
	s.closed, s.wanted = true, false
	s.mu.Unlock()
	if done {
		return nil
	}
	s.close()
	err := s.player.Close()
	s.workers.Wait()
	s.cache.close()
	return err
}
