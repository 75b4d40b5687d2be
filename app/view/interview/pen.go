package interview

import (
	"context"
	"slices"
	"time"

	"barnrost/app"
	"barnrost/app/view/bus"
)

// When what is typed beside an interview is stored, and a write that failed is
// tried again.
const (
	penEvery = 700 * time.Millisecond
	penAgain = 5 * time.Second
)

// pen brings what is typed on one page to the vault while it is typed. take is
// called on the UI goroutine for what the page says now and returns the write;
// tell hears, on the UI goroutine, of a write that failed (nil once it works).
type pen struct {
	r    *Room
	take func() func(context.Context) error
	tell func(error)

	page                        int // that it is of
	dirty, due, writing, failed bool
	then                        func() // once all is stored
}

// pen makes one for the page that is about to be shown.
func (r *Room) pen(take func() func(context.Context) error, tell func(error)) *pen {
	p := &pen{r: r, take: take, tell: tell, page: r.pages + 1}
	r.pens = append(r.pens, p)
	return p
}

// changed notes that something was typed.
func (p *pen) changed() {
	p.dirty = true
	p.r.owing.Store(true)
	if p.due {
		return
	}
	p.due = true
	p.r.later(penEvery, func() {
		p.due = false
		p.write()
	})
}

// write stores what was typed, unless a write is under way: that one looks again
// when it is done. It is not bound to the room: what was typed is stored even if
// the room is left.
func (p *pen) write() {
	if p.writing || !p.dirty {
		return
	}
	p.dirty, p.writing = false, true
	work := p.take()
	bus.Load(p.r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, nil, func(_ struct{}, err error) {
		p.writing = false
		switch code := app.CodeOf(err); {
		case err == nil:
			if p.failed {
				p.failed = false
				p.tell(nil)
			}
			p.r.d.Bus.Trace("note", "saved")
			p.write()
			p.stored()
		case code == app.CodeDiskFull || code == app.CodeDiskTrouble:
			p.then = nil
			p.dirty, p.failed = true, true
			p.r.later(penAgain, p.write)
			p.tell(err)
		default:
			p.then, p.failed = nil, true // it can never be stored: what it was about is gone, or nothing can
			p.tell(err)
		}
		p.r.reckon()
	})
}

// leave stores what was typed and runs then once it lies in the vault; where it
// cannot, that is told and nothing more.
func (p *pen) leave(then func()) {
	p.then = then
	p.write()
	p.stored()
}

func (p *pen) stored() {
	if then := p.then; then != nil && !p.dirty && !p.writing {
		p.then = nil
		then()
	}
}

// put stores everything at once: the page is left.
func (r *Room) put() {
	for _, p := range r.pens {
		p.write()
	}
	r.reckon()
}

// reckon forgets the pens of pages that were left and have nothing to store,
// and notes whether anything is still to come.
func (r *Room) reckon() {
	owing := false
	r.pens = slices.DeleteFunc(r.pens, func(p *pen) bool {
		open := p.dirty || p.writing
		owing = owing || open
		return !open && p.page < r.pages
	})
	if r.owing.Swap(owing) && !owing {
		r.d.Bus.Publish(app.RoomChanged{}) // a lock may be waiting for this
	}
}

// Unsaved reports whether something typed is not in the vault yet. It may be
// asked from any goroutine.
func (r *Room) Unsaved() bool { return r.owing.Load() }

// later runs fn on the UI goroutine after a while, also when the room has been
// left.
func (r *Room) later(after time.Duration, fn func()) (stop func() bool) {
	timer := r.d.Timer
	if timer == nil {
		timer = func(after time.Duration, fn func()) func() bool { return time.AfterFunc(after, fn).Stop }
	}
	return timer(after, func() { r.d.Bus.Do(fn) })
}
