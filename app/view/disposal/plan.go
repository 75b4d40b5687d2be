package disposal

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// choice is what a person has chosen of an interview so far.
type choice struct {
	request app.DisposalRequest
	plan    app.DisposalPlan
	refused error // why the plan may not be carried out
}

// interview is step 1: what to dispose of, what would go and stay, what it
// leans on, and who has copies.
func (r *Room) interview(id app.ID) {
	i, ok := r.find(id)
	if !ok {
		r.home()
		return
	}
	c := &choice{request: app.DisposalRequest{Interview: id}}
	r.again = func() { r.replan(c) }
	for _, m := range r.there(i) {
		if c.request.Matter == "" || slices.Contains(r.have.due[id], m) && !slices.Contains(r.have.due[id], c.request.Matter) {
			c.request.Matter = m
		}
	}
	for _, b := range i.Blocks {
		if b.Withdrawn {
			c.request.Matter, c.request.Withdrawn = b.Matter, true
		}
	}
	r.replan(c)
}

// find returns an interview by its id.
func (r *Room) find(id app.ID) (app.Interview, bool) {
	at := slices.IndexFunc(r.have.interviews, func(i app.Interview) bool { return i.ID == id })
	if at < 0 {
		return app.Interview{}, false
	}
	return r.have.interviews[at], true
}

// there lists what there is of an interview.
func (r *Room) there(i app.Interview) (list []app.Matter) {
	if !i.Recording.IsZero() {
		list = append(list, app.MatterSound)
	}
	if !i.Transcript.IsZero() {
		list = append(list, app.MatterText)
	}
	return append(list, app.MatterWhole)
}

// replan reads what would become of the choice, and shows it.
func (r *Room) replan(c *choice) {
	request := c.request
	bus.Load(r.d.Bus, r.ctx, func(context.Context, bus.Progress) (app.DisposalPlan, error) {
		return r.d.Book.Plan(request)
	}, nil, func(plan app.DisposalPlan, err error) {
		if r.closed() || request != c.request {
			return
		}
		i, ok := r.find(request.Interview)
		if !ok || app.CodeOf(err) == app.CodeNotFound {
			r.home()
			return
		}
		c.plan, c.refused = plan, err
		r.choose(c, i)
	})
}

// choose draws step 1.
func (r *Room) choose(c *choice, i app.Interview) {
	k := r.d.Kit
	r.code = i.Code
	there := r.there(i)
	var words []string
	for _, m := range there {
		words = append(words, r.the(m))
	}
	what := k.Choice("disposal.what", words, func(n int) {
		c.request.Matter = there[n]
		r.replan(c)
	}).Named(r.t("disposal.what"))
	what.SetSelected(slices.Index(there, c.request.Matter))
	withdrawn := k.Check("disposal.withdrawn", r.t("disposal.withdrawn"), func(on bool) {
		c.request.Withdrawn = on
		r.replan(c)
	})
	withdrawn.SetChecked(c.request.Withdrawn)

	objs := []fyne.CanvasObject{k.Muted(r.line(i))}
	for _, h := range r.standing(i.ID) {
		objs = append(objs, k.Notice(widget.KindAttention, r.holdLine(h)))
	}
	for _, b := range i.Blocks {
		if b.Withdrawn {
			objs = append(objs, k.Notice(widget.KindAttention, r.t("disposal.withdrew", "what", r.t("matter.the."+string(b.Matter)))))
		}
	}
	objs = append(objs, widget.Stack(theme.Gap8, k.Strong(r.t("disposal.what")), what), withdrawn)
	if c.request.Withdrawn && app.CodeOf(c.refused) != app.CodeWithdrawalUndecided { // which says the same
		objs = append(objs, k.Muted(r.t("disposal.withdrawn.how")))
	}
	if c.request.Checked || app.CodeOf(c.refused) == app.CodeNotChecked {
		checked := k.Check("disposal.checked", r.t("disposal.checked"), func(on bool) {
			c.request.Checked = on
			r.replan(c)
		})
		checked.SetChecked(c.request.Checked)
		objs = append(objs, checked)
	}
	objs = append(objs, widget.Card(theme.Gap16, widget.Stack(theme.Gap16, r.planned(c)...)))
	objs = append(objs, r.told()...)
	if c.refused != nil {
		objs = append(objs, k.Problem(c.refused))
	}
	r.page("interview", what, append(objs, r.steps(c, i))...)
	r.d.Bus.Trace("plan", string(c.request.Matter), leans(c))
}

// leans says in the trace on what the plan that is shown leans.
func leans(c *choice) string {
	switch {
	case c.refused != nil:
		return "refused"
	case c.request.Withdrawn:
		return "withdrawn"
	}
	return "decision"
}

// steps are the buttons of step 1.
func (r *Room) steps(c *choice, i app.Interview) fyne.CanvasObject {
	k := r.d.Kit
	back := k.Button("disposal.back", r.t("disposal.back"), r.home)
	stop := k.Button("disposal.stop", r.t("disposal.stop"), func() { r.open(r.newHold(i)) })
	buttons := []fyne.CanvasObject{back, stop, r.blockButton(i)}
	switch {
	case c.refused == nil:
		next := k.Primary("disposal.next", r.t("disposal.next"), func() { r.confirm(c, "") })
		buttons = append([]fyne.CanvasObject{next}, buttons...)
	case c.request.Withdrawn && !i.Withdrew(c.request.Matter):
		// Nothing can go yet, but the child need not wait for its no to count.
		m := c.request.Matter
		withdraw := k.Primary("disposal.withdraw", r.t("disposal.withdraw"), func() {
			r.write(func(ctx context.Context) error { return r.d.Book.Block(ctx, i.ID, m, true) }, func() { r.d.Bus.Trace("disposal", "withdrew") })
		})
		buttons = append([]fyne.CanvasObject{withdraw}, buttons...)
	}
	return widget.Row(buttons...)
}

// blockButton locks the whole interview away, or lets it be read again: after a
// withdrawal only when that has been asked about.
func (r *Room) blockButton(i app.Interview) fyne.CanvasObject {
	k := r.d.Kit
	if len(i.Blocks) == 0 {
		return k.Button("disposal.block", r.t("disposal.block"), func() {
			r.write(func(ctx context.Context) error { return r.d.Book.Block(ctx, i.ID, app.MatterWhole, false) }, func() { r.d.Bus.Trace("disposal", "blocked") })
		})
	}
	unblock := func() {
		r.write(func(ctx context.Context) error { return r.d.Book.Unblock(ctx, i.ID) }, func() { r.d.Bus.Trace("disposal", "unblocked") })
	}
	return k.Button("disposal.unblock", r.t("disposal.unblock"), func() {
		if !slices.ContainsFunc(i.Blocks, func(b app.Block) bool { return b.Withdrawn }) {
			unblock()
			return
		}
		r.d.Ask(widget.Question{ID: "disposal.ask", Title: r.t("disposal.unblock.ask", "code", i.Code), Body: []string{r.t("disposal.unblock.how")}, Yes: r.t("disposal.unblock")}, unblock)
	})
}

// planned tells exactly what goes, what stays, on what it leans and who has
// copies.
func (r *Room) planned(c *choice) []fyne.CanvasObject {
	k := r.d.Kit
	list := func(key string, lines []string) fyne.CanvasObject {
		objs := []fyne.CanvasObject{k.Strong(r.t(key))}
		for _, l := range lines {
			objs = append(objs, k.Body(l))
		}
		return widget.Stack(theme.Gap4, objs...)
	}
	objs := []fyne.CanvasObject{list("disposal.goes", r.goes(c.plan)), list("disposal.stays", r.stays(c.plan))}
	if c.refused == nil {
		objs = append(objs, list("disposal.support", []string{r.support(c.plan.Support)}))
	}
	copies := []string{r.t("disposal.copies.none")}
	if len(c.plan.Copies) > 0 {
		copies = nil
		for _, copied := range c.plan.Copies {
			copies = append(copies, r.copyLine(copied))
		}
	}
	return append(objs, list("disposal.copies", copies))
}

func (r *Room) goes(p app.DisposalPlan) (lines []string) {
	for _, part := range p.Goes {
		line := r.t("disposal.goes."+string(part.Matter), "length", r.d.Kit.Text.Minutes(part.Millis))
		if !slices.Contains(lines, line) { // a later bundle of the same interview holds the same again
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return []string{r.t("disposal.goes.nothing")}
	}
	return lines
}

func (r *Room) stays(p app.DisposalPlan) []string {
	if p.Whole() {
		return []string{r.t("disposal.stays.code")}
	}
	var lines []string
	for _, m := range p.Stays {
		lines = append(lines, r.t("disposal.stays."+string(m)))
	}
	return append(lines, r.t("disposal.stays.about"))
}

// support says on what a disposal leans.
func (r *Room) support(s app.Support) string {
	var parts []string
	if s.Withdrawn {
		parts = append(parts, r.t("support.withdrawn"))
	}
	if s.Number != "" {
		parts = append(parts, r.t("support.decision", "number", s.Number, "date", r.d.Kit.Text.Date(s.Date), "by", s.DecidedBy))
	}
	return strings.Join(parts, ". ")
}

// copyLine says who has a copy and how it stands.
func (r *Room) copyLine(c app.Copy) string {
	return r.copyOf(c) + ": " + r.t("copystate."+string(c.State))
}

func (r *Room) copyOf(c app.Copy) string {
	return r.t("copy."+string(c.Kind), "name", c.Holder, "date", r.d.Kit.Text.Date(c.At), "receipt", c.Receipt)
}
