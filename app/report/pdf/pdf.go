// Package pdf writes what is printed: a document's tree as letters and forms
// ([Write]), and pages one draws on ([Sheet]). A4, millimetres, Swedish. A PDF of
// ours has no tags, so what is published goes out as HTML or DOCX instead.
//
// Nothing in a file says who made it, when or with what: equal documents give
// equal bytes.
package pdf

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
)

// Fonts are the two TrueType files that text is set in; the PDF carries what it
// uses of them.
type Fonts struct{ Regular, Bold []byte }

// Margin is how far from a paper's edges printers print everything, in mm.
const Margin = 20.0

const (
	family = "text"
	lineEm = 1.4         // distance of lines, in ems
	point  = 25.4 / 72.0 // mm
)

// timeless is when every PDF of ours says it was made; without one fpdf takes
// the clock's.
var timeless = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// begin opens a paper of a title; its errors come out when it is written.
func begin(title string, f Fonts, orientation string) *fpdf.Fpdf {
	p := fpdf.New(orientation, "mm", "A4", "")
	p.SetCreationDate(timeless)
	p.SetModificationDate(timeless)
	p.SetProducer("", false)
	p.SetCatalogSort(true)
	p.SetLang("sv-SE")
	p.SetTitle(printable(title), true)
	p.SetAutoPageBreak(false, 0)
	p.SetMargins(Margin, Margin, Margin)
	p.SetCellMargin(0)
	p.AddUTF8FontFromBytes(family, "", f.Regular)
	p.AddUTF8FontFromBytes(family, "B", f.Bold)
	p.SetFont(family, "", 11)
	return p
}

// beyond stands for what a font of two bytes a sign cannot hold, such as emoji:
// it is seen that something stood there.
const beyond = '□'

// printable replaces what cannot be set and takes away what has no shape, so
// that nothing a person may type stops a letter from being printed. A line
// break stays one; a tab becomes a space.
func printable(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r', r == '\u2028', r == '\u2029':
			return '\n'
		case unicode.IsSpace(r):
			if r == '\u00a0' {
				return r
			}
			return ' '
		case r > 0xffff:
			return beyond
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Cs, r), r >= 0xfe00 && r <= 0xfe0f:
			return -1 // variation selectors, marks of direction, joiners
		}
		return r
	}, strings.ToValidUTF8(s, string(beyond)))
}

// finished gives a paper's own error its context.
func finished(err error) error {
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}
