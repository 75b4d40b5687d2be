package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// form is one of the shapes that tell speakers apart.
type form uint8

const (
	noForm   form = iota
	circle        // ●
	triangle      // ▲
	square        // ■
	diamond       // ◆
	hoop          // ○
	funnel        // ▼
	cross         // ✚
	frame         // □
)

// voice is how a speaker looks: the colour of name and shape, and the shape, so
// that colour never stands alone.
type voice struct {
	colour fyne.ThemeColorName
	form   form
}

var voices = map[transcript.Speaker]voice{
	transcript.Interviewer: {theme.Interviewer, circle},
	transcript.Child:       {theme.Child, triangle},
	transcript.Interpreter: {theme.Interpreter, square},
	transcript.Other:       {theme.Other, diamond},
	transcript.Other2:      {theme.Other2, hoop},
	transcript.Other3:      {theme.Other3, funnel},
	transcript.Other4:      {theme.Other4, cross},
	transcript.Other5:      {theme.Other5, frame},
}

// speakerColour is the colour of a speaker's name and shape.
func speakerColour(s transcript.Speaker) fyne.ThemeColorName {
	if v, ok := voices[s]; ok {
		return v.colour
	}
	return theme.Muted
}

// shapeSide is the side of a speaker's shape.
func shapeSide() float32 { return theme.SizeNow(theme.SizeBody) * 0.7 }

// shape is the speaker's sign.
type shape struct {
	fw.BaseWidget
	round   *canvas.Circle
	corner  *canvas.RegularPolygon
	square  *canvas.Rectangle
	upright *canvas.Rectangle // of the cross; its other beam is square
	form    form
}

func newShape() *shape {
	s := &shape{
		round: canvas.NewCircle(color.Black), corner: canvas.NewRegularPolygon(3, color.Black),
		square: canvas.NewRectangle(color.Black), upright: canvas.NewRectangle(color.Black),
	}
	s.ExtendBaseWidget(s)
	return s
}

// SpeakerSign is a speaker's shape in its colour.
func (k *Kit) SpeakerSign(s transcript.Speaker) fyne.CanvasObject {
	sign := newShape()
	sign.set(s, theme.Now(speakerColour(s)))
	return sign
}

func (s *shape) set(speaker transcript.Speaker, c color.Color) {
	s.form = voices[speaker].form
	s.round.FillColor, s.corner.FillColor, s.square.FillColor, s.upright.FillColor = c, c, c, c
	s.round.StrokeColor, s.square.StrokeColor = c, c
	s.round.StrokeWidth, s.square.StrokeWidth = 0, 0
	s.corner.Angle = 0
	switch s.form {
	case triangle:
		s.corner.Sides = 3
	case funnel:
		s.corner.Sides, s.corner.Angle = 3, 180
	case diamond:
		s.corner.Sides = 4
	case hoop:
		s.round.FillColor, s.round.StrokeWidth = color.Transparent, 2
	case frame:
		s.square.FillColor, s.square.StrokeWidth = color.Transparent, 2
	}
	s.round.Hidden = s.form != circle && s.form != hoop
	s.corner.Hidden = s.form != triangle && s.form != funnel && s.form != diamond
	s.square.Hidden = s.form != square && s.form != frame && s.form != cross
	s.upright.Hidden = s.form != cross
	s.Refresh()
}

// CreateRenderer implements [fyne.Widget].
func (s *shape) CreateRenderer() fyne.WidgetRenderer { return &shapeRenderer{s} }

type shapeRenderer struct{ s *shape }

func (r *shapeRenderer) Layout(size fyne.Size) {
	s := r.s
	out := size.Width * 0.14 // a corner shape looks smaller than a full square
	s.round.Resize(size)
	s.corner.Move(fyne.NewPos(-out, -out))
	s.corner.Resize(size.AddWidthHeight(2*out, 2*out))
	s.square.Move(fyne.NewPos(size.Width*0.06, size.Height*0.06))
	s.square.Resize(fyne.NewSize(size.Width*0.88, size.Height*0.88))
	if s.form == cross {
		beam := size.Width * 0.36
		s.square.Move(fyne.NewPos(0, (size.Height-beam)/2))
		s.square.Resize(fyne.NewSize(size.Width, beam))
		s.upright.Move(fyne.NewPos((size.Width-beam)/2, 0))
		s.upright.Resize(fyne.NewSize(beam, size.Height))
	}
}

func (r *shapeRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(shapeSide()) }

func (r *shapeRenderer) Refresh() {
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}

func (r *shapeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.round, r.s.corner, r.s.square, r.s.upright}
}

func (r *shapeRenderer) Destroy() {}
