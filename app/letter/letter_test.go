package letter_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/details"
	"barnrost/app/letter"
	"barnrost/app/report"
	"barnrost/app/report/pdf"
	"barnrost/app/report/pdf/pdftest"
	"barnrost/assets"
)

var filled = letter.Facts{
	Unit: "Enhet Björken", Seminar: "22 april 2027",
	Details: func() details.Details {
		d := details.Shipped()
		d.Administration, d.Town, d.Board, d.Contact, d.Phone, d.DataOfficer, d.Binder = "Socialförvaltningen", "Påhittstad", "Socialnämnden", "Maj Påhittad", "000-00 00 00", "Nils Påhittad", "enhetens administratör"
		return d
	}(),
	Decisions: []app.Decision{{Number: "2027/12", Covers: []app.Matter{app.MatterSound}, Condition: app.ConditionChecked}},
}

func TestEveryShippedLetterIsWholeAndFillsIn(t *testing.T) {
	for _, id := range letter.IDs {
		text := assets.Letter(string(id))
		if err := letter.Check(text); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		done, missing := letter.Fill(text, filled.Values())
		if len(missing) > 0 || strings.ContainsAny(done, "{}") {
			t.Errorf("%s lacks %v", id, missing)
		}
		if _, missing := letter.Fill(text, letter.Facts{Details: details.Shipped()}.Values()); len(missing) == 0 {
			t.Errorf("%s: nothing is missing where nothing is filled in", id)
		}
	}
	if letter.For(12) != letter.Children || letter.For(13) != letter.Teens {
		t.Error("the ages of the letters")
	}
}

func TestWithoutADecisionALetterPromisesNothingOfTheSound(t *testing.T) {
	const waits = "Ljudet sparas tills nämnden har beslutat."
	for name, decisions := range map[string][]app.Decision{
		"none":     nil,
		"text":     {{Number: "1", Covers: []app.Matter{app.MatterText}}},
		"ended":    {{Number: "1", Covers: []app.Matter{app.MatterSound}, Ended: time.Now()}},
		"replaced": {{Number: "1", Covers: []app.Matter{app.MatterSound}, Replaced: app.ID{1}}},
	} {
		f := filled
		f.Decisions = decisions
		for _, id := range letter.IDs {
			if done, _ := letter.Fill(assets.Letter(string(id)), f.Values()); !strings.Contains(done, waits) || strings.Contains(done, "raderas enligt") {
				t.Errorf("%s, %s: %s", name, id, done)
			}
		}
	}
	for _, covers := range []app.Matter{app.MatterSound, app.MatterWhole} { // the control
		f := filled
		f.Decisions = []app.Decision{{Number: "2027/12", Covers: []app.Matter{covers}}}
		if done, _ := letter.Fill(assets.Letter(string(letter.Teens)), f.Values()); strings.Contains(done, waits) || !strings.Contains(done, "2027/12") {
			t.Errorf("%s: %s", covers, done)
		}
	}
}

// The letters as they are printed: what they say, and that it is inside the paper.
func TestLettersArePrintedWhole(t *testing.T) {
	for id, want := range map[letter.ID][]string{
		letter.Teens:           {"Vill du hjälpa oss", "Det är frivilligt", "Enhet Björken", "2027/12", "22 april 2027", "Maj Påhittad", "sekretessprövning"},
		letter.Children:        {"Du är expert", "säger jag det till dig först", "före den 22 april 2027", "Västernorrlandsmodellen", "imy.se"},
		letter.Guardians:       {"Västernorrlandsmodellen", "barnets nej gäller alltid", "Dataskyddsombud: Nils Påhittad"},
		letter.ChildConsent:    {"Ja, ni får spela in ljudet.", "Underskrift", "enhetens administratör"},
		letter.GuardianConsent: {"Vårdnadshavare 1", "Vårdnadshavare 2", "fylls i på papper", "Nej, jag vill inte", "Barnet har en vårdnadshavare", "Båda vårdnadshavarna"},
	} {
		t.Run(string(id), func(t *testing.T) {
			text, _ := letter.Fill(assets.Letter(string(id)), filled.Values())
			var b bytes.Buffer
			if err := pdf.Write(&b, letter.Document(text, filled.Foot()), pdftest.Fonts()); err != nil {
				t.Fatal(err)
			}
			said := strings.Join(strings.Fields(pdftest.Text(t, b.Bytes())), " ")
			for _, w := range want {
				if !strings.Contains(said, w) {
					t.Errorf("%s does not say %q", id, w)
				}
			}
			pages := pdftest.Pages(t, b.Bytes())
			if len(pages) != 1 {
				t.Errorf("%s takes %d pages", id, len(pages))
			}
			for _, page := range pages {
				pdftest.InsideMargins(t, page, 15)
			}
		})
	}
}

func TestMarksBecomeAPaper(t *testing.T) {
	d := letter.Document("# Titel\n\nett\nstycke\n## Rubrik\n- a\n- b\nmer\n[ ] Ja\n_ Namn\n~ Datum | Underskrift\n", "")
	if d.Title != "Titel" || len(d.Blocks) != 7 {
		t.Fatalf("%q with %d blocks: %+v", d.Title, len(d.Blocks), d.Blocks)
	}
	if p, ok := d.Blocks[0].(report.Paragraph); !ok || p.Spans[0].Text != "ett stycke" {
		t.Errorf("%+v", d.Blocks[0])
	}
	if s, ok := d.Blocks[6].(report.Signature); !ok || len(s.Labels) != 2 {
		t.Errorf("%+v", d.Blocks[6])
	}
}

func TestWordsThatMustBeSeenAreBold(t *testing.T) {
	for text, want := range map[string][]report.Span{
		"ett **fett** ord": {{Text: "ett "}, {Text: "fett", Look: report.Strong}, {Text: " ord"}},
		"**allt**":         {{Text: "allt", Look: report.Strong}},
		"ett **öppet":      {{Text: "ett **öppet"}},
		"****":             {{Text: "****"}},
	} {
		d := letter.Document("# T\n"+text, "")
		if got := d.Blocks[0].(report.Paragraph).Spans; !slices.Equal(got, want) {
			t.Errorf("%q became %+v", text, got)
		}
	}
}

func TestThePaperSaysWhichVersionItIs(t *testing.T) {
	f := filled
	for version, want := range map[int]string{0: "Medföljande text", 3: "version 3"} {
		f.Version = version
		d := letter.Document("# T\nText", f.Foot())
		last, ok := d.Blocks[len(d.Blocks)-1].(report.Paragraph)
		if !ok || !strings.Contains(last.Spans[0].Text, want) || last.Spans[0].Look != report.Faint {
			t.Errorf("version %d: %+v", version, d.Blocks)
		}
	}
}

func TestADecisionThatWantsTimeSaysSo(t *testing.T) {
	f := filled
	f.Decisions = []app.Decision{{Number: "2027/12", Covers: []app.Matter{app.MatterSound}, Months: 3, Condition: app.ConditionChecked}}
	if got := f.Values()["ljud"]; !strings.HasSuffix(got, "(2027/12), när texten är färdig och kontrollerad, tidigast efter 3 månader.") {
		t.Error(got)
	}
}

func TestATextThatCannotBeALetterIsRefused(t *testing.T) {
	if err := letter.Check("# Titel\n\n{enhet}"); err != nil {
		t.Fatalf("the control: %v", err)
	}
	for name, text := range map[string]string{
		"no title": "Hej\n", "empty title": "#  \nHej", "unknown name": "# Titel\n{barnets namn}", "control": "# Titel\n\x07", "long": "# T\n" + strings.Repeat("x", letter.MaxText),
	} {
		if app.CodeOf(letter.Check(text)) != app.CodeLetter {
			t.Errorf("%s was taken", name)
		}
	}
	if got := letter.Unknown("{enhet} {barnets namn} {barnets namn}"); len(got) != 1 || got[0] != "{barnets namn}" {
		t.Errorf("unknown: %v", got)
	}
}

func TestAUnitsLetterTakesThePlaceOfTheShippedOneAndBack(t *testing.T) {
	l, err := letter.Current(nil)
	if err != nil {
		t.Fatal(err)
	}
	own := l.With(letter.Teens, "# Egen\n\nText")
	raw, err := own.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	back, err := letter.Parse(raw)
	if err != nil || back.Text(letter.Teens, "x") != "# Egen\n\nText" || back.Text(letter.Children, "x") != "x" {
		t.Errorf("%+v, %v", back, err)
	}
	if got := back.With(letter.Teens, "").Text(letter.Teens, "x"); got != "x" || len(l.Texts) != 0 {
		t.Errorf("%q; the first has %d", got, len(l.Texts))
	}
	if _, err := (letter.Letters{Texts: map[letter.ID]string{"annat": "# T"}}).Marshal(); app.CodeOf(err) != app.CodeTemplate {
		t.Errorf("another letter: %v", err)
	}
}

func FuzzDocument(f *testing.F) {
	for _, id := range letter.IDs {
		f.Add(assets.Letter(string(id)))
	}
	f.Add("# a\n~|\n_\n[ ]\n-\n##\n{enhet}{")
	f.Fuzz(func(t *testing.T, text string) {
		done, _ := letter.Fill(text, filled.Values())
		_ = letter.Unknown(text)
		d := letter.Document(done, "")
		for _, b := range d.Blocks {
			if b == nil {
				t.Fatal("an empty block")
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"format":1,"texts":{"brev-8-12":"# Hej\n\n{enhet}"}}`))
	f.Add([]byte(`{"format":2}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, err := letter.Parse(raw)
		if err != nil {
			return
		}
		again, err := l.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := letter.Current(again); err != nil && len(raw) < app.MaxTemplate/2 {
			t.Fatal(err)
		}
	})
}
