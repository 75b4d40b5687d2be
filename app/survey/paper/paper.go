// Package paper draws the barnenkät on paper.
package paper

import (
	"io"

	"barnrost/app/report/pdf"
	"barnrost/app/survey"
)

// Words are those of the paper that are no question.
type Words struct {
	Faces [survey.Faces]string // under the faces
	Foot  string               // what happens to the paper
}

// Measures in mm.
const (
	margin  = 18.0
	faceAt  = 22.0 // a face's width
	faceGap = 22.0 // between two
	ruled   = 8.5  // between two lines to write on
)

var (
	ink   = pdf.Colour{R: 0x1F, G: 0x2A, B: 0x2E}
	pale  = pdf.Colour{R: 0x8A, G: 0x8F, B: 0x8C}
	head  = pdf.Type{Size: 18, Bold: true, Colour: ink}
	ask   = pdf.Type{Size: 13, Bold: true, Colour: ink}
	body  = pdf.Type{Size: 11, Colour: ink}
	small = pdf.Type{Size: 9.5, Colour: ink}
)

// Write draws the form: nothing on it tells whose it is.
func Write(w io.Writer, fonts pdf.Fonts, f survey.Form, words Words) error {
	s := pdf.NewSheet(f.Title, fonts, false)
	p := page{s: s, y: margin}
	p.width, p.height = s.Size()
	p.wide = p.width - 2*margin
	p.y = s.Text(margin, p.y, p.wide, head, f.Title) + 2
	for n, question := range f.Questions {
		p.question(n, question, f, words)
	}
	p.room(s.Height(p.wide, small, words.Foot))
	s.Text(margin, p.height-margin-s.Height(p.wide, small, words.Foot)+4, p.wide, small, words.Foot)
	return s.Output(w)
}

type page struct {
	s                      *pdf.Sheet
	width, height, wide, y float64
}

// room turns the page unless so much fits on it.
func (p *page) room(high float64) {
	if p.y+high > p.height-margin+4 {
		p.s.Page()
		p.y = margin
	}
}

func (p *page) question(n int, question string, f survey.Form, words Words) {
	s, faces := p.s, n < survey.Faces
	high := s.Height(p.wide, ask, question) + 2*ruled + 5.5
	if faces {
		high += faceAt + 6 + s.Height(p.wide, body, f.Own)
	}
	if n == 0 {
		high += s.Height(p.wide, body, f.Circle)
	}
	p.room(high)
	p.y = s.Text(margin, p.y+3.5, p.wide, ask, question)
	if n == 0 {
		p.y = s.Text(margin, p.y, p.wide, body, f.Circle)
	}
	if faces {
		left := (p.width - 3*faceAt - 2*faceGap) / 2
		for i, word := range words.Faces {
			x := left + float64(i)*(faceAt+faceGap)
			face(s, i, pdf.Point{X: x + faceAt/2, Y: p.y + faceAt/2 + 1}, faceAt/2-1.5)
			centred := body
			centred.Align = pdf.Centre
			s.Text(x-faceGap/2, p.y+faceAt, faceAt+faceGap, centred, word)
		}
		p.y += faceAt + 6
		p.y = s.Text(margin, p.y, p.wide, body, f.Own)
	}
	for range 2 {
		p.y += ruled
		s.Line(pdf.Point{X: margin, Y: p.y}, pdf.Point{X: p.width - margin, Y: p.y}, pdf.Ink{Line: &pale, Width: 0.2})
	}
}

// face draws one of the three, told apart by the shape of the mouth.
func face(s *pdf.Sheet, i int, at pdf.Point, r float64) {
	line := pdf.Ink{Line: &ink, Width: 0.7}
	s.Ellipse(at, r, r, line)
	for _, side := range []float64{-1, 1} {
		s.Ellipse(pdf.Point{X: at.X + side*0.34*r, Y: at.Y - 0.26*r}, 0.1*r, 0.1*r, pdf.Ink{Fill: &ink})
	}
	ends, towards := 0.30, [survey.Faces]float64{0.85, 0.40, -0.05}[i]
	if i == 1 {
		ends = towards
	}
	if i == 2 {
		ends = 0.52
	}
	s.Curve(pdf.Point{X: at.X - 0.45*r, Y: at.Y + ends*r}, pdf.Point{X: at.X, Y: at.Y + towards*r}, pdf.Point{X: at.X + 0.45*r, Y: at.Y + ends*r}, line)
}
