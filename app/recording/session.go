package recording

import (
	"context"
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
	Level    audio.Level // of what the microphone hears; silence unless recording
	Warnings []Warning   // what holds now, the gravest first
	Err      error       // an *app.Error: why the store or the microphone fails now
	Pauses   int         // how often it was paused
	Device   string      // the microphone's name
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
	level    audio.Level
	monitor  *monitor
	pauses   int
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
	s.context, s.cancel = context.WithCancel(context.Background())
	s.writer = newWriter(store, int(backlog.Seconds())*o.Rate, o.OnChange)
	go s.run(stream)
	return s, nil
}

// State returns a picture of the session. It never waits.
func (s *Session) State() State {
	failed := s.writer.failure()
	s.mu.Lock()
	defer s.mu.Unlock()
	st := State{
		Phase:   s.phase,
		Samples: s.at(s.frames()),
		Rate:    s.opts.Rate,
		Level:   s.level,
		Pauses:  s.pauses,
		Device:  s.device,
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
// meanwhile is thrown away.
func (s *Session) Pause() {
	s.mu.Lock()
	if s.want != wantRecording {
		s.mu.Unlock()
		return
	}
	s.pauses++
	s.ask(wantPause)
	s.mu.Unlock()
	s.opts.OnChange()
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

// Mark stores a marker at the last sample captured and returns it. It is stored
// at once, before the block that it belongs to.
func (s *Session) Mark(kind app.MarkerKind) app.Marker {
	s.mu.Lock()
	m := app.Marker{Kind: kind, At: s.at(s.frames())}
	s.mu.Unlock()
	s.writer.mark(m)
	return m
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
		s.cuts = append(s.cuts, cut{frame: s.stream.Frames(), to: w, at: now})
		return
	}
	switch w {
	case wantPause:
		s.lack(app.GapPause, now)
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
