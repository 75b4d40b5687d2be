package guide

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app/guide"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// sheet is a page of fields whose contents become one change of the draft.
type sheet struct {
	r     *Room
	takes []func(*guide.Guide)
	said  *fyne.Container
	objs  []fyne.CanvasObject
	first fyne.Focusable
}

func (r *Room) sheet(title string) *sheet {
	return &sheet{r: r, said: widget.Stack(theme.Gap8), objs: []fyne.CanvasObject{r.d.Kit.Title(r.t(title))}}
}

func (s *sheet) add(objs ...fyne.CanvasObject) { s.objs = append(s.objs, objs...) }

// field adds a field under its name; take puts what was written into the guide.
func (s *sheet) field(e *widget.Entry, label, words string, take func(*guide.Guide, string)) {
	e.Named(label)
	e.SetText(words)
	s.add(widget.Stack(theme.Gap4, s.r.d.Kit.Strong(label), e))
	s.takes = append(s.takes, func(g *guide.Guide) { take(g, strings.TrimSpace(e.Text())) })
	if s.first == nil {
		s.first = e
	}
}

// choice adds a choice under its name.
func (s *sheet) choice(id, label string, options []string, now int, take func(*guide.Guide, int)) {
	c := s.r.d.Kit.Choice(id, options, nil).Named(label)
	c.SetSelected(now)
	s.add(widget.Stack(theme.Gap4, s.r.d.Kit.Strong(label), c))
	s.takes = append(s.takes, func(g *guide.Guide) {
		if i := c.Selected(); i >= 0 {
			take(g, i)
		}
	})
	if s.first == nil {
		s.first = c
	}
}

// show shows the sheet; focus is where the page before goes on afterwards.
func (s *sheet) show(name, focus string) {
	r, k := s.r, s.r.d.Kit
	done := k.Primary("guide.sheet.done", r.t("guide.form.done"), func() {
		err := r.draft.Change(func(g *guide.Guide) {
			for _, take := range s.takes {
				take(g)
			}
		})
		if err != nil {
			told := k.Problem(err)
			s.said.Objects = []fyne.CanvasObject{told}
			r.root.Refresh()
			k.Show(told)
			return
		}
		r.changed()
		r.d.Bus.Trace("guide", "kept")
		r.edit(focus)
	})
	s.add(s.said, widget.Row(done, k.Button("guide.sheet.cancel", r.t("guide.form.cancel"), func() { r.edit(focus) })))
	r.page(name, s.first, s.objs...)
}

// around is the sheet of what is said before and after, and of the headings.
func (r *Room) around() {
	k, g, s := r.d.Kit, r.draft.Guide(), r.sheet("guide.around")
	s.field(k.Entry("guide.name", ""), r.t("guide.name"), g.Name, func(g *guide.Guide, v string) { g.Name = v })
	s.field(k.Multi("guide.opening", "", 8), r.t("guide.opening"), g.Opening, func(g *guide.Guide, v string) { g.Opening = v })
	s.field(k.Multi("guide.ending", "", 4), r.t("guide.ending"), g.Thanks, func(g *guide.Guide, v string) { g.Thanks = v })
	s.field(k.Entry("guide.faces", ""), r.t("guide.faces"), g.Scale, func(g *guide.Guide, v string) { g.Scale = v })
	s.show("around", "guide.around")
}

// ages is the sheet of the areas' order and headings and of how each age is met.
func (r *Room) ages() {
	k, g, s := r.d.Kit, r.draft.Guide(), r.sheet("guide.ages")
	var orders []string
	for _, o := range guide.Orders {
		orders = append(orders, r.t("guide.order."+string(o)))
	}
	s.choice("guide.order", r.t("guide.order"), orders, slices.Index(guide.Orders, g.Order), func(g *guide.Guide, i int) { g.Order = guide.Orders[i] })
	for i, p := range guide.Areas {
		label := r.t("guide.heading", "part", r.t("guide.part."+string(p)))
		s.field(k.Entry("guide.heading."+string(p), ""), label, g.Areas[i].Title, func(g *guide.Guide, v string) { g.Areas[i].Title = v })
	}
	var wordings []string
	for _, w := range guide.Wordings {
		wordings = append(wordings, r.t("guide.wording.short."+string(w)))
	}
	for i, group := range guide.Groups {
		name := r.t("guide.group." + string(group))
		s.add(k.Title(name))
		s.choice("guide.wording."+string(group), r.t("guide.wording", "group", name), wordings, slices.Index(guide.Wordings, g.Presets[i].Wording),
			func(g *guide.Guide, w int) { g.Presets[i].Wording = guide.Wordings[w] })
		s.field(k.Entry("guide.minutes."+string(group), ""), r.t("guide.minutes.field", "group", name), strconv.Itoa(g.Presets[i].Minutes),
			func(g *guide.Guide, v string) { g.Presets[i].Minutes = number(v) })
		s.field(k.Entry("guide.note."+string(group), ""), r.t("guide.note", "group", name), g.Presets[i].Note, func(g *guide.Guide, v string) { g.Presets[i].Note = v })
	}
	s.show("ages", "guide.ages")
}

// number is what was written as a number, 0 if it is none: no preset has that.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
