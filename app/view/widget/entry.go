package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/keys"
)

// Entry is a field to type in. Enter in a field of one line calls OnSubmit.
type Entry struct {
	fw.Entry
	// OnSubmit runs at Enter; a nil one passes Enter on.
	OnSubmit func()
	// OnChange runs at every change of the text, not at SetText.
	OnChange func(string)
	// OnLeave runs when the field loses the focus.
	OnLeave func()
	// OnKeyFirst, when set, may take a key before the field does.
	OnKeyFirst func(*fyne.KeyEvent) (taken bool)
	// NoClipboard keeps what stands in the field off the clipboard, and what lies
	// there out of the field.
	NoClipboard bool

	kit     *Kit
	id      string
	label   string
	focused bool
	quiet   bool

	watch   func() // of a guarded field, at every change and when it is left
	warning string // what that has said
}

var (
	_ fyne.Accessible = (*Entry)(nil)
	_ fyne.Tabbable   = (*Entry)(nil)
)

func (k *Kit) entry(id, placeholder string) *Entry {
	e := &Entry{kit: k, id: id, label: placeholder}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.PlaceHolder = placeholder
	e.OnChanged = func(s string) {
		if e.OnChange != nil && !e.quiet {
			k.guard(func() { e.OnChange(s) })
		}
		e.watched()
	}
	e.OnSubmitted = func(string) { e.submit() }
	return e
}

// Entry is a field of one line.
func (k *Kit) Entry(id, placeholder string) *Entry {
	e := k.entry(id, placeholder)
	e.ExtendBaseWidget(e)
	return e
}

// Password is a field of one line whose text is not shown.
func (k *Kit) Password(id, placeholder string) *Entry {
	e := k.entry(id, placeholder)
	e.Entry.Password = true
	e.ExtendBaseWidget(e)
	return e
}

// Multi is a field of several lines that wraps words. Enter makes a line.
func (k *Kit) Multi(id, placeholder string, rows int) *Entry {
	e := k.entry(id, placeholder)
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.ExtendBaseWidget(e)
	e.SetMinRowsVisible(rows)
	return e
}

// Named sets what the field is for, for a screen reader, and returns it.
func (e *Entry) Named(label string) *Entry {
	e.label = label
	return e
}

func (e *Entry) watched() {
	if e.watch != nil {
		e.kit.guard(e.watch)
	}
}

func (e *Entry) submit() {
	e.kit.trace("tap", e.id)
	if e.OnSubmit != nil {
		e.kit.guard(e.OnSubmit)
	}
}

// ID returns the control's id.
func (e *Entry) ID() string { return e.id }

// Text returns what stands in the field.
func (e *Entry) Text() string { return e.Entry.Text }

// SetText fills the field without telling OnChange.
func (e *Entry) SetText(s string) {
	e.quiet = true
	defer func() { e.quiet = false }()
	e.Entry.SetText(s)
	e.CursorColumn = len([]rune(s))
	e.Refresh()
}

// Focused reports whether the field has the focus.
func (e *Entry) Focused() bool { return e.focused }

// FocusGained implements [fyne.Focusable].
func (e *Entry) FocusGained() {
	e.focused = true
	e.kit.gained(e.id, e)
	e.Entry.FocusGained()
}

// FocusLost implements [fyne.Focusable].
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.watched()
	if e.OnLeave != nil {
		e.kit.guard(e.OnLeave)
	}
}

// TypedKey implements [fyne.Focusable].
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	if e.Disabled() {
		e.pass(ev)
		return
	}
	if e.OnKeyFirst != nil && e.OnKeyFirst(ev) {
		return
	}
	if ev.Name == fyne.KeyEscape {
		e.kit.passKey(ev)
		return
	}
	enter := ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter
	if enter && !e.MultiLine && !e.kit.Once(ev.Name) {
		return
	}
	e.Entry.TypedKey(ev)
}

// pass hands on a key that a disabled field has no use for. Fyne gives such a
// field the keys of a shortcut one by one.
func (e *Entry) pass(ev *fyne.KeyEvent) {
	if mods := keys.Held(); mods&^fyne.KeyModifierShift != 0 && e.kit.OnShortcut != nil {
		e.kit.OnShortcut(&desktop.CustomShortcut{KeyName: ev.Name, Modifier: mods})
		return
	}
	e.kit.passKey(ev)
}

// TypedRune implements [fyne.Focusable]. The space that pressed a button does not
// land in the field that the button led to.
func (e *Entry) TypedRune(r rune) {
	if r != ' ' || !e.kit.spent(fyne.KeySpace) {
		e.Entry.TypedRune(r)
	}
}

// AcceptsTab lets Tab leave a field of several lines too: a keyboard must be
// able to.
func (e *Entry) AcceptsTab() bool { return false }

// KeyDown implements [desktop.Keyable].
func (e *Entry) KeyDown(ev *fyne.KeyEvent) {
	e.kit.KeyDown(ev)
	e.Entry.KeyDown(ev)
}

// KeyUp implements [desktop.Keyable].
func (e *Entry) KeyUp(ev *fyne.KeyEvent) {
	e.kit.KeyUp(ev)
	e.Entry.KeyUp(ev)
}

// TypedShortcut implements [fyne.Shortcutable]. What the field has no use for
// goes on: Fyne would swallow it.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if e.NoClipboard {
		switch s.(type) {
		case *fyne.ShortcutCopy, *fyne.ShortcutCut, *fyne.ShortcutPaste:
			return
		}
	}
	if c, own := s.(*desktop.CustomShortcut); own && e.kit.OnShortcut != nil && !editing(c) {
		e.kit.OnShortcut(s)
		return
	}
	e.Entry.TypedShortcut(s)
	e.kit.noteCopy(s)
}

// TappedSecondary implements [fyne.SecondaryTappable]: the menu of the clipboard.
func (e *Entry) TappedSecondary(ev *fyne.PointEvent) {
	if !e.NoClipboard {
		e.Entry.TappedSecondary(ev)
	}
}

// editing reports whether a shortcut moves or deletes by words in a field.
func editing(c *desktop.CustomShortcut) bool {
	switch c.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyDelete:
		return true
	}
	return false
}

// AccessibilityLabel implements [fyne.Accessible]; a password is not told.
func (e *Entry) AccessibilityLabel() string {
	if e.Entry.Password || e.Entry.Text == "" {
		return e.label
	}
	said := e.label + ": " + e.Entry.Text
	if e.warning != "" {
		said += ". " + e.kit.Text.T("guard.title") + " " + e.warning
	}
	return said
}

// AccessibilityRole implements [fyne.Accessible].
func (e *Entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(e.Entry.CreateRenderer(), 0, func() bool { return e.focused })
}
