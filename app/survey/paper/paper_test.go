package paper_test

import (
	"bytes"
	"strings"
	"testing"

	"barnrost/app/report/pdf/pdftest"
	"barnrost/app/survey"
	"barnrost/app/survey/paper"
	"barnrost/assets"
)

var words = paper.Words{Faces: [3]string{"Glad", "Mittemellan", "Ledsen"}, Foot: "Lägg pappret i kuvertet och klistra igen det."}

// The paper holds the published wording on one page, inside its margins, and
// nothing that tells whose it is. BARNROST_PDF keeps a picture of it.
func TestThePaperFormFitsOnePageWithThePublishedWording(t *testing.T) {
	f, err := survey.ParseForm([]byte(assets.Survey))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := paper.Write(&b, pdftest.Fonts(), f, words); err != nil {
		t.Fatal(err)
	}
	said := strings.Join(strings.Fields(pdftest.Text(t, b.Bytes())), " ")
	for _, want := range append([]string{f.Title, f.Circle, f.Own, words.Foot, "Glad", "Mittemellan", "Ledsen"}, f.Questions...) {
		if !strings.Contains(said, want) {
			t.Errorf("the paper does not say %q:\n%s", want, said)
		}
	}
	if n := strings.Count(said, f.Own); n != survey.Faces {
		t.Errorf("%d places for own words below faces", n)
	}
	pages := pdftest.Pages(t, b.Bytes())
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	pdftest.InsideMargins(t, pages[0], 13)
}

// A unit's long questions turn the page instead of running out of it.
func TestLongQuestionsTurnThePage(t *testing.T) {
	f, err := survey.ParseForm([]byte(assets.Survey))
	if err != nil {
		t.Fatal(err)
	}
	for i := range f.Questions {
		f.Questions[i] = strings.TrimSpace(strings.Repeat("lång ", survey.MaxLine/5))
	}
	var b bytes.Buffer
	if err := paper.Write(&b, pdftest.Fonts(), f, words); err != nil {
		t.Fatal(err)
	}
	pages := pdftest.Pages(t, b.Bytes())
	if len(pages) != 2 {
		t.Errorf("%d pages", len(pages))
	}
	for _, p := range pages {
		pdftest.InsideMargins(t, p, 13)
	}
}
