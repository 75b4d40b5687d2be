package recording

import (
	"context"
	"slices"
	"sync"
	"time"

	"barnrost/app"
	"barnrost/audio"
)

// Phase is where a recording is.
type Phase string

// The phases. A session begins in PhaseWaiting and says PhaseRecording only
// when samples arrive.
const (
	PhaseWaiting   Phase = "waiting"
	PhaseRecording Phase = "recording"
	PhasePaused    Phase = "paused"
	PhaseLost      Phase = "lost" // the microphone is gone and looked for
	PhaseStopping  Phase = "stopping"
	PhaseDone      Phase = "done" // everything is stored and the store closed
)

const (
	// blockSeconds is how much sound one Append holds: with the capture
	// buffer and a transaction, less than the 3 s that a crash may cost.
	blockSeconds = 2

	// backlog is how much sound may wait for a store that fails: 58 MB.
	backlog = 10 * time.Minute

	// reopenEvery is how often a lost microphone is looked for.
	reopenEvery = time.Second

	// levelMillis is how often the level changes: 20 times a second.
	levelMillis = 50
)

// Options for [Start].
type Options struct {
	Rate int // samples per second, as the input gives
	// Now is the clock that gaps are measured by; nil means time.Now.
	Now func() time.Time
	// Slept tells how long the machine has slept since it was started; nil, or
	// false, where that cannot be told.
	Slept func() (time.Duration, bool)
	// OnChange is called when State has changed, at most 20 times a second
	// for the level and at once for a phase. It may be called from any
	// goroutine and must not block or call the session back but for State.
	OnChange func()
}

// State is a picture of a session.
type State struct {
	Phase    Phase
	Samples  int64 // recorded so far; the time shown is Samples/Rate
	Rate     int
	Level    audio.Level   // of what the microphone hears; silence unless recording
	Warnings []Warning     // what holds now, the gravest first
	Err      error         // an *app.Error: why the store or the microphone fails now
	Pauses   int           // how often it was paused
	Pause    app.GapReason // why it is paused, "" unless it is
	Device   string        // the microphone's name
	// Slept is how long the machine has slept meanwhile: nothing was recorded
	// then.
	Slept time.Duration
	// Room is how much more sound can wait in memory for the store.
	Room time.Duration
}

// Warning returns the gravest warning, or "".
func (s State) Warning() Warning {
	if len(s.Warnings) == 0 {
		return ""
	}
	return s.Warnings[0]
}

// Millis returns the recorded length in milliseconds.
func (s State) Millis() int64 { return app.SamplesToMillis(s.Samples, s.Rate) }

// Session is a recording under way. Its methods may be called from any
// goroutine; only Stop waits.
type Session struct {
	input   Input
	opts    Options
	writer  *writer
	cancel  context.CancelFunc // ends attempts to open the input
	context context.Context
	stopped chan struct{} // closed by Stop

	// The reader's own.
	block    []int16
	rejected int // samples that found no room in memory since the last that did

	mu       sync.Mutex
	want     want
	phase    Phase
	stream   Stream // nil while it is looked for
	cuts     []cut  // asked for and not reached by the reader
	read     int64  // samples read from stream
	taking   bool   // whether the sample at read is recorded
	position int64  // samples recorded
	missing  gap    // open while nothing is recorded
	heardAt  time.Time
	dozed    time.Duration // how long the machine had slept when it was looked last
	slept    time.Duration // of it, since the recording began
	resting  app.GapReason // why it is paused
	level    audio.Level
	monitor  *monitor
	pauses   int
	markers  []app.Marker
	lostErr  error
	device   string
	notified time.Time
}

// want is what the person asked for last.
type want int

const (
	wantRecording want = iota
	wantPause
	wantStop
)

// cut is a point in the stream where recording pauses, resumes or ends.
type cut struct {
	frame int64
	to    want
	at    time.Time
	why   app.GapReason // of a pause
}

// gap is time that is not recorded; the zero gap is none.
type gap struct {
	reason app.GapReason
	since  time.Time
}

// Start opens the input and begins to record into store. ctx bounds the opening
// only. The error is the input's; the store is then untouched and not closed.
// A session must be ended with [Session.Stop].
func Start(ctx context.Context, in Input, store Store, o Options) (*Session, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Slept == nil {
		o.Slept = func() (time.Duration, bool) { return 0, false }
	}
	if o.OnChange == nil {
		o.OnChange = func() {}
	}
	stream, err := in.Open(ctx)
	if err != nil {
		return nil, err
	}
	s := &Session{
		input:   in,
		opts:    o,
		stopped: make(chan struct{}),
		phase:   PhaseWaiting,
		stream:  stream,
		taking:  true,
		heardAt: o.Now(),
		level:   audio.Silence,
		monitor: newMonitor(o.Rate),
		device:  stream.Name(),
	}
	s.dozed, _ = o.Slept()
	s.context, s.cancel = context.WithCancel(context.Background())
	s.writer = newWriter(store, int(backlog.Seconds())*o.Rate, o.OnChange)
	go s.run(stream)
	return s, nil
}

// State returns a picture of the session. It never waits.
func (s *Session) State() State {
	failed, room := s.writer.failure(), s.writer.room()
	s.mu.Lock()
	defer s.mu.Unlock()
	st := State{
		Phase:   s.phase,
		Samples: s.at(s.frames()),
		Rate:    s.opts.Rate,
		Level:   s.level,
		Pauses:  s.pauses,
		Device:  s.device,
		Slept:   s.slept,
		Room:    s.duration(int64(room)),
	}
	if s.phase == PhasePaused {
		st.Pause = s.resting
	}
	if s.phase == PhaseLost {
		st.Err = s.lostErr
	}
	if failed != nil {
		st.Err = failed
		st.Warnings = append(st.Warnings, WarnStore)
	}
	if s.phase == PhaseRecording {
		st.Warnings = append(st.Warnings, s.monitor.warnings()...)
	}
	return st
}

// Pause stops recording with the last sample captured, stores what it has, and
// leaves the microphone open so that Resume misses nothing. What is heard
// meanwhile is thrown away. why is one of the pauses a person chooses; while it
// is paused already, another reason takes the place of the first.
func (s *Session) Pause(why app.GapReason) {
	s.mu.Lock()
	switch {
	case s.want == wantRecording:
		s.pauses++
		s.resting = why
		s.ask(wantPause)
	case s.want == wantPause && s.resting != why:
		s.rename(why)
	default:
		s.mu.Unlock()
		return
	}
	s.mu.Unlock()
	s.opts.OnChange()
}

// rename gives the pause that was asked for last another reason, whether or not
// the reader has come to it; the caller holds the lock.
func (s *Session) rename(why app.GapReason) {
	s.resting = why
	if n := len(s.cuts); n > 0 {
		s.cuts[n-1].why = why
	} else if s.missing.reason.Paused() {
		s.missing.reason = why
	}
}

// Resume goes on with the next sample captured.
func (s *Session) Resume() {
	s.mu.Lock()
	if s.want != wantPause {
		s.mu.Unlock()
		return
	}
	s.ask(wantRecording)
	s.mu.Unlock()
	s.opts.OnChange()
}

// Mark stores a marker at the last sample captured and returns it with its
// position. It is stored at once, before the block that it belongs to.
func (s *Session) Mark(m app.Marker) app.Marker {
	s.mu.Lock()
	m.At = s.at(s.frames())
	s.markers = append(s.markers, m)
	s.mu.Unlock()
	s.writer.mark(m)
	return m
}

// Markers returns the markers set so far, in the order of time.
func (s *Session) Markers() []app.Marker {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.markers)
}

// Stop ends the recording with the last sample captured and waits until
// everything is stored and the store closed. If ctx ends first it returns why
// the store fails, or that it was cancelled; storing goes on, and Stop may be
// called again to wait for it.
func (s *Session) Stop(ctx context.Context) error {
	s.mu.Lock()
	if s.want != wantStop {
		s.ask(wantStop)
		s.cancel()
		close(s.stopped)
		if s.stream != nil {
			// It may take seconds; the reader gets what was captured and the
			// end at once.
			go stopQuietly(s.stream)
		}
	}
	s.mu.Unlock()
	s.opts.OnChange()
	select {
	case <-s.writer.done:
		return nil
	case <-ctx.Done():
		if err := s.writer.failure(); err != nil {
			return err
		}
		return app.Fail(app.CodeCancelled, context.Cause(ctx))
	}
}

// Wait waits until everything is stored after a Stop.
func (s *Session) Wait() { <-s.writer.done }

// ask notes a wish. With a stream it takes effect at the last sample captured,
// which the reader may not have reached; without one, at once. The caller holds
// the lock.
func (s *Session) ask(w want) {
	now := s.opts.Now()
	s.want = w
	switch w {
	case wantPause:
		s.phase = PhasePaused
	case wantStop:
		s.phase = PhaseStopping
	}
	if s.stream != nil {
		s.cuts = append(s.cuts, cut{frame: s.stream.Frames(), to: w, at: now, why: s.resting})
		return
	}
	switch w {
	case wantPause:
		s.lack(s.resting, now)
	case wantRecording:
		s.lack(app.GapDevice, now)
		s.phase = PhaseLost
	}
}

// frames is how far the stream has come; the caller holds the lock.
func (s *Session) frames() int64 {
	if s.stream == nil {
		return s.read
	}
	return max(s.stream.Frames(), s.read)
}

// at returns the position that the stream's sample frame has or will have in
// the recording; the caller holds the lock.
func (s *Session) at(frame int64) int64 {
	pos, from, taking := s.position, s.read, s.taking
	for _, c := range s.cuts {
		if taking {
			pos += c.frame - from
		}
		from, taking = c.frame, c.to == wantRecording
	}
	if taking && frame > from {
		pos += frame - from
	}
	return pos
}
