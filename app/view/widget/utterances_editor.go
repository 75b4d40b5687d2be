package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
)

// editor is the one text box of the list. Every key comes through it first:
// Fyne gives an Entry that has the focus all of them.
type editor struct {
	fw.Entry
	u       *Utterances
	focused bool
	loading bool // the text is set by us, not typed
	shift   bool
	held    map[fyne.KeyName]bool // toggles that wait for their key to be let go

	caret caret
}

var _ fyne.Accessible = (*editor)(nil)

func newEditor(u *Utterances) *editor {
	e := &editor{u: u, held: map[fyne.KeyName]bool{}}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.ExtendBaseWidget(e)
	e.SetMinRowsVisible(1)
	e.load("")
	e.OnChanged = func(s string) {
		if !e.loading {
			u.typed(s)
		}
	}
	return e
}

// ID returns the control's id.
func (e *editor) ID() string { return e.u.id }

// load shows another utterance's text. Fyne's own undo forgets it.
func (e *editor) load(s string) {
	e.loading = true
	e.Entry.SetText(s)
	e.loading = false
}

// release forgets what keys are down: their release may go elsewhere.
func (e *editor) release() {
	if e.shift {
		e.Entry.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
	e.shift = false
}

// AcceptsTab lets Tab leave the text: a keyboard must be able to.
func (e *editor) AcceptsTab() bool { return false }

// FocusGained implements [fyne.Focusable].
func (e *editor) FocusGained() {
	e.focused = true
	e.u.kit.gained(e.u.id, e)
	e.Entry.FocusGained()
}

// FocusLost implements [fyne.Focusable].
func (e *editor) FocusLost() {
	e.focused = false
	e.release()
	clear(e.held)
	e.u.doc.EndStep()
	e.Entry.FocusLost()
}

// KeyDown implements [desktop.Keyable]. It comes once a press, not for repeats.
func (e *editor) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = true
	}
	delete(e.held, ev.Name)
	e.u.kit.Active()
	e.Entry.KeyDown(ev)
}

// KeyUp implements [desktop.Keyable].
func (e *editor) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = false
	}
	delete(e.held, ev.Name)
	e.Entry.KeyUp(ev)
}

func (e *editor) mods() fyne.KeyModifier {
	m := keys.Held()
	if e.shift {
		m |= fyne.KeyModifierShift
	}
	return m
}

// TypedKey implements [fyne.Focusable]: first a command, then a step out of
// this row, then the text box.
func (e *editor) TypedKey(ev *fyne.KeyEvent) {
	if c := keys.Lookup(keys.Desk, keys.OfKey(ev, e.mods())); c != keys.None {
		e.press(c, ev.Name)
		return
	}
	if e.u.leave(ev.Name, e.mods()) {
		return
	}
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd:
		e.u.doc.EndStep()
	}
	if !e.walk(ev.Name) {
		e.key(ev.Name == fyne.KeyDelete, func() { e.Entry.TypedKey(ev) })
	}
	e.u.reveal()
}

// TypedRune implements [fyne.Focusable].
func (e *editor) TypedRune(r rune) {
	e.key(false, func() { e.Entry.TypedRune(r) })
	e.u.offer()
	e.u.reveal()
}

// press runs a command, a toggle only once until its key is let go.
func (e *editor) press(c keys.Command, key fyne.KeyName) {
	if c.Toggles() {
		if e.held[key] {
			return
		}
		e.held[key] = true
	}
	e.u.Do(c)
}

// MouseDown implements [desktop.Mouseable].
func (e *editor) MouseDown(ev *desktop.MouseEvent) {
	e.u.doc.EndStep()
	e.caret.known = false
	e.Entry.MouseDown(ev)
}

// Tapped implements [fyne.Tappable].
func (e *editor) Tapped(ev *fyne.PointEvent) {
	e.Entry.Tapped(ev)
	e.u.clicked()
}

// TypedShortcut implements [fyne.Shortcutable]. Undo is the document's.
func (e *editor) TypedShortcut(s fyne.Shortcut) {
	if paste, ok := s.(*fyne.ShortcutPaste); ok {
		e.key(false, func() { e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: cleaned{paste.Clipboard}}) })
		e.u.reveal()
		return
	}
	stroke, ours := keys.OfShortcut(s)
	if !ours {
		e.key(false, func() { e.Entry.TypedShortcut(s) }) // cut, copy, select all
		e.u.kit.noteCopy(s)
		return
	}
	if c := keys.Lookup(keys.Desk, stroke); c != keys.None && !c.Window() {
		e.press(c, stroke.Key)
		return
	}
	c, custom := s.(*desktop.CustomShortcut)
	switch {
	case stroke == keys.Stroke{Key: fyne.KeyHome, Mods: fyne.KeyModifierControl}:
		e.u.GoTo(transcript.Place{ID: e.u.geo.ids[0]})
	case stroke == keys.Stroke{Key: fyne.KeyEnd, Mods: fyne.KeyModifierControl}:
		e.u.GoTo(e.u.last())
	case custom && editing(c):
		if c.KeyName == fyne.KeyBackspace && e.u.leave(c.KeyName, 0) {
			return
		}
		e.u.doc.EndStep()
		e.key(c.KeyName == fyne.KeyDelete, func() { e.Entry.TypedShortcut(s) })
		e.u.reveal()
	case e.u.hooks.Unhandled != nil:
		e.u.hooks.Unhandled(s)
	}
}

// TappedSecondary implements [fyne.SecondaryTappable] with our words and the
// document's undo.
func (e *editor) TappedSecondary(ev *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(e)
	if c == nil {
		return
	}
	c.Focus(e)
	clipboard := fyne.CurrentApp().Clipboard()
	t := e.u.kit.Text
	item := func(key string, s fyne.Shortcut) *fyne.MenuItem {
		return fyne.NewMenuItem(t.T(key), func() { e.TypedShortcut(s) })
	}
	menu := fyne.NewMenu("",
		item("edit.undo", &fyne.ShortcutUndo{}), item("edit.redo", &fyne.ShortcutRedo{}), fyne.NewMenuItemSeparator(),
		item("edit.cut", &fyne.ShortcutCut{Clipboard: clipboard}), item("edit.copy", &fyne.ShortcutCopy{Clipboard: clipboard}),
		item("edit.paste", &fyne.ShortcutPaste{Clipboard: clipboard}), item("edit.selectAll", &fyne.ShortcutSelectAll{}))
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(e).Add(ev.Position)
	fw.ShowPopUpMenuAtPosition(menu, c, at)
}

// AccessibilityLabel implements [fyne.Accessible].
func (e *editor) AccessibilityLabel() string {
	return e.u.speakerWord(e.u.utterance(e.u.active).Speaker) + ": " + e.Text
}

// AccessibilityRole implements [fyne.Accessible].
func (e *editor) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (e *editor) CreateRenderer() fyne.WidgetRenderer {
	inner := e.Entry.CreateRenderer()
	for _, o := range inner.Objects() {
		if r, ok := o.(*canvas.Rectangle); ok && r.FillColor == color.Transparent {
			r.Hide() // the border: our ring is enough
		}
	}
	return newRinged(inner, 0, func() bool { return e.focused })
}

// cleaned is a clipboard whose text is fit for a transcript: what comes from a
// web page or from Windows has line ends of other kinds.
type cleaned struct{ fyne.Clipboard }

// Content implements [fyne.Clipboard].
func (c cleaned) Content() string { return transcript.Clean(c.Clipboard.Content()) }
