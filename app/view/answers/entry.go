package answers

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/survey"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// paperSection is the form on paper, and the door to its entry.
func (r *Room) paperSection() []fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("answers.paper")), k.Body(r.t("answers.paper.how"))}
	print := k.Button("answers.print", r.t("answers.print"), r.d.Print)
	r.led(print)
	if !r.state.MayEnter {
		what, _, do := k.Text.Problem(errRole)
		return append(objs, k.Muted(what+" "+do), widget.Row(print))
	}
	if r.state.Unit == "" {
		return append(objs, widget.Row(print))
	}
	return append(objs, k.Body(r.t("answers.enter.how")), widget.Row(print, k.Button("answers.enter", r.t("answers.enter"), r.enter)))
}

// errRole is why some do not enter paper forms.
var errRole = app.Fail(app.CodeEntryRole, nil)

// entry is the page on which one paper form is entered: a digit chooses a face
// and goes on, Enter goes on, all by keys.
type entry struct {
	r       *Room
	faces   [survey.Faces]*widget.Choice
	words   [survey.Questions]*widget.Entry
	order   []fyne.Focusable
	answers survey.Answers
	answer  *fyne.Container
	keep    *widget.Button
	busy    bool
}

// enter begins an empty page.
func (r *Room) enter() {
	k := r.d.Kit
	e := &entry{r: r, answer: widget.Stack(theme.Gap12)}
	r.entry, r.said = e, nil
	objs := []fyne.CanvasObject{k.Title(r.t("answers.entry")), k.Body(r.t("answers.entry.how"))}
	if r.entered > 0 {
		objs = append(objs, k.Notice(widget.KindGood, k.Text.N("answers.entry.done", r.entered)))
	}
	options := []string{}
	for i, f := range survey.AllFaces {
		options = append(options, strconv.Itoa(i+1)+"  "+r.t("survey.face."+string(f)))
	}
	options = append(options, "0  "+r.t("answers.entry.blank"))
	for n, question := range r.form.Questions {
		part := []fyne.CanvasObject{k.Strong(question)}
		if n < survey.Faces {
			e.faces[n] = k.Choice("answers.face."+strconv.Itoa(n+1), options, func(i int) { e.choose(n, i) }).Named(question)
			part = append(part, e.faces[n])
			e.order = append(e.order, e.faces[n])
		}
		e.words[n] = k.Entry("answers.words."+strconv.Itoa(n+1), r.form.Own).Named(question + " " + r.form.Own)
		e.words[n].NoClipboard = true
		e.words[n].OnChange = func(s string) { e.write(n, s) }
		e.words[n].OnSubmit = func() { e.after(e.words[n]) }
		part = append(part, k.Guarded(e.words[n]))
		e.order = append(e.order, e.words[n])
		objs = append(objs, widget.Stack(theme.Gap8, part...))
	}
	e.keep = k.Primary("answers.keep", r.t("survey.seal"), e.seal)
	e.order = append(e.order, e.keep)
	objs = append(objs, e.answer, widget.Row(e.keep, k.Button("answers.leave", r.t("answers.entry.leave"), r.leaveEntry)))
	r.root.Objects = objs
	r.root.Refresh()
	r.first = e.faces[0]
	r.Focus()
	r.d.Kit.Show(objs[0])
	r.d.Bus.Trace("answers", "entry")
}

func (r *Room) leaveEntry() {
	r.entry = nil
	r.load()
}

func (e *entry) choose(n, i int) {
	e.answers.Faces[n] = survey.NoFace
	if i < len(survey.AllFaces) {
		e.answers.Faces[n] = survey.AllFaces[i]
	}
}

func (e *entry) write(n int, s string) {
	if letters := []rune(s); len(letters) > survey.MaxWords {
		s = string(letters[:survey.MaxWords])
		e.words[n].SetText(s)
		e.say(e.r.d.Kit.Notice(widget.KindAttention, e.r.t("answers.entry.full", "n", survey.MaxWords)))
	}
	e.answers.Words[n] = survey.Clean(s)
}

// rune chooses a face in the question that has the focus, and goes on.
func (e *entry) rune(c rune) {
	i := int(c - '1')
	if c == '0' {
		i = len(survey.AllFaces)
	}
	if i < 0 || i > len(survey.AllFaces) {
		return
	}
	for n, choice := range e.faces {
		if e.r.d.Window.Canvas().Focused() == fyne.Focusable(choice) {
			choice.SetSelected(i)
			e.choose(n, i)
			e.after(choice)
			return
		}
	}
}

// after gives the focus to what comes next.
func (e *entry) after(f fyne.Focusable) {
	for i, o := range e.order[:len(e.order)-1] {
		if o == f {
			e.r.d.Window.Canvas().Focus(e.order[i+1])
			return
		}
	}
}

func (e *entry) say(o fyne.CanvasObject) {
	e.answer.Objects = []fyne.CanvasObject{o}
	e.r.root.Refresh()
	e.r.d.Kit.Show(e.answer)
}

// fail says why an envelope was not closed; what was typed stands there still.
func (e *entry) fail(err error) {
	e.busy = false
	e.say(e.r.d.Kit.Problem(err))
}

// seal closes the envelope and begins the next form.
func (e *entry) seal() {
	if e.busy {
		return
	}
	if e.answers.Blank() {
		e.say(e.r.d.Kit.Notice(widget.KindAttention, e.r.t("answers.entry.empty")))
		return
	}
	e.busy = true
	r, a := e.r, e.answers
	r.do(func(ctx context.Context) error { return r.d.Pool.Enter(ctx, a) }, func() {
		r.d.Bus.Trace("answers", "entered")
		r.entered++
		if r.entry == e {
			r.enter()
		}
	})
}
