package home

import (
	"strconv"

	"fyne.io/fyne/v2"

	"barnrost/app/round"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

func (r *Room) today() round.Day { return round.DayOf(r.d.Now().Local()) }

// newYear makes the wheel or the list, as it was last chosen.
func (r *Room) newYear() {
	id, now, shown := "home.year", r.d.Now(), "wheel"
	if r.d.Listed() {
		shown = "list"
		r.year = r.d.Kit.YearList(id, now, r.moved, r.open)
	} else {
		r.year = r.d.Kit.YearWheel(id, now, r.moved, r.open)
	}
	r.d.Bus.Trace("year", shown)
}

// switchButton changes between wheel and list.
func (r *Room) switchButton() *widget.Button {
	words := "home.as.list"
	if r.d.Listed() {
		words = "home.as.wheel"
	}
	return r.d.Kit.Quiet("home.as", r.t(words), func() {
		r.d.SetListed(!r.d.Listed())
		r.newYear()
		r.show()
		r.d.Window.Canvas().Focus(r.year)
	})
}

// showYear fills the year with how it stands. What stood out still does; at
// first it is what is going on, or the planning while that is to be done.
func (r *Room) showYear(w round.Work, unplanned bool) {
	first := r.turns == nil
	r.turns = round.Turns(r.d.Plan(), w, r.today())
	if first && !unplanned {
		r.at = round.Nearest(r.turns, r.today())
	}
	r.year.Set(r.marks(), r.at)
	r.explain()
}

// shapes are how the states are drawn.
var shapes = map[round.State]widget.MarkShape{round.Ahead: widget.MarkAhead, round.Now: widget.MarkNow, round.Done: widget.MarkDone}

func (r *Room) marks() []widget.YearMark {
	marks := make([]widget.YearMark, len(r.turns))
	for i, t := range r.turns {
		marks[i] = widget.YearMark{
			ID: string(t.Activity), Name: r.t("activity." + string(t.Activity)), When: r.when(t),
			State: r.t("activity.state." + string(t.State)), Shape: shapes[t.State], At: t.At.Noon(),
		}
	}
	return marks
}

// when says when an activity is: its date where one is decided, else about when
// it usually is.
func (r *Room) when(t round.Turn) string {
	words := r.d.Kit.Text
	switch {
	case t.Activity == round.Reading:
		return r.t("activity.when.between", "from", words.Date(t.From.Noon()), "to", words.Date(t.To.Noon()))
	case t.Activity == round.Interviews, t.Activity == round.Transcripts:
		return r.t("activity.when.latest"+usual(t), "date", words.Date(t.To.Noon()))
	case t.Activity == round.APT, t.Activity == round.Seminar:
		return r.t("activity.when.on"+usual(t), "date", words.Date(t.To.Noon()))
	}
	return r.t("month."+strconv.Itoa(int(t.At.Month))) + " " + strconv.Itoa(t.At.Year)
}

// usual is the ending of the words for a date that is only a proposal.
func usual(t round.Turn) string {
	if t.Decided {
		return ""
	}
	return ".usual"
}

// moved is told which activity stands out.
func (r *Room) moved(i int) {
	r.at = i
	r.explain()
}

// explain says of the activity that stands out who does it, when, and what the
// program does.
func (r *Room) explain() {
	t := r.turns[r.at]
	k, key := r.d.Kit, "activity."+string(t.Activity)
	objs := []fyne.CanvasObject{
		k.Strong(r.t(key)), k.Muted(r.when(t) + " · " + r.t("activity.state."+string(t.State))), k.Body(r.t(key + ".about")),
	}
	if act, words := r.way(t.Activity); act != nil {
		doors := []fyne.CanvasObject{k.Button("home.activity", words, act)}
		if t.Activity == round.Interviews && r.d.Enquiry != nil {
			doors = append(doors, k.Button("home.enquiry", r.t("enquiry.open"), r.d.Enquiry))
		}
		objs = append(objs, widget.Row(doors...))
	}
	r.about.Objects = []fyne.CanvasObject{widget.Card(theme.Gap16, widget.Stack(theme.Gap8, objs...))}
	r.root.Refresh()
}

// open goes to what an activity is about, where the program has something for
// it.
func (r *Room) open(i int) {
	if act, _ := r.way(r.turns[i].Activity); act != nil {
		act()
	}
}

// way is where an activity leads and the words for it, nil for nowhere.
func (r *Room) way(a round.Activity) (act func(), words string) {
	switch a {
	case round.Planning, round.APT, round.Seminar:
		return r.d.Year, r.t("home.year.button")
	case round.KickOff:
		return r.d.Practise, r.t("practice.begin")
	case round.Interviews, round.Transcripts:
		return r.d.Interviews, r.t("home.interviews.button")
	case round.Reading, round.Report:
		return r.d.Unit, r.t("home.unit.button")
	}
	return nil, ""
}

// soon says which decided date comes next, or without one what the month
// usually brings.
func (r *Room) soon() string {
	today, plan := r.today(), r.d.Plan()
	if plan.Year == round.Of(today) {
		if name, day, ok := round.NextDate(plan, today); ok {
			words := r.d.Kit.Text
			date := r.t("weekday."+strconv.Itoa(int(day.Weekday()))) + " " + words.Date(day.Noon())
			what := r.t("plan.date." + string(name))
			switch n := today.Until(day); n {
			case 0:
				return r.t("home.soon.today", "what", what)
			case 1:
				return r.t("home.soon.tomorrow", "what", what, "date", date)
			default:
				return r.t("home.soon", "what", what, "date", date, "n", n)
			}
		}
	}
	return r.t("wheel.month." + strconv.Itoa(int(today.Month)))
}
