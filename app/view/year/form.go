package year

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/round"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// form is the plan to be filled in.
func (r *Room) form() []fyne.CanvasObject {
	k, f := r.d.Kit, &r.typed
	this := round.Of(r.today())
	r.read(this)
	years := []int{this, this + 1}
	if f.Year < this {
		years = append([]int{f.Year}, years...) // typed before the turn of the round
	}
	words, chosen := make([]string, len(years)), -1
	for i, y := range years {
		if words[i] = strconv.Itoa(y); y == f.Year {
			chosen = i
		}
	}
	year := k.Choice("plan.year", words, nil).Named(r.t("plan.year"))
	year.SetSelected(chosen)
	year.OnChanged = func(i int) {
		f.propose(years[i])
		r.refill()
		r.keep()
	}
	r.first = year
	objs := []fyne.CanvasObject{k.Body(r.t("plan.how")), r.unsaved, widget.Stack(theme.Gap8, k.Strong(r.t("plan.year")), year), r.dateRows(), r.peopleRows(), r.voiceRows()}
	if !r.d.Sends() {
		objs = append(objs, k.Muted(r.t("plan.draft")))
	}
	r.saveIt = k.Primary("plan.save", r.t("plan.save"), r.save)
	r.showTake()
	return append(objs, r.news, widget.Row(r.saveIt, k.Button("plan.back", r.t("plan.back"), r.d.Back)), r.take)
}

// refill writes the draft into the fields again.
func (r *Room) refill() {
	for name, field := range r.dates {
		field.entry.SetText(r.typed.Dates[name])
	}
	r.remark()
}

// dateField is one of the four dates.
type dateField struct {
	entry *widget.Entry
	said  *fyne.Container
}

func (r *Room) dateRows() fyne.CanvasObject {
	k := r.d.Kit
	r.dates = map[round.Date]*dateField{}
	grid := container.New(&pairs{})
	for _, name := range round.Dates {
		label := r.t("plan.date." + string(name))
		e := k.Entry("plan."+string(name), r.t("plan.date.example")).Named(label)
		e.SetText(r.typed.Dates[name])
		e.OnChange = func(s string) {
			r.typed.Dates[name], r.typed.Untouched[name] = s, false
			r.remark()
		}
		e.OnLeave = r.keep
		e.OnKeyFirst = func(ev *fyne.KeyEvent) bool { return r.nudge(name, ev.Name) }
		e.OnSubmit = func() { r.d.Window.Canvas().FocusNext() }
		field := &dateField{e, widget.Stack(theme.Gap4)}
		r.dates[name] = field
		grid.Add(widget.Stack(theme.Gap4, k.Body(label), container.New(short{}, e), field.said))
	}
	r.remark()
	return widget.Stack(theme.Gap12, k.Strong(r.t("plan.dates")), k.Muted(r.t("plan.dates.how")), grid)
}

// nudges are how far the keys move a date, in days.
var nudges = map[fyne.KeyName]int{fyne.KeyUp: 1, fyne.KeyDown: -1, fyne.KeyPageUp: 7, fyne.KeyPageDown: -7}

// nudge moves a date that can be read.
func (r *Room) nudge(name round.Date, key fyne.KeyName) bool {
	by := nudges[key]
	day, ok := round.ParseDay(r.typed.Dates[name], r.typed.Year, r.months())
	if by == 0 || !ok || day.IsZero() {
		return false
	}
	field := r.dates[name].entry
	field.SetText(written(day.Add(by)))
	field.OnChange(field.Text())
	return true
}

// months are the names of the months in the window's language.
func (r *Room) months() []string {
	names := make([]string, 12)
	for i := range names {
		names[i] = r.t("month." + strconv.Itoa(i+1))
	}
	return names
}

// remark says below each date which day it is, and what is worth a second look.
func (r *Room) remark() {
	k := r.d.Kit
	p, faults := r.typed.read(r.months())
	unread := map[round.Date]bool{}
	for _, f := range faults {
		unread[f.date] = true
	}
	remarks := map[round.Date][]fyne.CanvasObject{}
	for _, m := range p.Remarks() {
		remarks[m.Date] = append(remarks[m.Date], k.Notice(widget.KindAttention, r.remarkWords(m)))
	}
	for name, field := range r.dates {
		field.said.Objects = nil
		switch day := p.Dates[name]; {
		case unread[name]:
			field.said.Add(k.Notice(widget.KindAttention, r.t("plan.date.unread")))
		case day.IsZero():
			field.said.Add(k.Muted(r.t("plan.date.open")))
		default:
			field.said.Add(k.Muted(r.long(day)))
		}
		for _, o := range remarks[name] {
			field.said.Add(o)
		}
	}
	r.root.Refresh()
}

// remarkWords puts a remark into words.
func (r *Room) remarkWords(m round.Remark) string {
	key := "plan.remark." + string(m.Kind)
	switch m.Kind {
	case round.RemarkOrder:
		return r.t(key, "what", r.t("plan.date."+string(m.Date)), "before", r.t("plan.date."+string(m.Before)))
	case round.RemarkHoliday:
		return r.t(key, "holiday", r.t("holiday."+string(m.Holiday)))
	case round.RemarkReading:
		return r.d.Kit.Text.N(key, m.Days)
	case round.RemarkYear:
		return r.t(key, "year", r.typed.Year)
	}
	return r.t(key)
}

func (r *Room) peopleRows() fyne.CanvasObject {
	k := r.d.Kit
	e := k.Multi("plan.people", r.t("plan.people.example"), 5).Named(r.t("plan.people"))
	e.SetText(r.typed.Names)
	e.OnChange = func(s string) {
		r.typed.Names = s
		r.counted()
	}
	e.OnLeave = r.keep
	r.counted()
	return widget.Stack(theme.Gap8, k.Strong(r.t("plan.people")), k.Muted(r.t("plan.people.how")), e, r.people)
}

// counted says how many places there are, or which lines are no names.
func (r *Room) counted() {
	k := r.d.Kit
	names, bad := round.ReadNames(r.typed.Names)
	r.people.Objects = []fyne.CanvasObject{k.Muted(k.Text.N("plan.places", len(names)))}
	if len(bad) > 0 {
		r.people.Add(k.Notice(widget.KindAttention, r.t("plan.people.bad", "names", strings.Join(bad, " · "))))
	}
	if len(names) > round.MaxInterviewers {
		r.people.Add(k.Notice(widget.KindAttention, r.t("plan.people.many", "n", round.MaxInterviewers)))
	}
	r.root.Refresh()
}

// save stores what is filled in, or says what of it cannot be read.
func (r *Room) save() {
	if r.busy {
		return
	}
	p, wrong, err := r.typed.check(r.months())
	if err != nil {
		r.problem(err)
		if field := r.dates[wrong.date]; field != nil {
			r.d.Window.Canvas().Focus(field.entry)
		}
		return
	}
	r.keep() // in case the write fails
	r.busy = true
	r.saveIt.Disable()
	r.keeper.add(job{write: func(ctx context.Context) error {
		if err := r.d.Save(ctx, p); err != nil {
			return err
		}
		return r.d.Keep(ctx, nil) // it is the plan now
	}, then: func(err error) {
		r.busy = false
		if err == nil {
			r.keeper.last, r.shown = nil, nil
		}
		if r.ctx.Err() != nil {
			return
		}
		r.saveIt.Enable()
		if err != nil {
			r.problem(err)
			return
		}
		r.build()
		r.tell(r.d.Kit.Notice(widget.KindGood, r.t("plan.saved")))
		r.d.Bus.Trace("plan", "saved")
		r.d.Window.Canvas().Focus(r.calendar)
	}})
}

func (r *Room) problem(err error) { r.tell(r.d.Kit.Problem(err)) }

// tell says what came of something, and brings it into sight.
func (r *Room) tell(o fyne.CanvasObject) {
	r.news.Objects = []fyne.CanvasObject{o}
	r.root.Refresh()
	r.d.Kit.Show(o)
}
