package pdf

import (
	"strings"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"
)

// piece is a stretch of one line in one look.
type piece struct {
	text  string
	face  face
	width float64 // mm
}

// face is how text looks.
type face struct {
	bold bool
	size float64 // points
	ink  Colour
}

func (f face) line() float64 { return f.size * point * lineEm }

func (f face) use(p *fpdf.Fpdf) {
	style := ""
	if f.bold {
		style = "B"
	}
	p.SetFont(family, style, f.size)
	p.SetTextColor(int(f.ink.R), int(f.ink.G), int(f.ink.B))
}

// stretch is text in one face that has not been broken into lines.
type stretch struct {
	text string
	face face
}

// broken breaks stretches into lines no wider than width: between words, and
// inside a word that is wider than a line. A \n in them begins a new line.
func broken(p *fpdf.Fpdf, width float64, stretches ...stretch) [][]piece {
	var lines [][]piece
	var line []piece
	used := 0.0
	end := func() {
		lines = append(lines, line)
		line, used = nil, 0
	}
	for _, s := range stretches {
		s.face.use(p)
		for i, row := range strings.Split(printable(s.text), "\n") {
			if i > 0 {
				end()
			}
			for _, word := range words(row) {
				w := p.GetStringWidth(word)
				if used > 0 && used+p.GetStringWidth(strings.TrimRight(word, " ")) > width {
					end()
				}
				for used == 0 && p.GetStringWidth(strings.TrimRight(word, " ")) > width {
					n := fitting(p, word, width)
					line = []piece{{word[:n], s.face, p.GetStringWidth(word[:n])}}
					end()
					word = word[n:]
					w = p.GetStringWidth(word)
				}
				if used == 0 && len(line) == 0 && i+len(lines) > 0 {
					word = strings.TrimLeft(word, " ") // a broken line does not begin with a space
					w = p.GetStringWidth(word)
				}
				if word == "" {
					continue
				}
				line = append(line, piece{word, s.face, w})
				used += w
			}
		}
	}
	end()
	return lines
}

// words cuts a row after its spaces; joined they are the row.
func words(row string) []string {
	var all []string
	for row != "" {
		n := strings.IndexByte(row, ' ')
		if n < 0 {
			return append(all, row)
		}
		for n < len(row) && row[n] == ' ' {
			n++
		}
		all = append(all, row[:n])
		row = row[n:]
	}
	return all
}

// fitting is how many bytes of a word fit into a width: at least one sign.
func fitting(p *fpdf.Fpdf, word string, width float64) int {
	n := 0
	for i := range word {
		if i > 0 && p.GetStringWidth(word[:i]) > width {
			break
		}
		n = i
	}
	if n == 0 {
		_, n = utf8.DecodeRuneInString(word)
	}
	return n
}

// height is the largest distance to the next line that a line's pieces ask for.
func height(line []piece, least face) float64 {
	h := least.line()
	for _, p := range line {
		h = max(h, p.face.line())
	}
	return h
}

// set writes a line whose top is at y, from x.
func set(p *fpdf.Fpdf, x, y, h float64, line []piece) {
	for _, piece := range line {
		piece.face.use(p)
		p.Text(x, y+h*0.72, piece.text) // the baseline
		x += piece.width
	}
}

// wide is how wide a line is, without the spaces at its end.
func wide(p *fpdf.Fpdf, line []piece) float64 {
	w := 0.0
	for i, piece := range line {
		if i == len(line)-1 {
			piece.face.use(p)
			w += p.GetStringWidth(strings.TrimRight(piece.text, " "))
			continue
		}
		w += piece.width
	}
	return w
}
