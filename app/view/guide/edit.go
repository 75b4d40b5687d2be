package guide

import (
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app/guide"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// begin goes on with the draft, or makes one of the guide that holds.
func (r *Room) begin() {
	d, err := r.d.Book.Draft()
	if err != nil {
		r.tell(r.d.Kit.Problem(err))
		r.read()
		return
	}
	if d == nil {
		d = &r.current
	}
	r.draft = guide.NewDraft(*d)
	r.edit("")
}

// changed stores the draft after a change that was made.
func (r *Room) changed() {
	g := r.draft.Guide()
	r.saver.put(&g)
}

// edit lists what there is to change; the control with an id gets the focus, ""
// for the first.
func (r *Room) edit(focus string) {
	k := r.d.Kit
	r.form = nil
	g := r.draft.Guide()
	add := k.Primary("guide.add", r.t("guide.add"), func() { r.question("") })
	undo := k.Button("guide.undo", r.t("guide.undo"), func() { r.draft.Undo(); r.changed(); r.edit("guide.undo") })
	redo := k.Button("guide.redo", r.t("guide.redo"), func() { r.draft.Redo(); r.changed(); r.edit("guide.redo") })
	able(undo, r.draft.CanUndo())
	able(redo, r.draft.CanRedo())
	objs := append(r.told(), k.Strong(r.t("guide.draft", "version", r.current.Version+1)), k.Body(r.t("guide.draft.how")),
		widget.Row(add, undo, redo),
		widget.Row(
			k.Button("guide.ages", r.t("guide.ages"), r.ages),
			k.Button("guide.around", r.t("guide.around"), r.around)))
	for _, part := range g.Order.Parts() {
		objs = append(objs, r.partList(g, part))
	}
	objs = append(objs, widget.Row(
		k.Button("guide.approve", r.t("guide.approve"), func() { r.approve("", "") }),
		k.Button("guide.discard", r.t("guide.discard"), r.discard),
		k.Button("guide.toread", r.t("guide.toread"), r.read)))
	r.page("edit", add, objs...)
	r.focus(focus)
}

// partList is a part's heading and its questions, each to be opened.
func (r *Room) partList(g guide.Guide, part guide.Part) fyne.CanvasObject {
	k := r.d.Kit
	list := widget.Stack(theme.Gap8, r.heading(g, part))
	for _, q := range g.Questions {
		if q.Part == part {
			list.Add(k.Item("guide.question."+strings.ToLower(q.Code), q.Code+"   "+q.Text, r.detail(q), func() { r.question(q.Code) }))
		}
	}
	return list
}

// detail is what a question's line tells besides its words.
func (r *Room) detail(q guide.Question) string {
	parts := []string{r.ageList(q.Groups)}
	if q.Simple != "" {
		parts = append(parts, r.t("guide.has.simple"))
	}
	if q.Smiley {
		parts = append(parts, r.t("guide.has.smiley"))
	}
	if kind := guide.KindOf(q.Text); kind != guide.Unsure {
		parts = append(parts, r.t("guide.kind."+string(kind)))
	}
	return strings.Join(parts, " · ")
}

func (r *Room) ageList(groups []guide.Group) string {
	if len(groups) == len(guide.Groups) {
		return r.t("guide.ages.all")
	}
	var all []string
	for _, g := range groups {
		all = append(all, r.t("guide.group."+string(g)))
	}
	return strings.Join(all, ", ")
}

// discard leaves the guide that holds as it is, and keeps a way back.
func (r *Room) discard() {
	lost := r.draft.Guide()
	r.saver.put(nil)
	r.tell(r.good("guide.discarded"), widget.Row(r.d.Kit.Button("guide.restore", r.t("guide.restore"), func() {
		r.draft = guide.NewDraft(lost)
		r.changed()
		r.edit("")
	})))
	r.read()
	r.focus("guide.restore")
}

// focus gives a control on the page the focus; "" leaves it where it is, and
// one that cannot be pressed passes it to the first.
func (r *Room) focus(id string) {
	f := widget.Find(r.root, id)
	if f == nil || !r.shown {
		return
	}
	if d, ok := f.(fyne.Disableable); ok && d.Disabled() {
		return
	}
	r.d.Window.Canvas().Focus(f)
}

func able(b *widget.Button, can bool) {
	if !can {
		b.Disable()
	}
}
