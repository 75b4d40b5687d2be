package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"barnrost/app/view/theme"
)

// Fold is a heading that shows and hides what stands under it. A corner before
// the words points down while it is open and right while it is folded.
type Fold struct {
	Button
	open bool
	body fyne.CanvasObject
}

// Fold makes the heading of body, which it shows or hides at once. changed, which
// may be nil, hears of what the person does.
func (k *Kit) Fold(id, label string, body fyne.CanvasObject, open bool, changed func(open bool)) *Fold {
	f := &Fold{Button: Button{Label: label, kit: k, id: id, look: quiet, leading: true}, body: body}
	f.ExtendBaseWidget(f)
	f.OnTapped = func() {
		f.SetOpen(!f.open)
		if changed != nil {
			changed(f.open)
		}
	}
	f.put(open)
	return f
}

// Open reports whether what stands under the heading is shown.
func (f *Fold) Open() bool { return f.open }

// SetOpen shows or hides what stands under the heading, telling nobody.
func (f *Fold) SetOpen(open bool) {
	if open != f.open {
		f.put(open)
		f.Refresh()
	}
}

func (f *Fold) put(open bool) {
	f.open = open
	if open {
		f.body.Show()
	} else {
		f.body.Hide()
	}
}

// AccessibilityLabel implements [fyne.Accessible] and says the state too.
func (f *Fold) AccessibilityLabel() string {
	state := "kit.folded"
	if f.open {
		state = "kit.open"
	}
	return f.Label + ", " + f.kit.Text.T(state)
}

// FocusGained implements [fyne.Focusable].
func (f *Fold) FocusGained() {
	f.focused = true
	f.kit.gained(f.id, f)
	f.Refresh()
}

// CreateRenderer implements [fyne.Widget].
func (f *Fold) CreateRenderer() fyne.WidgetRenderer {
	r := &foldRenderer{
		buttonRenderer: f.Button.CreateRenderer().(*buttonRenderer), f: f,
		one: canvas.NewLine(color.Black), two: canvas.NewLine(color.Black),
	}
	r.one.StrokeWidth, r.two.StrokeWidth = 2, 2
	r.Refresh()
	return r
}

type foldRenderer struct {
	*buttonRenderer
	f        *Fold
	one, two *canvas.Line
}

// corner is the side of the square that the corner lies in.
func (r *foldRenderer) corner() float32 { return theme.SizeNow(theme.SizeBody) * 0.6 }

func (r *foldRenderer) Layout(size fyne.Size) {
	r.buttonRenderer.Layout(size)
	side := r.corner()
	at := fyne.NewPos(theme.Gap4, (size.Height-side)/2)
	p := func(x, y float32) fyne.Position { return at.AddXY(x*side, y*side) }
	if r.f.open {
		r.one.Position1, r.one.Position2, r.two.Position2 = p(0, 0.25), p(0.5, 0.75), p(1, 0.25)
	} else {
		r.one.Position1, r.one.Position2, r.two.Position2 = p(0.25, 0), p(0.75, 0.5), p(0.25, 1)
	}
	r.two.Position1 = r.one.Position2
	text := r.words.MinSize()
	r.words.Move(fyne.NewPos(theme.Gap4+side+theme.Gap8, (size.Height-text.Height)/2))
	r.words.Resize(text)
}

func (r *foldRenderer) MinSize() fyne.Size {
	text := r.words.MinSize()
	return fyne.NewSize(theme.Gap4+r.corner()+theme.Gap8+text.Width+theme.Gap4, text.Height+theme.Gap16)
}

func (r *foldRenderer) Refresh() {
	r.buttonRenderer.Refresh()
	r.words.TextStyle = fyne.TextStyle{Bold: true}
	r.one.StrokeColor, r.two.StrokeColor = theme.Now(theme.Muted), theme.Now(theme.Muted)
	r.Layout(r.f.Size())
	r.words.Refresh()
	r.one.Refresh()
	r.two.Refresh()
}

func (r *foldRenderer) Objects() []fyne.CanvasObject {
	return append(r.buttonRenderer.Objects(), r.one, r.two)
}
