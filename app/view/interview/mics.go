package interview

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// sounding is the part of the page about the microphone: which one, how it
// sounds, and what the machine lacks. Once the same microphone has been checked
// that day it is one line.
type sounding struct {
	check    *widget.Button
	fold     *widget.Fold
	mics     *widget.Select
	choice   fyne.CanvasObject // mics with its words
	names    []string
	offering bool // the choice is made by the page, not by a person
	level    *widget.Level
	verdict  *fyne.Container
	missing  *fyne.Container // that the microphone used last is not there
	lacking  *fyne.Container // what the machine lacks
}

// newSounding makes the section.
func (p *prepare) newSounding() fyne.CanvasObject {
	r, k := p.r, p.r.d.Kit
	p.level, p.verdict = k.Level(), widget.Stack(theme.Gap12)
	p.missing, p.lacking = widget.Stack(theme.Gap8), widget.Stack(theme.Gap8)
	p.level.Hide() // until somebody listens
	p.mics = k.Select("mic.choice", nil, p.chosen)
	p.check = k.Button("sound.check", r.t("sound.check"), p.listen)
	p.choice = widget.Stack(theme.Gap8, k.Body(r.t("mic.label")), p.mics)
	body := widget.Stack(theme.Gap12, p.choice, widget.Row(p.check, k.Button("mic.search", r.t("mic.search"), p.search)), p.level)
	p.fold = k.Fold("sound.fold", r.t("sound.title"), body, true, func(bool) { r.root.Refresh() })
	return widget.Stack(theme.Gap12, p.fold, p.lacking, p.missing, body, p.verdict)
}

// settle folds the section where the microphone was checked today, and says so.
func (p *prepare) settle() {
	words := p.r.t("sound.title")
	checked := p.mic() != "" && p.r.d.Checked != nil && p.r.d.Checked(p.mic())
	if checked {
		words = p.r.t("sound.checked", "mic", p.mic())
	}
	p.fold.SetText(words)
	p.fold.SetOpen(!checked)
	p.r.root.Refresh()
}

// heard is what was found of microphones and machine.
type heard struct {
	mics  []Mic
	lacks []string
}

// search lists the microphones, and looks what the machine lacks.
func (p *prepare) search() {
	d := p.r.d
	p.problem.Objects = nil
	bus.Load(d.Bus, p.r.ctx, func(ctx context.Context, _ bus.Progress) (heard, error) {
		var h heard
		if d.Supplies != nil {
			h.lacks = d.Supplies(ctx)
		}
		var err error
		h.mics, err = d.Recorder.Microphones(ctx)
		return h, err
	}, nil, func(h heard, err error) {
		if !p.current() {
			return
		}
		p.names = nil
		p.lacking.Objects = nil
		for _, what := range h.lacks {
			p.lacking.Objects = append(p.lacking.Objects, d.Kit.Notice(widget.KindAttention, p.r.t("sound.lacking."+what)))
			d.Bus.Trace("warning", what)
		}
		if err != nil {
			p.mics.SetOptions(nil)
			d.Bus.Trace("microphones", 0)
			p.choice.Hide() // there is none to choose
			p.check.Hide()
			p.fail(err)
		} else {
			p.offer(h.mics)
		}
		p.opening = false
	})
}

// offer shows the microphones; the one used last is chosen if it is there,
// else the system's own choice, and that the other is missing is said.
func (p *prepare) offer(mics []Mic) {
	chosen, last := 0, p.r.d.Microphone()
	var shown []string
	for i, m := range mics {
		p.names = append(p.names, m.Name)
		name := m.Name
		if m.Default {
			name = p.r.t("mic.default", "name", m.Name)
		}
		shown = append(shown, name)
		if m.Default && p.names[chosen] != last || m.Name == last {
			chosen = i
		}
	}
	p.offering = true
	p.mics.SetOptions(shown)
	p.choice.Show()
	p.check.Show()
	p.missing.Objects = nil
	if len(shown) > 0 {
		p.mics.SetIndex(chosen)
		if last != "" && !slices.Contains(p.names, last) {
			words := p.r.t("mic.missing", "usual", last, "mic", p.names[chosen])
			p.missing.Objects = []fyne.CanvasObject{p.r.d.Kit.Notice(widget.KindAttention, words)}
			p.r.d.Bus.Trace("warning", "microphone")
		}
	}
	p.offering = false
	p.settle()
	p.r.d.Bus.Trace("microphones", len(mics))
	p.refresh()
}

// chosen follows the choice of a microphone. One that the page chose, because
// another is not plugged in, is not remembered.
func (p *prepare) chosen(i int) {
	if i < 0 || i >= len(p.names) {
		return
	}
	p.verdict.Objects = nil
	if !p.offering {
		p.r.d.SetMicrophone(p.names[i])
		p.missing.Objects = nil
		if p.r.d.Checked != nil && p.r.d.Checked(p.names[i]) {
			p.fold.SetText(p.r.t("sound.checked", "mic", p.names[i])) // it stays open: somebody is there
		} else {
			p.fold.SetText(p.r.t("sound.title"))
		}
	}
	p.refresh()
}

func (p *prepare) mic() string {
	if i := p.mics.SelectedIndex(); i >= 0 && i < len(p.names) {
		return p.names[i]
	}
	return ""
}
