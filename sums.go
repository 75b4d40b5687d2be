package main

import (
	"context"
	"sync"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/view/bus"
)

// sums works out the checksums of sounds that have none yet, one after the
// other and unseen: of what was just recorded or brought in, and of what was
// cut off before it had one. Until then a sound is read twice when it is sent.
type sums struct {
	book *casebook.Casebook
	busy func() bool // a recording is under way: the machine is left to it

	again chan struct{} // holds one: there may be more to do
	stop  context.CancelFunc
	ended sync.WaitGroup
}

// startSums begins with what there is, and looks again when an interview has
// changed; end it.
func startSums(b *bus.Bus, book *casebook.Casebook, busy func() bool) *sums {
	ctx, stop := context.WithCancel(context.Background())
	s := &sums{book: book, busy: busy, again: make(chan struct{}, 1)}
	unheard := b.Subscribe(s.heard)
	s.stop = func() { unheard(); stop() }
	s.ended.Go(func() { s.run(ctx) })
	return s
}

// heard makes s look for more. A recording's end is told as its interview's
// change.
func (s *sums) heard(e app.Event) {
	if _, changed := e.(app.InterviewsChanged); !changed {
		return
	}
	select {
	case s.again <- struct{}{}:
	default: // it will look anyhow
	}
}

func (s *sums) run(ctx context.Context) {
	tried := map[app.ID]bool{} // a damaged sound gets none, and is not tried for ever
	for {
		for _, id := range s.book.Unsummed() {
			if tried[id] {
				continue
			}
			if s.busy() || ctx.Err() != nil {
				break
			}
			tried[id] = true
			// Whoever sends or plays the sound is told what is wrong with it.
			_ = s.book.SumSound(ctx, id)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.again:
		}
	}
}

// end stops the work and waits until nothing is read any more.
func (s *sums) end() {
	s.stop()
	s.ended.Wait()
}
