package holders

import (
	"context"
	"slices"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/view/bus"
	"barnrost/app/view/widget"
)

// hand asks once more, where to, and writes the key: what has left cannot be
// called back.
func (r *Room) hand() {
	at := slices.IndexFunc(r.have.people, func(c app.Contact) bool { return c.ID == r.draft.to })
	if at < 0 {
		r.tell(newsHand, r.d.Kit.Notice(widget.KindAttention, r.t("holders.hand.choose")))
		r.focus("holders.to")
		return
	}
	to := r.have.people[at]
	d := handover.KeyDraft{To: to.ID, Variant: r.variant(), Signing: r.draft.invites}
	r.d.Ask(widget.Question{
		ID: "holders.ask", Title: r.t("holders.ask", "name", to.Name), Danger: true,
		Body: []string{r.t("holders.ask." + string(d.Variant)), r.t("holders.ask.back")},
		Yes:  r.t("holders.send"), No: r.t("holders.ask.no"),
	}, func() {
		r.d.Pick(widget.Pick{ID: "holders.folder", Title: r.t("holders.folder"), Hint: r.t("holders.folder.hint"), Folder: true}, func(folder string) {
			r.write(to.Name, d, folder)
		})
	})
}

func (r *Room) write(name string, d handover.KeyDraft, folder string) {
	var work widget.Work
	cancel := bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (handover.Sent, error) {
		return r.d.Key.HandOver(ctx, d, folder)
	}, nil, func(sent handover.Sent, err error) {
		work.Done()
		switch closed := r.ctx.Err() != nil; {
		case err != nil && closed:
			r.d.Problem(err)
		case err != nil:
			r.tell(newsHand, r.d.Kit.Problem(err))
		default:
			r.d.Bus.Trace("key", "handed")
			if !closed {
				r.draft = draft{}
				r.tell(newsHand, r.d.Kit.Notice(widget.KindGood, r.t("holders.handed", "path", sent.Path, "name", name)))
				r.load()
			}
		}
	})
	work = r.d.Start(r.t("holders.writing"), cancel)
}

// prove holds a code that was read out against the receipt.
func (r *Room) prove(h app.Holder) {
	said := r.said[h.ID]
	r.do(newsHolders, func(ctx context.Context) error { return r.d.Key.Prove(ctx, h.ID, said) }, func() {
		r.d.Bus.Trace("key", "proven")
		delete(r.said, h.ID)
		r.tell(newsHolders, r.d.Kit.Notice(widget.KindGood, r.t("holders.code.right", "name", h.Name)))
		r.load()
	})
}

// giveUp takes the own copy away, after asking.
func (r *Room) giveUp() {
	r.d.Ask(widget.Question{
		ID: "holders.giveup.ask", Title: r.t("holders.giveup.ask"), Danger: true,
		Body: []string{r.t("holders.giveup.ask.what", "name", r.heir().Name), r.t("holders.giveup.ask.rest")},
		Yes:  r.t("holders.giveup"), No: r.t("holders.giveup.no"),
	}, func() {
		r.do(newsHolders, r.d.Key.GiveUp, func() {
			r.d.Bus.Trace("key", "given")
			r.tell(newsHolders, nil)
			r.load()
		})
	})
}

// print writes the page to be printed.
func (r *Room) print() {
	r.d.Pick(widget.Pick{ID: "holders.paperfolder", Title: r.t("holders.paper.title"), Hint: r.t("holders.paper.hint"), Folder: true}, func(folder string) {
		var path string
		r.do(newsPaper, func(ctx context.Context) (err error) {
			path, err = r.d.Key.SavePaper(ctx, folder)
			return err
		}, func() {
			r.have.left = path
			r.tell(newsPaper, nil)
			r.focus("holders.shred")
			r.d.Bus.Trace("file", "saved")
		})
	})
}

// shred takes the page away again.
func (r *Room) shred() {
	path := r.have.left
	r.do(newsPaper, func(ctx context.Context) error { return r.d.Key.RemovePaper(ctx, path) }, func() {
		r.have.left = ""
		r.tell(newsPaper, r.d.Kit.Notice(widget.KindGood, r.t("holders.paper.gone")))
		r.load() // an older page may lie there still
		r.focus("holders.print")
		r.d.Bus.Trace("file", "removed")
	})
}

// readTyped looks whose key was typed, and asks.
func (r *Room) readTyped() {
	typed := r.typed
	var unit app.Contact
	r.do(newsRead, func(ctx context.Context) (err error) {
		unit, err = r.d.Key.ReadPaper(ctx, typed)
		return err
	}, func() {
		r.d.Bus.Trace("key", "read")
		r.read = &unit
		r.tell(newsRead, nil)
		r.focus("holders.keep")
	})
}

func (r *Room) keep() {
	typed := r.typed
	r.do(newsRead, func(ctx context.Context) error { return r.d.Key.KeepPaper(ctx, typed) }, func() {
		r.d.Bus.Trace("key", "kept")
		r.typed, r.read = "", nil
		r.tell(newsHolders, r.d.Kit.Notice(widget.KindGood, r.t("holders.read.done")))
		r.load()
		r.focus("holders.back")
	})
}
