package pdf_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"barnrost/app/report"
	"barnrost/app/report/pdf"
	"barnrost/app/report/pdf/pdftest"
)

func written(t testing.TB, d report.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Write(&b, d, pdftest.Fonts()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestALetterSaysItAllAndStaysInsideItsMargins(t *testing.T) {
	d := report.Document{Title: "Vill du hjälpa oss att bli bättre?", Blocks: []report.Block{
		report.Paragraph{Style: report.Label, Spans: []report.Span{{Text: "Till dig som är 13–18 år"}}},
		report.Paragraph{Spans: []report.Span{{Text: "Så går det till. ", Look: report.Strong}, {Text: strings.Repeat("Ni fikar och pratar en stund. ", 12)}}},
		report.Heading{Level: 2, Text: "Inspelning"}, report.Text("Åäö é – ”så” 😀 \t och\nny rad " + strings.Repeat("ettmycketlångtord", 14)),
		report.List{Items: []string{"ett", strings.Repeat("två ", 60)}, Numbered: true}, report.List{Items: []string{"punkt"}},
		report.Table{Caption: "Datum", Head: []string{"Vad", "När"}, Rows: [][]string{{"Seminarium", "22 april 2027"}, {strings.Repeat("långt", 40), "x"}}},
		report.Paragraph{Style: report.Quote, Spans: []report.Span{{Text: strings.Repeat("Du är expert. ", 20)}}},
		report.Tick{Text: "Ja, jag vill vara med."}, report.Tick{Text: strings.Repeat("Ja, ni får spela in ljudet. ", 6)},
		report.Lines{Label: "Barnets namn (fylls i på papper)", Count: 2}, report.Signature{Labels: []string{"Datum", "Underskrift"}},
	}}
	raw := written(t, d)
	said := pdftest.Text(t, raw)
	for _, want := range []string{"Vill du hjälpa oss att bli bättre?", "Till dig som är 13–18 år", "Så går det till.", "Åäö é – ”så”", "1.", "•", "Seminarium", "22 april 2027", "Underskrift", "Barnets namn"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in it", want)
		}
	}
	for _, page := range pdftest.Pages(t, raw) {
		pdftest.InsideMargins(t, page, 10) // page numbers stand in the lower margin
	}
	if !bytes.Equal(raw, written(t, d)) {
		t.Error("the same letter is not the same bytes")
	}
	for _, tells := range []string{"/Author", "/Creator", "fpdf", "FPDF", "/CreationDate (D:2026"} {
		if bytes.Contains(raw, []byte(tells)) {
			t.Errorf("the file tells %q", tells)
		}
	}
}

// The control of the margins: what is drawn in them is seen.
func TestPrintInTheMarginIsSeen(t *testing.T) {
	s := pdf.NewSheet("", pdftest.Fonts(), false)
	s.Rect(3, 100, 20, 5, pdf.Ink{Fill: &pdf.Colour{}})
	var b bytes.Buffer
	if err := s.Output(&b); err != nil {
		t.Fatal(err)
	}
	if page := pdftest.Pages(t, b.Bytes())[0]; pdftest.Blank(page, 0, 0, 14, 297) || !pdftest.Blank(page, 30, 0, 100, 297) {
		t.Error("the margin looks empty")
	}
}

func TestManyPagesAreNumberedAndATablesHeadIsRepeated(t *testing.T) {
	var rows [][]string
	for i := range 90 {
		rows = append(rows, []string{fmt.Sprintf("rad %d", i+1), "något"})
	}
	raw := written(t, report.Document{Title: "Lång", Blocks: []report.Block{report.Table{Head: []string{"Huvudrad", "Annat"}, Rows: rows}}})
	pages := pdftest.Pages(t, raw)
	said := pdftest.Text(t, raw)
	if n := strings.Count(said, "Huvudrad"); len(pages) < 3 || n != len(pages) {
		t.Errorf("%d pages with %d heads", len(pages), n)
	}
	for i := range pages {
		if want := fmt.Sprintf("%d (%d)", i+1, len(pages)); !strings.Contains(said, want) {
			t.Errorf("no page says %s", want)
		}
	}
	for i := range 90 {
		if !strings.Contains(said, fmt.Sprintf("rad %d ", i+1)) {
			t.Errorf("row %d is gone", i+1)
		}
	}
}

// No line stands alone at the foot or top of a page, wherever the page turns.
func TestNoLineIsLeftAlone(t *testing.T) {
	text := strings.Repeat("ord som fyller en rad och lite till på nästa ", 5) // three lines
	for n := range 12 {
		var blocks []report.Block
		for range n {
			blocks = append(blocks, report.Text("en rad"))
		}
		for range 24 {
			blocks = append(blocks, report.Text(text))
		}
		said := pdftest.Text(t, written(t, report.Document{Title: "Rader", Blocks: blocks}))
		for i, page := range strings.Split(strings.TrimRight(said, "\f"), "\f") {
			groups := strings.Split(strings.TrimSpace(page), "\n\n")
			for _, edge := range []string{groups[0], groups[len(groups)-1]} {
				lines := strings.Split(strings.TrimSpace(edge), "\n")
				if strings.Contains(edge, "ord som") && len(lines) < 2 {
					t.Errorf("%d before, page %d: %q stands alone", n, i+1, edge)
				}
			}
		}
	}
}

func TestASheetIsDrawnOn(t *testing.T) {
	s := pdf.NewSheet("Diplom", pdftest.Fonts(), true)
	w, h := s.Size()
	if w != 297 || h != 210 {
		t.Errorf("%v by %v", w, h)
	}
	red := &pdf.Colour{R: 200}
	y := s.Text(20, 20, w-40, pdf.Type{Size: 40, Bold: true, Align: pdf.Centre}, "DIPLOM")
	if got := s.Height(w-40, pdf.Type{Size: 40}, "DIPLOM"); math.Abs(y-20-got) > 1e-6 {
		t.Errorf("took %v and not %v", y-20, got)
	}
	s.Ellipse(pdf.Point{X: 100, Y: 100}, 20, 10, pdf.Ink{Fill: red})
	s.Polygon([]pdf.Point{{X: 150, Y: 90}, {X: 170, Y: 110}, {X: 150, Y: 110}}, pdf.Ink{Line: red, Width: 1})
	s.Polygon([]pdf.Point{{X: 1, Y: 1}}, pdf.Ink{Line: red})
	s.Curve(pdf.Point{X: 200, Y: 100}, pdf.Point{X: 220, Y: 120}, pdf.Point{X: 240, Y: 100}, pdf.Ink{Line: red, Width: 2})
	s.Line(pdf.Point{X: 20, Y: 180}, pdf.Point{X: 120, Y: 180}, pdf.Ink{Line: red, Width: .4})
	s.Page()
	s.Text(20, 20, 100, pdf.Type{Size: 12, Align: pdf.Right}, "två")
	var b bytes.Buffer
	if err := s.Output(&b); err != nil {
		t.Fatal(err)
	}
	pages := pdftest.Pages(t, b.Bytes())
	if said := pdftest.Text(t, b.Bytes()); len(pages) != 2 || !strings.Contains(said, "DIPLOM") || !strings.Contains(said, "två") {
		t.Fatalf("%d pages: %s", len(pages), said)
	}
	for name, at := range map[string]pdf.Point{"ellipse": {X: 95, Y: 97}, "curve": {X: 217, Y: 107}} {
		if pdftest.Blank(pages[0], at.X, at.Y, 8, 6) {
			t.Errorf("no %s", name)
		}
	}
}

func FuzzWrite(f *testing.F) {
	for _, s := range []string{"", "å\u0301\x00\xff", "\u200b\u202e😀\ufffd", strings.Repeat("w", 3000), "a\n\n\n\tb", "\u00ad-\u00a0"} {
		f.Add(s, s, 3)
	}
	fonts := pdftest.Fonts()
	f.Fuzz(func(t *testing.T, a, b string, n int) {
		if len(a)+len(b) > 5_000 {
			return
		}
		n = max(min(n, 30), 0)
		cells := make([]string, n)
		for i := range cells {
			cells[i] = b
		}
		d := report.Document{Title: a, Blocks: []report.Block{
			report.Heading{Level: n, Text: b}, report.Paragraph{Style: report.Style(n % 4), Spans: []report.Span{{Text: a, Look: report.Strong}, {Text: b}}},
			report.List{Items: cells[:min(n, 3)], Numbered: n%2 == 0}, report.Tick{Text: a}, report.Lines{Label: b, Count: n}, report.Signature{Labels: cells[:min(n, 4)]},
			report.Table{Caption: a, Head: cells[:min(n, 5)], Rows: [][]string{cells, {a}, nil}},
		}}
		var out bytes.Buffer
		if err := pdf.Write(&out, d, fonts); err != nil {
			t.Fatal(err)
		}
	})
}
