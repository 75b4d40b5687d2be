package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"barnrost/app/view/theme"
)

// ring is the focus ring: it lies outside its control, with a little paper
// between, so that it is seen on a filled button too.
type ring struct{ *canvas.Rectangle }

func newRing() ring {
	r := ring{canvas.NewRectangle(color.Transparent)}
	r.StrokeWidth = theme.RingWidth
	r.Hide()
	return r
}

// around lays the ring around a control's own area.
func (r ring) around(size fyne.Size) {
	out := theme.RingGap + theme.RingWidth
	r.Move(fyne.NewPos(-out, -out))
	r.Resize(size.AddWidthHeight(2*out, 2*out))
}

// show shows or hides the ring in the colour of now.
func (r ring) show(on bool) {
	r.StrokeColor = theme.Now(theme.Action)
	if on {
		r.Show()
	} else {
		r.Hide()
	}
	r.Refresh()
}

// Ringed adds the focus ring, and a border if border is above 0, to the
// renderer of one of Fyne's own controls; focus tells whether it is shown.
func Ringed(inner fyne.WidgetRenderer, border float32, focus func() bool) fyne.WidgetRenderer {
	b := canvas.NewRectangle(color.Transparent)
	b.StrokeWidth = border
	r := &ringed{inner, b, newRing(), focus}
	r.paint()
	return r
}

func newRinged(inner fyne.WidgetRenderer, border float32, focus func() bool) fyne.WidgetRenderer {
	return Ringed(inner, border, focus)
}

// ringed is such a renderer.
type ringed struct {
	fyne.WidgetRenderer
	border *canvas.Rectangle
	ring   ring
	focus  func() bool
}

func (r *ringed) paint() {
	if r.border.StrokeWidth > 0 {
		r.border.StrokeColor = theme.Now(theme.Line)
	}
	r.border.Refresh()
	r.ring.show(r.focus())
}

func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.border.Resize(size)
	r.ring.around(size)
}

func (r *ringed) Refresh() {
	r.WidgetRenderer.Refresh()
	r.paint()
}

func (r *ringed) Objects() []fyne.CanvasObject {
	inner := r.WidgetRenderer.Objects()
	return append(inner[:len(inner):len(inner)], r.border, r.ring.Rectangle)
}
