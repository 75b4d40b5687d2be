package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Hushed rooms have a sound that stops when the text is hidden.
type Hushed interface{ Hush() }

// blind hides all text at once, without locking: somebody comes in, the phone
// rings. It takes every key and every click, so that nothing beneath hears
// them. The key that drew it, or Escape, draws it up again.
//
// It goes up when that key is let go: a key that is held repeats, and the
// repeats would reach what lies beneath.
type blind struct {
	veil
	f      *Frame
	sign   *widget.Sign
	note   *widget.Label
	before fyne.Focusable // had the focus
	ask    *dialog        // lay over it
	room   Room           // was open

	raise map[fyne.KeyName]bool // pressed since, to draw it up when let go
	down  map[fyne.KeyName]bool // pressed since
}

var (
	_ fyne.Focusable    = (*blind)(nil)
	_ fyne.Shortcutable = (*blind)(nil)
	_ desktop.Keyable   = (*blind)(nil)
)

// Hide draws the blind, or does nothing where nothing can be read anyway.
func (f *Frame) Hide() {
	if f.places == nil || f.cover != nil || f.blind != nil {
		return
	}
	if r, ok := f.room.(Hushed); ok {
		r.Hush()
	}
	k, c := f.d.Kit, f.d.Window.Canvas()
	b := &blind{f: f, before: c.Focused(), ask: f.ask, room: f.room, raise: map[fyne.KeyName]bool{}, down: map[fyne.KeyName]bool{}}
	c.Unfocus()
	b.sign, b.note = k.Sign(), k.Body("")
	b.sign.Hide()
	how := f.t("blind.how", "key", keys.Label(k.Text, keys.Hide), "escape", keys.Stroke{Key: fyne.KeyEscape}.Label(k.Text),
		"lock", keys.Label(k.Text, keys.Lock))
	b.solid, b.moved = true, f.Touched
	b.carry(widget.Stack(theme.Gap16, k.Big(f.t("blind.title")), b.sign, k.Body(how), b.note), dialogWidth)
	b.ExtendBaseWidget(b)
	f.blind = b
	f.refreshSign()
	c.Overlays().Add(b)
	b.Resize(c.Size())
	b.tell(f.idleWords())
	c.Focus(b)
	f.d.Bus.Trace("hidden")
}

// unhide draws the blind up; the caret is where it was.
func (f *Frame) unhide() {
	b := f.blind
	f.blind = nil
	c := f.d.Window.Canvas()
	f.unlay(b)
	switch {
	case b.ask == f.ask && b.room == f.room:
		if b.before != nil {
			c.Focus(b.before)
		}
	case f.ask == nil && f.room != nil:
		f.room.Focus()
	}
	f.idle.touched()
	f.d.Bus.Trace("shown")
}

// tell says that the lock is near, if words is not "".
func (b *blind) tell(words string) {
	b.note.SetText(words)
	b.note.Hidden = words == ""
	b.veil.Refresh()
}

// KeyDown implements [desktop.Keyable]. It comes once a press.
func (b *blind) KeyDown(ev *fyne.KeyEvent) {
	b.f.Touched() // somebody is here, though the key goes nowhere
	b.down[ev.Name] = true
}

// KeyUp implements [desktop.Keyable].
func (b *blind) KeyUp(ev *fyne.KeyEvent) {
	b.down[ev.Name] = false
	if b.raise[ev.Name] && b.f.blind == b {
		b.f.d.Bus.Guard(b.f.unhide)
	}
}

// TypedKey implements [fyne.Focusable]: Escape shows the text again, anything
// else goes nowhere.
func (b *blind) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		b.raise[ev.Name] = b.down[ev.Name]
	}
}

// TypedRune implements [fyne.Focusable]: it goes nowhere.
func (b *blind) TypedRune(rune) {}

// TypedShortcut implements [fyne.Shortcutable]: the same key shows the text
// again, and one can lock from here.
func (b *blind) TypedShortcut(s fyne.Shortcut) {
	stroke, ok := keys.OfShortcut(s)
	if !ok {
		return
	}
	if keys.Lookup(keys.Rooms, stroke) == keys.Hide {
		b.raise[stroke.Key] = b.down[stroke.Key]
		return
	}
	if b.f.d.Kit.OnShortcut != nil {
		b.f.d.Kit.OnShortcut(s)
	}
}

// FocusGained implements [fyne.Focusable].
func (b *blind) FocusGained() {}

// FocusLost implements [fyne.Focusable]. What is held now is let go elsewhere.
func (b *blind) FocusLost() {
	clear(b.down)
	clear(b.raise)
}

// AccessibilityLabel implements [fyne.Accessible].
func (b *blind) AccessibilityLabel() string { return b.f.t("blind.title") }

// AccessibilityRole implements [fyne.Accessible].
func (b *blind) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
