package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// Check is a tick with its words; long words wrap. Space and Enter toggle it.
type Check struct {
	fw.DisableableWidget
	Label     string
	OnChanged func(bool)

	kit     *Kit
	id      string
	ticked  bool
	focused bool
	words   *Label
}

var (
	_ fyne.Focusable  = (*Check)(nil)
	_ fyne.Tappable   = (*Check)(nil)
	_ fyne.Accessible = (*Check)(nil)
)

// Check makes a tick. changed may be nil.
func (k *Kit) Check(id, label string, changed func(bool)) *Check {
	c := &Check{Label: label, OnChanged: changed, kit: k, id: id, words: k.Body(label)}
	c.ExtendBaseWidget(c)
	return c
}

// ID returns the control's id.
func (c *Check) ID() string { return c.id }

// Checked reports whether the tick is set.
func (c *Check) Checked() bool { return c.ticked }

// SetChecked sets the tick without telling anybody.
func (c *Check) SetChecked(on bool) {
	if c.ticked != on {
		c.ticked = on
		c.Refresh()
	}
}

// SetText changes the words.
func (c *Check) SetText(s string) {
	c.Label = s
	c.words.SetText(s)
	c.Refresh()
}

func (c *Check) toggle() {
	if c.Disabled() {
		return
	}
	c.ticked = !c.ticked
	c.Refresh()
	value := 0
	if c.ticked {
		value = 1
	}
	c.kit.trace("check", c.id, value)
	if c.OnChanged != nil {
		c.kit.guard(func() { c.OnChanged(c.ticked) })
	}
}

// Tapped implements [fyne.Tappable].
func (c *Check) Tapped(*fyne.PointEvent) {
	if c.Disabled() {
		return
	}
	if !c.focused {
		focusOn(c)
	}
	c.toggle()
}

// FocusGained implements [fyne.Focusable].
func (c *Check) FocusGained() {
	c.focused = true
	c.kit.gained(c.id, c)
	c.Refresh()
}

// FocusLost implements [fyne.Focusable].
func (c *Check) FocusLost() {
	c.focused = false
	c.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	if activates(ev) {
		if c.kit.Once(ev.Name) {
			c.toggle()
		}
		return
	}
	c.kit.passKey(ev)
}

// TypedRune implements [fyne.Focusable].
func (c *Check) TypedRune(r rune) {
	if r != ' ' {
		c.kit.passRune(r)
	}
}

// KeyDown implements [desktop.Keyable].
func (c *Check) KeyDown(ev *fyne.KeyEvent) { c.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (c *Check) KeyUp(ev *fyne.KeyEvent) { c.kit.KeyUp(ev) }

// AccessibilityLabel implements [fyne.Accessible] and says the state too.
func (c *Check) AccessibilityLabel() string {
	state := "kit.unchecked"
	if c.ticked {
		state = "kit.checked"
	}
	return c.Label + ", " + c.kit.Text.T(state)
}

// AccessibilityRole implements [fyne.Accessible].
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements [fyne.Widget].
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	r := &checkRenderer{c: c, box: canvas.NewRectangle(color.Transparent), tick: newTick(), ring: newRing()}
	r.Refresh()
	return r
}

type checkRenderer struct {
	c    *Check
	box  *canvas.Rectangle
	tick tick
	ring ring
}

// side is the box's, as high as a line of text.
func (r *checkRenderer) side() float32 { return theme.SizeNow(theme.SizeBody) * 1.5 }

func (r *checkRenderer) Layout(size fyne.Size) {
	side := r.side()
	top := theme.Gap4
	r.box.Move(fyne.NewPos(0, top))
	r.box.Resize(fyne.NewSquareSize(side))
	r.tick.lay(fyne.NewPos(0, top), side)
	r.c.words.Move(fyne.NewPos(side+theme.Gap12, top))
	r.c.words.Resize(fyne.NewSize(size.Width-side-theme.Gap12, size.Height-2*top))
	r.ring.around(size)
}

func (r *checkRenderer) MinSize() fyne.Size {
	side, text := r.side(), r.c.words.MinSize()
	return fyne.NewSize(side+theme.Gap12+text.Width, max(side, text.Height)+2*theme.Gap4)
}

func (r *checkRenderer) Refresh() {
	on, ground, border := r.c.ticked, theme.Card, theme.Line
	if on {
		ground, border = theme.Action, theme.Action
	}
	if r.c.Disabled() && !on {
		ground = theme.Paper
	}
	r.box.FillColor = theme.Now(ground)
	r.box.StrokeColor = theme.Now(border)
	r.box.StrokeWidth = 1
	r.box.Refresh()
	r.tick.paint(on, theme.Now(theme.OnAction))
	r.c.words.Refresh()
	r.ring.show(r.c.focused)
}

func (r *checkRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.tick.down, r.tick.up, r.c.words, r.ring.Rectangle}
}

func (r *checkRenderer) Destroy() {}

// tick is ✓ as two lines, since not every font has it.
type tick struct{ down, up *canvas.Line }

func newTick() tick {
	t := tick{canvas.NewLine(color.Black), canvas.NewLine(color.Black)}
	t.down.StrokeWidth, t.up.StrokeWidth = 2.5, 2.5
	return t
}

// lay puts the tick in a square of that side.
func (t tick) lay(at fyne.Position, side float32) {
	p := func(x, y float32) fyne.Position { return at.AddXY(x*side, y*side) }
	t.down.Position1, t.down.Position2 = p(0.22, 0.52), p(0.42, 0.72)
	t.up.Position1, t.up.Position2 = p(0.42, 0.72), p(0.78, 0.28)
}

func (t tick) paint(on bool, c color.Color) {
	for _, l := range []*canvas.Line{t.down, t.up} {
		l.StrokeColor = c
		l.Hidden = !on
		l.Refresh()
	}
}
