package suspend

import (
	"context"
	"errors"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"barnrost/app/suspend/suspendtest"
)

// patience bounds a wait; no test passes by waiting.
const patience = 20 * time.Second

// watched is a machine and what is heard of it.
type watched struct {
	*testing.T
	*suspendtest.Machine
	heard chan Event
}

func watch(t *testing.T, o suspendtest.Options) watched {
	t.Helper()
	w := watched{t, suspendtest.Start(t, o), make(chan Event, 16)}
	t.Setenv(busVariable, w.Address())
	t.Cleanup(Watch(func(e Event) { w.heard <- e }))
	return w
}

func (w watched) hears(want Kind) Event {
	w.T.Helper()
	select {
	case e := <-w.heard:
		if e.Kind != want {
			w.Fatalf("heard %v, want %v", e.Kind, want)
		}
		return e
	case <-time.After(patience):
		w.Fatalf("%v was not heard", want)
	}
	panic("unreachable")
}

func (w watched) inhibitor() *suspendtest.Inhibitor {
	w.T.Helper()
	i := w.Inhibitor()
	if i.What != "sleep" || i.Mode != "delay" || i.Who == "" || i.Why == "" {
		w.Fatalf("asked to hold %q in the mode %q, for %q because %q", i.What, i.Mode, i.Who, i.Why)
	}
	return i
}

func TestTheMachineWaitsUntilWeAreReady(t *testing.T) {
	w := watch(t, suspendtest.Options{})
	for range 2 {
		held := w.inhibitor()
		released := make(chan error, 1)
		go func() { released <- held.Released() }()
		w.Sleep()
		e := w.hears(Sleeps)
		select {
		case <-released:
			t.Fatal("the machine sleeps before we are ready")
		default:
		}
		e.Ready()
		e.Ready()
		if err := <-released; err != nil {
			t.Fatal(err)
		}
		w.Wake()
		w.hears(Woke) // and it holds the machine anew
	}
	w.inhibitor()
}

// While something runs that must not be cut off, the machine does not fall
// asleep by itself; afterwards it may.
func TestTheMachineStaysAwakeForAsLongAsItIsHeld(t *testing.T) {
	m := suspendtest.Start(t, suspendtest.Options{})
	t.Setenv(busVariable, m.Address())
	release := Hold()
	held := m.Inhibitor()
	if held.What != "sleep:idle" || held.Mode != "block" {
		t.Errorf("asked to hold %q in the mode %q", held.What, held.Mode)
	}
	lid := m.Inhibitor()
	if lid.What != "handle-lid-switch" || lid.Mode != "block" {
		t.Errorf("asked to hold %q in the mode %q", lid.What, lid.Mode)
	}
	release()
	release()
	for _, i := range []*suspendtest.Inhibitor{held, lid} {
		if err := i.Released(); err != nil {
			t.Error(err)
		}
	}
}

// The descriptor that holds the machine is closed by exec: whoever replaces
// the process needs to do no more.
func TestReplacingTheProcessLetsTheMachineSleep(t *testing.T) {
	w := watch(t, suspendtest.Options{})
	held, err := w.inhibitor().Descriptors()
	if err != nil || len(held) != 1 {
		t.Fatalf("held by %v, %v", held, err)
	}
	if flags, err := unix.FcntlInt(uintptr(held[0]), unix.F_GETFD, 0); err != nil || flags&unix.FD_CLOEXEC == 0 {
		t.Errorf("descriptor %d stays open through exec (%v)", held[0], err)
	}
}

// locks has the session lock, again where the first signal came before the bus
// had us down for it, and takes what is heard.
func (w watched) locks() {
	w.T.Helper()
	for range 3 {
		w.Machine.Lock()
		select {
		case e := <-w.heard:
			if e.Kind != Locked {
				w.Fatalf("heard %v, want %v", e.Kind, Locked)
			}
			return
		case <-time.After(patience / 4):
		}
	}
	w.Fatalf("the lock was not heard")
}

func TestTheSessionsLockIsHeardAndNobodyElses(t *testing.T) {
	for name, o := range map[string]suspendtest.Options{"in the session": {}, "in a service": {NoSession: true}} {
		t.Run(name, func(t *testing.T) {
			w := watch(t, o)
			w.inhibitor() // it listens
			w.OtherSession()
			w.LockedHint(false)
			w.locks()
			w.LockedHint(true)
			w.hears(Locked)
			w.Sleep() // nothing lies between
			w.hears(Sleeps)
		})
	}
}

func TestWithoutASystemBusTheClocksRemain(t *testing.T) {
	t.Setenv(busVariable, "unix:path=/nonexistent/bus")
	done := make(chan struct{})
	go func() {
		defer close(done)
		listen(t.Context(), func(Event) { t.Error("told") })
	}()
	select {
	case <-done:
	case <-time.After(patience):
		t.Error("it goes on asking")
	}
}

func TestABusThatIsNotOnThisMachineIsRefused(t *testing.T) {
	for _, address := range []string{
		"tcp:host=localhost,port=1", "unix:path=/run/bus;tcp:host=10.0.0.1,port=1", "unixexec:path=ssh", "nonce-tcp:host=localhost",
	} {
		t.Setenv(busVariable, address)
		if _, err := busAddress(); !errors.Is(err, errElsewhere) {
			t.Errorf("%s: %v", address, err)
		}
		if err := hear(context.Background(), nil); !errors.Is(err, errElsewhere) {
			t.Errorf("%s was heard: %v", address, err)
		}
	}
	t.Setenv(busVariable, "")
	if got, err := busAddress(); err != nil || got != usualBus {
		t.Errorf("the usual one: %q, %v", got, err)
	}
}

// A bus that is lost is looked for again; what was held is let go.
func TestABusThatIsLostLetsTheMachineGo(t *testing.T) {
	w := watch(t, suspendtest.Options{})
	held := w.inhibitor()
	w.Stop()
	if err := held.Released(); err != nil {
		t.Error(err)
	}
}
