package interview

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/own"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// fiveMinutes is how long Egna reflektioner need take. When they have passed it
// is said, and nothing else happens.
const fiveMinutes = 5 * time.Minute

// afterwards is the page for the interviewer alone: the guess beside what was
// said, the reflections, and how the interview went.
func (r *Room) afterwards() {
	k, id := r.d.Kit, r.open.ID
	a, err := r.d.Own.Aside(id)
	if err == nil {
		var notes own.Notes
		if notes, err = r.d.Own.Notes(id); err == nil {
			r.afterwardsPage(a, notes)
			return
		}
	}
	back := k.Button("closing.later", r.t("closing.back"), func() { r.show(id) })
	r.page("problem", back, k.Problem(err), widget.Row(back))
}

func (r *Room) afterwardsPage(a own.Aside, notes own.Notes) {
	k := r.d.Kit
	problem := widget.Stack(theme.Gap12)
	tell := r.tellIn(problem)
	clock := k.Muted(r.t("own.five"))
	objs := []fyne.CanvasObject{k.Title(r.t("own.title")), k.Body(r.t("own.how"))}
	var begin fyne.Focusable
	if a.Guess != "" {
		part, button := r.revealPart(a, tell)
		objs, begin = append(objs, part), button
	}
	objs = append(objs, k.Title(r.t("own.reflections")), clock)
	fields, note := r.notePart(notes, tell)
	if begin == nil {
		begin = note
	}
	objs = append(objs, fields...)
	if len(r.open.Sent) > 0 {
		objs = append(objs, k.Muted(r.t("own.sent")))
	}
	objs = append(objs, k.Title(r.t("visit.title")), k.Body(r.t("visit.how")))
	objs = append(objs, r.visitPart(tell)...)
	ways, _ := r.onwards()
	objs = append(objs, problem, widget.Row(ways...))
	r.page("afterwards", begin, objs...)
	r.closing = &closing{r: r}
	page := r.pages
	r.later(fiveMinutes, func() {
		if !r.closed && r.pages == page {
			clock.SetText(r.t("own.five.passed"))
			r.d.Bus.Trace("reflections", "five")
		}
	})
}

// revealPart shows the guess when it is asked for, beside what the child said.
func (r *Room) revealPart(a own.Aside, tell func(error)) (fyne.CanvasObject, fyne.Focusable) {
	k, id, d := r.d.Kit, r.open.ID, r.d
	heard := k.Multi("reveal.heard", r.t("reveal.heard.hint"), 4).Named(r.t("reveal.heard"))
	heard.SetText(a.Heard)
	p := r.pen(func() func(context.Context) error {
		text := heard.Text()
		return func(ctx context.Context) error { return d.Own.SaveHeard(ctx, id, text) }
	}, tell)
	heard.OnChange = func(s string) {
		bound(heard, s, app.MaxReflection)
		p.changed()
	}
	part := widget.Stack(theme.Gap12)
	open := func() {
		part.Objects = []fyne.CanvasObject{
			k.Title(r.t("reveal.title")),
			widget.Card(theme.Gap16, widget.Stack(theme.Gap8, k.Strong(r.t("reveal.guess")), k.Body(a.Guess))),
			widget.Stack(theme.Gap8, k.Strong(r.t("reveal.heard")), k.Guarded(heard)), k.Muted(r.t("own.alone")),
		}
		r.root.Refresh()
		k.Show(part)
		r.d.Window.Canvas().Focus(heard)
		r.d.Bus.Trace("guess", "revealed")
	}
	show := k.Primary("reveal.show", r.t("reveal.show"), open)
	part.Objects = []fyne.CanvasObject{k.Title(r.t("reveal.title")), k.Body(r.t("reveal.how")), widget.Row(show)}
	return part, show
}

// notePart is Egna reflektioner: a field for each question, and who reads it.
func (r *Room) notePart(notes own.Notes, tell func(error)) (objs []fyne.CanvasObject, first *widget.Entry) {
	k, id, d := r.d.Kit, r.open.ID, r.d
	now := own.Notes{}
	for q, n := range notes {
		now[q] = n
	}
	p := r.pen(func() func(context.Context) error {
		written := own.Notes{}
		for q, n := range now {
			written[q] = n
		}
		return func(ctx context.Context) error { return d.Own.SaveNotes(ctx, id, written) }
	}, tell)
	for _, q := range app.ReflectionQuestions {
		field := k.Multi("note."+string(q), "", 3).Named(r.t("reflection." + string(q)))
		field.SetText(now[q].Text)
		field.OnChange = func(s string) {
			bound(field, s, app.MaxReflection)
			now[q] = own.Note{Text: field.Text(), Shared: now[q].Shared}
			p.changed()
		}
		share := k.Choice("note.share."+string(q), []string{r.t("own.private"), r.t("own.shared")}, func(i int) {
			now[q] = own.Note{Text: now[q].Text, Shared: i == 1}
			p.changed()
		}).Named(r.t("own.who"))
		share.SetSelected(0)
		if now[q].Shared {
			share.SetSelected(1)
		}
		objs = append(objs, widget.Stack(theme.Gap8, k.Strong(r.t("reflection."+string(q))), k.Guarded(field), share))
		if first == nil {
			first = field
		}
	}
	return objs, first
}

// visitPart is how the interview went: all of it may be left out.
func (r *Room) visitPart(tell func(error)) []fyne.CanvasObject {
	k, id, d := r.d.Kit, r.open.ID, r.d
	now := r.open.Visit
	p := r.pen(func() func(context.Context) error {
		v := now
		return func(ctx context.Context) error { return d.Own.SaveVisit(ctx, id, v) }
	}, tell)
	answer := func(id string, a *app.Answer, also fyne.CanvasObject) fyne.CanvasObject {
		choice := k.Choice("visit."+id, []string{r.t("answer.ja"), r.t("answer.nej")}, func(i int) {
			*a = app.Answers[i]
			if also != nil {
				reveal(also, *a == app.Yes)
				r.root.Refresh()
			}
			p.changed()
		}).Named(r.t("visit." + id))
		for i, v := range app.Answers {
			if *a == v {
				choice.SetSelected(i)
			}
		}
		part := widget.Stack(theme.Gap8, k.Body(r.t("visit."+id)), choice)
		if also != nil {
			reveal(also, *a == app.Yes)
			part.Add(also)
		}
		return part
	}
	text := func(id string, s *string) fyne.CanvasObject {
		field := k.Entry("visit."+id, r.t("visit."+id)).Named(r.t("visit." + id))
		field.SetText(*s)
		field.OnChange = func(typed string) {
			bound(field, typed, app.MaxVisitNote)
			*s = field.Text()
			p.changed()
		}
		return k.Guarded(field)
	}
	var wents []string
	for _, w := range app.Wents {
		wents = append(wents, r.t("went."+string(w)))
	}
	went := k.Choice("visit.went", wents, func(i int) {
		now.Went = app.Wents[i]
		p.changed()
	}).Named(r.t("visit.went"))
	for i, w := range app.Wents {
		if now.Went == w {
			went.SetSelected(i)
		}
	}
	return []fyne.CanvasObject{
		widget.Stack(theme.Gap8, k.Body(r.t("visit.went")), went),
		answer("trouble", &now.Trouble, text("troublenote", &now.TroubleNote)),
		answer("place", &now.ChosePlace, nil), answer("fika", &now.Fika, nil),
		answer("interpreter", &now.Interpreter, text("language", &now.Language)),
	}
}

func reveal(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
