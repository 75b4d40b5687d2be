package bus

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"

	"barnrost/app"
)

// loop runs what the bus hands over on the test's goroutine, as the program's
// UI goroutine does.
type loop chan func()

func newLoop() loop { return make(loop, 100) }

func (l loop) do(f func()) { l <- f }

func (l loop) drain() {
	for {
		select {
		case f := <-l:
			f()
		default:
			return
		}
	}
}

func TestSubscribersHearEventsUntilTheyCancel(t *testing.T) {
	l := newLoop()
	b := New(l.do, nil)
	var heard int
	cancel := b.Subscribe(func(app.Event) { heard++ })
	other := b.Subscribe(func(app.Event) {})
	if b.Listeners() != 2 {
		t.Fatalf("%d listeners, want 2", b.Listeners())
	}
	b.Publish(app.ContactsChanged{})
	if heard != 0 {
		t.Error("a handler ran on the publisher's goroutine")
	}
	l.drain()
	cancel()
	cancel()
	b.Publish(app.ContactsChanged{})
	l.drain()
	if heard != 1 {
		t.Errorf("heard %d events, want 1", heard)
	}
	other()
	if b.Listeners() != 0 {
		t.Errorf("%d listeners left", b.Listeners())
	}
}

func TestAListenerCancelledAfterThePublishIsNotCalled(t *testing.T) {
	l := newLoop()
	b := New(l.do, nil)
	heard := false
	cancel := b.Subscribe(func(app.Event) { heard = true })
	b.Publish(app.TextSaved{})
	cancel() // the room closed before its turn came
	l.drain()
	if heard {
		t.Error("a closed room heard an event")
	}
}

func TestTracesHoldCodesAndNeverContent(t *testing.T) {
	var out bytes.Buffer
	b := New(func(f func()) { f() }, &out)
	b.Trace("tap", "consent.child")
	b.Trace("room", "TALL-27")
	b.Trace("Kajsa sa", "åtta", 7, "")
	want := "event tap consent.child\nevent room ?\nevent ? ? 7 ?\n"
	if out.String() != want {
		t.Errorf("traced %q, want %q", out.String(), want)
	}
	New(func(f func()) { f() }, nil).Trace("fine", "without.a.writer")
}

func TestLoadDeliversOnceOnTheLoopAndCancels(t *testing.T) {
	l := newLoop()
	b := New(l.do, nil)
	got := 0
	Load(b, context.Background(), func(context.Context, Progress) (int, error) { return 7, nil }, nil, func(n int, err error) {
		if err != nil {
			t.Error(err)
		}
		got += n
	})
	(<-l)()
	if got != 7 {
		t.Errorf("got %d, want 7", got)
	}
	var end error
	cancel := Load(b, context.Background(), func(ctx context.Context, _ Progress) (int, error) {
		<-ctx.Done()
		return 0, ctx.Err()
	}, nil, func(_ int, err error) { end = err })
	cancel()
	(<-l)()
	if !errors.Is(end, context.Canceled) {
		t.Errorf("ended with %v", end)
	}
}

func TestProgressIsThrottledButAlwaysReachesTheEnd(t *testing.T) {
	l := make(loop, 20_000)
	b := New(l.do, nil)
	var shown []int64
	var done sync.WaitGroup
	done.Add(1)
	Load(b, context.Background(), func(_ context.Context, report Progress) (int, error) {
		defer done.Done()
		for i := range int64(10_000) {
			report(i+1, 10_000)
		}
		return 0, nil
	}, func(n, _ int64) { shown = append(shown, n) }, func(int, error) {})
	done.Wait()
	l.drain()
	if len(shown) == 0 || shown[len(shown)-1] != 10_000 {
		t.Fatalf("the end was not shown: %v", shown)
	}
	if len(shown) > 5_000 {
		t.Errorf("%d updates were shown", len(shown))
	}
}

func TestAPanicIsToldWithoutItsValueOnceSomebodyListens(t *testing.T) {
	l := newLoop()
	b := New(l.do, nil)
	told := 0
	b.OnPanic(func() { told++ })
	b.Subscribe(func(app.Event) { panic("a child's words") })
	b.Publish(app.ContactsChanged{})
	b.Do(func() { panic("again") })
	var end error
	Load(b, context.Background(), func(context.Context, Progress) (int, error) { panic("in a work") }, nil, func(_ int, err error) { end = err })
	for range 3 {
		(<-l)()
	}
	if told != 2 {
		t.Errorf("told %d times, want 2", told)
	}
	if app.CodeOf(end) != app.CodeInternal {
		t.Errorf("the work ended with %v", end)
	}
}

// The control: without a listener a panic is not swallowed.
func TestAPanicWithoutAListenerIsNotSwallowed(t *testing.T) {
	b := New(func(f func()) { f() }, nil)
	defer func() {
		if recover() == nil {
			t.Error("the panic was swallowed")
		}
	}()
	b.Do(func() { panic("seen") })
}
