package pdf

import (
	"io"

	"codeberg.org/go-pdf/fpdf"
)

// Colour is a colour of print, 0 to 255 each.
type Colour struct{ R, G, B uint8 }

// Align is where text stands in its width.
type Align int

// The alignments.
const (
	Left Align = iota
	Centre
	Right
)

// Type is how text on a sheet looks; its size is in points.
type Type struct {
	Size   float64
	Bold   bool
	Align  Align
	Colour Colour
}

func (t Type) face() face { return face{bold: t.Bold, size: t.Size, ink: t.Colour} }

// Ink is how a shape is drawn: its outline, as wide as Width says (mm), its
// inside, or both. A nil colour draws nothing.
type Ink struct {
	Line, Fill *Colour
	Width      float64
}

// Point is a place on a sheet in mm, from its upper left corner.
type Point struct{ X, Y float64 }

// Sheet is a paper of pages one draws on, in mm from the upper left corner. Errors
// come out of [Sheet.Output].
type Sheet struct {
	pdf           *fpdf.Fpdf
	width, height float64
}

// NewSheet begins an A4 paper with one page, upright or lying.
func NewSheet(title string, f Fonts, lying bool) *Sheet {
	s := &Sheet{width: pageWidth, height: pageHeight}
	orientation := "P"
	if lying {
		orientation, s.width, s.height = "L", pageHeight, pageWidth
	}
	s.pdf = begin(title, f, orientation)
	s.pdf.AddPage()
	return s
}

// Page begins another page.
func (s *Sheet) Page() { s.pdf.AddPage() }

// Size returns a page's width and height.
func (s *Sheet) Size() (width, height float64) { return s.width, s.height }

// Text sets text from (x, y), its upper left corner, in lines no wider than
// width, and returns where the next line would begin.
func (s *Sheet) Text(x, y, width float64, t Type, text string) float64 {
	f := t.face()
	for _, line := range broken(s.pdf, width, stretch{text, f}) {
		left := x
		switch t.Align {
		case Centre:
			left += (width - wide(s.pdf, line)) / 2
		case Right:
			left += width - wide(s.pdf, line)
		}
		set(s.pdf, left, y, f.line(), line)
		y += f.line()
	}
	return y
}

// Height is how much [Sheet.Text] would take.
func (s *Sheet) Height(width float64, t Type, text string) float64 {
	f := t.face()
	return float64(len(broken(s.pdf, width, stretch{text, f}))) * f.line()
}

// Line draws a line.
func (s *Sheet) Line(from, to Point, i Ink) {
	if s.use(i) != "" {
		s.pdf.Line(from.X, from.Y, to.X, to.Y)
	}
}

// Rect draws a rectangle.
func (s *Sheet) Rect(x, y, w, h float64, i Ink) {
	if style := s.use(i); style != "" {
		s.pdf.Rect(x, y, w, h, style)
	}
}

// Ellipse draws an ellipse around its middle.
func (s *Sheet) Ellipse(middle Point, rx, ry float64, i Ink) {
	if style := s.use(i); style != "" {
		s.pdf.Ellipse(middle.X, middle.Y, rx, ry, 0, style)
	}
}

// Polygon draws a closed shape of straight lines.
func (s *Sheet) Polygon(points []Point, i Ink) {
	style := s.use(i)
	if style == "" || len(points) < 3 {
		return
	}
	all := make([]fpdf.PointType, len(points))
	for n, p := range points {
		all[n] = fpdf.PointType{X: p.X, Y: p.Y}
	}
	s.pdf.Polygon(all, style)
}

// Curve draws a quadratic Bézier curve from one point to another, drawn towards a
// third; filled, the curve and the line between its ends.
func (s *Sheet) Curve(from, towards, to Point, i Ink) {
	if style := s.use(i); style != "" {
		s.pdf.Curve(from.X, from.Y, towards.X, towards.Y, to.X, to.Y, style)
	}
}

// Output writes the paper.
func (s *Sheet) Output(w io.Writer) error { return finished(s.pdf.Output(w)) }

// use takes an ink and returns fpdf's word for it, "" where nothing is drawn.
func (s *Sheet) use(i Ink) (style string) {
	if i.Fill != nil {
		s.pdf.SetFillColor(int(i.Fill.R), int(i.Fill.G), int(i.Fill.B))
		style = "F"
	}
	if i.Line != nil {
		s.pdf.SetDrawColor(int(i.Line.R), int(i.Line.G), int(i.Line.B))
		s.pdf.SetLineWidth(max(i.Width, 0.1))
		s.pdf.SetLineCapStyle("round")
		s.pdf.SetLineJoinStyle("round")
		style += "D"
	}
	return style
}
