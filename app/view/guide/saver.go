package guide

import (
	"context"
	"sync/atomic"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/app/view/bus"
)

// saver stores the draft: one write at a time, so that an older one never comes
// after a newer. It lives on the UI goroutine, but for pending.
type saver struct {
	bus     *bus.Bus
	save    func(context.Context, guide.Guide) error
	drop    func(context.Context) error
	failed  func(error)
	pending atomic.Bool

	busy bool
	more bool         // next is to be written
	next *guide.Guide // nil: no draft is to be left
}

// put stores a draft; nil leaves none.
func (s *saver) put(g *guide.Guide) {
	s.next, s.more = g, true
	s.pending.Store(true)
	if !s.busy {
		s.write()
	}
}

func (s *saver) write() {
	g := s.next
	s.busy, s.more = true, false
	bus.Load(s.bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		if g == nil {
			return struct{}{}, s.drop(ctx)
		}
		return struct{}{}, s.save(ctx, *g)
	}, nil, func(_ struct{}, err error) {
		s.busy = false
		if s.more {
			s.write()
			return
		}
		s.pending.Store(false)
		s.bus.Publish(app.RoomChanged{}) // a lock may be waiting for this
		if err != nil {
			s.failed(err)
			return
		}
		s.bus.Trace("guide", "stored")
	})
}
