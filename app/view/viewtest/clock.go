package viewtest

import (
	"slices"
	"sync"
	"time"
)

// Clock is a clock that only a test moves, and the timers that hang on it. It
// is safe for concurrent use.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	timers []*timer
}

type timer struct {
	at time.Time
	fn func()
}

// NewClock returns a clock that stands at a time.
func NewClock(at time.Time) *Clock { return &Clock{now: at} }

// Now returns what the clock says.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// After runs fn once the clock has moved on by d.
func (c *Clock) After(d time.Duration, fn func()) (stop func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{c.now.Add(d), fn}
	c.timers = append(c.timers, t)
	return func() bool { return c.take(t) }
}

func (c *Clock) take(t *timer) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := slices.Index(c.timers, t)
	if at < 0 {
		return false
	}
	c.timers = slices.Delete(c.timers, at, at+1)
	return true
}

// due takes the earliest timer up to a time and sets the clock to it.
func (c *Clock) due(end time.Time) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := -1
	for i, t := range c.timers {
		if !t.at.After(end) && (first < 0 || t.at.Before(c.timers[first].at)) {
			first = i
		}
	}
	if first < 0 {
		c.now = end
		return nil
	}
	t := c.timers[first]
	c.timers = slices.Delete(c.timers, first, first+1)
	c.now = t.at
	return t.fn
}

// Pass moves the clock and runs what falls due on the way, and what the bus
// brings of it.
func (s *Stage) Pass(c *Clock, d time.Duration) {
	end := c.Now().Add(d)
	for {
		fn := c.due(end)
		if fn == nil {
			break
		}
		fn()
		s.Settle()
	}
	s.Settle()
}

// Jump moves the clock at once, as for a process that was stopped: what fell
// due meanwhile comes only at the end.
func (s *Stage) Jump(c *Clock, d time.Duration) {
	c.mu.Lock()
	c.now = c.now.Add(d)
	var fns []func()
	for _, t := range c.timers {
		if !t.at.After(c.now) {
			fns = append(fns, t.fn)
		}
	}
	c.timers = slices.DeleteFunc(c.timers, func(t *timer) bool { return !t.at.After(c.now) })
	c.mu.Unlock()
	for _, fn := range fns {
		fn()
	}
	s.Settle()
}
