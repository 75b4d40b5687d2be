package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// look is how much a button asks for.
type look int

const (
	plain look = iota
	primary
	danger
	quiet // no border: a line of the rail, a word in a row
)

// Button does one thing when it is clicked or, with the focus, when Space or
// Enter is pressed. Unlike Fyne's it keeps the focus.
type Button struct {
	fw.DisableableWidget
	Label    string
	OnTapped func()

	kit     *Kit
	id      string
	look    look
	leading bool // text from the left instead of centred
	marked  bool // shown as the chosen one, by a bar and bold text
	focused bool
	hovered bool
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Accessible   = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
)

func (k *Kit) button(id, label string, l look, act func()) *Button {
	b := &Button{Label: label, OnTapped: act, kit: k, id: id, look: l}
	b.ExtendBaseWidget(b)
	return b
}

// Button is an ordinary button.
func (k *Kit) Button(id, label string, act func()) *Button { return k.button(id, label, plain, act) }

// Primary is the one most likely thing to do in a view.
func (k *Kit) Primary(id, label string, act func()) *Button {
	return k.button(id, label, primary, act)
}

// Danger is for what cannot be undone.
func (k *Kit) Danger(id, label string, act func()) *Button { return k.button(id, label, danger, act) }

// Quiet is a button without a border, its text from the left.
func (k *Kit) Quiet(id, label string, act func()) *Button {
	b := k.button(id, label, quiet, act)
	b.leading = true
	return b
}

// ID returns the control's id.
func (b *Button) ID() string { return b.id }

// Focused reports whether the button has the focus.
func (b *Button) Focused() bool { return b.focused }

// SetText changes the words on the button.
func (b *Button) SetText(s string) {
	if b.Label != s {
		b.Label = s
		b.Refresh()
	}
}

// SetMarked shows the button as the chosen one of a row or rail.
func (b *Button) SetMarked(on bool) {
	if b.marked != on {
		b.marked = on
		b.Refresh()
	}
}

// Tapped implements [fyne.Tappable].
func (b *Button) Tapped(*fyne.PointEvent) {
	if b.Disabled() {
		return
	}
	if !b.focused {
		focusOn(b)
	}
	b.press()
}

func (b *Button) press() {
	b.kit.trace("tap", b.id)
	if b.OnTapped != nil {
		b.kit.guard(b.OnTapped)
	}
}

// FocusGained implements [fyne.Focusable].
func (b *Button) FocusGained() {
	b.focused = true
	b.kit.gained(b.id, b)
	b.Refresh()
}

// FocusLost implements [fyne.Focusable].
func (b *Button) FocusLost() {
	b.focused = false
	b.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case !activates(ev):
		b.kit.passKey(ev)
	case !b.Disabled() && b.kit.Once(ev.Name):
		b.press()
	}
}

// TypedRune implements [fyne.Focusable]. The space that pressed the button
// does not travel on.
func (b *Button) TypedRune(r rune) {
	if r != ' ' {
		b.kit.passRune(r)
	}
}

// MouseIn implements [desktop.Hoverable].
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements [desktop.Hoverable].
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (b *Button) MouseOut() { b.hovered = false; b.Refresh() }

// KeyDown implements [desktop.Keyable].
func (b *Button) KeyDown(ev *fyne.KeyEvent) { b.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (b *Button) KeyUp(ev *fyne.KeyEvent) { b.kit.KeyUp(ev) }

// AccessibilityLabel implements [fyne.Accessible].
func (b *Button) AccessibilityLabel() string { return b.Label }

// AccessibilityRole implements [fyne.Accessible].
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements [fyne.Widget].
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		b: b, ground: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent),
		words: canvas.NewText(b.Label, color.Black), ring: newRing(),
	}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b           *Button
	ground, bar *canvas.Rectangle
	words       *canvas.Text
	ring        ring
}

func (r *buttonRenderer) pad() fyne.Size {
	return fyne.NewSize(theme.Gap16, theme.Gap8+2)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.ring.around(size)
	r.bar.Resize(fyne.NewSize(theme.Gap4, size.Height))
	text := r.words.MinSize()
	x := (size.Width - text.Width) / 2
	if r.b.leading {
		x = r.pad().Width
	}
	r.words.Move(fyne.NewPos(x, (size.Height-text.Height)/2))
	r.words.Resize(text)
}

func (r *buttonRenderer) MinSize() fyne.Size {
	size := r.words.MinSize().Add(r.pad()).Add(r.pad())
	if r.b.look == quiet {
		size.Height -= theme.Gap4
	}
	return size
}

func (r *buttonRenderer) Refresh() {
	ground, words, border := theme.Card, theme.Ink, theme.Line
	switch r.b.look {
	case primary:
		ground, words, border = theme.Action, theme.OnAction, theme.Action
	case danger:
		ground, words, border = theme.Danger, theme.OnDanger, theme.Danger
	case quiet:
		ground, border = theme.Paper, theme.Paper
	}
	filled := r.b.look == primary || r.b.look == danger
	switch {
	case r.b.Disabled():
		ground, words, border = theme.Paper, theme.Disabled, theme.Line
	case r.b.hovered && !filled, r.b.marked && !filled:
		ground = theme.Hover
		if r.b.look == quiet {
			border = theme.Hover
		}
	}
	r.ground.FillColor = theme.Now(ground)
	r.ground.StrokeColor = theme.Now(border)
	r.ground.StrokeWidth = 1
	// Fyne clears the window a shade paler than paper: a quiet button is not
	// painted at all, so that it does not show as a patch.
	r.ground.Hidden = r.b.look == quiet && ground == theme.Paper
	r.bar.FillColor = theme.Now(theme.Action)
	r.bar.Hidden = !r.b.marked
	r.words.Text = r.b.Label
	r.words.Color = theme.Now(words)
	r.words.TextSize = theme.SizeNow(theme.SizeBody)
	r.words.TextStyle = fyne.TextStyle{Bold: filled || r.b.marked}
	r.ring.show(r.b.focused)
	r.Layout(r.b.Size())
	r.ground.Refresh()
	r.bar.Refresh()
	r.words.Refresh()
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.bar, r.words, r.ring.Rectangle}
}

func (r *buttonRenderer) Destroy() {}
