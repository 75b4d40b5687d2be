package widget

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// faceSide is the smallest side of a face, as big as a hand on most screens;
// faceMost the largest.
const (
	faceSide float32 = 160
	faceMost float32 = 220
)

// Faces is a row of three faces with a word under each, of which one may be
// chosen; in a narrow window they stand below each other. It is one stop for
// the focus: the arrows walk, Enter or Space chooses, and so does a click.
type Faces struct {
	fw.BaseWidget
	// OnChoose gets the face that was chosen; OnAgain, when set, hears Enter on
	// the one that is chosen already.
	OnChoose func(i int)
	OnAgain  func()

	kit     *Kit
	id      string
	label   string
	words   [3]string
	chosen  int // -1 for none
	at      int // where the arrows stand
	focused bool
}

var (
	_ fyne.Focusable  = (*Faces)(nil)
	_ fyne.Tappable   = (*Faces)(nil)
	_ fyne.Accessible = (*Faces)(nil)
	_ desktop.Keyable = (*Faces)(nil)
)

// Faces makes a row of faces, from a mouth that goes up to one that goes down.
// label is what is asked, for a screen reader.
func (k *Kit) Faces(id, label string, words [3]string, choose func(i int)) *Faces {
	f := &Faces{kit: k, id: id, label: label, words: words, chosen: -1, OnChoose: choose}
	f.ExtendBaseWidget(f)
	return f
}

// ID returns the control's id.
func (f *Faces) ID() string { return f.id }

// Chosen returns the face that is chosen, -1 for none.
func (f *Faces) Chosen() int { return f.chosen }

// SetChosen shows a face as the chosen one, -1 for none, and tells nobody.
func (f *Faces) SetChosen(i int) {
	f.chosen = i
	if i >= 0 {
		f.at = i
	}
	f.Refresh()
}

// Choose chooses a face as a click on it would.
func (f *Faces) Choose(i int) {
	f.kit.trace("tap", f.id) // which one is nobody's business
	f.SetChosen(i)
	if f.OnChoose != nil {
		f.kit.guard(func() { f.OnChoose(i) })
	}
}

// FocusGained implements [fyne.Focusable].
func (f *Faces) FocusGained() {
	f.focused = true
	f.kit.gained(f.id, f)
	f.Refresh()
}

// FocusLost implements [fyne.Focusable].
func (f *Faces) FocusLost() {
	f.focused = false
	f.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (f *Faces) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeyLeft || ev.Name == fyne.KeyUp:
		f.walk(-1)
	case ev.Name == fyne.KeyRight || ev.Name == fyne.KeyDown:
		f.walk(1)
	case !activates(ev):
		f.kit.passKey(ev)
	case !f.kit.Once(ev.Name):
	case f.at == f.chosen && f.OnAgain != nil:
		f.kit.guard(f.OnAgain)
	default:
		f.Choose(f.at)
	}
}

func (f *Faces) walk(step int) {
	f.at = min(max(f.at+step, 0), len(f.words)-1)
	f.kit.Show(f)
	f.Refresh()
}

// TypedRune implements [fyne.Focusable].
func (f *Faces) TypedRune(r rune) {
	if r != ' ' {
		f.kit.passRune(r)
	}
}

// KeyDown implements [desktop.Keyable].
func (f *Faces) KeyDown(ev *fyne.KeyEvent) { f.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (f *Faces) KeyUp(ev *fyne.KeyEvent) { f.kit.KeyUp(ev) }

// Tapped implements [fyne.Tappable].
func (f *Faces) Tapped(ev *fyne.PointEvent) {
	if !f.focused {
		focusOn(f)
	}
	g := f.grid(f.Size().Width)
	for i := range f.words {
		at := g.card(i)
		if p := ev.Position; p.X >= at.X && p.X < at.X+g.wide && p.Y >= at.Y && p.Y < at.Y+g.high {
			f.at = i
			f.Choose(i)
		}
	}
}

// AccessibilityLabel implements [fyne.Accessible]: what is asked, the face that
// the arrows stand on, and whether it is chosen.
func (f *Faces) AccessibilityLabel() string {
	state := "kit.unchecked"
	if f.at == f.chosen {
		state = "kit.checked"
	}
	return f.label + ": " + f.words[f.at] + ", " + f.kit.Text.T(state)
}

// AccessibilityRole implements [fyne.Accessible].
func (f *Faces) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// facesGrid is where the three cards lie.
type facesGrid struct {
	side, wide, high float32
	columns          int
	left             float32
}

const facesGap, facesPad = theme.Gap16, theme.Gap12

func (f *Faces) grid(width float32) facesGrid {
	word := fyne.MeasureText("Åg", theme.SizeNow(theme.SizeTitle), fyne.TextStyle{Bold: true}).Height
	g := facesGrid{columns: 3}
	g.side = (width-2*facesGap)/3 - 2*facesPad
	if g.side < max(faceSide, f.widestWord()) {
		g.columns, g.side = 1, faceSide
	}
	g.side = min(g.side, faceMost)
	g.wide, g.high = max(g.side, f.widestWord())+2*facesPad, g.side+word+3*facesPad
	g.left = max((width-float32(g.columns)*g.wide-float32(g.columns-1)*facesGap)/2, 0)
	return g
}

func (f *Faces) widestWord() (w float32) {
	for _, word := range f.words {
		w = max(w, fyne.MeasureText(word, theme.SizeNow(theme.SizeTitle), fyne.TextStyle{Bold: true}).Width)
	}
	return w
}

// card is a card's upper left corner.
func (g facesGrid) card(i int) fyne.Position {
	if g.columns == 1 {
		return fyne.NewPos(g.left, float32(i)*(g.high+facesGap))
	}
	return fyne.NewPos(g.left+float32(i)*(g.wide+facesGap), 0)
}

// CreateRenderer implements [fyne.Widget].
func (f *Faces) CreateRenderer() fyne.WidgetRenderer {
	r := &facesRenderer{f: f}
	for i := range f.words {
		m := Mouth(i)
		r.cards = append(r.cards, canvas.NewRectangle(color.Transparent))
		r.faces = append(r.faces, canvas.NewRaster(func(w, h int) image.Image { return faceNow(m, w, h) }))
		r.words = append(r.words, canvas.NewText("", color.Black))
		r.ticks = append(r.ticks, newTick())
		r.rings = append(r.rings, newRing())
	}
	r.Refresh()
	return r
}

type facesRenderer struct {
	f     *Faces
	cards []*canvas.Rectangle
	faces []*canvas.Raster
	words []*canvas.Text
	ticks []tick
	rings []ring
}

func (r *facesRenderer) MinSize() fyne.Size {
	g := r.f.grid(r.f.Size().Width)
	high := g.high
	if g.columns == 1 {
		high = 3*g.high + 2*facesGap
	}
	return fyne.NewSize(faceSide+2*facesPad, high)
}

func (r *facesRenderer) Layout(size fyne.Size) {
	g := r.f.grid(size.Width)
	for i := range r.cards {
		at := g.card(i)
		r.cards[i].Move(at)
		r.cards[i].Resize(fyne.NewSize(g.wide, g.high))
		r.faces[i].Move(at.AddXY((g.wide-g.side)/2, facesPad))
		r.faces[i].Resize(fyne.NewSquareSize(g.side))
		word := r.words[i].MinSize()
		r.words[i].Move(at.AddXY((g.wide-word.Width)/2, 2*facesPad+g.side))
		r.words[i].Resize(word)
		r.ticks[i].lay(at.AddXY(g.wide-theme.Gap24-theme.Gap8, theme.Gap8), theme.Gap24)
		out := theme.RingGap + theme.RingWidth
		r.rings[i].Move(at.SubtractXY(out, out))
		r.rings[i].Resize(fyne.NewSize(g.wide, g.high).AddWidthHeight(2*out, 2*out))
	}
}

func (r *facesRenderer) Refresh() {
	for i := range r.cards {
		chosen := i == r.f.chosen
		card, border, width := r.cards[i], theme.Line, float32(1)
		if chosen {
			border, width = theme.Action, 4
		}
		card.FillColor, card.StrokeColor, card.StrokeWidth = theme.Now(theme.Card), theme.Now(border), width
		card.Refresh()
		r.faces[i].Refresh()
		w := r.words[i]
		w.Text, w.Color, w.TextSize = r.f.words[i], theme.Now(theme.Ink), theme.SizeNow(theme.SizeTitle)
		w.TextStyle = fyne.TextStyle{Bold: chosen}
		w.Refresh()
		r.ticks[i].paint(chosen, theme.Now(theme.Action))
		r.rings[i].show(r.f.focused && i == r.f.at)
	}
	r.Layout(r.f.Size())
}

func (r *facesRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i := range r.cards {
		all = append(all, r.cards[i], r.faces[i], r.words[i], r.ticks[i].down, r.ticks[i].up, r.rings[i].Rectangle)
	}
	return all
}

func (r *facesRenderer) Destroy() {}
