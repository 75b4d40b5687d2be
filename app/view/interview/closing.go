package interview

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/diploma"
	"barnrost/app/own"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Own keeps what the interviewer notes of an interview besides what was said.
// Those without a context only read memory.
type Own interface {
	SaveVisit(ctx context.Context, interview app.ID, v app.Visit) error
	// Guessed is how long the guess is that was written before, in code points,
	// 0 for none. SaveGuess stores what is added after so many of them.
	Guessed(interview app.ID) int
	SaveGuess(ctx context.Context, interview app.ID, after int, text string) error
	// Aside is what is private; the guess is in it once the interview was held.
	Aside(interview app.ID) (own.Aside, error)
	SaveHeard(ctx context.Context, interview app.ID, text string) error
	Notes(interview app.ID) (own.Notes, error)
	SaveNotes(ctx context.Context, interview app.ID, n own.Notes) error
}

// Diplomas makes diplomas. It works with the vault locked, too.
type Diplomas interface {
	// Words are what the diploma says. They are read from memory.
	Words() (diploma.Words, error)
	// Month is when one is given, in the diploma's own language.
	Month(t time.Time) string
	// Unit is the unit's name, "" where it cannot be printed.
	Unit() string
	// Print puts one before the person to be printed.
	Print(c diploma.Choice)
	// SaveWords makes the words the unit's own, or the shipped ones again where
	// they are nil; MaySave tells whether this person can.
	MaySave() bool
	SaveWords(ctx context.Context, w *diploma.Words) error
}

// closing is the page after the recording: what is left of the child's visit,
// and the way to what is for the interviewer alone.
type closing struct {
	r       *Room
	problem *fyne.Container
	ticket  *ticketing
}

// finish shows the closing page of an interview whose recording has just ended,
// or that is gone back to.
func (r *Room) finish(id app.ID) {
	i, err := r.d.Book.Interview(id)
	if err == nil {
		r.open = i
		var status app.SoundStatus
		var ms int64
		if status, ms, err = r.sound(i); err == nil && status != "" {
			r.closingPage(status, ms)
			return
		}
	}
	r.show(id) // which tells what is wrong
}

// closingPage shows how it went with the recording and what is left to do.
func (r *Room) closingPage(status app.SoundStatus, ms int64) {
	k, i := r.d.Kit, r.open
	c := &closing{r: r, problem: widget.Stack(theme.Gap12)}
	objs := r.saved(status, ms)
	var child []fyne.CanvasObject
	var first fyne.Focusable
	button := func(o *widget.Button) {
		child = append(child, o)
		if first == nil {
			first = o
		}
	}
	if r.d.Survey != nil {
		button(k.Primary("closing.survey", r.t("closing.survey"), func() { r.d.Survey(i.ID) }))
	}
	if r.d.Diplomas != nil {
		button(k.Button("closing.diploma", r.t("closing.diploma"), r.diploma))
	}
	objs = append(objs, k.Title(r.t("closing.child")), k.Body(r.t("closing.child.how")))
	if len(child) > 0 {
		objs = append(objs, widget.Row(child...))
	}
	if r.d.GiveTicket != nil {
		c.ticket = &ticketing{c: c, given: i.Visit.Ticket == app.Yes}
		tick := k.Check("closing.ticket", r.t("closing.ticket"), c.ticket.tick)
		tick.SetChecked(c.ticket.given)
		objs = append(objs, tick)
	}
	objs = append(objs, c.problem)
	ways, last := r.onwards()
	if first == nil {
		first = last
	}
	if r.d.Own != nil {
		objs = append(objs, k.Title(r.t("closing.own")), k.Body(r.t("closing.own.how")),
			widget.Row(k.Button("closing.afterwards", r.t("closing.afterwards"), r.afterwards)))
	} else {
		objs = append(objs, k.Title(r.t("closing.own")), k.Body(r.t("closing.own.locked")))
	}
	objs = append(objs, widget.Row(ways...))
	r.page("closing", first, objs...)
	r.closing = c
}

// saved says that the sound is there.
func (r *Room) saved(status app.SoundStatus, ms int64) []fyne.CanvasObject {
	k := r.d.Kit
	switch status {
	case app.SoundInterrupted:
		return []fyne.CanvasObject{k.Notice(widget.KindAttention, r.t("overview.interrupted", "length", k.Text.Minutes(ms)))}
	case app.SoundWhole:
		return []fyne.CanvasObject{k.Notice(widget.KindGood, r.t("overview.saved", "length", k.Text.Minutes(ms)))}
	}
	return nil
}

// onwards are the ways on from the closing pages: to the desk, or to do that
// another day.
func (r *Room) onwards() (ways []fyne.CanvasObject, first *widget.Button) {
	k, id := r.d.Kit, r.open.ID
	if r.d.Transcribe != nil {
		first = k.Button("interview.transcribe", r.t("interview.transcribe"), func() { r.d.Transcribe(id) })
		ways = append(ways, first)
	}
	later := k.Button("closing.later", r.t("closing.later"), func() { r.show(id) })
	if r.alone() {
		later = k.Button("closing.later", r.t("ready.done"), r.d.Leave)
	}
	if first == nil {
		first = later
	}
	return append(ways, later), first
}

// refreshed follows an interview that changed while a closing page is open: what
// is shown stays, what is known is new.
func (r *Room) refreshed() {
	if i, err := r.d.Book.Interview(r.open.ID); err == nil {
		r.open = i
	}
}

// ticketing stores whether the child got its ticket, the last tick last.
type ticketing struct {
	c             *closing
	given         bool
	saving, again bool
}

func (t *ticketing) tick(on bool) {
	t.given, t.again = on, true
	t.save()
}

func (t *ticketing) save() {
	if t.saving || !t.again {
		return
	}
	t.saving, t.again = true, false
	r, id, answer := t.c.r, t.c.r.open.ID, app.No
	if t.given {
		answer = app.Yes
	}
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.GiveTicket(ctx, id, answer)
	}, nil, func(_ struct{}, err error) {
		t.saving = false
		t.c.problem.Objects = nil
		switch {
		case err == nil:
			r.d.Bus.Trace("ticket", string(answer))
		case r.closing == t.c && !r.closed:
			t.c.problem.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err)}
			r.d.Kit.Show(t.c.problem)
		default:
			r.d.Problem(err)
		}
		r.root.Refresh()
		t.save()
	})
}
