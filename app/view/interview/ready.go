package interview

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Readier makes an interview ready to be recorded while the vault is locked.
type Readier interface {
	// Ready returns what was made ready, or [app.CodeNotFound]. It reads memory
	// only.
	Ready() (app.Readiness, error)
	// MakeReady makes an interview ready, in place of another that was not used.
	MakeReady(ctx context.Context, interview app.ID) error
	// Disarm takes it back.
	Disarm(ctx context.Context) error
}

// readyPart is what the page before a recording says of recording later: the
// passphrase is typed now and not at the child's table.
func (p *prepare) readyPart() fyne.CanvasObject {
	r, k := p.r, p.r.d.Kit
	p.later = widget.Stack(theme.Gap12)
	if r.d.Ready == nil {
		return p.later
	}
	p.makeReady = k.Button("ready.make", r.t("ready.make"), p.ready)
	p.tellReady()
	return widget.Stack(theme.Gap8, k.Title(r.t("ready.title")), p.later)
}

// buttons are the ways on from the page.
func (p *prepare) buttons() fyne.CanvasObject {
	back := p.r.backButton()
	switch {
	case p.r.alone(): // a file is brought into the vault
		return widget.Row(p.start, back)
	case p.makeReady == nil:
		return widget.Row(p.start, p.importWAV, back)
	}
	return widget.Row(p.start, p.makeReady, p.importWAV, back)
}

// tellReady says whether this interview is ready, or another.
func (p *prepare) tellReady() {
	r, k := p.r, p.r.d.Kit
	if r.d.Ready == nil {
		return
	}
	now, err := r.d.Ready.Ready()
	left := now.Until.Sub(r.now())
	switch {
	case err == nil && now.Interview == r.open.ID && left > 0:
		p.later.Objects = []fyne.CanvasObject{
			k.Notice(widget.KindGood, r.t("ready.until", "time", k.Text.Clock(now.Until))), k.Body(r.t("ready.then")),
			widget.Row(k.Button("ready.lock", r.t("ready.lock"), r.d.Lock), k.Button("ready.undo", r.t("ready.undo"), p.unready)),
		}
	case err == nil && now.Interview == r.open.ID:
		p.later.Objects = []fyne.CanvasObject{
			k.Body(r.t("ready.ended")), k.Body(r.t("ready.how")), widget.Row(k.Button("ready.undo", r.t("ready.undo"), p.unready)),
		}
	case err == nil && left > 0:
		p.later.Objects = []fyne.CanvasObject{k.Body(r.t("ready.how")), k.Body(r.t("ready.other"))}
	default:
		p.later.Objects = []fyne.CanvasObject{k.Body(r.t("ready.how"))}
	}
	p.later.Refresh()
}

// ready makes the interview ready and locks: from then on nothing can be read.
func (p *prepare) ready() {
	d, id := p.r.d, p.r.open.ID
	p.busy = true
	p.problem.Objects = nil
	p.refresh()
	bus.Load(d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, d.Ready.MakeReady(ctx, id)
	}, nil, func(_ struct{}, err error) {
		p.busy = false
		if err != nil {
			p.fail(err)
			return
		}
		d.Bus.Trace("ready", "made")
		if p.current() {
			p.tellReady()
			p.refresh()
		}
		d.Lock()
	})
}

// unready takes it back.
func (p *prepare) unready() {
	d := p.r.d
	p.busy = true
	p.problem.Objects = nil
	p.refresh()
	bus.Load(d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, d.Ready.Disarm(ctx)
	}, nil, func(_ struct{}, err error) {
		p.busy = false
		if err != nil {
			p.fail(err)
			return
		}
		d.Bus.Trace("ready", "undone")
		if p.current() {
			p.tellReady()
			p.refresh()
			d.Window.Canvas().Focus(p.makeReady)
		}
	})
}

// hasCome reports whether the interview has a recording that was made with the
// vault locked, and was taken in while this page was open.
func (p *prepare) hasCome() bool {
	if p.busy {
		return false
	}
	i, err := p.r.d.Book.Interview(p.r.open.ID)
	return err == nil && !i.Recording.IsZero()
}

// standsReady says in the list until when an interview stands ready, "" if it
// does not.
func (r *Room) standsReady(i app.Interview) string {
	if r.d.Ready == nil || !i.Recording.IsZero() {
		return ""
	}
	now, err := r.d.Ready.Ready()
	if err != nil || now.Interview != i.ID || !now.Until.After(r.now()) {
		return ""
	}
	return r.t("ready.listed", "time", r.d.Kit.Text.Clock(now.Until))
}

// alone reports whether the room has one interview and no list: the vault is
// locked.
func (r *Room) alone() bool { return r.d.Leave != nil }

// backButton leads to the list, or away from the one interview.
func (r *Room) backButton() *widget.Button {
	if r.alone() {
		return r.d.Kit.Button("interview.back", r.t("ready.back"), r.d.Leave)
	}
	return r.d.Kit.Button("interview.back", r.t("interview.back"), r.list)
}
