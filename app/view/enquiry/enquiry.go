// Package enquiry is the room where the children who were asked are counted: no
// names, no codes, no ages.
package enquiry

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/round"
	"barnrost/app/view/bus"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Book keeps the count. Enquiries and Asked only read memory.
type Book interface {
	Enquiries() ([]app.Enquiry, error)
	AddEnquiry(ctx context.Context, answer app.Reply, reason app.Reason) (app.Enquiry, error)
	ChangeEnquiry(ctx context.Context, e app.Enquiry) error
	RemoveEnquiry(ctx context.Context, id app.ID) error
	// Asked counts a stretch of months, "2026-11" to "2027-10", with the interviews.
	Asked(from, to string) (app.Asked, error)
}

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Book   Book
	Now    func() time.Time
	// NewInterview goes to the form of one: the child said yes.
	NewInterview func()
	Back         func()
}

// Room is the room. Make one with [New].
type Room struct {
	d      Deps
	ctx    context.Context
	cancel context.CancelFunc
	root   *fyne.Container
	asked  *widget.Button
	sum    *fyne.Container
	news   *fyne.Container
	waits  *fyne.Container
	busy   bool
	undo   func(context.Context) error // takes the latest back; nil for nothing
}

// New makes the room.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, sum: widget.Stack(theme.Gap8), news: widget.Stack(theme.Gap12), waits: widget.Stack(theme.Gap12)}
	k := d.Kit
	r.asked = k.Primary("enquiry.asked", r.t("enquiry.asked"), func() { r.count(app.AnswerWaits) })
	r.root = widget.Stack(theme.Gap24,
		k.Body(r.t("enquiry.how")),
		widget.Row(r.asked, k.Button("enquiry.yes", r.t("enquiry.yes"), func() { r.count(app.AnswerYes) }),
			k.Button("enquiry.no", r.t("enquiry.no"), func() { r.count(app.AnswerNo) })),
		r.news, r.sum, r.waits,
		k.Muted(r.t("enquiry.withdraw")),
		widget.Row(k.Button("enquiry.back", r.t("enquiry.back"), d.Back)))
	r.show()
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("enquiry.title") }

// Focus implements the room.
func (r *Room) Focus() { r.d.Window.Canvas().Focus(r.asked) }

// Close implements the room.
func (r *Room) Close() { r.cancel() }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// show draws the count and the children whose interview is still to come.
func (r *Room) show() {
	k := r.d.Kit
	year := round.Of(round.DayOf(r.d.Now().Local()))
	asked, err := r.d.Book.Asked(fmt.Sprintf("%d-11", year-1), fmt.Sprintf("%d-10", year))
	var list []app.Enquiry
	if err == nil {
		list, err = r.d.Book.Enquiries()
	}
	if err != nil {
		r.sum.Objects = []fyne.CanvasObject{k.Problem(err)}
		r.root.Refresh()
		return
	}
	r.sum.Objects = []fyne.CanvasObject{k.Muted(r.t("enquiry.round", "year", year, "before", year-1)), k.Big(r.sentence(asked))}
	if why := r.why(asked); why != "" {
		r.sum.Add(k.Muted(why))
	}
	r.waits.Objects = nil
	for _, answer := range []app.Reply{app.AnswerWaits, app.AnswerYes} {
		r.waiting(answer, list)
	}
	r.root.Refresh()
	r.d.Bus.Trace("enquiry", asked.Asked, asked.Yes, asked.No)
}

// sentence is the honest one for the report.
func (r *Room) sentence(a app.Asked) string {
	if a.Asked == 0 {
		return r.t("enquiry.none")
	}
	parts := []string{r.counted("asked", a.Asked)}
	for _, p := range []struct {
		key string
		n   int
	}{{"yes", a.Yes}, {"no", a.No}, {"waiting", a.Waiting}, {"withdrew", a.Withdrew}} {
		if p.n > 0 {
			parts = append(parts, r.counted(p.key, p.n))
		}
	}
	return strings.Join(parts, " ")
}

// counted is one sentence about so many children, which begins with the number
// in words, as it will stand in the report.
func (r *Room) counted(what string, n int) string {
	form := ".many"
	if n == 1 {
		form = ".one"
	}
	return r.t("enquiry.sum."+what+form, "n", text.Capital(r.d.Kit.Text.Number(n)))
}

func (r *Room) why(a app.Asked) string {
	var parts []string
	for _, reason := range app.Reasons {
		if n := a.Why[reason]; n > 0 {
			parts = append(parts, r.t("enquiry.reason."+string(reason))+": "+r.d.Kit.Text.Decimal(float64(n), 0))
		}
	}
	return strings.Join(parts, " · ")
}

// waiting lists the children who have not answered, or who have said yes and wait
// for their interview, with what can be done of each.
func (r *Room) waiting(answer app.Reply, list []app.Enquiry) {
	k := r.d.Kit
	n := 0
	for _, e := range list {
		if e.Answer != answer {
			continue
		}
		if n++; n == 1 {
			r.waits.Add(k.Title(r.t("enquiry.list." + string(answer))))
		}
		id := func(what string) string { return "enquiry." + string(answer) + "." + what + "." + strconv.Itoa(n) }
		var can []fyne.CanvasObject
		if answer == app.AnswerWaits {
			can = append(can, k.Button(id("yes"), r.t("enquiry.said.yes"), func() { r.answer(e, app.AnswerYes) }),
				k.Button(id("no"), r.t("enquiry.said.no"), func() { r.answer(e, app.AnswerNo) }))
		} else {
			can = append(can, k.Button(id("new"), r.t("enquiry.new"), r.d.NewInterview),
				k.Button(id("withdrew"), r.t("enquiry.said.withdrew"), func() { r.answer(e, app.AnswerWithdrew) }))
		}
		r.waits.Add(widget.Card(theme.Gap12, widget.Stack(theme.Gap8, k.Body(r.t("enquiry.since", "month", r.month(e.Month))), widget.Row(can...))))
	}
}

func (r *Room) month(s string) string {
	t, err := time.ParseInLocation("2006-01", s, time.Local)
	if err != nil {
		return s
	}
	return r.t("month."+t.Format("1")) + " " + t.Format("2006")
}

// count counts a child who was asked.
func (r *Room) count(answer app.Reply) {
	var counted app.Enquiry
	r.do(func(ctx context.Context) (err error) {
		counted, err = r.d.Book.AddEnquiry(ctx, answer, "")
		return err
	}, func(ctx context.Context) error { return r.d.Book.RemoveEnquiry(ctx, counted.ID) }, func() {
		r.ask(counted)
	})
}

// answer stores what a child said.
func (r *Room) answer(e app.Enquiry, answer app.Reply) {
	now := e
	now.Answer = answer
	r.do(func(ctx context.Context) error { return r.d.Book.ChangeEnquiry(ctx, now) },
		func(ctx context.Context) error { return r.d.Book.ChangeEnquiry(ctx, e) }, func() { r.ask(now) })
}

// ask goes on from what a child said: why, or to the interview.
func (r *Room) ask(e app.Enquiry) {
	switch e.Answer {
	case app.AnswerNo, app.AnswerWithdrew:
		r.askWhy(e)
	case app.AnswerYes:
		k := r.d.Kit
		next := k.Button("enquiry.new", r.t("enquiry.new"), r.d.NewInterview)
		r.news.Objects = append(r.news.Objects, k.Body(r.t("enquiry.once")), widget.Row(next))
		r.root.Refresh()
	}
}

// askWhy offers the categories; nobody has to answer.
func (r *Room) askWhy(e app.Enquiry) {
	k := r.d.Kit
	var row []fyne.CanvasObject
	for _, reason := range app.Reasons {
		row = append(row, k.Button("enquiry.why."+string(reason), r.t("enquiry.reason."+string(reason)), func() {
			now := e
			now.Reason = reason
			undo := r.undo
			r.do(func(ctx context.Context) error { return r.d.Book.ChangeEnquiry(ctx, now) }, undo, nil)
		}))
	}
	skip := k.Button("enquiry.why.skip", r.t("enquiry.reason.skip"), func() { r.tell(); r.Focus() })
	r.news.Objects = append(r.news.Objects, k.Body(r.t("enquiry.why")), widget.Row(append(row, skip)...))
	r.root.Refresh()
	if first, ok := row[0].(fyne.Focusable); ok {
		r.d.Window.Canvas().Focus(first)
	}
}

// do changes the count and shows it; undo takes it back, nil if it cannot be.
func (r *Room) do(change, undo func(context.Context) error, then func()) {
	if r.busy {
		return
	}
	r.busy = true
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, change(context.WithoutCancel(ctx))
	}, nil, func(_ struct{}, err error) {
		r.busy = false
		if r.ctx.Err() != nil {
			return
		}
		if err != nil {
			r.news.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err)}
			r.root.Refresh()
			return
		}
		r.undo = undo
		r.show()
		r.tell()
		r.Focus()
		if then != nil {
			then()
		}
	})
}

// tell says that it is counted, and offers to take it back.
func (r *Room) tell() {
	k := r.d.Kit
	r.news.Objects = nil
	if undo := r.undo; undo != nil {
		r.news.Objects = []fyne.CanvasObject{
			k.Notice(widget.KindGood, r.t("enquiry.counted")),
			widget.Row(k.Button("enquiry.undo", r.t("enquiry.undo"), func() { r.do(undo, nil, nil) })),
		}
	}
	r.root.Refresh()
}
