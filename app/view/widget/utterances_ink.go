package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	ft "fyne.io/fyne/v2/theme"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// Sizes of what is drawn around words.
const (
	caretWidth float32 = 2
	lineBreak  float32 = 6 // how far a selection reaches over a line's end
	spanLine   float32 = 1 // of the two below an uncertain place
)

// ink is what the editor draws: rectangles, which cost nothing to move.
type ink struct {
	ring, caret *canvas.Rectangle
	pool        []*canvas.Rectangle
	used        int
}

func newInk() ink {
	i := ink{ring: canvas.NewRectangle(color.Transparent), caret: canvas.NewRectangle(color.Black)}
	i.ring.StrokeWidth = theme.RingWidth
	return i
}

// box draws a rectangle of a fill and, with a stroke above 0, a border.
func (k *ink) box(at fyne.Position, size fyne.Size, fill, border color.Color, stroke float32) {
	if k.used == len(k.pool) {
		k.pool = append(k.pool, canvas.NewRectangle(fill))
	}
	r := k.pool[k.used]
	k.used++
	if r.FillColor != fill || r.StrokeColor != border || r.StrokeWidth != stroke {
		r.FillColor, r.StrokeColor, r.StrokeWidth = fill, border, stroke
		r.Refresh()
	}
	setPlace(r, at, size)
	if r.Hidden {
		r.Show()
	}
}

// draw shows the caret, what is selected and what is marked, as far as it is
// in view.
func (e *editor) draw() {
	u, k := e.u, &e.ink
	if u.scroll == nil || u.geo.width <= 0 || u.scroll.Size().Height <= 0 {
		return
	}
	before := len(k.pool)
	k.used = 0
	from, to, chosen := u.Selection()
	first, last := u.geo.index(from.ID), u.geo.index(to.ID)
	for i := u.shown[0]; i <= u.shown[1] && i < len(u.geo.ids); i++ {
		id := u.geo.ids[i]
		for _, s := range u.spans[id] {
			e.span(i, s)
		}
		if chosen && i >= first && i <= last {
			e.selected(i, from, to)
		}
	}
	for _, r := range k.pool[k.used:] {
		if !r.Hidden {
			r.Hide()
		}
	}
	e.drawCaret()
	if len(k.pool) != before {
		canvas.Refresh(e)
	}
}

// drawCaret draws the caret and the ring around its row. They stand still:
// nothing blinks but the recording sign.
func (e *editor) drawCaret() {
	u, k := e.u, &e.ink
	k.ring.Hidden, k.caret.Hidden = !e.focused, !e.focused
	i := u.geo.index(u.caret.ID)
	if i < 0 {
		return
	}
	if action := theme.Now(theme.Action); k.caret.FillColor != action {
		k.caret.FillColor, k.ring.StrokeColor = action, action
		k.caret.Refresh()
	}
	c, out := u.columns(), theme.RingGap+theme.RingWidth
	high := u.geo.high[i] - rowGap - u.markHeight(u.caret.ID)
	if u.markHeight(u.caret.ID) > 0 {
		high -= theme.RingWidth + theme.RingGap // or the ring would touch the marks
	}
	setPlace(k.ring, fyne.NewPos(c.text-out, u.geo.top(i)-out), fyne.NewSize(c.width+2*out, high+2*out))
	_, f, line := u.line()
	x := c.text + textInset + f.x(&u.set, line, u.caret.Pos) - caretWidth/2
	setPlace(k.caret, fyne.NewPos(x, u.lineTop(i, line)), fyne.NewSize(caretWidth, u.set.high))
}

// selected draws what of row i lies in [from, to).
func (e *editor) selected(i int, from, to transcript.Place) {
	u := e.u
	id := u.geo.ids[i]
	f := u.flowOf(id)
	a, b := 0, f.lines[len(f.lines)-1].pos+f.lines[len(f.lines)-1].n+1 // over the end
	if id == from.ID {
		a = from.Pos
	}
	if id == to.ID {
		b = to.Pos
	}
	e.stretch(i, a, b, func(at fyne.Position, size fyne.Size) {
		e.ink.box(at, size, theme.Now(ft.ColorNameSelection), color.Transparent, 0)
	})
}

// span draws a marked stretch of row i.
func (e *editor) span(i int, s Span) {
	attention, action := theme.Now(theme.Attention), theme.Now(theme.Action)
	e.stretch(i, s.From, s.To, func(at fyne.Position, size fyne.Size) {
		switch s.Kind {
		case SpanHit:
			e.ink.box(at, size, color.Transparent, action, 1)
		case SpanHere:
			e.ink.box(at, size, theme.Now(ft.ColorNameSelection), action, 2)
		case SpanRead:
			e.ink.box(fyne.NewPos(at.X, at.Y+size.Height-spanLine), fyne.NewSize(size.Width, 2*spanLine), action, color.Transparent, 0)
		default:
			for n := range 2 {
				y := at.Y + size.Height - spanLine + 2*spanLine*float32(n)
				e.ink.box(fyne.NewPos(at.X, y), fyne.NewSize(size.Width, spanLine), attention, color.Transparent, 0)
			}
		}
	})
}

// stretch visits the pieces of code points [a, b) of row i, line by line, as
// far as they are in view.
func (e *editor) stretch(i, a, b int, visit func(at fyne.Position, size fyne.Size)) {
	u := e.u
	f := u.flowOf(u.geo.ids[i])
	left := u.columns().text + textInset
	top, bottom := u.scroll.Offset.Y-u.set.high, u.scroll.Offset.Y+u.scroll.Size().Height
	for n := f.lineOf(a, false); n < len(f.lines); n++ {
		l, y := f.lines[n], u.lineTop(i, n)
		if l.pos >= b && n > 0 && !(l.pos == b && l.n == 0 && b < a) || y > bottom {
			return
		}
		if y < top {
			continue
		}
		x0, x1 := f.x(&u.set, n, max(a, l.pos)), f.x(&u.set, n, min(b, l.pos+l.n))
		if b > l.pos+l.n && !f.broken(n) {
			x1 += lineBreak
		}
		if x1 > x0 {
			visit(fyne.NewPos(left+x0, y), fyne.NewSize(x1-x0, u.set.high))
		}
	}
}

// CreateRenderer implements [fyne.Widget].
func (e *editor) CreateRenderer() fyne.WidgetRenderer { return &editorRenderer{e} }

type editorRenderer struct{ e *editor }

func (r *editorRenderer) Layout(fyne.Size) {}

func (r *editorRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (r *editorRenderer) Refresh() {
	r.e.draw()
	canvas.Refresh(r.e)
}

func (r *editorRenderer) Objects() []fyne.CanvasObject {
	k := &r.e.ink
	all := append(make([]fyne.CanvasObject, 0, len(k.pool)+2), k.ring)
	for _, b := range k.pool {
		all = append(all, b)
	}
	return append(all, k.caret)
}

func (r *editorRenderer) Destroy() {}
