package main

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/recording"
	"barnrost/app/suspend"
	"barnrost/app/view/interview"
	"barnrost/audio"
)

// recorder is the one recording that may be under way. It is safe for
// concurrent use.
type recorder struct {
	ears    *ears
	publish func(app.Event)
	book    *casebook.Casebook // set when the vault is opened
	// begin makes the store of a recording, in the vault or beside it.
	begin func(ctx context.Context, interview app.ID, rate int, device string) (recording.Store, error)

	mu        sync.Mutex
	interview app.ID
	session   *recording.Session // the latest, running or done
	starting  bool

	lacking  func() []string // what the machine lacks for an hour more; nil if nobody knows
	supplies supplies        // what it was when it was looked last, while recording
}

var _ interview.Recorder = (*recorder)(nil)

// Microphones implements [interview.Recorder].
func (r *recorder) Microphones(ctx context.Context) ([]interview.Mic, error) {
	found, err := recording.Microphones(ctx, r.ears.context)
	if err != nil {
		return nil, err
	}
	var all []interview.Mic
	for _, m := range found {
		all = append(all, interview.Mic{Name: m.Name, Default: m.Default})
	}
	return all, nil
}

func (r *recorder) input(mic string) recording.Input {
	return recording.NewInput(r.ears.context, mic, audio.Rate)
}

// Check implements [interview.Recorder].
func (r *recorder) Check(ctx context.Context, mic string, level func(dbfs float64)) (string, error) {
	verdict, err := recording.Check(ctx, r.input(mic), audio.Rate, func(l audio.Level) { level(l.RMS) })
	return string(verdict), err
}

// use lets recordings go into an open vault: the guide is kept, then the
// recording's row is written.
func (r *recorder) use(book *casebook.Casebook) {
	r.book = book
	r.begin = func(ctx context.Context, id app.ID, rate int, device string) (recording.Store, error) {
		if err := freezeGuide(ctx, book, id); err != nil {
			return nil, err
		}
		store, err := book.NewRecording(ctx, id, rate, device)
		if err != nil {
			return nil, err
		}
		// It is being recorded now: that it could be later is no reason to stop.
		_ = book.Unready(context.WithoutCancel(ctx), id)
		return store, nil
	}
}

// Start implements [interview.Recorder]. The microphone is opened first, so
// that without one nothing is left in the vault; then the recording begins
// there; then sound is taken.
func (r *recorder) Start(ctx context.Context, id app.ID, mic string) error {
	if err := r.claim(); err != nil {
		return err
	}
	defer r.unclaim()
	in := r.input(mic)
	stream, err := in.Open(ctx)
	if err != nil {
		return err
	}
	store, err := r.begin(ctx, id, audio.Rate, stream.Name())
	if err != nil {
		return errors.Join(err, stream.Stop())
	}
	session, err := recording.Start(ctx, &opened{Input: in, stream: stream}, store, recording.Options{
		Rate: audio.Rate, Slept: suspend.Slept, OnChange: func() { r.publish(app.RecordingChanged{ID: id}) },
	})
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.interview, r.session = id, session
	r.mu.Unlock()
	if r.lacking != nil {
		go r.watchSupplies(id, session)
	}
	return nil
}

// watchSupplies looks after disk and battery until a recording is over.
func (r *recorder) watchSupplies(id app.ID, session *recording.Session) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	looks := time.NewTicker(suppliesEvery)
	defer looks.Stop()
	go func() {
		defer cancel()
		session.Wait()
	}()
	r.supplies.watch(ctx, r.lacking, looks.C, func() { r.publish(app.RecordingChanged{ID: id}) })
}

// claim keeps two recordings from starting at once.
func (r *recorder) claim() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.starting || r.running() {
		return app.Fail(app.CodeRecordingExists, nil)
	}
	r.starting = true
	return nil
}

func (r *recorder) unclaim() {
	r.mu.Lock()
	r.starting = false
	r.mu.Unlock()
}

// opened is an input whose first opening has been done.
type opened struct {
	recording.Input
	stream recording.Stream
}

// Open implements [recording.Input].
func (o *opened) Open(ctx context.Context) (recording.Stream, error) {
	if s := o.stream; s != nil {
		o.stream = nil
		return s, nil
	}
	return o.Input.Open(ctx)
}

func (r *recorder) current() *recording.Session {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.session
}

// Pause implements [interview.Recorder].
func (r *recorder) Pause(why app.GapReason) {
	if s := r.current(); s != nil {
		s.Pause(why)
	}
}

// Resume implements [interview.Recorder].
func (r *recorder) Resume() {
	if s := r.current(); s != nil {
		s.Resume()
	}
}

// Mark implements [interview.Recorder].
func (r *recorder) Mark(m app.Marker) {
	if s := r.current(); s != nil {
		s.Mark(m)
	}
}

// Markers implements [interview.Recorder].
func (r *recorder) Markers() []interview.Marked {
	s := r.current()
	if s == nil {
		return nil
	}
	var all []interview.Marked
	for _, m := range s.Markers() {
		all = append(all, interview.Marked{Marker: m, Millis: app.SamplesToMillis(m.At, audio.Rate)})
	}
	return all
}

// Stop implements [interview.Recorder].
func (r *recorder) Stop(ctx context.Context) error {
	s := r.current()
	if s == nil {
		return nil
	}
	err := s.Stop(ctx)
	r.publish(app.RecordingChanged{ID: r.State().Interview})
	return err
}

// stopSoon ends the recording without waiting; what fails shows in the state.
func (r *recorder) stopSoon() {
	go func() { _ = r.Stop(context.Background()) }()
}

// State implements [interview.Recorder].
func (r *recorder) State() interview.State {
	r.mu.Lock()
	session, id := r.session, r.interview
	r.mu.Unlock()
	if session == nil {
		return interview.State{}
	}
	s := session.State()
	state := interview.State{
		Interview: id, Phase: string(s.Phase), Millis: s.Millis(), Level: s.Level.RMS, Err: s.Err, Device: s.Device,
		Pause: s.Pause, Slept: s.Slept, Room: s.Room,
	}
	for _, w := range s.Warnings {
		state.Warnings = append(state.Warnings, string(w))
	}
	if s.Phase != recording.PhaseDone {
		state.Warnings = append(state.Warnings, r.supplies.lacks()...)
	}
	return state
}

// active reports whether something is being recorded.
func (r *recorder) active() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.starting || r.running()
}

func (r *recorder) running() bool {
	return r.session != nil && r.session.State().Phase != recording.PhaseDone
}

// Import implements [interview.Recorder].
func (r *recorder) Import(ctx context.Context, id app.ID, path string, progress func(done, total int64)) (err error) {
	if err := r.book.MayRecord(id); err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return app.FileFault(err)
	}
	defer func() {
		if e := file.Close(); e != nil && err == nil {
			err = app.FileFault(e)
		}
	}()
	stage, err := r.book.StageSound(ctx, audio.Rate, "")
	if err != nil {
		return err
	}
	if err := recording.ImportWAV(ctx, file, audio.Rate, stage, progress); err != nil {
		return errors.Join(err, stage.Abort())
	}
	if err := r.book.CommitWAV(ctx, id, stage); err != nil {
		return errors.Join(err, stage.Abort())
	}
	return nil
}
