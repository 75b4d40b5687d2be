package guide

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app/guide"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// form is a question that is being written.
type form struct {
	r    *Room
	code string // "" for a new one
	now  guide.Question

	text, simple, follow, note *widget.Entry
	hint, simpleHint           *fyne.Container
	said                       *fyne.Container
}

// question opens the form for the question with a code, "" for a new one.
func (r *Room) question(code string) {
	f := &form{r: r, code: code, now: guide.Question{Part: guide.Contact, Groups: slices.Clone(guide.Groups)}}
	if q, ok := r.draft.Guide().Find(code); ok {
		f.now = q
	}
	r.form = f
	f.show()
}

// parts are the parts in the unit's order.
func (f *form) parts() []guide.Part { return f.r.draft.Guide().Order.Parts() }

func (f *form) show() {
	r, k := f.r, f.r.d.Kit
	var names []string
	for _, p := range f.parts() {
		names = append(names, r.t("guide.part."+string(p)))
	}
	part := k.Choice("guide.form.part", names, func(i int) { f.now.Part = f.parts()[i] }).Named(r.t("guide.form.part"))
	part.SetSelected(slices.Index(f.parts(), f.now.Part))
	f.text = f.multi("guide.form.text", f.now.Text, 2, f.hints)
	f.simple = f.multi("guide.form.simple", f.now.Simple, 2, f.hints)
	f.follow = f.multi("guide.form.follow", strings.Join(f.now.Follow, "\n"), 3, nil)
	f.note = f.multi("guide.form.note", f.now.Note, 1, nil)
	f.hint, f.simpleHint, f.said = widget.Stack(theme.Gap4), widget.Stack(theme.Gap4), widget.Stack(theme.Gap8)
	f.hints()

	title := r.t("guide.form.new")
	if f.code != "" {
		nth, of := r.draft.Guide().Place(f.code)
		title = r.t("guide.form.title", "code", f.code, "nth", nth, "of", of, "part", r.t("guide.part."+string(f.now.Part)))
	}
	objs := append(r.told(), k.Title(title),
		f.row("guide.form.part", part),
		f.row("guide.form.text", f.text, f.hint),
		f.row("guide.form.simple", f.simple, f.simpleHint),
		f.row("guide.form.follow", f.follow, k.Muted(r.t("guide.form.follow.how"))),
		f.row("guide.form.ages", f.ageTicks()...),
		f.smileyTick(),
		f.row("guide.form.note", f.note),
		f.said, widget.Row(f.buttons()...))
	r.page("question", f.text, objs...)
}

// multi is a field of the form.
func (f *form) multi(id, words string, rows int, changed func()) *widget.Entry {
	e := f.r.d.Kit.Multi(id, "", rows).Named(f.r.t(id))
	e.SetText(words)
	e.OnChange = func(string) {
		if changed != nil {
			changed()
			f.r.root.Refresh()
		}
	}
	return e
}

// row is a field under its name.
func (f *form) row(key string, objs ...fyne.CanvasObject) fyne.CanvasObject {
	return widget.Stack(theme.Gap4, append([]fyne.CanvasObject{f.r.d.Kit.Strong(f.r.t(key))}, objs...)...)
}

func (f *form) ageTicks() []fyne.CanvasObject {
	var ticks []fyne.CanvasObject
	for _, g := range guide.Groups {
		tick := f.r.d.Kit.Check("guide.form.age."+string(g), f.r.t("guide.group."+string(g)), func(on bool) { f.now.Groups = with(f.now.Groups, g, on) })
		tick.SetChecked(slices.Contains(f.now.Groups, g))
		ticks = append(ticks, tick)
	}
	return ticks
}

// with returns the groups with one of them in or out, in their order.
func with(groups []guide.Group, g guide.Group, in bool) []guide.Group {
	var all []guide.Group
	for _, x := range guide.Groups {
		if x == g && in || x != g && slices.Contains(groups, x) {
			all = append(all, x)
		}
	}
	return all
}

func (f *form) smileyTick() fyne.CanvasObject {
	tick := f.r.d.Kit.Check("guide.form.smiley", f.r.t("guide.form.smiley"), func(on bool) { f.now.Smiley = on })
	tick.SetChecked(f.now.Smiley)
	return tick
}

func (f *form) buttons() []fyne.CanvasObject {
	r, k := f.r, f.r.d.Kit
	all := []fyne.CanvasObject{k.Primary("guide.form.done", r.t("guide.form.done"), f.done)}
	if f.code == "" {
		return append(all, k.Button("guide.form.cancel", r.t("guide.form.cancel"), func() { r.edit("guide.add") }))
	}
	nth, of := r.draft.Guide().Place(f.code)
	up := k.Button("guide.form.up", r.t("guide.form.up"), func() { f.move(-1, "guide.form.up") })
	down := k.Button("guide.form.down", r.t("guide.form.down"), func() { f.move(1, "guide.form.down") })
	able(up, nth > 1)
	able(down, nth < of)
	return append(all, up, down,
		k.Button("guide.form.remove", r.t("guide.form.remove"), f.remove),
		k.Button("guide.form.cancel", r.t("guide.form.cancel"), func() { r.edit("guide.question." + strings.ToLower(f.code)) }))
}

// hints tell what sort of question it looks like and what may be hard to read.
func (f *form) hints() {
	f.hint.Objects = f.r.hintsOf(oneLine(f.text.Text()), true)
	f.simpleHint.Objects = f.r.hintsOf(oneLine(f.simple.Text()), false)
}

func (r *Room) hintsOf(words string, kind bool) []fyne.CanvasObject {
	k := r.d.Kit
	var objs []fyne.CanvasObject
	if what := guide.KindOf(words); kind && what != guide.Unsure {
		objs = append(objs, k.Muted(r.t("guide.hint."+string(what))))
	}
	reading := guide.ReadingOf(words)
	if len(reading.Long) > 0 {
		objs = append(objs, k.Muted(r.t("guide.hint.long", "words", strings.Join(reading.Long, ", "))))
	}
	if reading.Words > guide.LongSentence {
		objs = append(objs, k.Muted(r.t("guide.hint.sentence", "words", reading.Words)))
	}
	return objs
}

// written is the question as it stands in the form.
func (f *form) written() guide.Question {
	q := f.now
	q.Text, q.Simple, q.Note = oneLine(f.text.Text()), oneLine(f.simple.Text()), oneLine(f.note.Text())
	q.Follow = nil
	for s := range strings.Lines(f.follow.Text()) {
		if s = oneLine(s); s != "" {
			q.Follow = append(q.Follow, s)
		}
	}
	return q
}

// oneLine folds white space: what wraps in a field is one line of the guide.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// keep puts what is written into the draft. A new question without words is none.
func (f *form) keep() error {
	q := f.written()
	if f.code == "" && q.Text == "" && q.Simple == "" && len(q.Follow) == 0 {
		return nil
	}
	code, err := f.r.draft.Put(f.code, q)
	if err != nil {
		return err
	}
	f.code = code
	f.now = q
	f.r.changed()
	return nil
}

// refused shows why the form cannot be kept, and leaves it as it is.
func (f *form) refused(err error) {
	told := f.r.d.Kit.Problem(err)
	f.said.Objects = []fyne.CanvasObject{told}
	f.r.root.Refresh()
	f.r.d.Kit.Show(told)
}

func (f *form) done() {
	if err := f.keep(); err != nil {
		f.refused(err)
		return
	}
	focus := "guide.add"
	if f.code != "" {
		focus = "guide.question." + strings.ToLower(f.code)
	}
	f.r.d.Bus.Trace("guide", "kept")
	f.r.edit(focus)
}

// move keeps what is written and moves the question a place up or down.
func (f *form) move(by int, focus string) {
	err := f.keep()
	if err == nil {
		err = f.r.draft.Move(f.code, by)
	}
	if err != nil {
		f.refused(err)
		return
	}
	f.r.changed()
	f.now, _ = f.r.draft.Guide().Find(f.code)
	f.show()
	f.r.focus(focus)
}

func (f *form) remove() {
	if err := f.r.draft.Remove(f.code); err != nil {
		f.refused(err)
		return
	}
	f.r.changed()
	f.r.tell(f.r.good("guide.removed", "code", f.code))
	f.r.edit("guide.undo")
}
