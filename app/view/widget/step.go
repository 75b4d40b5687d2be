package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// StepKind is how it stands with one step.
type StepKind string

// The kinds, each with a shape of its own: an empty box, one with a tick, one
// with a dash. Their words lie under kit.step.<kind>.
const (
	StepLeft    StepKind = "left"
	StepDone    StepKind = "done"
	StepSkipped StepKind = "skipped"
)

// Step is one of a row of steps: a shape over a short name, with a bar under the
// one that is current. It is looked at, not pressed: a click goes there all the
// same.
type Step struct {
	fw.BaseWidget
	kit     *Kit
	name    string
	kind    StepKind
	current bool
	act     func()
}

var (
	_ fyne.Tappable   = (*Step)(nil)
	_ fyne.Accessible = (*Step)(nil)
)

// Step makes a step that is left. act is called for a click on it.
func (k *Kit) Step(name string, act func()) *Step {
	s := &Step{kit: k, name: name, kind: StepLeft, act: act}
	s.ExtendBaseWidget(s)
	return s
}

// Set changes how it stands with the step.
func (s *Step) Set(kind StepKind, current bool) {
	if s.kind != kind || s.current != current {
		s.kind, s.current = kind, current
		s.Refresh()
	}
}

// Tapped implements [fyne.Tappable].
func (s *Step) Tapped(*fyne.PointEvent) { s.kit.guard(s.act) }

// AccessibilityLabel implements [fyne.Accessible].
func (s *Step) AccessibilityLabel() string {
	words := s.name + ", " + s.kit.Text.T("kit.step."+string(s.kind))
	if s.current {
		words += ", " + s.kit.Text.T("kit.step.current")
	}
	return words
}

// AccessibilityRole implements [fyne.Accessible].
func (s *Step) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements [fyne.Widget].
func (s *Step) CreateRenderer() fyne.WidgetRenderer {
	r := &stepRenderer{
		s: s, box: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent),
		dash: canvas.NewLine(color.Black), tick: newTick(), name: canvas.NewText(s.name, color.Black),
	}
	r.Refresh()
	return r
}

type stepRenderer struct {
	s        *Step
	box, bar *canvas.Rectangle
	dash     *canvas.Line
	tick     tick
	name     *canvas.Text
}

func (r *stepRenderer) side() float32 { return theme.SizeNow(theme.SizeBody) * 1.25 }

func (r *stepRenderer) Layout(size fyne.Size) {
	side, name := r.side(), r.name.MinSize()
	x := (size.Width - side) / 2
	r.box.Move(fyne.NewPos(x, 0))
	r.box.Resize(fyne.NewSquareSize(side))
	r.tick.lay(fyne.NewPos(x, 0), side)
	r.dash.Position1 = fyne.NewPos(x+side*0.25, side/2)
	r.dash.Position2 = fyne.NewPos(x+side*0.75, side/2)
	r.name.Move(fyne.NewPos((size.Width-name.Width)/2, side+theme.Gap4))
	r.name.Resize(name)
	r.bar.Move(fyne.NewPos(0, size.Height-theme.Gap4))
	r.bar.Resize(fyne.NewSize(size.Width, theme.Gap4))
}

func (r *stepRenderer) MinSize() fyne.Size {
	// The name in bold is wider: nothing moves when the bar goes on.
	name := fyne.MeasureText(r.s.name, theme.SizeNow(theme.SizeBody), fyne.TextStyle{Bold: true})
	return fyne.NewSize(max(r.side(), name.Width)+theme.Gap8, r.side()+name.Height+2*theme.Gap4)
}

func (r *stepRenderer) Refresh() {
	line, ground := theme.Line, theme.Card
	if r.s.kind == StepDone {
		line, ground = theme.Good, theme.Good
	}
	r.box.StrokeColor, r.box.StrokeWidth, r.box.FillColor = theme.Now(line), 1, theme.Now(ground)
	r.tick.paint(r.s.kind == StepDone, theme.Now(theme.Card))
	r.dash.StrokeColor, r.dash.StrokeWidth, r.dash.Hidden = theme.Now(theme.Ink), 2.5, r.s.kind != StepSkipped
	r.bar.FillColor, r.bar.Hidden = theme.Now(theme.Action), !r.s.current
	r.name.Text, r.name.TextSize, r.name.Color = r.s.name, theme.SizeNow(theme.SizeBody), theme.Now(theme.Ink)
	r.name.TextStyle = fyne.TextStyle{Bold: r.s.current}
	r.Layout(r.s.Size())
	for _, o := range r.Objects() {
		if o != fyne.CanvasObject(r.tick.down) && o != fyne.CanvasObject(r.tick.up) {
			o.Refresh()
		}
	}
}

func (r *stepRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.tick.down, r.tick.up, r.dash, r.name, r.bar}
}

func (r *stepRenderer) Destroy() {}
