// Package suspend tells when the machine is about to sleep, when it has slept,
// and when its screen was locked, as far as the system lets one see it:
//
//   - Linux: logind, over the system bus. A delay inhibitor keeps the machine
//     awake, for five seconds at most, until [Event.Ready] is called or the
//     process is replaced: its descriptor is closed by exec.
//   - Windows: the system calls back before it sleeps, and a window that is
//     never shown hears of the session's lock.
//   - everywhere, and alone on macOS: two clocks, of which one stops while the
//     machine sleeps. Their difference tells afterwards.
//
// It knows nothing of what is to be done about it. The system bus is a socket
// on this machine; an address that leads elsewhere is refused.
package suspend

import (
	"context"
	"time"
)

// Kind is what happened to the machine.
type Kind uint8

// The kinds.
const (
	Sleeps Kind = iota + 1 // it is about to
	Woke                   // it has slept; told whether or not it was told before
	Locked                 // its screen was locked, or the person changed
)

// String names a kind in traces.
func (k Kind) String() string {
	switch k {
	case Sleeps:
		return "sleeps"
	case Woke:
		return "woke"
	case Locked:
		return "locked"
	}
	return "unknown"
}

// Event is one thing that happened.
type Event struct {
	Kind Kind
	// Ready says that nothing is left to be done before the machine sleeps. It
	// is never nil, may be called on any goroutine and more than once.
	Ready func()
}

// Watch calls tell, on a goroutine of its own, for each thing that happens
// until stop is called. tell must not wait. Where the system cannot be heard,
// the clocks remain; there is nothing to fail.
func Watch(tell func(Event)) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	go listen(ctx, tell)
	go watchClocks(ctx, slept, every(lookEvery), func() { tell(Event{Woke, func() {}}) })
	return cancel
}

// Hold keeps the machine from falling asleep by itself, for as long as
// something runs that must not be cut off, until release is called. On Linux a
// closed lid does not send it to sleep either; on Windows what the lid does is
// the machine's setting, and no program's. It keeps nobody from sending it to
// sleep, and where the system does not let us, or has no way without cgo
// (macOS), it does nothing: whoever holds must live through a sleep.
func Hold() (release func()) {
	ctx, cancel := context.WithCancel(context.Background())
	go hold(ctx)
	return cancel
}

const (
	// lookEvery is how soon after waking it is noticed at the latest.
	lookEvery = time.Second
	// nap is how much the clocks may drift apart without a sleep: they are
	// read one after the other, by a process that may have to wait in between.
	nap = 2 * time.Second
)

// Slept returns how long the machine has slept since it was started; false
// where the system cannot say.
func Slept() (time.Duration, bool) { return slept() }

// every ticks until the context of its reader ends.
func every(d time.Duration) <-chan time.Time { return time.NewTicker(d).C }

// watchClocks tells whenever the machine has slept longer than a nap since the
// last look. slept returns how long it has slept in all; false means that this
// system cannot say.
func watchClocks(ctx context.Context, slept func() (time.Duration, bool), looks <-chan time.Time, woke func()) {
	before, ok := slept()
	if !ok {
		return
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-looks:
		}
		now, ok := slept()
		if !ok {
			return
		}
		if now-before > nap {
			woke()
		}
		before = now
	}
}
