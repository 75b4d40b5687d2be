package widget

import (
	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// playCaret plays from the time mark that the caret is at, or else from where
// the caret's utterance starts.
func (u *Utterances) playCaret() {
	if !u.playMark() {
		u.play(u.caret.ID)
	}
}

// playMark plays from the time mark at the caret, if there is one.
func (u *Utterances) playMark() bool {
	ms, ok := transcript.TimeAt(u.utterance(u.caret.ID).Text, u.caret.Pos)
	if ok && u.hooks.Play != nil {
		u.hooks.Play(ms)
	}
	return ok
}

// clicked is called once a click has put the caret somewhere: one inside a time
// mark plays from it, as one on the time of a row does.
func (u *Utterances) clicked() {
	if u.anchor != u.caret {
		return
	}
	pos := u.caret.Pos
	for _, at := range transcript.TimeMarks(u.utterance(u.caret.ID).Text) {
		if at[0] < pos && pos < at[1] {
			u.playMark()
			return
		}
	}
}

// markAt returns the live marker whose word lies under a point of the content.
func (u *Utterances) markAt(p fyne.Position) (transcript.Mark, bool) {
	i, delta := u.geo.at(max(p.Y, 0))
	id := u.geo.ids[i]
	marks, high := u.marksOf(id), u.markHeight(id)
	x := p.X - u.columns().text - textInset
	if top := u.geo.high[i] - rowGap - high; len(marks) == 0 || delta < top || delta >= top+high || x < 0 {
		return transcript.Mark{}, false
	}
	for n, m := range marks { // measured as they are drawn: together, with their spaces
		w := fyne.MeasureText(u.markWords(marks[:n+1]), theme.SizeNow(theme.SizeBody), fyne.TextStyle{Italic: true}).Width
		if x < w {
			return m, true
		}
	}
	return transcript.Mark{}, false
}
