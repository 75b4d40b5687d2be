package desk

import (
	"fyne.io/fyne/v2"

	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// newFacts is the side's part that leads to the three facts about one's own way
// of talking.
func newFacts(s *side) {
	if s.r.d.ThreeFacts == nil {
		return
	}
	s.add("facts", s.r.t("desk.facts"), false, widget.Stack(theme.Gap8,
		s.kit.Muted(s.r.t("desk.facts.how")),
		s.kit.Button("desk.facts.show", s.r.t("desk.facts.show"), s.r.d.ThreeFacts),
	))
}

// offered is the same way in, once all was heard and something is written.
func (c *coverage) offered() []fyne.CanvasObject {
	if c.r.d.ThreeFacts == nil || !c.whole() || len(c.told) == 0 {
		return nil
	}
	return []fyne.CanvasObject{widget.Row(c.in.s.kit.Button("desk.facts.now", c.r.t("desk.facts"), c.r.d.ThreeFacts))}
}
