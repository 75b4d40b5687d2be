package device

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"github.com/gen2brain/malgo"
)

// Errors of this package; test with [errors.Is].
var (
	// ErrNoInput: there is no microphone, or no sound system at all.
	ErrNoInput = errors.New("device: no real input")
	// ErrNoOutput: there is nothing to play to.
	ErrNoOutput = errors.New("device: no real output")
	// ErrTimeout: the sound system did not answer. It may be frozen; a later
	// call may succeed.
	ErrTimeout = errors.New("device: the sound system does not answer")
	// ErrClosed: the context was closed.
	ErrClosed = errors.New("device: closed")
)

// defaultTimeout is how long a call into the sound system may take. Opening a
// PulseAudio stream takes 10 to 40 ms; waking a Bluetooth headset 2 s.
const defaultTimeout = 4 * time.Second

// Options for [Open]. The zero value is what the program uses, but for a name.
type Options struct {
	// AppName is shown in the system's mixer.
	AppName string
	// Monitors lists the monitors of outputs among the inputs.
	Monitors bool
	// Timeout bounds every call; 0 means 4 s.
	Timeout time.Duration
}

// Context is the program's way to the sound system; a program has one. It is
// safe for concurrent use.
type Context struct {
	opts Options
	gate chan struct{} // holds a token while no call is inside miniaudio

	// Owned by whoever holds the token.
	current *session
	backend malgo.Backend
	known   bool // backend was found once and is kept
	closed  bool
}

// session is one miniaudio context; it lives until nobody uses it.
type session struct {
	allocated *malgo.AllocatedContext
	backend   malgo.Backend

	mu   sync.Mutex
	refs int
}

// Open returns a context. Nothing is connected before the first call, so it
// also works before a sound system is there.
func Open(o Options) *Context {
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	c := &Context{opts: o, gate: make(chan struct{}, 1)}
	c.gate <- struct{}{}
	return c
}

// Inputs lists the microphones. It returns [ErrNoInput] if there is none and
// [ErrTimeout] if the sound system does not answer.
func (c *Context) Inputs(ctx context.Context) ([]Info, error) {
	all, err := c.list(ctx, malgo.Capture)
	if err != nil {
		return nil, absent(err, ErrNoInput)
	}
	found := realInputs(all, c.opts.Monitors)
	if len(found) == 0 {
		return nil, ErrNoInput
	}
	return found, nil
}

// Outputs lists what sound can be played to; errors as for [Context.Inputs],
// with [ErrNoOutput].
func (c *Context) Outputs(ctx context.Context) ([]Info, error) {
	all, err := c.list(ctx, malgo.Playback)
	if err != nil {
		return nil, absent(err, ErrNoOutput)
	}
	found := realOutputs(all)
	if len(found) == 0 {
		return nil, ErrNoOutput
	}
	return found, nil
}

// absent keeps the errors of this package and ctx, and takes any other failure
// of the sound system for none: to the person it is the same.
func absent(err, none error) error {
	for _, keep := range []error{ErrTimeout, ErrClosed, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, keep) {
			return err
		}
	}
	return errors.Join(none, err)
}

func (c *Context) list(ctx context.Context, kind malgo.DeviceType) ([]Info, error) {
	return call(ctx, c, func() ([]Info, error) {
		s, err := c.connect()
		if err != nil {
			return nil, err
		}
		found, err := s.allocated.Devices(kind)
		if err != nil {
			c.disconnect()
			if s, err = c.connect(); err != nil {
				return nil, err
			}
			if found, err = s.allocated.Devices(kind); err != nil {
				c.disconnect()
				return nil, err
			}
		}
		if !hasHardware(s.backend) {
			return nil, nil
		}
		out := make([]Info, 0, len(found))
		for _, d := range found {
			out = append(out, infoOf(s.backend, d))
		}
		return out, nil
	}, nil)
}

// Close gives up the sound system. Streams that are open keep working until
// they are closed.
func (c *Context) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), c.opts.Timeout)
	defer cancel()
	_, err := call(ctx, c, func() (struct{}, error) {
		c.closed = true
		c.disconnect()
		return struct{}{}, nil
	}, nil)
	if errors.Is(err, ErrClosed) {
		return nil
	}
	return err
}

// call runs fn with the token, on its own goroutine. When ctx ends or the time
// is out first, the caller gets an error and undo gets what fn returns in the
// end; the token stays away until then, so that calls do not pile up behind a
// frozen server.
func call[T any](ctx context.Context, c *Context, fn func() (T, error), undo func(T)) (T, error) {
	var none T
	timer := time.NewTimer(c.opts.Timeout)
	defer timer.Stop()
	select {
	case <-c.gate:
	case <-timer.C:
		return none, ErrTimeout
	case <-ctx.Done():
		return none, ctx.Err()
	}
	if c.closed {
		c.gate <- struct{}{}
		return none, ErrClosed
	}
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome)
	gone := make(chan struct{})
	go func() {
		value, err := fn()
		c.gate <- struct{}{}
		select {
		case done <- outcome{value, err}:
		case <-gone:
			if err == nil && undo != nil {
				undo(value)
			}
		}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-timer.C:
		close(gone)
		return none, ErrTimeout
	case <-ctx.Done():
		close(gone)
		return none, ctx.Err()
	}
}

// connect returns the current session. Once a backend has been found, only
// that one is tried again: a sound server that restarts must not leave the
// program on the backend below it.
func (c *Context) connect() (*session, error) {
	if c.current != nil {
		return c.current, nil
	}
	try := backends
	if c.known {
		try = []malgo.Backend{c.backend}
	}
	var failed error
	for _, b := range try {
		allocated, err := initContext(b, c.opts.AppName)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		c.backend, c.known = b, true
		c.current = &session{allocated: allocated, backend: b, refs: 1}
		return c.current, nil
	}
	return nil, failed
}

// initContext never lets miniaudio start a sound server: a started one would
// outlive the program, and starting may hang.
func initContext(b malgo.Backend, appName string) (*malgo.AllocatedContext, error) {
	var config malgo.ContextConfig
	if appName != "" {
		name := append([]byte(appName), 0)
		var pin runtime.Pinner
		pin.Pin(&name[0])
		defer pin.Unpin() // miniaudio copies the name
		config.Pulse.PApplicationName = &name[0]
	}
	return malgo.InitContext([]malgo.Backend{b}, config, nil)
}

func (c *Context) disconnect() {
	if c.current != nil {
		c.current.release()
		c.current = nil
	}
}

func (s *session) retain() *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refs++
	return s
}

// release uninitialises the miniaudio context when nobody uses it any more.
// What that call returns is of no use: there is nothing left to save.
func (s *session) release() {
	s.mu.Lock()
	s.refs--
	last := s.refs == 0
	s.mu.Unlock()
	if last {
		_ = s.allocated.Uninit()
		s.allocated.Free()
	}
}
