package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
)

// editor lies below all rows and has the focus: every key and every click on
// the text comes through it first. It draws what is selected, marked and
// focused; the rows over it draw the words.
type editor struct {
	fw.BaseWidget
	u       *Utterances
	focused bool
	shift   bool
	held    map[fyne.KeyName]bool // toggles that wait for their key to be let go
	playing fyne.KeyName          // plays for as long as it is down; "" for none
	clicks  clicks
	ink     ink
}

var (
	_ fyne.Accessible   = (*editor)(nil)
	_ fyne.Focusable    = (*editor)(nil)
	_ fyne.Tabbable     = (*editor)(nil)
	_ fyne.Shortcutable = (*editor)(nil)
	_ desktop.Keyable   = (*editor)(nil)
)

func newEditor(u *Utterances) *editor {
	e := &editor{u: u, held: map[fyne.KeyName]bool{}, ink: newInk()}
	e.ExtendBaseWidget(e)
	return e
}

// ID returns the control's id.
func (e *editor) ID() string { return e.u.id }

// SelectedText returns what is selected in the list.
func (e *editor) SelectedText() string { return e.u.SelectedText() }

// AcceptsTab lets Tab leave the text: a keyboard must be able to.
func (e *editor) AcceptsTab() bool { return false }

// FocusGained implements [fyne.Focusable].
func (e *editor) FocusGained() {
	e.focused = true
	e.u.kit.gained(e.u.id, e.u)
	e.draw()
}

// FocusLost implements [fyne.Focusable]. What keys are down is forgotten: their
// release may go elsewhere.
func (e *editor) FocusLost() {
	e.focused, e.shift = false, false
	clear(e.held)
	e.letGo(e.playing)
	e.u.doc.EndStep()
	e.draw()
}

// KeyDown implements [desktop.Keyable]. It comes once a press, not for repeats.
func (e *editor) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = true
	}
	delete(e.held, keys.NameOf(ev))
	e.u.kit.Active()
}

// KeyUp implements [desktop.Keyable].
func (e *editor) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = false
	}
	delete(e.held, keys.NameOf(ev))
	e.letGo(keys.NameOf(ev))
}

// letGo ends what plays only while its key is down.
func (e *editor) letGo(key fyne.KeyName) {
	if key == "" || key != e.playing {
		return
	}
	e.playing = ""
	e.u.Do(keys.HoldEnd)
}

func (e *editor) mods() fyne.KeyModifier {
	m := keys.Held()
	if e.shift {
		m |= fyne.KeyModifierShift
	}
	return m
}

// TypedKey implements [fyne.Focusable]: first a command, then the text.
func (e *editor) TypedKey(ev *fyne.KeyEvent) {
	if c := keys.Lookup(keys.Desk, keys.OfKey(ev, e.mods())); c != keys.None {
		e.press(c, keys.NameOf(ev))
		return
	}
	e.u.key(ev.Name, false, e.mods()&fyne.KeyModifierShift != 0)
}

// TypedRune implements [fyne.Focusable]. AltGr and the space bar give a hard
// blank on a Swedish keyboard, mostly by mistake: nothing finds it again. The
// space that pressed a button does not land in the text that the button led to.
func (e *editor) TypedRune(r rune) {
	if r == ' ' && e.u.kit.spent(fyne.KeySpace) {
		return
	}
	if r == '\u00a0' {
		r = ' '
	}
	if transcript.Clean(string(r)) == "" {
		return // nothing that can be written
	}
	from, to, _ := e.u.Selection()
	e.u.edit(from, to, string(r), e.u.hooks.Now())
	e.u.offer()
}

// press runs a command, a toggle only once until its key is let go.
func (e *editor) press(c keys.Command, key fyne.KeyName) {
	if c.Toggles() {
		if e.held[key] {
			return
		}
		e.held[key] = true
	}
	if c == keys.HoldPlay {
		e.letGo(e.playing) // of two pedals the last one counts
		e.playing = key
	}
	e.u.Do(c)
}

// Press runs a command as its key does while the text has the focus, which it
// must have: there the repeats of the key come, and its release.
func (u *Utterances) Press(c keys.Command, key fyne.KeyName) { u.editor.press(c, key) }

// TypedShortcut implements [fyne.Shortcutable].
func (e *editor) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		if e.u.copy(s.Clipboard) {
			e.u.kit.noteCopy(s)
		}
		return
	case *fyne.ShortcutCut:
		if e.u.copy(s.Clipboard) {
			e.u.kit.noteCopy(s)
			e.u.ReplaceSelection("")
		}
		return
	case *fyne.ShortcutPaste:
		e.u.paste(s.Clipboard)
		return
	case *fyne.ShortcutSelectAll:
		e.u.selectAll()
		return
	}
	stroke, ours := keys.OfShortcut(s)
	if c := keys.Lookup(keys.Desk, stroke); ours && c != keys.None && !c.Window() {
		e.press(c, stroke.Key)
		return
	}
	mods := stroke.Mods
	if ours && mods&^fyne.KeyModifierShift == fyne.KeyModifierControl && e.u.key(stroke.Key, true, mods != fyne.KeyModifierControl) {
		return
	}
	if e.u.hooks.Unhandled != nil {
		e.u.hooks.Unhandled(s)
	}
}

// AccessibilityLabel implements [fyne.Accessible].
func (e *editor) AccessibilityLabel() string {
	a := e.u.utterance(e.u.caret.ID)
	return e.u.speakerWord(a.Speaker) + ": " + a.Text
}

// AccessibilityRole implements [fyne.Accessible].
func (e *editor) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// key takes a key that moves the caret or erases, and reports whether it is
// one.
func (u *Utterances) key(key fyne.KeyName, ctrl, shift bool) bool {
	switch key {
	case fyne.KeyBackspace:
		u.erase(u.reach(false, ctrl))
	case fyne.KeyDelete:
		u.erase(u.reach(true, ctrl))
	default:
		return u.step(key, ctrl, shift)
	}
	return true
}

// selectAll selects the whole document, and scrolls nowhere.
func (u *Utterances) selectAll() {
	u.doc.EndStep()
	u.enter(u.last())
	u.anchor = u.first()
	u.editor.draw()
}
