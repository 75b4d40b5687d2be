package year

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/round"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// groups are the headings under which the voices stand, with how many of them
// each takes; their words lie under plan.voices.<group>.
var groups = []struct {
	name string
	n    int
}{{"age", 4}, {"unit", 6}, {"lives", 2}, {"more", 2}}

// voiceRows asks whose voices are not heard; it is folded until somebody wants
// it, or has answered it.
func (r *Room) voiceRows() fyne.CanvasObject {
	k := r.d.Kit
	body := widget.Stack(theme.Gap12, k.Body(r.t("plan.voices.how")))
	next := 0
	for _, g := range groups {
		body.Add(k.Strong(r.t("plan.voices." + g.name)))
		grid := container.New(&pairs{})
		for _, voice := range round.Voices[next : next+g.n] {
			grid.Add(r.voiceRow(voice))
		}
		body.Add(grid)
		next += g.n
	}
	open := false
	for _, s := range r.typed.Voices {
		open = open || s != ""
	}
	return widget.Stack(theme.Gap12, k.Fold("plan.voices", r.t("plan.voices"), body, open, func(bool) { r.root.Refresh() }), body)
}

// voiceRow is one group of children and how many of them are wished for.
func (r *Room) voiceRow(voice round.Voice) fyne.CanvasObject {
	k, label := r.d.Kit, r.t("plan.voice."+string(voice))
	e := k.Entry("plan.voice."+string(voice), r.t("plan.voices.none")).Named(label)
	e.SetText(r.typed.Voices[voice])
	said := widget.Stack(theme.Gap4)
	e.OnChange = func(s string) {
		r.typed.Voices[voice] = s
		said.Objects = nil
		if _, ok := count(s); !ok {
			said.Add(k.Notice(widget.KindAttention, r.t("plan.voices.unread", "n", round.MaxVoices)))
		}
		r.root.Refresh()
	}
	e.OnLeave = r.keep
	return widget.Stack(theme.Gap4, container.New(numbered{}, e, k.Body(label)), said)
}
