package desk

import "fyne.io/fyne/v2"

// cover is a view that takes the room's place until the person goes back to the
// text.
type cover interface {
	content() fyne.CanvasObject
	focus()
	close() // ends what it began
}

// lay puts a view over the room. The sound stops: its keys are not there.
func (r *Room) lay(c cover) {
	if r.m.Sound != nil && r.m.Sound.Playing() {
		r.m.Sound.Pause()
		r.refreshSound()
	}
	r.over = c
	r.unbind()
	r.set(c.content())
	c.focus()
}

// lift goes back to the text.
func (r *Room) lift() {
	if r.over == nil || r.closed {
		return
	}
	r.over.close()
	r.over = nil
	r.set(r.sheet)
	r.bind()
	r.list.Focus()
}
