package storage

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"
)

// waitQueued waits until n tasks of a priority wait in the queue.
func (b *bench) waitQueued(p Priority, n int) {
	b.Helper()
	for {
		b.vault.queue.mu.Lock()
		got := len(b.vault.queue.waiting[p])
		b.vault.queue.mu.Unlock()
		if got >= n {
			return
		}
		if b.Context().Err() != nil {
			b.Fatal("nobody queued")
		}
		runtime.Gosched()
	}
}

// hold keeps the writer busy until the function it returns is called.
func (b *bench) hold() (release func()) {
	b.Helper()
	started, stop, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- b.vault.Write(context.Background(), Import, func(*Tx) error {
			close(started)
			<-stop
			return nil
		})
	}()
	<-started
	return func() {
		close(stop)
		if err := <-ended; err != nil {
			b.Errorf("the write that was held: %v", err)
		}
	}
}

func TestSoundGoesBeforeTextBeforeImport(t *testing.T) {
	b := newBench(t)
	release := b.hold()
	var mu sync.Mutex
	var order []Priority
	var group sync.WaitGroup
	for _, p := range []Priority{Import, Text, Sound, Import, Text, Sound} {
		waiting := 1
		b.vault.queue.mu.Lock()
		waiting += len(b.vault.queue.waiting[p])
		b.vault.queue.mu.Unlock()
		group.Go(func() {
			err := b.vault.Write(context.Background(), p, func(*Tx) error {
				mu.Lock()
				defer mu.Unlock()
				order = append(order, p)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
		b.waitQueued(p, waiting)
	}
	release()
	group.Wait()
	if want := []Priority{Sound, Sound, Text, Text, Import, Import}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
}

// An import writes without a pause while a recording goes on. Whenever a row
// of sound comes to the queue, at most the one import transaction that has
// begun goes before it.
func TestARecordingNeverWaitsForMoreThanOneImportTransaction(t *testing.T) {
	b := newBench(t)
	id := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: soundSize}})
	staged, err := b.vault.Stage(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: soundSize}})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	imports, waiting := 0, false // transactions begun while sound waits
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { // the import's rows, and beside them many small ones
		for i := 0; ctx.Err() == nil; i++ {
			if err := staged.Append(ctx, sound, Row{Data: pcm(i)}); err != nil && ctx.Err() == nil {
				t.Error(err)
			}
		}
	})
	for range 4 {
		group.Go(func() {
			for ctx.Err() == nil {
				err := b.vault.Write(ctx, Import, func(*Tx) error {
					mu.Lock()
					defer mu.Unlock()
					if waiting {
						imports++
					}
					return nil
				})
				if err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}
		})
	}
	q := b.vault.queue
	for i := range 30 {
		row := &task{done: make(chan result, 1), run: func() error {
			return b.vault.transact(func(tx *Tx) error {
				mu.Lock()
				defer mu.Unlock()
				waiting = false
				if imports > 1 {
					t.Errorf("row %d waited for %d import transactions", i, imports)
				}
				return tx.Append(id, sound, Row{Data: pcm(i)})
			})
		}}
		q.mu.Lock() // as queue.add does, and counting from that very moment
		mu.Lock()
		imports, waiting = 0, true
		mu.Unlock()
		q.waiting[Sound] = append(q.waiting[Sound], row)
		q.more.Signal()
		q.mu.Unlock()
		if r := <-row.done; r.err != nil || r.panicked != nil {
			t.Fatal(r)
		}
	}
	cancel()
	group.Wait()
	if err := staged.Abort(); err != nil {
		t.Error(err)
	}
	if rows, err := b.read(id, sound); err != nil || len(rows) != 30 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestCloseLetsWaitingWritesFinish(t *testing.T) {
	b := newBench(t)
	id := b.text(0)
	release := b.hold()
	written := make(chan error, 1)
	go func() {
		written <- b.vault.Write(context.Background(), Sound, func(tx *Tx) error {
			return tx.Append(id, journal, Row{Data: line(0)})
		})
	}()
	b.waitQueued(Sound, 1)
	closed := make(chan error, 1)
	go func() { closed <- b.vault.Close() }()
	for !b.vault.isClosed() {
		runtime.Gosched()
	}
	release()
	if err := errors.Join(<-written, <-closed); err != nil {
		t.Fatal(err)
	}
	b.open()
	if rows, err := b.read(id, journal); err != nil || len(rows) != 1 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
