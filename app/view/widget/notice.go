package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app"
	"barnrost/app/view/theme"
)

// The kinds of notice.
const (
	KindGood      = "good"
	KindAttention = "attention"
	KindDanger    = "danger"
)

// Notice is one sentence with a shape in the colour of its kind: ✓ good,
// ! attention, ■ danger.
func (k *Kit) Notice(kind, s string) fyne.CanvasObject {
	return Card(theme.Gap12, newMarked(kind, k.Body(s)))
}

// Problem shows an error as its three sentences: what happened, what is safe,
// what to do. It never shows the error's own text.
func (k *Kit) Problem(err error) fyne.CanvasObject {
	k.trace("problem", string(app.CodeOf(err)))
	what, safe, do := k.Text.Problem(err)
	return Card(theme.Gap16, newMarked(KindAttention, Stack(theme.Gap8, k.Strong(what), k.Body(safe), k.Body(do))))
}

// Card is white paper with a thin border.
func Card(margin float32, o fyne.CanvasObject) fyne.CanvasObject {
	s := &sheet{margin: margin, inner: o}
	s.ExtendBaseWidget(s)
	return s
}

// sheet is a card's widget: it repaints itself when the theme changes.
type sheet struct {
	fw.BaseWidget
	margin float32
	inner  fyne.CanvasObject
}

func (s *sheet) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	ground.StrokeWidth = 1
	r := &sheetRenderer{s: s, ground: ground, lay: pad{s.margin}}
	r.paint()
	return r
}

type sheetRenderer struct {
	s      *sheet
	ground *canvas.Rectangle
	lay    pad
}

func (r *sheetRenderer) paint() {
	r.ground.FillColor = theme.Now(theme.Card)
	r.ground.StrokeColor = theme.Now(theme.Line)
	r.ground.Refresh()
}

func (r *sheetRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.lay.Layout([]fyne.CanvasObject{r.s.inner}, size)
}

func (r *sheetRenderer) MinSize() fyne.Size {
	return r.lay.MinSize([]fyne.CanvasObject{r.s.inner})
}

func (r *sheetRenderer) Refresh() {
	r.paint()
	r.s.inner.Refresh()
}

func (r *sheetRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.s.inner}
}

func (r *sheetRenderer) Destroy() {}

// marked is an object with its kind's shape on the left.
type marked struct {
	fw.BaseWidget
	kind  string
	inner fyne.CanvasObject
}

func newMarked(kind string, inner fyne.CanvasObject) *marked {
	m := &marked{kind: kind, inner: inner}
	m.ExtendBaseWidget(m)
	return m
}

func (m *marked) CreateRenderer() fyne.WidgetRenderer {
	r := &markedRenderer{
		m: m, box: canvas.NewRectangle(color.Transparent), sign: canvas.NewText("!", color.Black), tick: newTick(),
	}
	r.paint()
	return r
}

type markedRenderer struct {
	m    *marked
	box  *canvas.Rectangle
	sign *canvas.Text
	tick tick
}

func (r *markedRenderer) side() float32 { return theme.SizeNow(theme.SizeBody) * 1.4 }

func (r *markedRenderer) paint() {
	colour := map[string]fyne.ThemeColorName{
		KindGood: theme.Good, KindAttention: theme.Attention, KindDanger: theme.Danger,
	}[r.m.kind]
	if colour == "" {
		colour = theme.Muted
	}
	c := theme.Now(colour)
	r.box.StrokeColor, r.box.StrokeWidth = c, 2
	r.box.FillColor = color.Transparent
	if r.m.kind == KindDanger {
		r.box.FillColor = c
	}
	r.box.Refresh()
	r.sign.Color = theme.Now(theme.Ink)
	r.sign.TextStyle = fyne.TextStyle{Bold: true}
	r.sign.TextSize = theme.SizeNow(theme.SizeBody)
	r.sign.Hidden = r.m.kind != KindAttention
	r.sign.Refresh()
	r.tick.paint(r.m.kind == KindGood, c)
}

func (r *markedRenderer) Layout(size fyne.Size) {
	side := r.side()
	r.box.Resize(fyne.NewSquareSize(side))
	r.tick.lay(fyne.NewPos(0, 0), side)
	text := r.sign.MinSize()
	r.sign.Move(fyne.NewPos((side-text.Width)/2, (side-text.Height)/2))
	r.sign.Resize(text)
	r.m.inner.Move(fyne.NewPos(side+theme.Gap12, 0))
	settle(r.m.inner, size.Width-side-theme.Gap12)
}

func (r *markedRenderer) MinSize() fyne.Size {
	m := r.m.inner.MinSize()
	return fyne.NewSize(m.Width+r.side()+theme.Gap12, max(m.Height, r.side()))
}

func (r *markedRenderer) Refresh() {
	r.paint()
	r.m.inner.Refresh()
}

func (r *markedRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.sign, r.tick.down, r.tick.up, r.m.inner}
}

func (r *markedRenderer) Destroy() {}
