package share

import (
	"context"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/handover"
	"barnrost/app/view/bus"
	"barnrost/app/view/widget"
)

// receive asks for a bundle's file and opens it.
func (r *Unit) receive() {
	r.d.Pick(widget.Pick{ID: "unit.file", Title: r.t("unit.receive.title"), Hint: r.t("unit.receive.hint"), Extensions: []string{".barnrost"}}, r.open)
}

// open takes a bundle in. It does not end with the room.
func (r *Unit) open(path string) {
	r.receiving, r.arrived, r.offered, r.taken = true, nil, nil, nil
	var work widget.Work
	cancel := bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, p bus.Progress) (handover.Received, error) {
		return r.d.Post.Receive(ctx, path, handover.Progress(p))
	}, func(done, total int64) { work.Set(done, total) }, func(got handover.Received, err error) {
		work.Done()
		r.receiving = false
		r.openedOrNot(got, err)
	})
	work = r.d.Start(r.t("unit.receiving"), cancel)
	r.tell(newsReceive, nil)
}

func (r *Unit) openedOrNot(got handover.Received, err error) {
	closed := r.ctx.Err() != nil
	switch {
	case err != nil && closed:
		r.d.Problem(err)
	case err != nil:
		r.tell(newsReceive, r.d.Kit.Problem(err))
		r.focus("unit.receive")
	case got.Key != nil:
		r.offerKey(got.Key)
	default:
		r.d.Bus.Trace("import", "done")
		if !closed {
			r.arrived = &got
			r.tell(newsReceive, nil)
			r.focus("unit.read.new")
			if got.Envelopes > 0 {
				r.focus("unit.receive")
			}
		}
	}
}

// recognise notes that a waiting bundle's sender is who they say, and opens it.
func (r *Unit) recognise(w casebook.Waiting) {
	r.comparing = ""
	r.do(newsReceive, func(ctx context.Context) error {
		c, err := r.d.Cards.AddCard(ctx, w.Card)
		if err != nil {
			return err
		}
		return r.d.Cards.ConfirmContact(ctx, c.ID)
	}, func() { r.open(w.Path) })
}

// confirm notes that a card's words were compared and the same.
func (r *Unit) confirm(contact app.ID) {
	r.comparing = ""
	r.do(newsCards, func(ctx context.Context) error { return r.d.Cards.ConfirmContact(ctx, contact) }, func() {
		r.d.Bus.Trace("card", "confirmed")
		r.tell(newsCards, r.d.Kit.Notice(widget.KindGood, r.t("card.compare.done")))
		r.load()
		r.focus("unit.readcard")
	})
}

// readCards asks for a card's or an invitation's file.
func (r *Unit) readCards() {
	r.d.Pick(widget.Pick{ID: "unit.cardfile", Title: r.t("unit.readcard.title"), Hint: r.t("unit.readcard.hint"), Extensions: []string{".barnrost-kort", ".barnrost-inbjudan"}}, func(path string) {
		var got CardsRead
		r.do(newsCards, func(ctx context.Context) (err error) {
			got, err = r.d.Cards.ReadCards(ctx, path)
			return err
		}, func() {
			r.d.Bus.Trace("card", "read")
			r.offer(got)
		})
	})
}

// offer shows the first new card's words at once: comparing is what comes
// next. Of templates that came along it tells what became of them.
func (r *Unit) offer(got CardsRead) {
	for _, c := range got.Cards {
		if !c.Confirmed {
			r.comparing, r.differing = c.ID.String(), ""
			break
		}
	}
	r.tell(newsCards, r.templatesCame(got.Templates))
	r.load()
}

func (r *Unit) saveCard() {
	r.save(newsMine, "unit.cardfolder", "unit.savecard.title", "unit.savecard.done", r.d.Cards.SaveCard)
}

func (r *Unit) saveInvitation() {
	r.save(newsUnit, "unit.invitefolder", "unit.invite.title", "unit.invite.done", r.d.Cards.SaveInvitation)
}

// save asks for a folder, writes a file into it and tells where it lies.
func (r *Unit) save(place, pickID, title, done string, write func(context.Context, string) (string, error)) {
	r.d.Pick(widget.Pick{ID: pickID, Title: r.t(title), Folder: true}, func(folder string) {
		var path string
		r.do(place, func(ctx context.Context) (err error) {
			path, err = write(ctx, folder)
			return err
		}, func() {
			r.d.Bus.Trace("file", "saved")
			r.tell(place, r.d.Kit.Notice(widget.KindGood, r.t(done, "path", path)))
		})
	})
}

func (r *Unit) makeUnit() {
	name, err := app.CheckName(r.unitName)
	if err != nil {
		r.tell(newsUnit, r.d.Kit.Problem(err))
		return
	}
	r.do(newsUnit, func(ctx context.Context) error { return r.d.Cards.MakeUnit(ctx, name) }, func() {
		r.d.Bus.Trace("unit", "made")
		r.tell(newsUnit, r.d.Kit.Notice(widget.KindGood, r.t("unit.key.done")))
		r.load()
	})
}

// do runs something short off the UI goroutine. It is finished even if the
// room is left, since a card that was confirmed should stay so; a failure is
// told where it belongs.
func (r *Unit) do(place string, work func(context.Context) error, then func()) {
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, nil, func(_ struct{}, err error) {
		switch closed := r.ctx.Err() != nil; {
		case err != nil && closed:
			r.d.Problem(err)
		case err != nil:
			r.tell(place, r.d.Kit.Problem(err))
		case !closed:
			then()
		}
	})
}
