package widget

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// MarkShape is how an activity of the year is drawn: its shape tells how far it
// is, and its word says it.
type MarkShape int

// The shapes: an open ring, a target, a tick.
const (
	MarkAhead MarkShape = iota
	MarkNow
	MarkDone
)

// YearMark is one activity of the year, in words.
type YearMark struct {
	ID                string // of the trace
	Name, When, State string
	Shape             MarkShape
	At                time.Time
}

// Year is a year's activities, drawn as a wheel or as a list. Both are one stop
// for the focus; the arrows go through the activities and round, Enter and Space
// open what one is about.
type Year interface {
	fyne.Focusable
	fyne.CanvasObject
	// Set changes what is shown, and which mark stands out; nobody is told.
	Set(marks []YearMark, at int)
	// At is the mark that stands out.
	At() int
	// Focused reports whether it has the focus.
	Focused() bool
}

// year is what the wheel and the list have in common.
type year struct {
	fw.BaseWidget
	kit    *Kit
	id     string
	today  time.Time
	marks  []YearMark
	at     int
	move   func(i int)
	press  func(i int)
	self   Year // the wheel or the list
	reveal func()

	focused bool
}

func (k *Kit) year(id string, today time.Time, move, press func(i int)) year {
	return year{kit: k, id: id, today: today.Local(), move: move, press: press}
}

// ID returns the control's id.
func (y *year) ID() string { return y.id }

// At implements [Year].
func (y *year) At() int { return y.at }

// Focused implements [Year].
func (y *year) Focused() bool { return y.focused }

// Set implements [Year].
func (y *year) Set(marks []YearMark, at int) {
	y.marks, y.at = marks, min(max(at, 0), max(len(marks)-1, 0))
	y.Refresh()
}

// walk goes to another mark, round from the last to the first.
func (y *year) walk(i int) {
	n := len(y.marks)
	if n == 0 {
		return
	}
	i = (i%n + n) % n
	if i == y.at {
		return
	}
	y.at = i
	y.Refresh()
	y.kit.trace("year", y.marks[i].ID)
	if y.move != nil {
		y.kit.guard(func() { y.move(i) })
	}
	if y.reveal != nil {
		y.reveal()
	}
}

// FocusGained implements [fyne.Focusable].
func (y *year) FocusGained() {
	y.focused = true
	y.kit.gained(y.id, y.self)
	y.Refresh()
}

// FocusLost implements [fyne.Focusable].
func (y *year) FocusLost() {
	y.focused = false
	y.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (y *year) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		y.walk(y.at - 1)
	case fyne.KeyRight, fyne.KeyDown:
		y.walk(y.at + 1)
	case fyne.KeyHome:
		y.walk(0)
	case fyne.KeyEnd:
		y.walk(len(y.marks) - 1)
	default:
		if !activates(ev) {
			y.kit.passKey(ev)
			return
		}
		if y.kit.Once(ev.Name) && y.at < len(y.marks) {
			y.kit.trace("tap", y.id)
			y.kit.guard(func() { y.press(y.at) })
		}
	}
}

// TypedRune implements [fyne.Focusable].
func (y *year) TypedRune(r rune) {
	if r != ' ' {
		y.kit.passRune(r)
	}
}

// KeyDown implements [desktop.Keyable].
func (y *year) KeyDown(ev *fyne.KeyEvent) { y.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (y *year) KeyUp(ev *fyne.KeyEvent) { y.kit.KeyUp(ev) }

// tapped goes to a mark that was clicked, -1 for none.
func (y *year) tapped(i int) {
	if !y.focused {
		focusOn(y.self)
	}
	if i >= 0 {
		y.walk(i)
	}
}

// AccessibilityLabel implements [fyne.Accessible]: the day, the activity that
// stands out, when it is, how far it is, and its place among the others.
func (y *year) AccessibilityLabel() string {
	label := y.kit.Text.T("wheel.label", "date", y.kit.Text.Date(y.today))
	if y.at >= len(y.marks) {
		return label
	}
	m := y.marks[y.at]
	return label + ". " + y.kit.Text.T("wheel.mark", "name", m.Name, "when", m.When, "state", m.State, "i", y.at+1, "n", len(y.marks))
}

// AccessibilityRole implements [fyne.Accessible].
func (y *year) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

var _ desktop.Keyable = (*year)(nil)

// markSign is the shape of one mark.
type markSign struct {
	body, inner, chosen *canvas.Circle
	tick                tick
}

func newMarkSign() *markSign {
	return &markSign{canvas.NewCircle(color.Transparent), canvas.NewCircle(color.Transparent), canvas.NewCircle(color.Transparent), newTick()}
}

// lay puts the sign's middle at a place; radius is that of its body.
func (m *markSign) lay(middle fyne.Position, radius float32) {
	put := func(c *canvas.Circle, r float32) {
		c.Move(middle.SubtractXY(r, r))
		c.Resize(fyne.NewSquareSize(2 * r))
	}
	put(m.body, radius)
	put(m.inner, radius*0.45)
	put(m.chosen, radius+4)
	m.tick.lay(middle.SubtractXY(radius, radius), 2*radius)
}

func (m *markSign) paint(shape MarkShape, chosen, focused bool) {
	ground, border := theme.Card, theme.Line
	switch shape {
	case MarkDone:
		ground, border = theme.Good, theme.Good
	case MarkNow:
		ground, border = theme.Action, theme.Action
	}
	m.body.FillColor, m.body.StrokeColor, m.body.StrokeWidth = theme.Now(ground), theme.Now(border), 2
	m.inner.FillColor, m.inner.Hidden = theme.Now(theme.OnAction), shape != MarkNow
	m.chosen.Hidden, m.chosen.StrokeWidth, m.chosen.StrokeColor = !chosen, 1.5, theme.Now(theme.Ink)
	if focused {
		m.chosen.StrokeWidth, m.chosen.StrokeColor = 3, theme.Now(theme.Action)
	}
	m.body.Refresh()
	m.inner.Refresh()
	m.chosen.Refresh()
	m.tick.paint(shape == MarkDone, theme.Now(theme.Paper))
}

func (m *markSign) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{m.chosen, m.body, m.inner, m.tick.down, m.tick.up}
}
