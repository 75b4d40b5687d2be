package widget

import "barnrost/app/transcript"

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
