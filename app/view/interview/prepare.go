package interview

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// prepare is the page before a recording: three yeses, a microphone, a sound
// check, and a record button that says what it waits for.
type prepare struct {
	r       *Room
	consent app.Consent

	saving  bool // a save is under way
	unsaved bool // the consent changed since
	busy    bool // a check, a start or an import is under way
	opening bool // the microphones are looked for the first time

	start, importWAV *widget.Button
	waits            *fyne.Container
	sounding
	problem *fyne.Container
	foot    *fyne.Container // what was said last, and the buttons under it

	later     *fyne.Container // about recording with the vault locked
	makeReady *widget.Button  // nil where that cannot be
}

func (r *Room) preparing() {
	k := r.d.Kit
	p := &prepare{
		r: r, consent: r.open.Consent,
		waits: widget.Stack(theme.Gap4), problem: widget.Stack(theme.Gap12),
	}
	r.prepare, r.live = p, nil
	child, consents := p.consents()
	sound := p.newSounding()
	p.start = k.Primary("record.start", r.t("record.start"), p.record)
	p.importWAV = k.Button("wav.import", r.t("wav.import"), p.pickWAV)

	later := p.readyPart()
	p.foot = widget.Stack(theme.Gap16, p.problem,
		p.buttons(), p.waits)
	r.page("prepare", child,
		k.Muted(r.about(r.open)),
		consents, sound, p.foot, later, r.guessPart())
	p.byRule()
	p.refresh()
	p.opening = true
	p.search()
}

// current reports whether the page is still the one shown.
func (p *prepare) current() bool { return !p.r.closed && p.r.prepare == p }

// tick changes the consent and stores it. Ticks that come while one is being
// stored are stored after it, so that the last one stands.
func (p *prepare) tick(change func(*app.Consent)) {
	change(&p.consent)
	p.unsaved = true
	p.refresh()
	p.save()
}

func (p *prepare) save() {
	if p.saving || !p.unsaved {
		return
	}
	p.saving, p.unsaved = true, false
	id, consent := p.r.open.ID, p.consent
	// Not bound to the room: a tick is stored even if the room is left.
	bus.Load(p.r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, p.r.d.Book.SaveConsent(ctx, id, consent)
	}, nil, func(_ struct{}, err error) {
		p.saving = false
		if err != nil {
			p.fail(err)
			return
		}
		p.save()
		if p.saving {
			return
		}
		state := "incomplete"
		if consent.Complete() {
			state = "complete"
		}
		p.r.d.Bus.Trace("consent", state)
		p.refresh()
	})
}

// fail shows why something did not work, here or, if the page is gone, over
// the window.
func (p *prepare) fail(err error) {
	if app.CodeOf(err) == app.CodeCancelled {
		return
	}
	if !p.current() {
		p.r.d.Problem(err)
		return
	}
	p.say(err)
}

// say shows a problem above the buttons, and the buttons with it.
func (p *prepare) say(err error) {
	p.problem.Objects = []fyne.CanvasObject{p.r.d.Kit.Problem(err)}
	p.refresh()
	if !p.opening { // the page begins with the three yeses
		p.r.d.Kit.Show(p.foot)
	}
}

// refresh lets the record button work once nothing is missing, and until then
// says what is.
func (p *prepare) refresh() {
	ready := p.consent.Complete() && !p.saving && !p.unsaved && !p.busy
	able(p.start, ready && len(p.names) > 0)
	able(p.importWAV, ready)
	if p.makeReady != nil {
		able(p.makeReady, !p.busy)
	}
	able(p.check, !p.busy && len(p.names) > 0)
	p.waits.Objects = nil
	if gaps := p.consent.Missing(); len(gaps) > 0 {
		p.waits.Objects = append(p.waits.Objects, p.r.d.Kit.Body(p.r.t("consent.waits")))
		for _, g := range gaps {
			p.waits.Objects = append(p.waits.Objects, p.r.d.Kit.Body("–  "+p.gap(g)))
		}
	}
	p.r.root.Refresh()
}

func able(b *widget.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}
