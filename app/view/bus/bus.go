// Package bus carries what happened from the goroutines that work to the one
// that draws, and is the only caller of fyne.Do. Handlers run on the UI
// goroutine; published events may come from any.
package bus

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"barnrost/app"
)

// Bus delivers events and traces. Make one with [New].
type Bus struct {
	do func(func())

	mu    sync.Mutex
	onBad func()
	under int // works that have not told their end yet
	next  int
	subs  map[int]func(app.Event)
	trace io.Writer
}

// New returns a bus that runs handlers through do: fyne.Do in the program, a
// plain call in tests. Traces go to trace, which may be nil.
func New(do func(func()), trace io.Writer) *Bus {
	return &Bus{do: do, subs: map[int]func(app.Event){}, trace: trace}
}

// Subscribe calls fn on the UI goroutine for every event until the returned
// function is called. A room calls it in Close; a test counts the rest.
func (b *Bus) Subscribe(fn func(app.Event)) (cancel func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	id := b.next
	b.next++
	b.subs[id] = fn
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.subs, id)
	}
}

// Listeners counts the subscriptions that have not been cancelled.
func (b *Bus) Listeners() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.subs)
}

// Loading counts the works of [Load] whose end has not been told yet: while it
// is 0 nothing is on its way to a room.
func (b *Bus) Loading() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.under
}

func (b *Bus) loading(by int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.under += by
}

// Publish hands e to every subscriber. It may be called from any goroutine and
// never blocks on a handler when do is fyne.Do.
func (b *Bus) Publish(e app.Event) {
	b.mu.Lock()
	ids := make([]int, 0, len(b.subs))
	for id := range b.subs {
		ids = append(ids, id)
	}
	b.mu.Unlock()
	if len(ids) == 0 {
		return
	}
	b.do(func() {
		for _, id := range ids {
			b.mu.Lock()
			fn := b.subs[id]
			b.mu.Unlock()
			if fn != nil {
				b.guard(func() { fn(e) })
			}
		}
	})
}

// Do runs fn on the UI goroutine.
func (b *Bus) Do(fn func()) { b.do(func() { b.guard(fn) }) }

// OnPanic sets who is told, on the UI goroutine, that a handler or a work
// panicked; the panic's value may hold a child's words and is dropped. Until
// it is set a panic ends the program, as it should in a test.
func (b *Bus) OnPanic(fn func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.onBad = fn
}

func (b *Bus) panicked() func() {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.onBad
}

// Guard runs fn at once, on the UI goroutine, and tells of its panic.
func (b *Bus) Guard(fn func()) { b.guard(fn) }

func (b *Bus) guard(fn func()) {
	if tell := b.panicked(); tell != nil {
		defer func() {
			if recover() != nil {
				tell()
			}
		}()
	}
	fn()
}

// Trace writes one content-free line, "event <code> <detail>…", for tests that
// wait on what the program does and for a support person's log. A word with
// anything but a–z, 0–9, dot, dash, equals or underscore is written as "?", so
// that no name, code of an interview or child's word can slip through.
func (b *Bus) Trace(code string, details ...any) {
	if b.trace == nil {
		return
	}
	var line strings.Builder
	line.WriteString("event " + plain(code))
	for _, d := range details {
		line.WriteString(" " + plain(fmt.Sprint(d)))
	}
	line.WriteByte('\n')
	b.mu.Lock()
	defer b.mu.Unlock()
	io.WriteString(b.trace, line.String())
}

func plain(s string) string {
	for _, r := range s {
		ok := r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '=' || r == '_'
		if !ok {
			return "?"
		}
	}
	if s == "" {
		return "?"
	}
	return s
}
