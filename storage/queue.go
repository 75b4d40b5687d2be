package storage

import (
	"context"
	"slices"
	"sync"
)

// queue runs tasks one after the other on a goroutine of its own, the most
// urgent first, those of one priority in the order they came.
type queue struct {
	mu      sync.Mutex
	more    *sync.Cond // tasks came, or closed
	waiting [priorities][]*task
	closed  bool
	ended   chan struct{}
}

// task is one piece of work. Its result goes to done, which has room for it.
type task struct {
	run  func() error
	done chan result
}

// result is how a task ended; a panic is carried to the one who asked for the
// task, since the goroutine that ran it must live.
type result struct {
	err      error
	panicked any
}

func newQueue() *queue {
	q := &queue{ended: make(chan struct{})}
	q.more = sync.NewCond(&q.mu)
	go q.work()
	return q
}

// do runs a task and returns its error. Where ctx ends before the task began,
// it returns ctx's error and the task never runs; a task that began is waited
// for.
func (q *queue) do(ctx context.Context, p Priority, run func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t := &task{run: run, done: make(chan result, 1)}
	if !q.add(p, t) {
		return ErrClosed
	}
	var r result
	select {
	case r = <-t.done:
	case <-ctx.Done():
		if q.remove(p, t) {
			return ctx.Err()
		}
		r = <-t.done
	}
	if r.panicked != nil {
		panic(r.panicked)
	}
	return r.err
}

func (q *queue) add(p Priority, t *task) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.waiting[p] = append(q.waiting[p], t)
	q.more.Signal()
	return true
}

// remove takes t back, unless it has begun.
func (q *queue) remove(p Priority, t *task) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting[p], t)
	if i < 0 {
		return false
	}
	q.waiting[p] = slices.Delete(q.waiting[p], i, i+1)
	return true
}

// work runs tasks until the queue is closed and nothing waits.
func (q *queue) work() {
	defer close(q.ended)
	for {
		t := q.next()
		if t == nil {
			return
		}
		t.done <- t.protected()
	}
}

// next waits for the most urgent task; nil means that there are no more.
func (q *queue) next() *task {
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		for p := range q.waiting {
			if len(q.waiting[p]) > 0 {
				t := q.waiting[p][0]
				q.waiting[p] = slices.Delete(q.waiting[p], 0, 1)
				return t
			}
		}
		if q.closed {
			return nil
		}
		q.more.Wait()
	}
}

func (t *task) protected() (r result) {
	defer func() {
		if p := recover(); p != nil {
			r.panicked = p
		}
	}()
	return result{err: t.run()}
}

// close lets waiting writes run, refuses new ones and waits for the end.
// Sweeping that waits is dropped: the next open takes it up.
func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	for _, t := range q.waiting[background] {
		t.done <- result{err: ErrClosed}
	}
	q.waiting[background] = nil
	q.more.Signal()
	q.mu.Unlock()
	<-q.ended
}
