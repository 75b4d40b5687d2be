package desk

import (
	"fyne.io/fyne/v2"

	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// helpCard says beside the text how a child's words are written down, and what
// the signs in the text are.
type helpCard struct {
	r  *Room
	in *section
}

func newHelpCard(s *side) *helpCard {
	h := &helpCard{r: s.r, in: s.add("help", s.r.t("desk.help"), false)}
	h.refresh()
	return h
}

func (h *helpCard) refresh() {
	t, kit := h.r.kit.Text, h.in.s.kit
	part := func(title string, rest ...fyne.CanvasObject) fyne.CanvasObject {
		return widget.Stack(theme.Gap4, append([]fyne.CanvasObject{kit.Strong(t.T(title))}, rest...)...)
	}
	key := func(c keys.Command) string { return keys.Label(t, c) }
	short := []fyne.CanvasObject{kit.Body(t.T("desk.help.auto.how"))}
	for _, a := range h.r.autotexts() {
		short = append(short, kit.Body(a.Short+"   "+a.Text))
	}
	if h.r.d.EditAutotexts != nil {
		short = append(short, widget.Row(kit.Button("desk.autotexts", t.T("desk.help.auto.edit"), h.r.d.EditAutotexts)))
	}
	h.in.fill(
		part("desk.help.exact", kit.Body(t.T("desk.help.exact.why"))),
		part("desk.help.unsure", kit.Body(t.T("desk.help.unsure.how", "next", key(keys.NextUnsure), "resolve", key(keys.Resolve)))),
		part("desk.help.auto", short...),
		part("desk.help.time", kit.Body(t.T("desk.help.time.how", "mark", key(keys.TimeMark), "play", key(keys.PlayHere)))),
		part("desk.help.find", kit.Body(t.T("desk.help.find.how", "find", key(keys.Find), "replace", key(keys.Substitute)))),
		part("desk.help.wave", kit.Body(t.T("desk.help.wave.how", "in", key(keys.ZoomIn), "out", key(keys.ZoomOut), "loop", key(keys.Loop)))),
		part("desk.help.read", kit.Body(t.T("desk.help.read.how", "read", key(keys.ReadThrough)))),
		part("desk.help.silence", kit.Body(t.T("desk.help.silence.how"))),
	)
}
