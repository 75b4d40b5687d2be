package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// pageInset is the paper between a row's edge and its first line.
const pageInset = theme.Gap8

// pageRow is one utterance on a page: the speaker's shape and name, the time,
// then the text and the marks below. A ring shows where the arrows stand, a
// word and a ground that this is what is being heard.
type pageRow struct {
	fw.BaseWidget
	p *Page
	i int

	ground *canvas.Rectangle
	shape  *shape
	name   *canvas.Text
	stamp  *canvas.Text
	text   *fw.Label
	marks  *fw.Label
}

var (
	_ fyne.Tappable      = (*pageRow)(nil)
	_ fyne.Accessible    = (*pageRow)(nil)
	_ desktop.Cursorable = (*pageRow)(nil)
)

// wrapped is a label as rows show text and the probe measures it.
func wrapped(s string) *fw.Label {
	l := fw.NewLabel(s)
	l.Wrapping = fyne.TextWrapWord
	return l
}

func newPageRow(p *Page) *pageRow {
	r := &pageRow{
		p: p, ground: canvas.NewRectangle(color.Transparent), shape: newShape(),
		name: canvas.NewText("", color.Black), stamp: canvas.NewText("", color.Black), text: wrapped(""), marks: wrapped(""),
	}
	r.marks.TextStyle = fyne.TextStyle{Italic: true}
	r.marks.Importance = fw.LowImportance
	r.ExtendBaseWidget(r)
	return r
}

// show gives the row a line of the page.
func (r *pageRow) show(i int) {
	r.i = i
	l := r.p.lines[i]
	voice := theme.Now(speakerColour(l.speaker))
	r.shape.set(l.speaker, voice)
	r.shape.Hidden = l.speaker == ""
	r.name.Text, r.name.Color = r.p.speakerWord(l.speaker), voice
	r.name.TextSize, r.name.TextStyle = theme.SizeNow(theme.SizeBody), fyne.TextStyle{Bold: true}
	r.stamp.Text, r.stamp.Color = l.stamp, theme.Now(theme.Muted)
	r.stamp.TextSize, r.stamp.TextStyle = theme.SizeNow(theme.SizeSmall), fyne.TextStyle{}
	if i == r.p.now {
		r.stamp.Text += "  " + r.p.kit.Text.T("page.now")
		r.stamp.Color, r.stamp.TextStyle = theme.Now(theme.Action), fyne.TextStyle{Bold: true}
	}
	if r.text.Text != l.text {
		r.text.SetText(l.text)
	}
	if r.marks.Text != l.marks {
		r.marks.SetText(l.marks)
	}
	r.text.Hidden, r.marks.Hidden = l.text == "", l.marks == ""
	r.ground.StrokeColor, r.ground.StrokeWidth = theme.Now(theme.Action), 0
	if r.p.focused && i == r.p.at {
		r.ground.StrokeWidth = theme.RingWidth
	}
	r.ground.FillColor = color.Transparent
	if i == r.p.now {
		r.ground.FillColor = theme.Now(theme.Hover)
	}
}

// Tapped implements [fyne.Tappable].
func (r *pageRow) Tapped(*fyne.PointEvent) {
	if !r.p.focused {
		focusOn(r.p)
	}
	r.p.at = r.i
	r.p.repaint()
	r.p.choose(r.i)
}

// Cursor implements [desktop.Cursorable].
func (r *pageRow) Cursor() desktop.Cursor {
	if r.p.OnChoose == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityLabel implements [fyne.Accessible].
func (r *pageRow) AccessibilityLabel() string { return r.p.spoken(r.i) }

// AccessibilityRole implements [fyne.Accessible].
func (r *pageRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (r *pageRow) CreateRenderer() fyne.WidgetRenderer { return &pageRowRenderer{r} }

type pageRowRenderer struct{ r *pageRow }

func (w *pageRowRenderer) Layout(size fyne.Size) {
	r := w.r
	left, width := r.p.left, r.p.width
	r.ground.Move(fyne.NewPos(left-theme.Gap12, 0))
	r.ground.Resize(fyne.NewSize(width+2*theme.Gap12, size.Height-theme.Gap4))

	line := lineHigh()
	x, side := left, shapeSide()
	if !r.shape.Hidden {
		r.shape.Resize(fyne.NewSquareSize(side))
		r.shape.Move(fyne.NewPos(x, pageInset+(line-side)/2))
		name := r.name.MinSize()
		r.name.Resize(name)
		r.name.Move(fyne.NewPos(x+side+theme.Gap8, pageInset))
		x += side + theme.Gap8 + name.Width + theme.Gap12
	}
	stamp := r.stamp.MinSize()
	r.stamp.Resize(stamp)
	r.stamp.Move(fyne.NewPos(x, pageInset+(line-stamp.Height)*0.72))

	y := pageInset + line + theme.Gap4
	for _, l := range []*fw.Label{r.text, r.marks} {
		if l.Hidden {
			continue
		}
		settle(l, width+2*labelInset)
		l.Move(fyne.NewPos(left-labelInset, y-labelInset))
		y += l.Size().Height - 2*labelInset
	}
}

func (w *pageRowRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (w *pageRowRenderer) Refresh() {
	w.Layout(w.r.Size())
	canvas.Refresh(w.r)
}

func (w *pageRowRenderer) Objects() []fyne.CanvasObject {
	r := w.r
	return []fyne.CanvasObject{r.ground, r.shape, r.name, r.stamp, r.text, r.marks}
}

func (w *pageRowRenderer) Destroy() {}
