package year

import (
	"bytes"
	"context"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/widget"
)

// keeper stores what is typed and what is saved, one thing after the other, also
// once the room is closed. Its methods run on the UI goroutine but for
// [keeper.busy].
type keeper struct {
	bus     *bus.Bus
	queue   []job
	last    []byte // the draft that was handed over last
	running bool
	pending atomic.Bool
}

// job is one write and who hears of its end.
type job struct {
	draft bool
	write func(context.Context) error
	then  func(error)
}

// busy reports whether something is still being stored. It may be called from any
// goroutine.
func (k *keeper) busy() bool { return k.pending.Load() }

// draft keeps what is typed. One that still waits is passed over for a newer one.
func (k *keeper) draft(raw []byte, keep func(context.Context, []byte) error, then func(error)) {
	if bytes.Equal(raw, k.last) {
		return
	}
	k.last = raw
	if n := len(k.queue); n > 0 && k.queue[n-1].draft {
		k.queue = k.queue[:n-1]
	}
	k.add(job{true, func(ctx context.Context) error { return keep(ctx, raw) }, then})
}

// add has a job done after those that wait.
func (k *keeper) add(j job) {
	k.queue = append(k.queue, j)
	k.pending.Store(true)
	if !k.running {
		k.next()
	}
}

func (k *keeper) next() {
	if k.running = len(k.queue) > 0; !k.running {
		k.pending.Store(false)
		k.bus.Publish(app.RoomChanged{}) // a lock may be waiting for this
		return
	}
	j := k.queue[0]
	k.queue = k.queue[1:]
	bus.Load(k.bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, j.write(ctx)
	}, nil, func(_ struct{}, err error) {
		j.then(err)
		k.next()
	})
}

// read fills the form with what was kept, else with the saved plan, else with the
// proposals for a year.
func (r *Room) read(year int) {
	r.unsaved.Objects = nil
	raw, err := r.d.Kept()
	kept, ok := parseDraft(raw)
	r.typed.fill(r.saved, year)
	r.shown = r.typed.encode()
	if err != nil || !ok {
		return
	}
	r.typed, r.keeper.last = kept, raw
	again := "plan.again.proposals"
	if r.saved.Year >= year {
		again = "plan.again"
	}
	r.unsaved.Objects = []fyne.CanvasObject{r.d.Kit.Muted(r.t("plan.unsaved")), widget.Row(r.d.Kit.Button("plan.again", r.t(again), r.again))}
}

// keep keeps what is typed, where it is not what is saved or proposed anyway.
func (r *Room) keep() {
	if !r.d.MayPlan() || r.busy {
		return
	}
	raw := r.typed.encode()
	if bytes.Equal(raw, r.shown) {
		raw = nil
	}
	r.keeper.draft(raw, r.d.Keep, func(err error) {
		if err != nil && r.ctx.Err() == nil {
			r.problem(err)
		}
	})
}

// again drops what was typed.
func (r *Room) again() {
	r.keeper.draft(nil, r.d.Keep, func(err error) {
		if r.ctx.Err() != nil {
			return
		}
		if err != nil {
			r.problem(err)
			return
		}
		r.build()
		r.Focus()
	})
}
