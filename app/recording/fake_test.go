package recording

import (
	"context"
	"errors"
	"io"
	"sync"
	"testing"

	"barnrost/app"
	"barnrost/audio"
	"barnrost/audio/capture"
)

// fakeInput is a microphone that a test speaks into, unplugs and plugs in.
type fakeInput struct {
	mu      sync.Mutex
	present bool
	current *fakeStream
	opened  chan struct{} // has room for one: it was opened
}

func newFake() *fakeInput { return &fakeInput{present: true, opened: make(chan struct{}, 1)} }

func (f *fakeInput) Open(context.Context) (Stream, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.present {
		return nil, app.Fail(app.CodeNoMicrophone, errors.New("unplugged"))
	}
	f.current = &fakeStream{}
	f.current.wake.L = &f.current.mu
	select {
	case f.opened <- struct{}{}:
	default:
	}
	return f.current, nil
}

func (f *fakeInput) stream() *fakeStream {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.current
}

func (f *fakeInput) speak(samples []int16) { f.stream().speak(samples) }

// unplug takes the microphone away; plugIn brings it back.
func (f *fakeInput) unplug() {
	f.mu.Lock()
	f.present = false
	f.mu.Unlock()
	f.stream().end(capture.ErrLost)
}

func (f *fakeInput) plugIn() {
	f.mu.Lock()
	f.present = true
	f.mu.Unlock()
}

type fakeStream struct {
	mu      sync.Mutex
	wake    sync.Cond
	waiting []int16
	frames  int64
	missing int64
	level   audio.Level
	over    error
}

func (s *fakeStream) Name() string { return "fake" }

func (s *fakeStream) speak(samples []int16) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over == nil {
		s.waiting = append(s.waiting, samples...)
		s.frames += int64(len(samples))
	}
	s.wake.Broadcast()
}

// drop is what the reader learns of when it was too slow.
func (s *fakeStream) drop(frames int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.missing += frames
	s.wake.Broadcast()
}

func (s *fakeStream) end(why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over == nil {
		s.over = why
	}
	s.wake.Broadcast()
}

func (s *fakeStream) Read(dst []int16) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.waiting) == 0 && s.over == nil && s.missing == 0 {
		s.wake.Wait()
	}
	if len(s.waiting) > 0 {
		n := copy(dst, s.waiting)
		s.waiting = s.waiting[n:]
		s.level = audio.LevelOf(dst[:n])
		return n, nil
	}
	if s.missing > 0 {
		o := &capture.Overrun{Frames: s.missing}
		s.missing = 0
		return 0, o
	}
	return 0, s.over
}

func (s *fakeStream) Frames() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.frames
}

func (s *fakeStream) Level() audio.Level {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.level
}

func (s *fakeStream) Stop() error { s.end(io.EOF); return nil }

// memory is a store that can be full.
type memory struct {
	mu      sync.Mutex
	blocks  [][]int16
	markers []app.Marker
	gaps    []app.Gap
	order   []string // what came, in order
	full    bool
	closed  int
	calls   int
}

var errFull = app.Fail(app.CodeDiskFull, errors.New("no room"))

func (m *memory) note(what string, do func()) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls++
	if m.full {
		return errFull
	}
	m.order = append(m.order, what)
	do()
	return nil
}

func (m *memory) Append(_ context.Context, samples []int16) error {
	return m.note("sound", func() { m.blocks = append(m.blocks, samples) })
}

func (m *memory) Mark(_ context.Context, marker app.Marker) error {
	return m.note("marker", func() { m.markers = append(m.markers, marker) })
}

func (m *memory) Gap(_ context.Context, g app.Gap) error {
	return m.note("gap", func() { m.gaps = append(m.gaps, g) })
}

func (m *memory) Close(context.Context) error {
	return m.note("close", func() { m.closed++ })
}

func (m *memory) setFull(full bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.full = full
}

func (m *memory) sound() []int16 {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []int16
	for _, b := range m.blocks {
		all = append(all, b...)
	}
	return all
}

func (m *memory) told() []app.Gap {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]app.Gap(nil), m.gaps...)
}

// counted is n samples that each tell their position.
func counted(from, n int) []int16 {
	out := make([]int16, n)
	for i := range out {
		out[i] = int16((from+i)%30000 + 100)
	}
	return out
}

func mustStop(t *testing.T, s *Session) {
	t.Helper()
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}
