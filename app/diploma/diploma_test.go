package diploma_test

import (
	"bytes"
	"math"
	"os"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/diploma"
	"barnrost/app/report/pdf/pdftest"
	"barnrost/assets"
)

func shipped(t testing.TB) diploma.Words {
	t.Helper()
	w, err := diploma.Parse([]byte(assets.Diploma))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func drawn(t testing.TB, c diploma.Choice) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := diploma.Draw(&b, pdftest.Fonts(), c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestADiplomaSaysItsTextAndNothingOfWhereItComesFrom(t *testing.T) {
	c := diploma.Choice{Picture: "rav", Colour: "rod", Words: shipped(t), When: "mars 2027"}
	c.Words.Place = "Norrviken"
	raw := drawn(t, c)
	said := strings.Join(strings.Fields(pdftest.Text(t, raw)), " ")
	for _, want := range []string{"DIPLOM", "till", "för att du delade med dig av det du vet.", "Du har hjälpt vuxna", "Norrviken, mars 2027", "Underskrift"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in %s", want, said)
		}
	}
	for _, tells := range []string{"ocial", "nhet"} {
		if strings.Contains(said, tells) {
			t.Errorf("it tells %q", tells)
		}
	}
	c.Unit = "Barn och unga Norrviken"
	if !strings.Contains(pdftest.Text(t, drawn(t, c)), "Barn och unga Norrviken") {
		t.Error("a unit that was chosen is left out")
	}
}

// TestEveryPictureIsSeenOnItsOwnPage: one page, the picture in its place in the
// chosen colour, nothing nearer the edge than printers reach, and a line to write
// the name on.
func TestEveryPictureIsSeenOnItsOwnPage(t *testing.T) {
	for n, p := range diploma.Pictures {
		c := diploma.Choice{Picture: p, Colour: diploma.Colours[n%len(diploma.Colours)], Words: shipped(t), When: "mars 2027"}
		pages := pdftest.Pages(t, drawn(t, c))
		if len(pages) != 1 {
			t.Fatalf("%s: %d pages", p, len(pages))
		}
		page := pages[0]
		if pdftest.Blank(page, 34, 62, 72, 72) || pdftest.Blank(page, 120, 70, 100, 25) {
			t.Errorf("%s: no picture, or no line for the name", p)
		}
		for _, edge := range [][4]float64{{0, 0, 297, 10}, {0, 200, 297, 9}, {0, 0, 10, 209}, {287, 0, 9, 209}} {
			if !pdftest.Blank(page, edge[0], edge[1], edge[2], edge[3]) {
				t.Errorf("%s: printed in the margin", p)
			}
		}
		rgb := c.Colour.RGB()
		found := false
		for y := 250; y < 500 && !found; y++ {
			for x := 140; x < 380; x++ {
				r, g, b, _ := page.At(x, y).RGBA()
				if near(uint8(r>>8), rgb.R) && near(uint8(g>>8), rgb.G) && near(uint8(b>>8), rgb.B) {
					found = true
					break
				}
			}
		}
		if !found {
			t.Errorf("%s is not in %s", p, c.Colour)
		}
		if folder := os.Getenv("BARNROST_PDF"); folder != "" {
			if err := os.WriteFile(folder+"/"+string(p)+".svg", p.SVG(c.Colour), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(folder+"/"+string(p)+".pdf", drawn(t, c), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func near(a, b uint8) bool { return math.Abs(float64(a)-float64(b)) <= 3 }

// TestTheLongestTextsStayOnThePage: above the foot, inside the frame.
func TestTheLongestTextsStayOnThePage(t *testing.T) {
	long := func(n int) string { return strings.Repeat("ordentligt ", n)[:n] }
	w := diploma.Words{Title: long(diploma.MaxTitle), To: long(diploma.MaxLine), For: long(diploma.MaxText), Thanks: long(diploma.MaxText),
		Signature: long(diploma.MaxLine), Place: long(diploma.MaxLine)}.Clean()
	pages := pdftest.Pages(t, drawn(t, diploma.Choice{Picture: "sol", Colour: "bla", Words: w, Unit: long(diploma.MaxLine), When: "september 2027"}))
	if len(pages) != 1 || !pdftest.Blank(pages[0], 120, 159, 160, 9) {
		t.Errorf("%d pages, or text over the foot", len(pages))
	}
}

// TestEveryColourIsSeenOnPaper: 3:1 or more against white (WCAG 2.1, 1.4.11).
func TestEveryColourIsSeenOnPaper(t *testing.T) {
	seen := map[diploma.RGB]bool{}
	for _, c := range diploma.Colours {
		rgb := c.RGB()
		if got := 1.05 / (luminance(rgb) + 0.05); got < 3 {
			t.Errorf("%s has a contrast of %.2f", c, got)
		}
		if seen[rgb] {
			t.Errorf("%s is another's colour", c)
		}
		seen[rgb] = true
	}
	if got := 1.05 / (luminance(diploma.RGB{R: 0xF0, G: 0xC0, B: 0x40}) + 0.05); got >= 3 { // the control
		t.Errorf("pale yellow passes with %.2f", got)
	}
}

func luminance(c diploma.RGB) float64 {
	part := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

func TestDrawingsStayInTheirSquare(t *testing.T) {
	for _, p := range diploma.Pictures {
		shapes := p.Drawing()
		if len(shapes) < 3 {
			t.Errorf("%s has %d shapes", p, len(shapes))
		}
		for _, s := range shapes {
			for _, at := range s.Points {
				if at.X < 0 || at.X > 100 || at.Y < 0 || at.Y > 100 {
					t.Errorf("%s leaves its square at %v", p, at)
				}
			}
		}
	}
}

func TestTheUnitsWordsHoldAndTheShippedOnesOtherwise(t *testing.T) {
	own := shipped(t)
	own.Thanks = "Tack för hjälpen."
	raw, err := own.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		unit []byte
		want string
	}{"none": {nil, shipped(t).Thanks}, "its own": {raw, "Tack för hjälpen."}, "crooked": {[]byte(`{"format":9}`), shipped(t).Thanks}} {
		if w, err := diploma.Current(c.unit, assets.Diploma); err != nil || w.Thanks != c.want {
			t.Errorf("%s: %+v %v", name, w, err)
		}
	}
	for _, bad := range []string{``, `[]`, `{"format":1}`, `{"format":1,"title":" D","for":"x"}`, `{"format":1,"title":"D","for":"x","name":"Alva"}`, string(raw) + "{}"} {
		if _, err := diploma.Parse([]byte(bad)); app.CodeOf(err) != app.CodeTemplate {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(assets.Diploma))
	f.Add([]byte(`{"format":1,"title":"D","for":"f\n","thanks":"\u0000"}`))
	f.Add([]byte(`{"format":2}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		w, err := diploma.Parse(raw)
		if err != nil {
			if app.CodeOf(err) != app.CodeTemplate {
				t.Fatal(err)
			}
			return
		}
		again, err := w.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := diploma.Parse(again); err != nil || back != w {
			t.Fatalf("%+v became %+v, %v", w, back, err)
		}
	})
}
