package keymap

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// trap has the focus and takes the next key that is pressed, whatever it is.
// Escape, or losing the focus to something else, gives up.
type trap struct {
	fw.BaseWidget
	kit    *widget.Kit
	words  string
	caught func(keys.Stroke)
	left   func()
	over   bool
	down   map[fyne.KeyName]bool // pressed here: a key held since before does not count
}

var (
	_ fyne.Focusable    = (*trap)(nil)
	_ fyne.Tabbable     = (*trap)(nil)
	_ fyne.Shortcutable = (*trap)(nil)
	_ fyne.Accessible   = (*trap)(nil)
	_ desktop.Keyable   = (*trap)(nil)
)

func newTrap(kit *widget.Kit, words string, caught func(keys.Stroke), left func()) *trap {
	t := &trap{kit: kit, words: words, caught: caught, left: left, down: map[fyne.KeyName]bool{}}
	t.ExtendBaseWidget(t)
	return t
}

// ID returns the control's id.
func (t *trap) ID() string { return "keymap.trap" }

// AcceptsTab takes Tab too, so that it can be said why it is no choice.
func (t *trap) AcceptsTab() bool { return true }

// KeyDown implements [desktop.Keyable].
func (t *trap) KeyDown(ev *fyne.KeyEvent) {
	t.kit.KeyDown(ev)
	t.down[keys.NameOf(ev)] = true
}

// KeyUp implements [desktop.Keyable].
func (t *trap) KeyUp(ev *fyne.KeyEvent) {
	t.kit.KeyUp(ev)
	delete(t.down, keys.NameOf(ev))
}

// TypedKey implements [fyne.Focusable]. Shift, Ctrl and Alt wait for the key
// they are held for.
func (t *trap) TypedKey(ev *fyne.KeyEvent) {
	s := keys.OfKey(ev, keys.Held())
	if ev.Name == fyne.KeyEscape {
		t.end(t.left)
		return
	}
	if t.down[s.Key] && keys.Refused(keys.Desk, s) != keys.RefusedModifier {
		t.end(func() { t.caught(s) })
	}
}

// TypedShortcut implements [fyne.Shortcutable].
func (t *trap) TypedShortcut(s fyne.Shortcut) {
	stroke, ok := keys.OfShortcut(s)
	if !ok { // what Fyne keeps for the clipboard
		stroke = keys.Stroke{Key: fyne.KeyC, Mods: fyne.KeyModifierControl}
		switch s.(type) {
		case *fyne.ShortcutPaste:
			stroke.Key = fyne.KeyV
		case *fyne.ShortcutCut:
			stroke.Key = fyne.KeyX
		case *fyne.ShortcutSelectAll:
			stroke.Key = fyne.KeyA
		}
	}
	t.end(func() { t.caught(stroke) })
}

// end runs once.
func (t *trap) end(then func()) {
	if !t.over {
		t.over = true
		then()
	}
}

// TypedRune implements [fyne.Focusable]: the key was seen already.
func (t *trap) TypedRune(rune) {}

// FocusGained implements [fyne.Focusable].
func (t *trap) FocusGained() {
	if t.kit.Trace != nil {
		t.kit.Trace("focus", t.ID())
	}
	t.kit.Show(t)
}

// FocusLost implements [fyne.Focusable]. A key that is let go elsewhere is
// forgotten.
func (t *trap) FocusLost() { clear(t.down) }

// AccessibilityLabel implements [fyne.Accessible].
func (t *trap) AccessibilityLabel() string { return t.words }

// AccessibilityRole implements [fyne.Accessible].
func (t *trap) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (t *trap) CreateRenderer() fyne.WidgetRenderer {
	return fw.NewSimpleRenderer(container.NewStack(widget.Pad(theme.Gap8, t.kit.Notice(widget.KindAttention, t.words))))
}
