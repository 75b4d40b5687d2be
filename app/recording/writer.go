package recording

import (
	"context"
	"sync"
	"time"

	"barnrost/app"
)

// Store is where a recording goes. What it has accepted must survive the end of
// the process. When a method fails, nothing of that call may have been stored:
// it is called again with the same.
type Store interface {
	// Append stores at most two seconds of samples.
	Append(ctx context.Context, samples []int16) error
	// Mark stores a marker. Its position may lie after the last sample stored,
	// as the block it belongs to may still be filling.
	Mark(ctx context.Context, m app.Marker) error
	// Gap stores where sound is missing.
	Gap(ctx context.Context, g app.Gap) error
	// Close ends the recording as whole.
	Close(ctx context.Context) error
}

// retryEvery is how long the writer waits after a failed call.
const retryEvery = time.Second

// op is one call to the store.
type op struct {
	samples int // how much sound it holds in memory
	call    func(context.Context, Store) error
}

// writer makes the calls to a store one after the other on a goroutine of its
// own, and each until it succeeds.
type writer struct {
	store   Store
	limit   int    // samples that may wait
	changed func() // called when failure begins or ends

	mu     sync.Mutex
	queue  []op
	held   int // samples in the queue
	closed bool
	err    error // of the last call

	more chan struct{} // has room for one: something was added
	done chan struct{} // closed when everything is stored
}

func newWriter(store Store, limit int, changed func()) *writer {
	w := &writer{store: store, limit: limit, changed: changed, more: make(chan struct{}, 1), done: make(chan struct{})}
	go w.run()
	return w
}

// add queues a call; false if its sound would not fit into memory.
func (w *writer) add(o op) bool {
	w.mu.Lock()
	fits := o.samples == 0 || w.held+o.samples <= w.limit
	if fits {
		w.queue = append(w.queue, o)
		w.held += o.samples
	}
	w.mu.Unlock()
	w.wake()
	return fits
}

func (w *writer) append(samples []int16) bool {
	return w.add(op{len(samples), func(ctx context.Context, s Store) error { return s.Append(ctx, samples) }})
}

func (w *writer) mark(m app.Marker) {
	w.add(op{0, func(ctx context.Context, s Store) error { return s.Mark(ctx, m) }})
}

func (w *writer) gap(g app.Gap) {
	w.add(op{0, func(ctx context.Context, s Store) error { return s.Gap(ctx, g) }})
}

// close lets the writer end after what is queued, with the store's Close.
func (w *writer) close() {
	w.add(op{0, func(ctx context.Context, s Store) error { return s.Close(ctx) }})
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.wake()
}

func (w *writer) wake() {
	select {
	case w.more <- struct{}{}:
	default:
	}
}

// failure returns why the store does not take the sound, or nil.
func (w *writer) failure() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// room returns how many more samples may wait.
func (w *writer) room() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return max(w.limit-w.held, 0)
}

func (w *writer) run() {
	defer close(w.done)
	for {
		o, ok := w.first()
		if !ok {
			if w.finished() {
				return
			}
			<-w.more
			continue
		}
		// The store is not told to stop: what is queued must be written
		// whoever has stopped waiting for it.
		err := o.call(context.Background(), w.store)
		if w.settle(o, err) {
			w.changed()
		}
		if err != nil {
			time.Sleep(retryEvery)
		}
	}
}

func (w *writer) first() (op, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 {
		return op{}, false
	}
	return w.queue[0], true
}

func (w *writer) finished() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.closed && len(w.queue) == 0
}

// settle takes a successful call off the queue and reports whether failure
// began or ended.
func (w *writer) settle(o op, err error) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	turned := (err == nil) != (w.err == nil)
	w.err = err
	if err == nil {
		w.queue[0] = op{}
		w.queue = w.queue[1:]
		w.held -= o.samples
	}
	return turned
}
