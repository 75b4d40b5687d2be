package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app/view/keys"
)

// Keys come through three doors. While typing, the editor gets them all. With
// a button in focus, the kit passes on what the button has no use for. With
// nothing in focus, the canvas has them.

// Key takes a key that nothing in focus has a use for. The focus goes to the
// text, so that a key that is held repeats there.
func (r *Room) Key(ev *fyne.KeyEvent) {
	if r.list == nil || r.over != nil {
		return
	}
	stroke := keys.OfKey(ev, keys.Held())
	r.run(keys.Lookup(keys.Desk, stroke), stroke.Key)
}

// Rune takes a letter that nothing in focus has a use for: it is typed.
func (r *Room) Rune(c rune) {
	if r.list != nil && r.over == nil {
		r.list.Type(c)
	}
}

func (r *Room) run(c keys.Command, key fyne.KeyName) bool {
	if c == keys.None || c.Window() || r.list == nil || r.closed || r.over != nil {
		return false
	}
	r.list.Focus()
	r.list.Press(c, key)
	return true
}

// shortcut takes a shortcut from a button in focus or from the canvas, but not
// through a dialog that lies over the room.
func (r *Room) shortcut(s fyne.Shortcut) {
	covered := r.d.Window.Canvas().Overlays().Top() != nil
	if stroke, ok := keys.OfShortcut(s); ok && !covered && r.run(keys.Lookup(keys.Desk, stroke), stroke.Key) {
		return
	}
	if r.d.Kit.OnShortcut != nil {
		r.d.Kit.OnShortcut(s)
	}
}

// bind takes the desk's shortcuts at the canvas, for when nothing has the
// focus.
func (r *Room) bind() {
	r.eachShortcut(func(s fyne.Shortcut) { r.d.Window.Canvas().AddShortcut(s, r.shortcut) })
}

func (r *Room) unbind() {
	r.eachShortcut(r.d.Window.Canvas().RemoveShortcut)
}

func (r *Room) eachShortcut(fn func(fyne.Shortcut)) {
	fn(&fyne.ShortcutUndo{})
	fn(&fyne.ShortcutRedo{})
	for _, b := range keys.Bindings() {
		if b.Scope != keys.Desk {
			continue
		}
		for _, s := range b.Strokes {
			if s.Mods&^fyne.KeyModifierShift != 0 {
				fn(&desktop.CustomShortcut{KeyName: s.Key, Modifier: s.Mods})
			}
		}
	}
}
