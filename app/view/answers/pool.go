package answers

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app/survey"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// poolSection is what children answered, for the holder of the unit's key.
func (r *Room) poolSection() []fyne.CanvasObject {
	if !r.state.Holder {
		return nil
	}
	k, p := r.d.Kit, r.state.Pool
	objs := []fyne.CanvasObject{k.Title(r.t("answers.pool"))}
	objs = append(objs, r.told()...)
	missing := r.form.From - p.Closed
	switch {
	case p.Closed == 0 && p.Opened == 0:
		objs = append(objs, k.Body(r.t("answers.pool.none", "from", r.form.From)))
	case p.Closed == 0:
		objs = append(objs, k.Body(r.t("answers.pool.all")))
	case missing > 0 && p.Opened > 0:
		objs = append(objs, k.Strong(k.Text.N("answers.pool.closed", p.Closed)), k.Body(k.Text.N("answers.pool.later", missing)))
	case missing > 0:
		objs = append(objs, k.Strong(k.Text.N("answers.pool.closed", p.Closed)), k.Body(k.Text.N("answers.pool.missing", missing)))
	default:
		open := k.Primary("answers.open", k.Text.N("answers.open", p.Closed), r.open)
		r.led(open)
		objs = append(objs, k.Strong(k.Text.N("answers.pool.closed", p.Closed)), k.Body(r.t("answers.pool.open")), widget.Row(open))
	}
	if p.Opened == 0 {
		return objs
	}
	return append(objs, r.counts()...)
}

// open asks first: what comes later waits for a lot of its own.
func (r *Room) open() {
	q := widget.Question{
		ID: "answers.ask", Title: r.d.Kit.Text.N("answers.ask", r.state.Pool.Closed),
		Body: []string{r.t("answers.ask.lot", "from", r.form.From), r.t("answers.ask.wait")}, Yes: r.t("answers.ask.yes"), No: r.t("answers.ask.no"),
	}
	from := r.form.From
	r.d.Ask(q, func() {
		r.do(func(ctx context.Context) error { return r.d.Pool.Open(ctx, from) }, func() {
			r.d.Bus.Trace("answers", "opened")
			r.said = nil
			r.load()
		})
	})
}

// counts shows what was answered: how many chose what, the mean, and the own
// words in an order of chance.
func (r *Room) counts() []fyne.CanvasObject {
	k, c := r.d.Kit, r.counted
	objs := []fyne.CanvasObject{k.Title(k.Text.N("answers.counted", c.Answers))}
	if r.unread > 0 {
		objs = append(objs, k.Notice(widget.KindAttention, k.Text.N("answers.unread", r.unread)))
	}
	for n, question := range r.form.Questions {
		part := []fyne.CanvasObject{k.Strong(question)}
		if n < survey.Faces {
			part = append(part, r.tally(c.Faces[n])...)
		}
		for _, w := range c.Words[n] {
			part = append(part, widget.Card(theme.Gap12, k.Body(w)))
		}
		if n >= survey.Faces && len(c.Words[n]) == 0 {
			part = append(part, k.Muted(r.t("answers.words.none")))
		}
		objs = append(objs, widget.Stack(theme.Gap8, part...))
	}
	return objs
}

// tally is one question's faces: a mark for each child, and in words.
func (r *Room) tally(t survey.Tally) []fyne.CanvasObject {
	k := r.d.Kit
	if t.N() == 0 {
		return []fyne.CanvasObject{k.Muted(r.t("answers.tally.none"))}
	}
	var lines []fyne.CanvasObject
	for i, n := range []int{t.Glad, t.Between, t.Sad} {
		word := r.t("survey.face." + string(survey.AllFaces[i]))
		lines = append(lines, k.Body(r.t("answers.tally", "face", word, "n", n)+"  "+strings.Repeat("●", min(n, 40))))
	}
	mean := k.Text.Decimal(float64(t.Tenths())/10, 1)
	return []fyne.CanvasObject{widget.Stack(theme.Gap4, append(lines, k.Body(r.t("answers.mean", "mean", mean, "n", t.N())))...)}
}
