package desk

import (
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// newFiles is the side's part that leads to where the text comes in from a file
// of another program, or leaves as one.
func newFiles(s *side) {
	r := s.r
	if r.d.TakeIn == nil || r.d.SaveOut == nil {
		return
	}
	s.add("files", r.t("desk.files"), false, widget.Stack(theme.Gap8,
		s.kit.Muted(r.t("desk.files.how")),
		s.kit.Button("desk.files.in", r.t("desk.files.in"), r.d.TakeIn),
		s.kit.Button("desk.files.out", r.t("desk.files.out"), r.d.SaveOut),
	))
}
