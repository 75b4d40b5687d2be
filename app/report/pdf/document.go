package pdf

import (
	"fmt"
	"io"
	"strconv"

	"codeberg.org/go-pdf/fpdf"

	"barnrost/app/report"
)

const (
	pageWidth, pageHeight = 210.0, 297.0
	column                = pageWidth - 2*Margin
	bottom                = pageHeight - Margin
	after                 = 2.5 // between blocks, mm
	indent                = 7.0
	writeOn               = 9.0 // between lines that are written on by hand
)

var (
	ink    = Colour{0x1F, 0x2A, 0x2E}
	faint  = Colour{0x59, 0x66, 0x6B}
	border = Colour{0x8A, 0x8F, 0x8C}

	body  = face{size: 11, ink: ink}
	bold  = face{size: 11, ink: ink, bold: true}
	small = face{size: 9, ink: faint}
	title = face{size: 18, ink: ink, bold: true}
)

// headings are the faces of levels 2 to 4.
var headings = [...]face{{size: 14, ink: ink, bold: true}, {size: 12, ink: ink, bold: true}, bold}

// Write writes a document to be printed: headings stay with what follows, no
// line stands alone at the top or foot of a page, a table's head is repeated.
func Write(w io.Writer, d report.Document, f Fonts) error {
	l := &layout{pdf: begin(d.Title, f, "P")}
	l.page()
	if d.Title != "" {
		l.paragraph(0, title, stretch{d.Title, title})
		l.y += after
	}
	for _, b := range d.Blocks {
		if err := l.block(b); err != nil {
			return err
		}
	}
	l.numbers()
	return finished(l.pdf.Output(w))
}

// layout is a document on its way onto pages.
type layout struct {
	pdf *fpdf.Fpdf
	y   float64 // where the next block begins
}

func (l *layout) page() {
	l.pdf.AddPage()
	l.y = Margin
}

// room turns the page unless so much fits on it.
func (l *layout) room(h float64) {
	if l.y+h > bottom && l.y > Margin {
		l.page()
	}
}

func (l *layout) block(b report.Block) error {
	switch b := b.(type) {
	case report.Heading:
		f := headings[min(max(b.Level, 2), 4)-2]
		l.y += after
		l.room(f.line() + after + 3*body.line()) // it stays with what follows
		l.paragraph(0, f, stretch{b.Text, f})
		l.y -= after / 2
	case report.Paragraph:
		l.styled(b)
	case report.List:
		for i, item := range b.Items {
			mark := "•"
			if b.Numbered {
				mark = strconv.Itoa(i+1) + "."
			}
			l.item(func(y float64) { set(l.pdf, Margin+1, y, body.line(), broken(l.pdf, column, stretch{mark, body})[0]) }, item)
		}
		l.y += after / 2
	case report.Tick:
		l.item(func(y float64) {
			l.line(border)
			l.pdf.Rect(Margin+0.5, y+0.8, 3.8, 3.8, "D")
		}, b.Text)
	case report.Lines:
		l.lines(b)
	case report.Signature:
		l.signature(b)
	case report.Table:
		l.table(b)
	default:
		return fmt.Errorf("pdf: a block of type %T", b)
	}
	return nil
}

// line sets the colour and width of what is drawn.
func (l *layout) line(c Colour) {
	l.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
	l.pdf.SetLineWidth(0.3)
}

// paragraph sets stretches from an indentation and returns how its lines ran:
// page turned where a whole page's edge is met.
func (l *layout) paragraph(from float64, least face, stretches ...stretch) {
	l.flow(Margin+from, column-from, least, nil, stretches...)
	l.y += after
}

// flow sets stretches into a width at x, turning pages; each, if not nil, is
// told of every line's top and height.
func (l *layout) flow(x, width float64, least face, each func(y, h float64), stretches ...stretch) {
	lines := broken(l.pdf, width, stretches...)
	for i := 0; i < len(lines); i++ {
		h := height(lines[i], least)
		// No line alone: the first goes with the second, the last with the one before.
		need := h
		if left := len(lines) - i; (i == 0 || left == 2) && left >= 2 {
			need += height(lines[i+1], least)
		}
		l.room(need)
		set(l.pdf, x, l.y, h, lines[i])
		if each != nil {
			each(l.y, h)
		}
		l.y += h
	}
}

func (l *layout) styled(b report.Paragraph) {
	var all []stretch
	for _, s := range b.Spans {
		f := body
		switch {
		case s.Look == report.Strong, s.Look == report.Speaker, b.Style == report.Label:
			f = bold
		case s.Look == report.Faint:
			f = small
		}
		all = append(all, stretch{s.Text, f})
	}
	switch b.Style {
	case report.Quote:
		l.flow(Margin+indent, column-2*indent, body, func(y, h float64) {
			l.pdf.SetFillColor(int(border.R), int(border.G), int(border.B))
			l.pdf.Rect(Margin+indent-3, y, 0.8, h, "F")
		}, all...)
		l.y += after
	case report.Label:
		l.label(all)
	default:
		l.paragraph(0, body, all...)
	}
}

// label sets text in a frame, on one page.
func (l *layout) label(all []stretch) {
	const pad = 3.0
	lines := broken(l.pdf, column-2*pad, all...)
	h := 2 * pad
	for _, line := range lines {
		h += height(line, bold)
	}
	l.room(h)
	l.line(border)
	if l.y+h <= bottom {
		l.pdf.Rect(Margin, l.y, column, h, "D")
	}
	l.y += pad
	l.flow(Margin+pad, column-2*pad, bold, nil, all...)
	l.y += pad + after
}

// item is a point of a list or a box to tick; mark draws what stands before it.
func (l *layout) item(mark func(y float64), text string) {
	drawn := false
	l.flow(Margin+indent, column-indent, body, func(y, _ float64) {
		if !drawn {
			mark(y)
			drawn = true
		}
	}, stretch{text, body})
	l.y += after / 2
}

func (l *layout) lines(b report.Lines) {
	if b.Label != "" {
		l.room(body.line() + writeOn)
		l.flow(Margin, column, body, nil, stretch{b.Label, body})
	}
	for range max(b.Count, 1) {
		l.room(writeOn)
		l.y += writeOn
		l.line(border)
		l.pdf.Line(Margin, l.y, pageWidth-Margin, l.y)
	}
	l.y += after * 2
}

func (l *layout) signature(b report.Signature) {
	if len(b.Labels) == 0 {
		return
	}
	const gap = 8.0
	width := (column - gap*float64(len(b.Labels)-1)) / float64(len(b.Labels))
	most := 1
	for _, label := range b.Labels {
		most = max(most, len(broken(l.pdf, width, stretch{label, small})))
	}
	l.room(14 + float64(most)*small.line())
	l.y += 14
	for i, label := range b.Labels {
		x := Margin + float64(i)*(width+gap)
		l.line(border)
		l.pdf.Line(x, l.y, x+width, l.y)
		for n, line := range broken(l.pdf, width, stretch{label, small}) {
			set(l.pdf, x, l.y+1+float64(n)*small.line(), small.line(), line)
		}
	}
	l.y += 1 + float64(most)*small.line() + 2*after
}

// numbers writes which of how many pages each is, where there are several.
func (l *layout) numbers() {
	n := l.pdf.PageCount()
	if n < 2 {
		return
	}
	for i := 1; i <= n; i++ {
		l.pdf.SetPage(i)
		line := broken(l.pdf, column, stretch{fmt.Sprintf("%d (%d)", i, n), small})[0]
		set(l.pdf, pageWidth-Margin-wide(l.pdf, line), bottom+4, small.line(), line)
	}
}
