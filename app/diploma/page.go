package diploma

import (
	"io"

	"barnrost/app/report/pdf"
)

// Choice is one diploma: what the child chose, and what the adult did. None of
// it is stored.
type Choice struct {
	Picture Picture
	Colour  Colour
	Words   Words
	Unit    string // the unit's name, "" to leave it out
	When    string // "mars 2027"
}

// frame, in mm: how far in from the paper's edge, and how thick.
const (
	frameIn    = 12.0
	frameThick = 2.4
)

// Draw writes the diploma as a page to print, lying.
func Draw(w io.Writer, f pdf.Fonts, c Choice) error {
	words := c.Words.Clean()
	s := pdf.NewSheet(words.Title, f, true)
	wide, high := s.Size()
	main, deep, ink := colour(Plain.In(c.Colour)), colour(Deep.In(c.Colour)), colour(Ink.In(c.Colour))
	s.Rect(frameIn, frameIn, wide-2*frameIn, high-2*frameIn, pdf.Ink{Line: main, Width: frameThick})
	s.Rect(frameIn+4, frameIn+4, wide-2*frameIn-8, high-2*frameIn-8, pdf.Ink{Line: colour(Pale.In(c.Colour)), Width: 0.8})

	const left, picture = 30.0, 80.0
	put(s, c, left, (high-picture)/2-8, picture)
	x := left + picture + 12
	room := wide - x - left + 4
	y := s.Text(x, 34, room, pdf.Type{Size: 44, Bold: true, Align: pdf.Centre, Colour: *deep}, words.Title)
	y = s.Text(x, y+2, room, pdf.Type{Size: 16, Align: pdf.Centre, Colour: *ink}, words.To)
	y += 18
	s.Line(pdf.Point{X: x + 8, Y: y}, pdf.Point{X: x + room - 8, Y: y}, pdf.Ink{Line: ink, Width: 0.5}) // the name, by hand
	foot := high - 38
	reason, thanks := pdf.Type{Size: 18, Align: pdf.Centre, Colour: *ink}, pdf.Type{Size: 16, Align: pdf.Centre, Colour: *ink}
	for y+9+s.Height(room, reason, words.For)+4+s.Height(room-24, thanks, words.Thanks) > foot-14 && thanks.Size > 8 { // a unit's text may be long
		reason.Size -= 0.5
		thanks.Size -= 0.5
	}
	y = s.Text(x, y+9, room, reason, words.For)
	s.Text(x+12, y+4, room-24, thanks, words.Thanks)

	small := pdf.Type{Size: 11, Colour: *ink}
	s.Text(left, foot-s.Height(picture, small, when(words.Place, c.When)), picture, small, when(words.Place, c.When))
	if c.Unit != "" {
		s.Text(left, foot+2, picture, small, oneLine(c.Unit, MaxLine))
	}
	s.Line(pdf.Point{X: x + 20, Y: foot}, pdf.Point{X: x + room - 8, Y: foot}, pdf.Ink{Line: ink, Width: 0.4})
	s.Text(x+20, foot+2, room-28, small, words.Signature)
	return s.Output(w)
}

// when is the place and the month, or the month alone.
func when(place, month string) string {
	if place == "" {
		return month
	}
	return place + ", " + month
}

// put draws the picture into a square.
func put(s *pdf.Sheet, c Choice, x, y, side float64) {
	for _, shape := range c.Picture.Drawing() {
		points := make([]pdf.Point, len(shape.Points))
		for i, p := range shape.Points {
			points[i] = pdf.Point{X: x + p.X*side/100, Y: y + p.Y*side/100}
		}
		s.Polygon(points, pdf.Ink{Fill: colour(shape.Tone.In(c.Colour))})
	}
}

func colour(c RGB) *pdf.Colour { return &pdf.Colour{R: c.R, G: c.G, B: c.B} }
