package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// Choice is one of several, all of them visible, in rows that break where the
// width ends. It is one stop for the focus; the arrow keys move the choice.
type Choice struct {
	fw.DisableableWidget
	OnChanged func(index int)

	kit      *Kit
	id       string
	label    string
	options  []string
	selected int // -1: none yet
	focused  bool
}

var (
	_ fyne.Focusable  = (*Choice)(nil)
	_ fyne.Tappable   = (*Choice)(nil)
	_ fyne.Accessible = (*Choice)(nil)
)

// Choice makes a choice with nothing chosen. changed may be nil.
func (k *Kit) Choice(id string, options []string, changed func(index int)) *Choice {
	c := &Choice{OnChanged: changed, kit: k, id: id, options: options, selected: -1}
	c.ExtendBaseWidget(c)
	return c
}

// Named sets what the choice is about, for a screen reader, and returns it.
func (c *Choice) Named(label string) *Choice {
	c.label = label
	return c
}

// ID returns the control's id.
func (c *Choice) ID() string { return c.id }

// Selected returns the chosen index, -1 for none.
func (c *Choice) Selected() int { return c.selected }

// SetSelected chooses without telling anybody; -1 clears.
func (c *Choice) SetSelected(i int) {
	if i < len(c.options) && i >= -1 && i != c.selected {
		c.selected = i
		c.Refresh()
	}
}

// SetOptions changes what there is to choose and clears the choice.
func (c *Choice) SetOptions(options []string) {
	c.options, c.selected = options, -1
	c.Refresh()
}

func (c *Choice) choose(i int) {
	if c.Disabled() || len(c.options) == 0 {
		return
	}
	i = min(max(i, 0), len(c.options)-1)
	if i == c.selected {
		return
	}
	c.selected = i
	c.Refresh()
	c.kit.trace("choice", c.id, i)
	if c.OnChanged != nil {
		c.kit.guard(func() { c.OnChanged(i) })
	}
}

// Tapped implements [fyne.Tappable].
func (c *Choice) Tapped(ev *fyne.PointEvent) {
	if c.Disabled() {
		return
	}
	if !c.focused {
		focusOn(c)
	}
	if ev == nil {
		return
	}
	for i, cell := range c.cells(c.Size().Width) {
		if ev.Position.X >= cell.at.X && ev.Position.X < cell.at.X+cell.size.Width &&
			ev.Position.Y >= cell.at.Y && ev.Position.Y < cell.at.Y+cell.size.Height {
			c.choose(i)
			return
		}
	}
}

// FocusGained implements [fyne.Focusable].
func (c *Choice) FocusGained() {
	c.focused = true
	c.kit.gained(c.id, c)
	c.Refresh()
}

// FocusLost implements [fyne.Focusable].
func (c *Choice) FocusLost() {
	c.focused = false
	c.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		c.choose(c.selected - 1)
	case fyne.KeyRight, fyne.KeyDown:
		c.choose(c.selected + 1)
	case fyne.KeyHome:
		c.choose(0)
	case fyne.KeyEnd:
		c.choose(len(c.options) - 1)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if c.selected < 0 {
			c.choose(0)
		}
	default:
		c.kit.passKey(ev)
	}
}

// TypedRune implements [fyne.Focusable].
func (c *Choice) TypedRune(r rune) {
	if r != ' ' {
		c.kit.passRune(r)
	}
}

// KeyDown implements [desktop.Keyable].
func (c *Choice) KeyDown(ev *fyne.KeyEvent) { c.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (c *Choice) KeyUp(ev *fyne.KeyEvent) { c.kit.KeyUp(ev) }

// AccessibilityLabel implements [fyne.Accessible]: what it is about and what
// is chosen.
func (c *Choice) AccessibilityLabel() string {
	chosen := c.kit.Text.T("kit.nothingChosen")
	if c.selected >= 0 {
		chosen = c.options[c.selected]
	}
	if c.label == "" {
		return chosen
	}
	return c.label + ": " + chosen
}

// AccessibilityRole implements [fyne.Accessible].
func (c *Choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// cell is one option's place.
type cell struct {
	at   fyne.Position
	size fyne.Size
}

func choiceDot() float32 { return theme.SizeNow(theme.SizeBody) * 1.25 }

// cells places the options in rows of at most width; width 0 or less means
// one option a row.
func (c *Choice) cells(width float32) []cell {
	cells := make([]cell, len(c.options))
	size := theme.SizeNow(theme.SizeBody)
	var x, y, row float32
	for i, o := range c.options {
		text := fyne.MeasureText(o, size, fyne.TextStyle{Bold: true})
		s := fyne.NewSize(choiceDot()+theme.Gap8+text.Width+theme.Gap16, max(choiceDot(), text.Height)+theme.Gap12)
		if x > 0 && x+s.Width > width {
			x, y = 0, y+row
		}
		cells[i] = cell{fyne.NewPos(x, y), s}
		x, row = x+s.Width, s.Height
	}
	return cells
}

// CreateRenderer implements [fyne.Widget].
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{c: c, ring: newRing()}
	r.Refresh()
	return r
}

type choiceRenderer struct {
	c     *Choice
	dots  []*canvas.Circle
	inner []*canvas.Circle
	words []*canvas.Text
	ring  ring
}

func (r *choiceRenderer) Layout(size fyne.Size) {
	dot := choiceDot()
	for i, cell := range r.c.cells(size.Width) {
		y := cell.at.Y + (cell.size.Height-dot)/2
		r.dots[i].Move(fyne.NewPos(cell.at.X, y))
		r.dots[i].Resize(fyne.NewSquareSize(dot))
		r.inner[i].Move(fyne.NewPos(cell.at.X+dot*0.25, y+dot*0.25))
		r.inner[i].Resize(fyne.NewSquareSize(dot * 0.5))
		text := r.words[i].MinSize()
		r.words[i].Move(fyne.NewPos(cell.at.X+dot+theme.Gap8, cell.at.Y+(cell.size.Height-text.Height)/2))
		r.words[i].Resize(text)
	}
	r.ring.around(size)
}

func (r *choiceRenderer) MinSize() fyne.Size {
	var w, h float32
	for _, cell := range r.c.cells(r.c.Size().Width) {
		w = max(w, cell.size.Width)
		h = max(h, cell.at.Y+cell.size.Height)
	}
	return fyne.NewSize(w, h)
}

func (r *choiceRenderer) Refresh() {
	for len(r.words) < len(r.c.options) {
		r.dots = append(r.dots, canvas.NewCircle(color.Transparent))
		r.inner = append(r.inner, canvas.NewCircle(color.Transparent))
		r.words = append(r.words, canvas.NewText("", color.Black))
	}
	n := len(r.c.options)
	r.dots, r.inner, r.words = r.dots[:n], r.inner[:n], r.words[:n]
	for i, o := range r.c.options {
		on := i == r.c.selected
		border, ink := theme.Line, theme.Ink
		if on {
			border = theme.Action
		}
		if r.c.Disabled() {
			ink = theme.Disabled
		}
		r.dots[i].FillColor = theme.Now(theme.Card)
		r.dots[i].StrokeColor = theme.Now(border)
		r.dots[i].StrokeWidth = 1.5
		r.inner[i].FillColor = theme.Now(theme.Action)
		r.inner[i].Hidden = !on
		r.words[i].Text = o
		r.words[i].Color = theme.Now(ink)
		r.words[i].TextSize = theme.SizeNow(theme.SizeBody)
		r.words[i].TextStyle = fyne.TextStyle{Bold: on}
		r.dots[i].Refresh()
		r.inner[i].Refresh()
		r.words[i].Refresh()
	}
	r.ring.show(r.c.focused)
	r.Layout(r.c.Size())
}

func (r *choiceRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i := range r.words {
		all = append(all, r.dots[i], r.inner[i], r.words[i])
	}
	return append(all, r.ring.Rectangle)
}

func (r *choiceRenderer) Destroy() {}
