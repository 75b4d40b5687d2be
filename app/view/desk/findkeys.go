package desk

import (
	"fyne.io/fyne/v2"

	"barnrost/app/view/keys"
)

// typed takes the keys that are the strip's or the sound's before a field does.
func (f *finder) typed(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		f.step(keys.Held()&fyne.KeyModifierShift != 0)
		return true
	case fyne.KeyDown, fyne.KeyUp:
		f.step(ev.Name == fyne.KeyUp)
		return true
	}
	return f.key(ev)
}

// key does what a key means for the sound or the strip, and reports whether it
// means anything. The focus stays where it is.
func (f *finder) key(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyEscape {
		f.close()
		return true
	}
	stroke := keys.OfKey(ev, keys.Held())
	return f.run(keys.Lookup(keys.Desk, stroke), stroke.Key)
}

func (f *finder) shortcut(s fyne.Shortcut) {
	stroke, ok := keys.OfShortcut(s)
	if !ok || !f.run(keys.Lookup(keys.Desk, stroke), stroke.Key) {
		f.r.shortcut(s)
	}
}

// run runs what the room does and leaves the focus in the strip, but for what is
// done in the text, or lasts until its key is let go: that gets the focus.
func (f *finder) run(c keys.Command, key fyne.KeyName) bool {
	if f.r.commands[c] == nil {
		return false
	}
	if _, text := f.r.placeCommands()[c]; text || c == keys.HoldPlay {
		return f.r.run(c, key)
	}
	f.r.do(c)
	return true
}

// letter takes a letter that a button of the strip has no use for: it is looked
// for.
func (f *finder) letter(c rune) {
	f.r.d.Window.Canvas().Focus(f.field)
	f.field.SetText(f.field.Text() + string(c)) // typing would take the place of what is selected
	f.query.Words = f.field.Text()
	f.again()
}
