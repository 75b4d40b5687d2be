package guide

import (
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app/guide"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// read shows the guide that holds.
func (r *Room) read() {
	k := r.d.Kit
	r.form, r.draft = nil, nil
	back := k.Button("guide.back", r.t("guide.back"), r.d.Back)
	current, err := r.d.Book.Current()
	if err != nil {
		r.page("problem", back, append(r.told(), k.Problem(err), widget.Row(back))...)
		return
	}
	r.current = current
	var groups []string
	for _, g := range guide.Groups {
		groups = append(groups, r.t("guide.group."+string(g)))
	}
	cards := widget.Stack(theme.Gap12)
	show := func(i int) {
		r.group, r.leaf = i, -1
		cards.Objects = r.cards(current, i)
		r.root.Refresh()
	}
	choice := k.Choice("guide.group", append(groups, r.t("guide.group.all")), show).Named(r.t("guide.group"))
	choice.SetSelected(r.group)
	show(r.group)

	objs := r.told()
	if current.Name != r.Title() { // the room says that already
		objs = append(objs, k.Strong(current.Name))
	}
	objs = append(objs, k.Body(r.about(current)), k.Muted(r.t("guide.how")))
	objs = append(objs, widget.Row(r.actions(back)...), widget.Stack(theme.Gap4, k.Strong(r.t("guide.group")), choice))
	objs = append(objs, r.speech("guide.opening", current.Opening), cards, r.speech("guide.ending", current.Thanks))
	r.page("read", choice, objs...)
	r.leafing(func() []fyne.CanvasObject { return cards.Objects })
}

// about tells which version this is, and who stands for it.
func (r *Room) about(g guide.Guide) string {
	if g.ID == guide.Shipped {
		return r.t("guide.is.shipped")
	}
	day, ok := g.Reviewed.Day()
	if !ok {
		return r.t("guide.is.own", "version", g.Version)
	}
	return r.t("guide.is.reviewed", "version", g.Version, "by", g.Reviewed.By, "date", r.d.Kit.Text.Date(day))
}

// actions are what can be done with the guide as a whole.
func (r *Room) actions(back fyne.CanvasObject) []fyne.CanvasObject {
	k := r.d.Kit
	save := k.Button("guide.save", r.t("guide.save"), r.saveFile)
	if !r.d.MayEdit {
		return []fyne.CanvasObject{save, back}
	}
	label := "guide.edit"
	if d, err := r.d.Book.Draft(); err == nil && d != nil {
		label = "guide.edit.on"
	}
	objs := []fyne.CanvasObject{k.Primary("guide.edit", r.t(label), r.begin), k.Button("guide.open", r.t("guide.open"), r.openFile), save}
	if r.current.ID != guide.Shipped {
		objs = append(objs, k.Button("guide.shipped", r.t("guide.shipped"), r.toShipped))
	}
	return append(objs, back)
}

// speech is what is said before or after the questions, folded away.
func (r *Room) speech(key, words string) fyne.CanvasObject {
	if words == "" {
		return widget.Stack(0)
	}
	body := widget.Card(theme.Gap16, r.d.Kit.Body(words))
	return widget.Stack(theme.Gap4, r.d.Kit.Fold(key, r.t(key), body, false, func(bool) { r.root.Refresh() }), body)
}

// cards are the questions of a group, part by part; beyond the last group all of
// them.
func (r *Room) cards(g guide.Guide, group int) []fyne.CanvasObject {
	k := r.d.Kit
	var list []guide.Asked
	var objs []fyne.CanvasObject
	if group < len(guide.Groups) {
		p := g.Preset(guide.Groups[group])
		lines := []string{r.t("guide.minutes", "minutes", p.Minutes), r.t("guide.wording." + string(p.Wording))}
		if p.Note != "" {
			lines = append(lines, p.Note)
		}
		objs = append(objs, k.Muted(strings.Join(lines, " ")))
		list = g.For(guide.Groups[group], g.Order)
	} else {
		list = g.All()
	}
	var part guide.Part
	for _, q := range list {
		if q.Part != part {
			part = q.Part
			objs = append(objs, r.heading(g, part))
		}
		objs = append(objs, r.card(g, q))
	}
	return objs
}

// heading is a part's name and, of an area, the question it is to answer.
func (r *Room) heading(g guide.Guide, p guide.Part) fyne.CanvasObject {
	k := r.d.Kit
	title := r.t("guide.part." + string(p))
	a, ok := g.Area(p)
	if !ok {
		return k.Title(title)
	}
	return widget.Stack(theme.Gap4, k.Title(title+" – "+a.Title), k.Muted(a.Asks(g.Order)))
}

// card is one question with what belongs to it.
func (r *Room) card(g guide.Guide, q guide.Asked) fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Strong(q.Code + "   " + q.Words)}
	if q.Other != "" {
		key := "guide.simple"
		if q.Other == q.Text {
			key = "guide.full"
		}
		objs = append(objs, k.Body(r.t(key, "text", q.Other)))
	}
	if len(q.Follow) > 0 {
		objs = append(objs, k.Muted(r.t("guide.card.follow", "text", strings.Join(q.Follow, " "))))
	}
	if q.Smiley {
		objs = append(objs, k.Muted(r.t("guide.smiley")))
	}
	if q.Note != "" {
		objs = append(objs, k.Muted(q.Note))
	}
	return widget.Card(theme.Gap16, widget.Stack(theme.Gap8, objs...))
}
