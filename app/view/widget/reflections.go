package widget

import (
	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
)

// Reflections shows what an interviewer shares of an interview under a heading
// that unfolds it: the child's words come first. changed, which may be nil,
// lays out anew what is around. It is nil where there is nothing.
func (k *Kit) Reflections(id string, r app.Reflections, changed func()) fyne.CanvasObject {
	if len(r) == 0 {
		return nil
	}
	var lines []fyne.CanvasObject
	for _, q := range app.ReflectionQuestions {
		if text := r[q]; text != "" {
			lines = append(lines, Stack(theme.Gap4, k.Strong(k.Text.T("reflection."+string(q))), k.Body(text)))
		}
	}
	body := Card(theme.Gap16, Stack(theme.Gap12, lines...))
	return Stack(theme.Gap8, Pad(theme.Gap4, k.Fold(id, k.Text.T("reflection.shared"), body, false, func(bool) {
		if changed != nil {
			changed()
		}
	})), body) // or its ring would be cut off
}
