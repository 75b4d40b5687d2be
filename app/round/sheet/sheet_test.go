package sheet_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/report/pdf"
	"barnrost/app/report/pdf/pdftest"
	"barnrost/app/round"
	"barnrost/app/round/sheet"
	"barnrost/app/view/text"
	"barnrost/assets"
)

func plan(people int, voices int) round.Plan {
	p := round.Propose(2027)
	for n := range people {
		p.Interviewers = append(p.Interviewers, fmt.Sprintf("Åsa Påhitt-Öst %c", 'A'+n))
	}
	p.Voices = map[round.Voice]int{}
	for _, voice := range round.Voices[:voices] {
		p.Voices[voice] = 2
	}
	return p
}

func printed(t *testing.T, p round.Plan) []byte {
	t.Helper()
	words, err := text.Load(assets.Translations, app.Swedish)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, sheet.Of(p, "Barn och unga Norrviken", words), pdftest.Fonts()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheSheetSaysThePlanOnOnePage(t *testing.T) {
	for name, p := range map[string]round.Plan{"usual": plan(8, 3), "large": plan(24, len(round.Voices)), "bare": {Year: 2027}} {
		t.Run(name, func(t *testing.T) { onOnePage(t, p, name != "bare") })
	}
}

func onOnePage(t *testing.T, p round.Plan, whole bool) {
	raw := printed(t, p)
	pages := pdftest.Pages(t, raw)
	if len(pages) != 1 {
		t.Errorf("%d pages", len(pages))
	}
	pdftest.InsideMargins(t, pages[0], 10)
	said := strings.Join(strings.Fields(pdftest.Text(t, raw)), " ")
	want := []string{"2027", "Barn och unga Norrviken", "Årets första APT", "Seminariedatum", "två arbetsdagar"}
	if whole {
		want = append(want, "tisdag 20 april 2027, vecka 16", "Åsa Påhitt-Öst A", "5–8 år: 2")
	}
	for _, words := range want {
		if !strings.Contains(said, words) {
			t.Errorf("%q is not on it:\n%s", words, said)
		}
	}
	if strings.Contains(said, "‹") {
		t.Errorf("words are missing: %s", said)
	}
}
