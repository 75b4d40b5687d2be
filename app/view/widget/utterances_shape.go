package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// stampLink is a time that is played from when clicked.
type stampLink struct {
	fw.BaseWidget
	words   *canvas.Text
	line    *canvas.Line
	act     func()
	hovered bool
	now     bool
}

var (
	_ fyne.Tappable      = (*stampLink)(nil)
	_ desktop.Hoverable  = (*stampLink)(nil)
	_ desktop.Cursorable = (*stampLink)(nil)
)

func newStampLink(act func()) *stampLink {
	s := &stampLink{words: canvas.NewText("", color.Black), line: canvas.NewLine(color.Black), act: act}
	s.ExtendBaseWidget(s)
	return s
}

// set shows a time; now says that it is the one heard.
func (s *stampLink) set(words string, now bool) {
	s.words.Text, s.now = words, now
	s.Refresh()
}

// Tapped implements [fyne.Tappable].
func (s *stampLink) Tapped(*fyne.PointEvent) { s.act() }

// Cursor implements [desktop.Cursorable].
func (s *stampLink) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn implements [desktop.Hoverable].
func (s *stampLink) MouseIn(*desktop.MouseEvent) { s.hovered = true; s.Refresh() }

// MouseMoved implements [desktop.Hoverable].
func (s *stampLink) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (s *stampLink) MouseOut() { s.hovered = false; s.Refresh() }

// CreateRenderer implements [fyne.Widget].
func (s *stampLink) CreateRenderer() fyne.WidgetRenderer { return &stampRenderer{s} }

type stampRenderer struct{ s *stampLink }

func (r *stampRenderer) Layout(size fyne.Size) {
	r.s.words.Resize(size)
	r.s.line.Position1 = fyne.NewPos(0, size.Height-1)
	r.s.line.Position2 = fyne.NewPos(r.s.words.MinSize().Width, size.Height-1)
}

func (r *stampRenderer) MinSize() fyne.Size { return r.s.words.MinSize() }

func (r *stampRenderer) Refresh() {
	s := r.s
	c := theme.Muted
	if s.now || s.hovered {
		c = theme.Action
	}
	s.words.Color, s.line.StrokeColor = theme.Now(c), theme.Now(c)
	s.words.TextSize = theme.SizeNow(theme.SizeSmall)
	s.words.TextStyle = fyne.TextStyle{Monospace: true, Bold: s.now}
	s.line.StrokeWidth, s.line.Hidden = 1, !s.hovered
	r.Layout(s.Size())
	s.words.Refresh()
	canvas.Refresh(s)
}

func (r *stampRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.words, r.s.line}
}

func (r *stampRenderer) Destroy() {}
