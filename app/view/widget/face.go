package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app"
	"barnrost/app/view/theme"
)

// Face is one face of a smiley scale with its word under it, a button as large
// as a hand. Faces differ by the shape of the mouth; colour says nothing.
type Face struct {
	fw.BaseWidget
	kit     *Kit
	id      string
	value   int
	label   string
	key     string // under the word, small: what to press; "" for nothing
	side    float32
	act     func()
	focused bool
	hovered bool
}

var (
	_ fyne.Focusable    = (*Face)(nil)
	_ fyne.Tappable     = (*Face)(nil)
	_ fyne.Accessible   = (*Face)(nil)
	_ desktop.Hoverable = (*Face)(nil)
)

// Face makes a face of a value, [app.FaceSad] to [app.FaceGlad]. side is how
// large it is drawn at text of ordinary size.
func (k *Kit) Face(id string, value int, label, key string, side float32, act func()) *Face {
	f := &Face{kit: k, id: id, value: value, label: label, key: key, side: side, act: act}
	f.ExtendBaseWidget(f)
	return f
}

// ID returns the control's id.
func (f *Face) ID() string { return f.id }

// Tapped implements [fyne.Tappable].
func (f *Face) Tapped(*fyne.PointEvent) {
	if !f.focused {
		focusOn(f)
	}
	f.press()
}

func (f *Face) press() {
	f.kit.trace("tap", f.id)
	f.kit.guard(f.act)
}

// FocusGained implements [fyne.Focusable].
func (f *Face) FocusGained() {
	f.focused = true
	f.kit.gained(f.id, f)
	f.Refresh()
}

// FocusLost implements [fyne.Focusable].
func (f *Face) FocusLost() {
	f.focused = false
	f.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (f *Face) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case !activates(ev):
		f.kit.passKey(ev)
	case f.kit.Once(ev.Name):
		f.press()
	}
}

// TypedRune implements [fyne.Focusable].
func (f *Face) TypedRune(r rune) {
	if r != ' ' {
		f.kit.passRune(r)
	}
}

// KeyDown implements [desktop.Keyable].
func (f *Face) KeyDown(ev *fyne.KeyEvent) { f.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (f *Face) KeyUp(ev *fyne.KeyEvent) { f.kit.KeyUp(ev) }

// MouseIn implements [desktop.Hoverable].
func (f *Face) MouseIn(*desktop.MouseEvent) { f.hovered = true; f.Refresh() }

// MouseMoved implements [desktop.Hoverable].
func (f *Face) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (f *Face) MouseOut() { f.hovered = false; f.Refresh() }

// AccessibilityLabel implements [fyne.Accessible].
func (f *Face) AccessibilityLabel() string { return f.label }

// AccessibilityRole implements [fyne.Accessible].
func (f *Face) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements [fyne.Widget].
func (f *Face) CreateRenderer() fyne.WidgetRenderer {
	r := &faceRenderer{
		f: f, ground: canvas.NewRectangle(color.Transparent), head: canvas.NewCircle(color.Transparent),
		words: canvas.NewText(f.label, color.Black), key: canvas.NewText(f.key, color.Black), ring: newRing(),
	}
	for i := range r.eyes {
		r.eyes[i] = canvas.NewCircle(color.Transparent)
	}
	for range mouthParts {
		r.mouth = append(r.mouth, canvas.NewLine(color.Black))
	}
	r.Refresh()
	return r
}

// mouthParts is of how many straight lines a mouth is drawn.
const mouthParts = 12

type faceRenderer struct {
	f          *Face
	ground     *canvas.Rectangle
	head       *canvas.Circle
	eyes       [2]*canvas.Circle
	mouth      []*canvas.Line
	words, key *canvas.Text
	ring       ring
}

func (r *faceRenderer) side() float32 { return theme.Scaled(r.f.side) }

func (r *faceRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.ring.around(size)
	side := r.side()
	at := fyne.NewPos((size.Width-side)/2, theme.Gap12)
	r.head.Move(at)
	r.head.Resize(fyne.NewSquareSize(side))
	eye := side * 0.1
	for i, x := range []float32{0.32, 0.68} {
		r.eyes[i].Move(at.AddXY(side*x-eye/2, side*0.34))
		r.eyes[i].Resize(fyne.NewSquareSize(eye))
	}
	for i, l := range r.mouth {
		l.Position1 = at.Add(r.lip(side, i))
		l.Position2 = at.Add(r.lip(side, i+1))
	}
	y := at.Y + side + theme.Gap8
	for _, t := range []*canvas.Text{r.words, r.key} {
		m := t.MinSize()
		t.Move(fyne.NewPos((size.Width-m.Width)/2, y))
		t.Resize(m)
		y += m.Height
	}
}

// lip is the nth point of the mouth: a parabola that hangs, is flat or stands.
func (r *faceRenderer) lip(side float32, n int) fyne.Position {
	bend := float32(r.f.value-app.FaceMiddle) * 0.14
	x := float32(n)/mouthParts*2 - 1 // −1 to 1
	return fyne.NewPos(side*(0.5+0.25*x), side*(0.66+bend/2-bend*x*x))
}

func (r *faceRenderer) MinSize() fyne.Size {
	w := max(r.side(), r.words.MinSize().Width, r.key.MinSize().Width)
	h := r.side() + r.words.MinSize().Height + theme.Gap8
	if r.f.key != "" {
		h += r.key.MinSize().Height
	}
	return fyne.NewSize(w+2*theme.Gap16, h+2*theme.Gap12)
}

func (r *faceRenderer) Refresh() {
	ink := theme.Now(theme.Ink)
	r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth = theme.Now(theme.Card), theme.Now(theme.Line), 1
	if r.f.hovered {
		r.ground.FillColor = theme.Now(theme.Hover)
	}
	r.head.StrokeColor, r.head.StrokeWidth, r.head.FillColor = ink, 3, color.Transparent
	for _, e := range r.eyes {
		e.FillColor = ink
	}
	for _, l := range r.mouth {
		l.StrokeColor, l.StrokeWidth = ink, 3
	}
	r.words.Text, r.words.Color, r.words.TextSize = r.f.label, ink, theme.SizeNow(theme.SizeTitle)
	r.key.Text, r.key.Color, r.key.TextSize = r.f.key, theme.Now(theme.Muted), theme.SizeNow(theme.SizeBody)
	r.ring.show(r.f.focused)
	r.Layout(r.f.Size())
	for _, o := range r.Objects() {
		if o != fyne.CanvasObject(r.ring.Rectangle) {
			o.Refresh()
		}
	}
}

func (r *faceRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.ground, r.head, r.eyes[0], r.eyes[1]}
	for _, l := range r.mouth {
		all = append(all, l)
	}
	return append(all, r.words, r.key, r.ring.Rectangle)
}

func (r *faceRenderer) Destroy() {}
