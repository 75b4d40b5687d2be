package disposal

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// decisionLine says what a decision covers and whether it is in use.
func (r *Room) decisionLine(d app.Decision) string {
	parts := []string{r.matters(d.Covers), r.period(d.Months)}
	if d.Condition != app.ConditionNone {
		parts = append(parts, r.t("condition."+string(d.Condition)))
	}
	switch {
	case !d.Replaced.IsZero():
		parts = append(parts, r.t("decision.replaced"))
	case !d.Ended.IsZero():
		parts = append(parts, r.t("decision.ended", "date", r.d.Kit.Text.Date(d.Ended)))
	}
	return strings.Join(parts, " · ")
}

func (r *Room) period(months int) string {
	if months == 0 {
		return r.t("decision.months.none")
	}
	return r.d.Kit.Text.N("decision.months", months)
}

// decision shows one decision of the register.
func (r *Room) decision(id app.ID) {
	at := slices.IndexFunc(r.have.decisions, func(d app.Decision) bool { return d.ID == id })
	if at < 0 {
		r.home()
		return
	}
	d, k := r.have.decisions[at], r.d.Kit
	r.code = ""
	objs := []fyne.CanvasObject{
		k.Title(d.Number), k.Body(r.t("decision.by", "by", d.DecidedBy, "date", k.Text.Date(d.Date))), k.Body(text.Capital(r.decisionLine(d))),
	}
	if d.Withdrawal {
		objs = append(objs, k.Body(r.t("decision.withdrawal")))
	}
	objs = append(objs, k.Muted(r.t("decision.registered", "date", k.Text.Date(d.Registered))))
	objs = append(objs, r.told()...)
	back := k.Button("disposal.back", r.t("disposal.back"), r.home)
	if !d.Replaced.IsZero() || !d.Ended.IsZero() {
		r.page("decision", back, append(objs, widget.Row(back))...)
		return
	}
	replace := k.Button("decision.replace", r.t("decision.replace"), func() {
		next := d
		next.Replaces = d.ID
		r.open(r.newDecision(next))
	})
	end := k.Button("decision.end", r.t("decision.end"), func() { r.end(d) })
	objs = append(objs, k.Muted(r.t("decision.how")), widget.Row(replace, end, back))
	r.page("decision", back, objs...)
}

// end asks before a decision is no longer used.
func (r *Room) end(d app.Decision) {
	r.d.Ask(widget.Question{ID: "decision.ask", Title: r.t("decision.ask", "number", d.Number), Body: []string{r.t("decision.ask.how")}, Yes: r.t("decision.end")}, func() {
		r.write(func(ctx context.Context) error { return r.d.Book.EndDecision(ctx, d.ID) }, func() {
			r.d.Bus.Trace("disposal", "ended")
			r.home()
		})
	})
}

// newDecision is the form for a decision; from fills it in.
func (r *Room) newDecision(from app.Decision) func() {
	f := &form{from: from, number: from.Number, by: from.DecidedBy, months: strconv.Itoa(from.Months), covers: map[app.Matter]bool{}, condition: from.Condition, withdrawal: from.Withdrawal}
	if !from.Date.IsZero() {
		f.date = from.Date.Local().Format(time.DateOnly)
	}
	for _, m := range from.Covers {
		f.covers[m] = true
	}
	return func() { r.form(f) }
}

// form is what has been filled in so far.
type form struct {
	from                     app.Decision
	number, date, by, months string
	covers                   map[app.Matter]bool
	condition                app.Condition
	withdrawal               bool
}

// read makes the decision of what was filled in. What does not fit is left for
// [app.Decision.Check] to name.
func (f *form) read() app.Decision {
	d := app.Decision{Number: f.number, DecidedBy: f.by, Condition: f.condition, Withdrawal: f.withdrawal, Replaces: f.from.Replaces, Months: -1}
	if day, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(f.date), time.Local); err == nil {
		d.Date = day
	}
	if n, err := strconv.Atoi(strings.TrimSpace(f.months)); err == nil {
		d.Months = n
	}
	for _, m := range app.Matters {
		if f.covers[m] {
			d.Covers = append(d.Covers, m)
		}
	}
	return d
}

func (r *Room) form(f *form) {
	k := r.d.Kit
	r.code = ""
	field := func(id, label, text string, changed func(string)) (*widget.Entry, fyne.CanvasObject) {
		e := k.Entry(id, "").Named(label)
		e.SetText(text)
		e.OnChange = changed
		return e, widget.Stack(theme.Gap4, k.Body(label), e)
	}
	number, numberRow := field("decision.number", r.t("decision.number"), f.number, func(s string) { f.number = s })
	_, dateRow := field("decision.date", r.t("decision.date"), f.date, func(s string) { f.date = s })
	_, byRow := field("decision.decidedby", r.t("decision.decidedby"), f.by, func(s string) { f.by = s })
	_, monthsRow := field("decision.period", r.t("decision.period"), f.months, func(s string) { f.months = s })
	covers := []fyne.CanvasObject{k.Body(r.t("decision.covers"))}
	for _, m := range app.Matters {
		tick := k.Check("decision.covers."+string(m), r.the(m), func(on bool) { f.covers[m] = on })
		tick.SetChecked(f.covers[m])
		covers = append(covers, tick)
	}
	conditions := []string{text.Capital(r.t("condition.none")), text.Capital(r.t("condition." + string(app.ConditionChecked)))}
	condition := k.Choice("decision.condition", conditions, func(n int) { f.condition = app.Conditions[n] }).Named(r.t("decision.condition"))
	condition.SetSelected(slices.Index(app.Conditions, f.condition))
	withdrawal := k.Check("decision.withdrawal", r.t("decision.withdrawal.tick"), func(on bool) { f.withdrawal = on })
	withdrawal.SetChecked(f.withdrawal)

	title := "decision.new"
	if !f.from.Replaces.IsZero() {
		title = "decision.replace.title"
	}
	objs := []fyne.CanvasObject{k.Title(r.t(title)), k.Body(r.t("decision.new.how")), numberRow, dateRow, byRow,
		widget.Stack(theme.Gap4, covers...), monthsRow, widget.Stack(theme.Gap4, k.Body(r.t("decision.condition")), condition), withdrawal}
	objs = append(objs, r.told()...)
	objs = append(objs, widget.Row(
		k.Primary("decision.register", r.t("decision.register"), func() { r.register(f) }),
		k.Button("disposal.back", r.t("disposal.back"), r.home)))
	r.page("form", number, objs...)
}

func (r *Room) register(f *form) {
	d := f.read()
	r.write(func(ctx context.Context) error {
		_, err := r.d.Book.RegisterDecision(ctx, d)
		return err
	}, func() {
		r.d.Bus.Trace("disposal", "registered")
		r.home()
	})
}
