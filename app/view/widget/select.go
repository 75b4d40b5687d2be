package widget

import (
	"fmt"

	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"
)

// Select is a drop-down for long lists. Space, Enter, Up and Down open it;
// Left and Right change the choice without opening.
type Select struct {
	fw.Select
	kit     *Kit
	id      string
	focused bool
	quiet   bool
	changed func(int)
}

var _ fyne.Accessible = (*Select)(nil)

// Select makes a drop-down with nothing chosen. changed may be nil.
func (k *Kit) Select(id string, options []string, changed func(index int)) *Select {
	s := &Select{kit: k, id: id, changed: changed}
	s.PlaceHolder = k.Text.T("kit.choose")
	s.Select.Options = distinct(options)
	s.OnChanged = func(string) { s.picked() }
	s.ExtendBaseWidget(s)
	return s
}

// distinct numbers options that read alike: two microphones may share a name,
// and Fyne tells options apart by their words.
func distinct(options []string) []string {
	seen := map[string]int{}
	out := make([]string, len(options))
	for i, o := range options {
		seen[o]++
		if seen[o] > 1 {
			o = fmt.Sprintf("%s (%d)", o, seen[o])
		}
		out[i] = o
	}
	return out
}

func (s *Select) picked() {
	i := s.SelectedIndex()
	if s.quiet || i < 0 {
		return
	}
	s.kit.trace("choice", s.id, i)
	if s.changed != nil {
		s.kit.guard(func() { s.changed(i) })
	}
}

// ID returns the control's id.
func (s *Select) ID() string { return s.id }

// SetIndex chooses without telling anybody; -1 clears.
func (s *Select) SetIndex(i int) {
	s.quiet = true
	defer func() { s.quiet = false }()
	if i < 0 {
		s.ClearSelected()
		return
	}
	s.SetSelectedIndex(i)
}

// SetOptions changes what there is to choose and clears the choice.
func (s *Select) SetOptions(options []string) {
	s.Select.SetOptions(distinct(options))
	s.SetIndex(-1)
}

// FocusGained implements [fyne.Focusable].
func (s *Select) FocusGained() {
	s.focused = true
	s.kit.gained(s.id, s)
	s.Select.FocusGained()
}

// FocusLost implements [fyne.Focusable].
func (s *Select) FocusLost() {
	s.focused = false
	s.Select.FocusLost()
}

// TypedKey implements [fyne.Focusable].
func (s *Select) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyUp, fyne.KeyDown:
		if !s.Disabled() {
			s.kit.trace("tap", s.id)
			s.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		}
	case fyne.KeyLeft, fyne.KeyRight:
		if !s.Disabled() {
			s.Select.TypedKey(ev)
		}
	default:
		s.kit.passKey(ev)
	}
}

// KeyDown implements [desktop.Keyable].
func (s *Select) KeyDown(ev *fyne.KeyEvent) { s.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (s *Select) KeyUp(ev *fyne.KeyEvent) { s.kit.KeyUp(ev) }

// AccessibilityLabel implements [fyne.Accessible].
func (s *Select) AccessibilityLabel() string {
	if s.Selected == "" {
		return s.PlaceHolder
	}
	return s.Selected
}

// AccessibilityRole implements [fyne.Accessible].
func (s *Select) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements [fyne.Widget].
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(s.Select.CreateRenderer(), 1, func() bool { return s.focused })
}
