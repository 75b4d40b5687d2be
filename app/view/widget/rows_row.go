package widget

import (
	"image/color"

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
	title, detail *fw.Label
	mark          *marked
}

var (
	_ fyne.Tappable   = (*rowsRow)(nil)
	_ fyne.Accessible = (*rowsRow)(nil)
)

func newRowsRow(r *Rows) *rowsRow {
	row := &rowsRow{r: r, i: -1, ground: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent),
		title: fw.NewLabel(""), detail: fw.NewLabel("")}
	row.title.TextStyle = fyne.TextStyle{Bold: true}
	row.detail.Importance = fw.LowImportance
	for _, l := range []*fw.Label{row.title, row.detail} {
		l.Truncation = fyne.TextTruncateEllipsis
	}
	row.mark = newMarked(KindAttention, canvas.NewRectangle(color.Transparent))
	row.ExtendBaseWidget(row)
	return row
}

// show gives the row its words and its ring.
func (w *rowsRow) show(i int) {
	t := w.r.text(i)
	w.i = i
	if w.title.Text != t.Title {
		w.title.SetText(t.Title)
	}
	if w.detail.Text != t.Detail {
		w.detail.SetText(t.Detail)
	}
	if t.Alert == w.mark.Hidden { // it may have been another row's
		w.mark.Hidden = !t.Alert
		w.layout(w.Size())
	}
	here := w.r.focused && i == w.r.at
	w.ground.StrokeColor, w.ground.StrokeWidth = theme.Now(theme.Action), 0
	if here {
		w.ground.StrokeWidth = theme.RingWidth
	}
	w.line.FillColor = theme.Now(theme.Line)
	w.ground.Refresh()
	w.line.Refresh()
}

// Tapped implements [fyne.Tappable].
func (w *rowsRow) Tapped(*fyne.PointEvent) { w.r.tapped(w.i) }

// AccessibilityLabel implements [fyne.Accessible].
func (w *rowsRow) AccessibilityLabel() string { return w.title.Text + ", " + w.detail.Text }

// AccessibilityRole implements [fyne.Accessible].
func (w *rowsRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (w *rowsRow) CreateRenderer() fyne.WidgetRenderer { return &rowsRowRenderer{w} }

func (w *rowsRow) layout(size fyne.Size) {
	w.ground.Move(fyne.NewPos(theme.Gap4, theme.RingGap))
	w.ground.Resize(size.SubtractWidthHeight(2*theme.Gap4, 2*theme.RingGap+1))
	w.line.Move(fyne.NewPos(0, size.Height-1))
	w.line.Resize(fyne.NewSize(size.Width, 1))
	left := theme.Gap16
	if !w.mark.Hidden {
		side := lineHigh() * 1.1
		w.mark.Resize(fyne.NewSquareSize(side))
		w.mark.Move(fyne.NewPos(left, theme.Gap8))
		left += side + theme.Gap12
	}
	y := theme.Gap8
	for _, l := range []*fw.Label{w.title, w.detail} {
		l.Move(fyne.NewPos(left-labelInset, y-labelInset))
		l.Resize(fyne.NewSize(size.Width-left-theme.Gap12+2*labelInset, lineHigh()+2*labelInset))
		y += lineHigh() + theme.Gap4
	}
}

type rowsRowRenderer struct{ w *rowsRow }

func (r *rowsRowRenderer) Layout(size fyne.Size) { r.w.layout(size) }
func (r *rowsRowRenderer) MinSize() fyne.Size    { return fyne.NewSize(1, rowsHigh()) }

func (r *rowsRowRenderer) Refresh() {
	r.w.title.Refresh()
	r.w.detail.Refresh()
	r.w.mark.Refresh()
	r.w.layout(r.w.Size())
}

func (r *rowsRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.w.line, r.w.mark, r.w.title, r.w.detail, r.w.ground}
}

func (r *rowsRowRenderer) Destroy() {}
