package answers

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app/survey"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// formSection leads whoever makes the unit's invitations to the form's wording.
func (r *Room) formSection() []fyne.CanvasObject {
	if r.d.SaveForm == nil {
		return nil
	}
	k := r.d.Kit
	return []fyne.CanvasObject{k.Title(r.t("answers.form")), k.Body(r.t("answers.form.why", "from", r.form.From)),
		widget.Row(k.Button("answers.change", r.t("answers.form.change"), r.change))}
}

// wording is the page on which the unit words its form.
type wording struct {
	r      *Room
	fields []*widget.Entry
	from   *widget.Entry
	answer *fyne.Container
}

// texts are the parts of a form that are worded, in the order shown.
func texts(f *survey.Form) []*string {
	all := []*string{&f.Title, &f.Choose, &f.Circle, &f.Own}
	for i := range f.Questions {
		all = append(all, &f.Questions[i])
	}
	return all
}

// change opens the page with the form as it is.
func (r *Room) change() {
	k, w := r.d.Kit, &wording{r: r, answer: widget.Stack(theme.Gap12)}
	r.wording, r.said = w, nil
	objs := []fyne.CanvasObject{k.Title(r.t("answers.form")), k.Body(r.t("answers.form.how"))}
	labels := []string{"title", "choose", "circle", "own"}
	form := r.form.Clone()
	for i, text := range texts(&form) {
		label := r.t("answers.form.question", "n", i-3)
		if i < len(labels) {
			label = r.t("answers.form." + labels[i])
		}
		field := k.Entry("answers.form."+strconv.Itoa(i+1), label).Named(label)
		field.SetText(*text)
		w.fields = append(w.fields, field)
		objs = append(objs, widget.Stack(theme.Gap8, k.Body(label), field))
	}
	w.from = k.Entry("answers.form.from", r.t("answers.form.from")).Named(r.t("answers.form.from"))
	w.from.SetText(strconv.Itoa(form.From))
	objs = append(objs, widget.Stack(theme.Gap8, k.Body(r.t("answers.form.from.how", "least", survey.Fewest)), w.from), w.answer, widget.Row(
		k.Primary("answers.form.save", r.t("answers.form.save"), w.save),
		k.Button("answers.form.shipped", r.t("answers.form.shipped"), w.shipped),
		k.Button("answers.form.leave", r.t("answers.form.leave"), w.leave)))
	r.root.Objects = objs
	r.root.Refresh()
	r.first = w.fields[0]
	r.Focus()
	k.Show(objs[0])
	r.d.Bus.Trace("answers", "form")
}

// read is the form as it stands in the fields, or the place that cannot be.
func (w *wording) read() (survey.Form, *widget.Entry) {
	f := w.r.form.Clone()
	for i, text := range texts(&f) {
		*text = strings.Join(strings.Fields(survey.Clean(w.fields[i].Text())), " ")
		if *text == "" || len([]rune(*text)) > survey.MaxLine {
			return f, w.fields[i]
		}
	}
	n, err := strconv.Atoi(strings.TrimSpace(w.from.Text()))
	if err != nil || n < survey.Fewest || n > survey.MostFrom {
		return f, w.from
	}
	f.From = n
	return f, nil
}

func (w *wording) save() {
	f, wrong := w.read()
	if wrong != nil {
		words := w.r.t("answers.form.wrong", "most", survey.MaxLine)
		if wrong == w.from {
			words = w.r.t("answers.form.from.wrong", "least", survey.Fewest, "most", survey.MostFrom)
		}
		w.say(w.r.d.Kit.Notice(widget.KindAttention, words))
		w.r.d.Window.Canvas().Focus(wrong)
		return
	}
	w.keep(&f)
}

// shipped goes back to the published wording, after a question.
func (w *wording) shipped() {
	w.r.d.Ask(widget.Question{ID: "answers.shipped", Title: w.r.t("answers.form.shipped.ask"), Body: []string{w.r.t("answers.form.shipped.how")},
		Yes: w.r.t("answers.form.shipped")}, func() { w.keep(nil) })
}

// keep stores the form, nil for the shipped one.
func (w *wording) keep(f *survey.Form) {
	r := w.r
	r.do(func(ctx context.Context) error { return r.d.SaveForm(ctx, f) }, func() {
		r.d.Bus.Trace("answers", "worded")
		r.said = r.d.Kit.Notice(widget.KindGood, r.t("answers.form.saved"))
		w.leave()
	})
}

func (w *wording) say(o fyne.CanvasObject) {
	w.answer.Objects = []fyne.CanvasObject{o}
	w.r.root.Refresh()
	w.r.d.Kit.Show(w.answer)
}

func (w *wording) leave() {
	w.r.wording = nil
	w.r.load()
}
