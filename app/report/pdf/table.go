package pdf

import (
	"slices"

	"barnrost/app/report"
)

const cellPad = 1.5 // mm

// table sets a table whose columns are as wide as their longest word asks for,
// and share what is left by how much they hold.
func (l *layout) table(t report.Table) {
	if len(t.Head) == 0 {
		return
	}
	if t.Caption != "" {
		l.room(bold.line()*2 + 3*body.line())
		l.flow(Margin, column, bold, nil, stretch{t.Caption, bold})
		l.y += 1
	}
	widths := l.widths(t)
	head := l.row(t.Head, widths, bold)
	first := 0.0
	if len(t.Rows) > 0 {
		first = l.row(t.Rows[0], widths, body).height
	}
	l.room(head.height + first)
	l.draw(head, widths)
	for _, cells := range t.Rows {
		r := l.row(cells, widths, body)
		if l.y+r.height > bottom && l.y > Margin {
			l.page()
			l.draw(head, widths)
		}
		l.draw(r, widths)
	}
	l.y += 2 * after
}

// tableRow is a row that is broken into lines.
type tableRow struct {
	cells  [][][]piece
	face   face
	height float64
}

func (l *layout) row(cells []string, widths []float64, f face) tableRow {
	r := tableRow{face: f}
	most := 1
	for i, w := range widths {
		text := ""
		if i < len(cells) {
			text = cells[i]
		}
		lines := broken(l.pdf, w-2*cellPad, stretch{text, f})
		r.cells = append(r.cells, lines)
		most = max(most, len(lines))
	}
	r.height = float64(most)*f.line() + 2*cellPad
	return r
}

// draw sets a row. One that is longer than a page goes on over the pages, cut
// between its lines.
func (l *layout) draw(r tableRow, widths []float64) {
	for from := 0; ; {
		fits := max(int((bottom-l.y-2*cellPad)/r.face.line()), 1)
		most := 0
		x := Margin
		for i, lines := range r.cells {
			part := lines[min(from, len(lines)):min(from+fits, len(lines))]
			for n, line := range part {
				set(l.pdf, x+cellPad, l.y+cellPad+float64(n)*r.face.line(), r.face.line(), line)
			}
			most = max(most, len(part))
			x += widths[i]
		}
		h := float64(max(most, 1))*r.face.line() + 2*cellPad
		l.line(border)
		x = Margin
		for _, w := range widths {
			l.pdf.Rect(x, l.y, w, h, "D")
			x += w
		}
		l.y += h
		from += fits
		if !slices.ContainsFunc(r.cells, func(lines [][]piece) bool { return len(lines) > from }) {
			return
		}
		l.page()
	}
}

// widths shares the page among the columns.
func (l *layout) widths(t report.Table) []float64 {
	n := len(t.Head)
	least, want := make([]float64, n), make([]float64, n)
	measure := func(cells []string, f face) {
		f.use(l.pdf)
		for i, c := range cells[:min(len(cells), n)] {
			c = printable(c)
			for _, w := range words(c) {
				least[i] = max(least[i], l.pdf.GetStringWidth(w)+2*cellPad)
			}
			want[i] = max(want[i], min(l.pdf.GetStringWidth(c)+2*cellPad, column))
		}
	}
	measure(t.Head, bold)
	for _, r := range t.Rows {
		measure(r, body)
	}
	var needs, wants float64
	for i := range n {
		if want[i] < column/float64(n+1) {
			least[i] = want[i] // what is short, such as a date, stays on one line
		}
		least[i] = min(max(least[i], 12), column/float64(n)*1.5)
		want[i] = max(want[i], least[i])
		needs += least[i]
		wants += want[i] - least[i]
	}
	widths := make([]float64, n)
	for i := range n {
		switch spare := column - needs; {
		case spare <= 0:
			widths[i] = least[i] * column / needs
		case wants == 0:
			widths[i] = least[i] + spare/float64(n)
		default:
			widths[i] = least[i] + spare*(want[i]-least[i])/wants
		}
	}
	return widths
}
