package desk

import (
	"slices"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// topic is what a message is about; each has room for one, in this order.
type topic int

const (
	aboutSaving topic = iota
	aboutText
	aboutLength
	aboutSound
	aboutReading
	topics
)

// notices are the messages between the controls and the text. They stay until
// what they tell of is over.
type notices struct {
	stack   *fyne.Container
	refresh func() // lays the room out anew
	by      [topics][]fyne.CanvasObject
}

func newNotices(refresh func()) *notices {
	return &notices{stack: widget.Stack(theme.Gap8), refresh: refresh}
}

// say shows a message in place of the one before on its topic; no message
// takes that away.
func (n *notices) say(about topic, message ...fyne.CanvasObject) {
	if len(n.by[about]) == 0 && len(message) == 0 {
		return
	}
	n.by[about] = message
	n.stack.Objects = slices.Concat(n.by[:]...)
	n.stack.Refresh()
	n.refresh()
}

// told hears from the saver: a failed write, or nil when all is well again.
func (r *Room) told(err error) {
	if r.closed {
		return
	}
	if err == nil {
		r.notice.say(aboutSaving)
		return
	}
	again := r.kit.Primary("desk.retry", r.t("desk.retry"), func() {
		r.saver.again()
		r.list.Focus()
	})
	r.notice.say(aboutSaving, r.kit.Problem(err), widget.Row(again))
}

// tooLong tells of what was pasted and found no room, until something is
// changed.
func (r *Room) tooLong() {
	r.notice.say(aboutLength, r.kit.Notice(widget.KindAttention, r.t("desk.tooLong")))
	r.d.Bus.Trace("desk", "too-long")
}

// hearing tells of a sound that cannot be heard, once.
func (r *Room) hearing() {
	err := r.m.Sound.Err()
	code := app.CodeOf(err)
	if code == r.deaf {
		return
	}
	r.deaf = code
	if err == nil {
		r.notice.say(aboutSound)
		return
	}
	if r.d.Lesson != nil && code == app.CodeNoSpeaker { // what the error says is safe is not kept here
		r.d.Bus.Trace("problem", code)
		r.notice.say(aboutSound, r.kit.Notice(widget.KindAttention, r.t("lesson.deaf")))
		return
	}
	r.notice.say(aboutSound, r.kit.Problem(err))
}
