package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// Envelope is a drawn envelope, open with a sheet in it, or closed.
type Envelope struct {
	fw.BaseWidget
	label  string
	closed float32 // 0 open, 1 closed
}

// Envelope draws an envelope; label says what it is, for a screen reader.
func (k *Kit) Envelope(label string, closed bool) *Envelope {
	e := &Envelope{label: label}
	if closed {
		e.closed = 1
	}
	e.ExtendBaseWidget(e)
	return e
}

// SetClosed shows how far the envelope has closed, from 0 to 1.
func (e *Envelope) SetClosed(part float32) {
	e.closed = min(max(part, 0), 1)
	e.Refresh()
}

// AccessibilityLabel implements [fyne.Accessible].
func (e *Envelope) AccessibilityLabel() string { return e.label }

// AccessibilityRole implements [fyne.Accessible].
func (e *Envelope) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (e *Envelope) CreateRenderer() fyne.WidgetRenderer {
	r := &envelopeRenderer{e: e, sheet: canvas.NewRectangle(color.Transparent), front: canvas.NewRectangle(color.Transparent)}
	for range 6 {
		r.lines = append(r.lines, canvas.NewLine(color.Black))
	}
	for range 3 {
		r.words = append(r.words, canvas.NewLine(color.Black))
	}
	r.Refresh()
	return r
}

type envelopeRenderer struct {
	e            *Envelope
	sheet, front *canvas.Rectangle
	words        []*canvas.Line // on the sheet
	lines        []*canvas.Line // the flap behind, the flap before, the folds of the front
}

// Sizes of an envelope.
const (
	envelopeWide float32 = 240
	envelopeHigh float32 = 150
	flapHigh     float32 = 84
)

func (r *envelopeRenderer) MinSize() fyne.Size {
	return fyne.NewSize(envelopeWide, envelopeHigh+flapHigh+theme.Gap8)
}

func (r *envelopeRenderer) Layout(size fyne.Size) {
	left, top := (size.Width-envelopeWide)/2, flapHigh
	r.front.Move(fyne.NewPos(left, top))
	r.front.Resize(fyne.NewSize(envelopeWide, envelopeHigh))
	line := func(n int, x1, y1, x2, y2 float32) {
		r.lines[n].Position1, r.lines[n].Position2 = fyne.NewPos(left+x1, top+y1), fyne.NewPos(left+x2, top+y2)
	}
	// The flap's tip comes down over the front as it closes.
	tip := -flapHigh + 2*flapHigh*r.e.closed
	for n := range 4 {
		r.lines[n].Hidden = (n < 2) != (tip < 0)
	}
	for n := 0; n < 4; n += 2 {
		line(n, 0, 0, envelopeWide/2, tip)
		line(n+1, envelopeWide/2, tip, envelopeWide, 0)
	}
	line(4, 0, envelopeHigh, envelopeWide*0.36, envelopeHigh*0.45)
	line(5, envelopeWide, envelopeHigh, envelopeWide*0.64, envelopeHigh*0.45)
	// The sheet slides down into it meanwhile.
	up := (1 - r.e.closed) * flapHigh * 0.8
	r.sheet.Move(fyne.NewPos(left+theme.Gap24, top-up))
	r.sheet.Resize(fyne.NewSize(envelopeWide-2*theme.Gap24, up))
	for i, w := range r.words {
		y := top - up + theme.Gap16*float32(i+1)
		w.Hidden = y > top-theme.Gap4
		w.Position1, w.Position2 = fyne.NewPos(left+2*theme.Gap24, y), fyne.NewPos(left+envelopeWide-(2+float32(i%2))*theme.Gap24, y)
	}
	r.sheet.Hidden = up < 1
}

func (r *envelopeRenderer) Refresh() {
	ink := theme.Now(theme.Ink)
	for _, b := range []*canvas.Rectangle{r.sheet, r.front} {
		b.FillColor, b.StrokeColor, b.StrokeWidth = theme.Now(theme.Card), ink, 2
	}
	for _, l := range r.lines {
		l.StrokeColor, l.StrokeWidth = ink, 2
	}
	for _, w := range r.words {
		w.StrokeColor, w.StrokeWidth = theme.Now(theme.Line), 2
	}
	r.Layout(r.e.Size())
	canvas.Refresh(r.e)
}

func (r *envelopeRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.lines[0], r.lines[1], r.sheet}
	for _, w := range r.words {
		all = append(all, w)
	}
	all = append(all, r.front)
	for _, l := range r.lines[2:] {
		all = append(all, l)
	}
	return all
}

func (r *envelopeRenderer) Destroy() {}
