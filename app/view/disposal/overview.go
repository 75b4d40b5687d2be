package disposal

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// overview shows what there is to do first, then everything there is.
func (r *Room) overview() {
	r.code = ""
	k := r.d.Kit
	todo, first := r.todo()
	objs := []fyne.CanvasObject{k.Body(r.t("disposal.how")), todo}
	objs = append(objs, r.told()...)
	if list := r.interviewItems(); len(list) > 0 {
		objs = append(objs, r.section("disposal.interviews", list...))
	}
	register := k.Button("disposal.register", r.t("disposal.register"), func() { r.open(r.newDecision(app.Decision{})) })
	if first == nil {
		first = register
	}
	if list := r.holdItems(); len(list) > 0 {
		objs = append(objs, r.section("disposal.holds", list...))
	}
	objs = append(objs, r.section("disposal.decisions", append(r.decisionItems(), widget.Row(register))...))
	if list := r.rowItems(); len(list) > 0 {
		save := k.Button("disposal.save", r.t("disposal.save"), r.saveProtocol)
		objs = append(objs, r.section("disposal.protocol", append(list, widget.Row(save))...))
	} else {
		objs = append(objs, r.section("disposal.protocol", k.Muted(r.t("disposal.protocol.none"))))
	}
	objs = append(objs, widget.Row(k.Button("disposal.leave", r.t("disposal.leave"), r.d.Back)))
	r.page("overview", first, widget.Stack(theme.Gap24, objs...))
}

// todo is what waits for somebody: a decision, a disposal that is due, copies
// to be followed up. It returns the first control in it, nil if there is none.
func (r *Room) todo() (fyne.CanvasObject, fyne.Focusable) {
	k := r.d.Kit
	var objs []fyne.CanvasObject
	var first fyne.Focusable
	item := func(id, title, detail string, act func()) {
		i := k.Item(id, title, detail, act)
		if first == nil {
			first = i
		}
		objs = append(objs, i)
	}
	if len(r.have.sounds) > 0 && !used(r.have.decisions) {
		objs = append(objs, k.Notice(widget.KindAttention, r.t("disposal.none")))
	}
	n := 0
	for _, i := range r.have.interviews {
		if undecided := r.undecided(i); len(undecided) > 0 && !replaced(i) {
			n++
			item("disposal.waiting."+strconv.Itoa(n), i.Code, r.t("disposal.waiting", "what", r.matters(undecided)), func() { r.open(func() { r.interview(i.ID) }) })
		}
	}
	n = 0
	for _, i := range r.have.interviews {
		if what := r.have.due[i.ID]; len(what) > 0 && !replaced(i) {
			n++
			item("disposal.due."+strconv.Itoa(n), i.Code, r.t("disposal.due", "what", r.matters(what)), func() { r.open(func() { r.interview(i.ID) }) })
		}
	}
	n = 0
	for _, row := range r.have.rows {
		if row.Left() > 0 {
			n++
			item("disposal.left."+strconv.Itoa(n), row.Code, text.Capital(r.leftOf(row)), func() { r.open(func() { r.row(row.ID) }) })
		}
	}
	if len(objs) == 0 {
		return k.Body(r.t("disposal.nothing")), nil
	}
	return r.section("disposal.todo", objs...), first
}

// undecided lists what a child has withdrawn and no decision lets go yet.
func (r *Room) undecided(i app.Interview) []app.Matter { return undecided(i, r.have.due[i.ID]) }

func undecided(i app.Interview, due []app.Matter) (list []app.Matter) {
	for _, b := range i.Blocks {
		if b.Withdrawn && !slices.Contains(due, b.Matter) {
			list = append(list, b.Matter)
		}
	}
	return list
}

// replaced reports whether a newer bundle of a received interview is here: it
// stands for all of them.
func replaced(i app.Interview) bool { return i.Received != nil && i.Received.Replaced }

// matters lists matters in words, "ljudet, hela intervjun".
func (r *Room) matters(list []app.Matter) string {
	var words []string
	for _, m := range list {
		words = append(words, r.t("matter.the."+string(m)))
	}
	return strings.Join(words, ", ")
}

func (r *Room) interviewItems() (list []fyne.CanvasObject) {
	for n, i := range r.have.interviews {
		if replaced(i) {
			continue
		}
		list = append(list, r.d.Kit.Item("disposal.item."+strconv.Itoa(n), i.Code, r.line(i), func() { r.open(func() { r.interview(i.ID) }) }))
	}
	return list
}

// line says what there is of an interview and what keeps it.
func (r *Room) line(i app.Interview) string {
	var parts []string
	if ms, ok := r.have.sounds[i.ID]; ok {
		parts = append(parts, r.t("disposal.hasSound", "length", r.d.Kit.Text.Minutes(ms)))
	}
	if !i.Transcript.IsZero() {
		parts = append(parts, r.t("disposal.hasText"))
	}
	if !i.SoundGone.IsZero() {
		parts = append(parts, r.t("disposal.soundGone", "date", r.d.Kit.Text.Date(i.SoundGone)))
	}
	if !i.TextGone.IsZero() {
		parts = append(parts, r.t("disposal.textGone", "date", r.d.Kit.Text.Date(i.TextGone)))
	}
	if in := i.Received; in != nil {
		parts = append(parts, r.t("disposal.from", "name", in.SenderName))
	}
	if len(r.standing(i.ID)) > 0 {
		parts = append(parts, r.t("disposal.held"))
	}
	if len(i.Blocks) > 0 {
		parts = append(parts, r.t("disposal.blocked"))
	}
	if len(parts) == 0 {
		parts = append(parts, r.t("disposal.empty"))
	}
	return strings.Join(parts, " · ")
}

// standing returns the holds that keep an interview.
func (r *Room) standing(id app.ID) (list []app.Hold) {
	for _, h := range r.have.holds {
		if h.Interview == id && h.Stands() {
			list = append(list, h)
		}
	}
	return list
}

func (r *Room) holdItems() (list []fyne.CanvasObject) {
	holds := slices.Clone(r.have.holds)
	slices.SortStableFunc(holds, func(a, b app.Hold) int { return a.Lifted.Compare(b.Lifted) }) // those that stand first
	for n, h := range holds {
		list = append(list, r.d.Kit.Item("disposal.hold."+strconv.Itoa(n), h.Code, r.holdLine(h), func() { r.open(func() { r.hold(h.ID) }) }))
	}
	return list
}

func (r *Room) decisionItems() (list []fyne.CanvasObject) {
	if len(r.have.decisions) == 0 {
		return []fyne.CanvasObject{r.d.Kit.Muted(r.t("disposal.decisions.none"))}
	}
	for n, d := range r.have.decisions {
		list = append(list, r.d.Kit.Item("disposal.decision."+strconv.Itoa(n), d.Number, r.decisionLine(d), func() { r.open(func() { r.decision(d.ID) }) }))
	}
	return list
}

func (r *Room) rowItems() (list []fyne.CanvasObject) {
	for n, row := range r.have.rows {
		line := r.t("matter."+string(row.Matter)) + " · " + r.d.Kit.Text.Date(row.At) + " · " + r.leftOf(row)
		list = append(list, r.d.Kit.Item("disposal.row."+strconv.Itoa(n), row.Code, line, func() { r.open(func() { r.row(row.ID) }) }))
	}
	return list
}

// leftOf says how far a disposal reaches: never more than what is known.
func (r *Room) leftOf(d app.Disposal) string {
	left := d.Left()
	if left == 0 {
		return r.t("disposal.complete")
	}
	return r.d.Kit.Text.N("disposal.left", left)
}

// the names a matter as the first word of a line: "Ljudet".
func (r *Room) the(m app.Matter) string { return text.Capital(r.t("matter.the." + string(m))) }

// saveProtocol writes the protocol into a folder that the person chooses.
func (r *Room) saveProtocol() {
	r.d.Pick(widget.Pick{ID: "disposal.folder", Title: r.t("disposal.save.title"), Hint: r.t("disposal.save.hint"), Folder: true}, func(dir string) {
		var paths []string
		r.write(func(ctx context.Context) (err error) {
			paths, err = r.d.Book.SaveProtocol(ctx, dir)
			return err
		}, func() {
			r.d.Bus.Trace("disposal", "saved")
			r.tell(r.d.Kit.Notice(widget.KindGood, r.t("disposal.saved", "path", strings.Join(paths, ", "))))
		})
	})
}
