package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// Tile is one of [Kit.Tiles]: a picture with its word.
type Tile struct {
	Word    string
	Picture fyne.CanvasObject
}

// Tiles is one of several pictures, with targets as large as a child's hand wants
// them, in rows that break where the width ends. It is one stop for the focus;
// the arrow keys move the choice. The chosen one has a thick border and a bar
// under its word in bold: colour alone tells nothing.
type Tiles struct {
	fw.BaseWidget
	OnChanged func(index int)

	kit      *Kit
	id       string
	label    string
	side     float32
	tiles    []Tile
	selected int
	focused  bool
}

var (
	_ fyne.Focusable  = (*Tiles)(nil)
	_ fyne.Tappable   = (*Tiles)(nil)
	_ fyne.Accessible = (*Tiles)(nil)
)

// Tiles makes a choice of pictures, side units wide and high each, with the
// first chosen. changed may be nil.
func (k *Kit) Tiles(id, label string, side float32, tiles []Tile, changed func(index int)) *Tiles {
	t := &Tiles{OnChanged: changed, kit: k, id: id, label: label, side: side, tiles: tiles}
	t.ExtendBaseWidget(t)
	return t
}

// ID returns the control's id.
func (t *Tiles) ID() string { return t.id }

// Selected returns the chosen index.
func (t *Tiles) Selected() int { return t.selected }

// SetPictures changes the pictures and keeps the choice.
func (t *Tiles) SetPictures(pictures []fyne.CanvasObject) {
	for i := range min(len(pictures), len(t.tiles)) {
		t.tiles[i].Picture = pictures[i]
	}
	t.Refresh()
}

func (t *Tiles) choose(i int) {
	if i = min(max(i, 0), len(t.tiles)-1); i == t.selected {
		return
	}
	t.selected = i
	t.Refresh()
	t.kit.trace("choice", t.id, i)
	if t.OnChanged != nil {
		t.kit.guard(func() { t.OnChanged(i) })
	}
}

// Tapped implements [fyne.Tappable].
func (t *Tiles) Tapped(ev *fyne.PointEvent) {
	if !t.focused {
		focusOn(t)
	}
	if ev == nil {
		return
	}
	for i := range t.tiles {
		at, size := t.place(i), t.cell()
		if p := ev.Position; p.X >= at.X && p.X < at.X+size.Width && p.Y >= at.Y && p.Y < at.Y+size.Height {
			t.choose(i)
		}
	}
}

// FocusGained implements [fyne.Focusable].
func (t *Tiles) FocusGained() {
	t.focused = true
	t.kit.gained(t.id, t)
	t.Refresh()
}

// FocusLost implements [fyne.Focusable].
func (t *Tiles) FocusLost() {
	t.focused = false
	t.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (t *Tiles) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		t.choose(t.selected - 1)
	case fyne.KeyRight:
		t.choose(t.selected + 1)
	case fyne.KeyUp:
		if n := t.perRow(t.Size().Width); t.selected >= n {
			t.choose(t.selected - n)
		}
	case fyne.KeyDown:
		if n := t.perRow(t.Size().Width); t.selected+n < len(t.tiles) {
			t.choose(t.selected + n)
		}
	case fyne.KeyHome:
		t.choose(0)
	case fyne.KeyEnd:
		t.choose(len(t.tiles) - 1)
	default:
		t.kit.passKey(ev)
	}
}

// TypedRune implements [fyne.Focusable].
func (t *Tiles) TypedRune(r rune) {
	if r != ' ' {
		t.kit.passRune(r)
	}
}

// KeyDown implements [desktop.Keyable].
func (t *Tiles) KeyDown(ev *fyne.KeyEvent) { t.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (t *Tiles) KeyUp(ev *fyne.KeyEvent) { t.kit.KeyUp(ev) }

var _ desktop.Keyable = (*Tiles)(nil)

// AccessibilityLabel implements [fyne.Accessible].
func (t *Tiles) AccessibilityLabel() string {
	if len(t.tiles) == 0 {
		return t.label
	}
	return t.label + ": " + t.tiles[t.selected].Word
}

// AccessibilityRole implements [fyne.Accessible].
func (t *Tiles) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// cell is a tile with its word.
func (t *Tiles) cell() fyne.Size {
	wide := t.side
	for _, tile := range t.tiles {
		wide = max(wide, fyne.MeasureText(tile.Word, theme.SizeNow(theme.SizeBody), fyne.TextStyle{Bold: true}).Width+2*theme.Gap8)
	}
	return fyne.NewSize(wide, t.side+lineHigh()+2*theme.Gap8)
}

func (t *Tiles) perRow(width float32) int {
	return max(int((width-2*theme.RingGap+theme.Gap8)/(t.cell().Width+theme.Gap8)), 1)
}

// place is where a tile lies.
func (t *Tiles) place(i int) fyne.Position {
	n, size := t.perRow(t.Size().Width), t.cell()
	return fyne.NewPos(theme.RingGap+float32(i%n)*(size.Width+theme.Gap8), theme.RingGap+float32(i/n)*(size.Height+theme.Gap8))
}

// CreateRenderer implements [fyne.Widget].
func (t *Tiles) CreateRenderer() fyne.WidgetRenderer {
	r := &tilesRenderer{t: t, ring: newRing()}
	for range t.tiles {
		r.grounds = append(r.grounds, canvas.NewRectangle(color.Transparent))
		r.bars = append(r.bars, canvas.NewRectangle(color.Transparent))
		r.words = append(r.words, canvas.NewText("", color.Black))
	}
	r.Refresh()
	return r
}

type tilesRenderer struct {
	t             *Tiles
	grounds, bars []*canvas.Rectangle
	words         []*canvas.Text
	ring          ring
}

func (r *tilesRenderer) Layout(size fyne.Size) {
	cell := r.t.cell()
	r.ring.around(size)
	for i, tile := range r.t.tiles {
		at := r.t.place(i)
		r.grounds[i].Move(at)
		r.grounds[i].Resize(cell)
		margin := theme.Gap8
		tile.Picture.Move(at.AddXY((cell.Width-r.t.side)/2+margin, margin))
		tile.Picture.Resize(fyne.NewSquareSize(r.t.side - 2*margin))
		m := r.words[i].MinSize()
		r.words[i].Move(at.AddXY((cell.Width-m.Width)/2, r.t.side))
		r.words[i].Resize(m)
		r.bars[i].Move(at.AddXY((cell.Width-m.Width)/2, r.t.side+m.Height+theme.Gap4))
		r.bars[i].Resize(fyne.NewSize(m.Width, theme.Gap4))
	}
}

// MinSize takes the height that the last width asks for.
func (r *tilesRenderer) MinSize() fyne.Size {
	cell := r.t.cell()
	if len(r.t.tiles) == 0 {
		return fyne.Size{}
	}
	last := r.t.place(len(r.t.tiles) - 1)
	return fyne.NewSize(cell.Width+2*theme.RingGap, last.Y+cell.Height+theme.RingGap)
}

func (r *tilesRenderer) Refresh() {
	for i, tile := range r.t.tiles {
		chosen := i == r.t.selected
		g := r.grounds[i]
		g.FillColor, g.StrokeColor, g.StrokeWidth = theme.Now(theme.Card), theme.Now(theme.Line), 1
		if chosen {
			g.StrokeColor, g.StrokeWidth = theme.Now(theme.Action), 3
		}
		g.Refresh()
		r.bars[i].FillColor, r.bars[i].Hidden = theme.Now(theme.Action), !chosen
		r.bars[i].Refresh()
		w := r.words[i]
		w.Text, w.Color, w.TextSize, w.TextStyle = tile.Word, theme.Now(theme.Ink), theme.SizeNow(theme.SizeBody), fyne.TextStyle{Bold: chosen}
		w.Refresh()
		tile.Picture.Refresh()
	}
	r.ring.show(r.t.focused)
	r.Layout(r.t.Size())
}

func (r *tilesRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i, tile := range r.t.tiles {
		all = append(all, r.grounds[i], tile.Picture, r.words[i], r.bars[i])
	}
	return append(all, r.ring.Rectangle)
}

func (r *tilesRenderer) Destroy() {}
