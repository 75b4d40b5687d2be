package widget

import (
	"image/color"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// rowsRow is one row of [Rows]. A ring shows where the arrows stand.
type rowsRow struct {
	fw.BaseWidget
	r *Rows
	i int

	ground, line  *canvas.Rectangle
	title, detail *canvas.Text // Fyne's own labels take milliseconds to cut short
	mark          *marked
	said          RowText
}

var (
	_ fyne.Tappable   = (*rowsRow)(nil)
	_ fyne.Accessible = (*rowsRow)(nil)
)

func newRowsRow(r *Rows) *rowsRow {
	row := &rowsRow{r: r, i: -1, ground: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent),
		title: canvas.NewText("", color.Black), detail: canvas.NewText("", color.Black)}
	row.title.TextStyle = fyne.TextStyle{Bold: true}
	row.mark = newMarked(KindAttention, canvas.NewRectangle(color.Transparent))
	row.mark.Hide()
	row.ExtendBaseWidget(row)
	return row
}

// show gives the row its words and its ring, and says whether anything of it is
// another than before.
func (w *rowsRow) show(i int) bool {
	ring := float32(0)
	if w.r.focused && i == w.r.at {
		ring = theme.RingWidth
	}
	t := w.r.text(i)
	if w.i == i && w.said == t && w.ground.StrokeWidth == ring {
		return false
	}
	w.i, w.said = i, t
	w.ground.StrokeWidth = ring
	w.mark.Hidden = !t.Alert
	return true
}

// paint takes the colours and sizes of now and cuts the words to the width.
func (w *rowsRow) paint() {
	w.ground.StrokeColor = theme.Now(theme.Action)
	w.line.FillColor = theme.Now(theme.Line)
	left := theme.Gap16
	if w.said.Alert {
		left += w.markSide() + theme.Gap12
	}
	room := w.Size().Width - left - theme.Gap16
	y := theme.Gap8
	for _, t := range []struct {
		text  *canvas.Text
		words string
		ink   fyne.ThemeColorName
	}{{w.title, w.said.Title, theme.Ink}, {w.detail, w.said.Detail, theme.Muted}} {
		t.text.TextSize, t.text.Color = theme.SizeNow(theme.SizeBody), theme.Now(t.ink)
		t.text.Text = cut(t.words, room, t.text.TextSize, t.text.TextStyle)
		t.text.Move(fyne.NewPos(left, y))
		t.text.Resize(fyne.NewSize(max(room, 0), lineHigh()))
		t.text.Refresh()
		y += lineHigh() + theme.Gap4
	}
	w.ground.Refresh()
	w.line.Refresh()
}

func (w *rowsRow) markSide() float32 { return lineHigh() * 1.1 }

// cut shortens words that are wider than room and ends them with an ellipsis.
func cut(words string, room, size float32, style fyne.TextStyle) string {
	if room <= 0 || fyne.MeasureText(words, size, style).Width <= room {
		return words
	}
	letters := []rune(words)
	n := sort.Search(len(letters), func(n int) bool {
		return fyne.MeasureText(string(letters[:n+1])+"…", size, style).Width > room
	})
	return string(letters[:n]) + "…"
}

// Tapped implements [fyne.Tappable].
func (w *rowsRow) Tapped(*fyne.PointEvent) { w.r.tapped(w.i) }

// AccessibilityLabel implements [fyne.Accessible].
func (w *rowsRow) AccessibilityLabel() string { return w.said.Title + ", " + w.said.Detail }

// AccessibilityRole implements [fyne.Accessible].
func (w *rowsRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (w *rowsRow) CreateRenderer() fyne.WidgetRenderer { return &rowsRowRenderer{w} }

func (w *rowsRow) layout(size fyne.Size) {
	w.ground.Move(fyne.NewPos(theme.Gap4, theme.RingGap))
	w.ground.Resize(size.SubtractWidthHeight(2*theme.Gap4, 2*theme.RingGap+1))
	w.line.Move(fyne.NewPos(0, size.Height-1))
	w.line.Resize(fyne.NewSize(size.Width, 1))
	w.mark.Resize(fyne.NewSquareSize(w.markSide()))
	w.mark.Move(fyne.NewPos(theme.Gap16, theme.Gap8))
	w.paint()
}

type rowsRowRenderer struct{ w *rowsRow }

func (r *rowsRowRenderer) Layout(size fyne.Size) { r.w.layout(size) }
func (r *rowsRowRenderer) MinSize() fyne.Size    { return fyne.NewSize(1, r.w.r.high()) }

func (r *rowsRowRenderer) Refresh() {
	r.w.mark.Refresh()
	r.w.layout(r.w.Size())
}

func (r *rowsRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.w.line, r.w.mark, r.w.title, r.w.detail, r.w.ground}
}

func (r *rowsRowRenderer) Destroy() {}
