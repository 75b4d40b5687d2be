// Package widget holds the controls that every room is built of. They are
// drawn flat, work by keyboard alone, always show where the focus is, and
// tell by content-free codes what was done with them.
package widget

import (
	"fyne.io/fyne/v2"

	"barnrost/app/view/text"
)

// Kit makes controls that share one table of words and one trace. Its fields
// are set before the first control is made and, but for the hooks, not
// changed after. Everything runs on the UI goroutine.
type Kit struct {
	// Text gives the few words the controls bring themselves.
	Text *text.Table
	// Trace hears "focus <id>", "tap <id>" and the like; it may be nil.
	Trace func(code string, details ...any)

	// Reveal, when set, scrolls a control that gained the focus, or something
	// that was just said, into view.
	Reveal func(fyne.CanvasObject)
	// OnKey, OnRune and OnShortcut, when set, get the keys that a focused
	// control has no use for, as if nothing had the focus.
	OnKey      func(*fyne.KeyEvent)
	OnRune     func(rune)
	OnShortcut func(fyne.Shortcut)
	// OnActive, when set, is told of every key that is pressed and of every
	// scroll: somebody is here.
	OnActive func()
	// OnCopy, when set, is told of what a field has put on the clipboard.
	OnCopy func(string)
	// OnPanic, when set, is told of a panic in a control's callback instead of
	// the program ending with a stack on a person's screen.
	OnPanic func()

	held holding
}

// guard runs a callback. A panic's value may hold a child's words: it is
// dropped here and only the fact is told.
func (k *Kit) guard(fn func()) {
	if k.OnPanic != nil {
		defer func() {
			if recover() != nil {
				k.OnPanic()
			}
		}()
	}
	fn()
}

// Active tells that somebody is here.
func (k *Kit) Active() {
	if k.OnActive != nil {
		k.OnActive()
	}
}

func (k *Kit) trace(code string, details ...any) {
	if k.Trace != nil {
		k.Trace(code, details...)
	}
}

// gained tells that a control got the focus and brings it into view.
func (k *Kit) gained(id string, o fyne.CanvasObject) {
	k.trace("focus", id)
	k.Show(o)
}

// Show brings something that was just said into view.
func (k *Kit) Show(o fyne.CanvasObject) {
	if k.Reveal != nil {
		k.Reveal(o)
	}
}

func (k *Kit) passKey(ev *fyne.KeyEvent) {
	if k.OnKey != nil {
		k.guard(func() { k.OnKey(ev) })
	}
}

func (k *Kit) passRune(r rune) {
	if k.OnRune != nil {
		k.guard(func() { k.OnRune(r) })
	}
}

// activates reports whether a key presses a focused control.
func activates(ev *fyne.KeyEvent) bool {
	return ev.Name == fyne.KeySpace || ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter
}

// focusOn gives a control the focus, as a click on it should.
func focusOn(w fyne.Focusable) {
	o, ok := w.(fyne.CanvasObject)
	if !ok {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		c.Focus(w)
	}
}
