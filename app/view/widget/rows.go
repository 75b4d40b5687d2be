package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// RowText is what one of [Rows] says: a title in bold, and below it what there
// is to know. Alert gives it the shape of something to see to.
type RowText struct {
	Title, Detail string
	Alert         bool
}

// Rows is a list of thousands of rows of two lines, of which only those in
// sight exist. It is one stop for the focus: the arrows, Page Up and Down, Home
// and End walk in it.
type Rows struct {
	fw.BaseWidget
	// OnMove, when set, hears which row the arrows stand on.
	OnMove func(i int)
	// OnPress, when set, hears which row Space or a click on its tick was for.
	OnPress func(i int)

	kit   *Kit
	id    string
	label string
	n     int
	text  func(i int) RowText
	line  func(i int) LineText // of [Kit.Lines], instead of text

	scroll  *container.Scroll
	content *fyne.Container
	rows    []shownRow // in the order of the window; row i is at i modulo their number
	laying  bool
	at      int
	focused bool
}

var (
	_ fyne.Focusable  = (*Rows)(nil)
	_ fyne.Accessible = (*Rows)(nil)
	_ desktop.Keyable = (*Rows)(nil)
)

// Rows makes an empty list. label says what it is, for a screen reader; text
// gives a row's words when it comes into sight.
func (k *Kit) Rows(id, label string, text func(i int) RowText) *Rows {
	r := &Rows{kit: k, id: id, label: label, text: text}
	r.ExtendBaseWidget(r)
	r.content = container.New(rowsSheet{r})
	r.scroll = container.NewVScroll(r.content)
	r.scroll.OnScrolled = func(fyne.Position) { r.arrange() }
	return r
}

// SetLength says how many rows there are now and goes to the first.
func (r *Rows) SetLength(n int) {
	r.n, r.at = n, 0
	r.scroll.ScrollToOffset(fyne.NewPos(0, 0))
	r.Refresh()
	r.moved()
}

// Length returns how many rows there are.
func (r *Rows) Length() int { return r.n }

// At returns the row that the arrows stand on.
func (r *Rows) At() int { return r.at }

// ID returns the control's id.
func (r *Rows) ID() string { return r.id }

// Focused reports whether the list has the focus.
func (r *Rows) Focused() bool { return r.focused }

// FocusGained implements [fyne.Focusable].
func (r *Rows) FocusGained() {
	r.focused = true
	r.kit.gained(r.id, r)
	r.Refresh()
}

// FocusLost implements [fyne.Focusable].
func (r *Rows) FocusLost() {
	r.focused = false
	r.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (r *Rows) TypedKey(ev *fyne.KeyEvent) {
	screen := max(1, int(r.scroll.Size().Height/r.high())-1)
	switch ev.Name {
	case fyne.KeyUp:
		r.walk(r.at - 1)
	case fyne.KeyDown:
		r.walk(r.at + 1)
	case fyne.KeyPageUp:
		r.walk(r.at - screen)
	case fyne.KeyPageDown:
		r.walk(r.at + screen)
	case fyne.KeyHome:
		r.walk(0)
	case fyne.KeyEnd:
		r.walk(r.n - 1)
	default:
		if ev.Name == fyne.KeySpace && r.OnPress != nil {
			r.press(r.at)
			return
		}
		r.kit.passKey(ev)
	}
}

// press acts on a row, at most once for each time the key goes down.
func (r *Rows) press(i int) {
	if i >= r.n || !r.kit.Once(fyne.KeySpace) {
		return
	}
	r.kit.trace("tap", r.id)
	r.kit.guard(func() { r.OnPress(i) })
	r.Refresh()
}

// TypedRune implements [fyne.Focusable].
func (r *Rows) TypedRune(c rune) {
	if c != ' ' || r.OnPress == nil {
		r.kit.passRune(c)
	}
}

// KeyDown implements [desktop.Keyable].
func (r *Rows) KeyDown(ev *fyne.KeyEvent) { r.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (r *Rows) KeyUp(ev *fyne.KeyEvent) { r.kit.KeyUp(ev) }

func (r *Rows) walk(i int) {
	i = max(min(i, r.n-1), 0)
	if r.n == 0 || i == r.at {
		return
	}
	r.at = i
	high, window := r.high(), r.scroll.Size().Height
	switch top := float32(i) * high; {
	case top < r.scroll.Offset.Y:
		r.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+high > r.scroll.Offset.Y+window:
		r.scroll.ScrollToOffset(fyne.NewPos(0, top+high-window))
	}
	r.arrange()
	r.moved()
}

func (r *Rows) moved() {
	if r.OnMove != nil && r.n > 0 {
		r.kit.guard(func() { r.OnMove(r.at) })
	}
}

// tapped goes to the row that was clicked.
func (r *Rows) tapped(i int) {
	if !r.focused {
		focusOn(r)
	}
	r.walk(i)
}

// AccessibilityLabel implements [fyne.Accessible]: what it is, and the row the
// arrows stand on.
func (r *Rows) AccessibilityLabel() string {
	if r.n == 0 {
		return r.label
	}
	return r.label + ": " + r.said(r.at)
}

// AccessibilityRole implements [fyne.Accessible].
func (r *Rows) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (r *Rows) CreateRenderer() fyne.WidgetRenderer {
	return Ringed(&rowsRenderer{r}, 1, func() bool { return r.focused && r.n == 0 })
}

type rowsRenderer struct{ r *Rows }

func (w *rowsRenderer) Layout(size fyne.Size) {
	w.r.scroll.Resize(size)
	w.r.arrange()
}

func (w *rowsRenderer) MinSize() fyne.Size { return fyne.NewSize(280, 2*w.r.high()) }

func (w *rowsRenderer) Refresh() {
	w.r.scroll.Refresh() // the sheet may be another height now
	w.r.arrange()
	canvas.Refresh(w.r)
}

func (w *rowsRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{w.r.scroll} }
func (w *rowsRenderer) Destroy()                     {}

// high is the height of a row: two lines with paper around them, or one.
func (r *Rows) high() float32 {
	if r.line != nil {
		return lineHigh() + 2*theme.Gap4 + 2*theme.RingGap
	}
	return 2*lineHigh() + theme.Gap4 + 2*theme.Gap8
}

// said is what a row says, for a screen reader.
func (r *Rows) said(i int) string {
	if r.line != nil {
		return r.line(i).spoken(r.kit)
	}
	t := r.text(i)
	return t.Title + ", " + t.Detail
}

// arrange fills the rows in sight. Scrolling by one row writes one row anew.
func (r *Rows) arrange() {
	if r.laying {
		return
	}
	r.laying = true
	defer func() { r.laying = false }()
	high := r.high()
	from := max(int(r.scroll.Offset.Y/high), 0)
	room := int(r.scroll.Size().Height/high) + 2
	for len(r.rows) < room {
		r.rows = append(r.rows, r.newRow())
	}
	objs := make([]fyne.CanvasObject, 0, room)
	for i := from; i < min(from+room, r.n); i++ {
		row := r.rows[i%len(r.rows)]
		other := row.show(i)
		row.Move(fyne.NewPos(0, float32(i)*high))
		if size := fyne.NewSize(r.scroll.Size().Width, high); row.Size() != size {
			row.Resize(size)
		} else if other {
			row.paint()
		}
		objs = append(objs, row)
	}
	// Not the container's own Refresh, which would paint every row anew.
	r.content.Objects = objs
	canvas.Refresh(r.content)
}

// shownRow is the widget of a row in sight.
type shownRow interface {
	fyne.CanvasObject
	show(i int) (other bool)
	paint()
}

func (r *Rows) newRow() shownRow {
	if r.line != nil {
		return newLineRow(r)
	}
	return newRowsRow(r)
}

// rowsSheet is the sheet under the window: as high as all rows. The rows are
// placed by arrange.
type rowsSheet struct{ r *Rows }

func (rowsSheet) Layout([]fyne.CanvasObject, fyne.Size) {}

func (s rowsSheet) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, float32(s.r.n)*s.r.high())
}
