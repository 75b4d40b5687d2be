package e2e

import (
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/details"
	"barnrost/app/letter"
	"barnrost/app/report/pdf/pdftest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// An enhetschef says what the unit is called, prints a letter and puts another in
// the unit's own words. An interview is stopped for one's own client and held for
// another's, by the consents that the unit asks for, and who was asked is counted.
// All of it is there after a restart.
func TestFromTheLetterToTheConsentsByTheUnitsRule(t *testing.T) {
	for _, lang := range []string{"sv", "en"} {
		t.Run(lang, func(t *testing.T) { fromLetterToConsents(t, lang) })
	}
}

func fromLetterToConsents(t *testing.T, lang string) {
	home := t.TempDir()
	begin := func() *program.Program {
		return program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Args: []string{"-lang", lang}})
	}
	p := begin()
	steps.FirstStart(p, steps.Manager)

	steps.OpenLetters(p)
	steps.ReadLetter(p, letter.Guardians)
	p.Press("letters.print")
	said := strings.Join(strings.Fields(pdftest.Text(t, steps.Printed(t, p, string(letter.Guardians)))), " ")
	for _, words := range []string{"Ljudet sparas tills nämnden har beslutat.", "telefon ____", "barnets nej gäller alltid"} {
		if !strings.Contains(said, words) {
			t.Errorf("%q is not on the paper:\n%s", words, said)
		}
	}
	p.Press("letters.details") // the paper tells what is missing, and the way there
	p.Wait("room", "details")
	steps.FillDetails(p)
	steps.OpenDisposal(p)
	steps.RegisterDecision(p, "SN 2026/118", "2026-05-12", "Socialnämnden", app.MatterSound)

	steps.OpenLetters(p)
	steps.ReadLetter(p, letter.Teens)
	p.Press("letters.print")
	file := steps.Printed(t, p, string(letter.Teens))
	said = strings.Join(strings.Fields(pdftest.Text(t, file)), " ")
	for _, words := range []string{"SN 2026/118", "Cecilia Alm", "060-12 34 56", "Det är frivilligt"} {
		if !strings.Contains(strings.ReplaceAll(said, "‑", "-"), words) {
			t.Errorf("%q is not on the paper:\n%s", words, said)
		}
	}
	if strings.Contains(said, "nämnden har beslutat") || strings.Contains(said, "telefon ____") {
		t.Errorf("it is printed as before:\n%s", said)
	}
	for _, page := range pdftest.Pages(t, file) {
		pdftest.InsideMargins(t, page, 12)
	}
	p.Press("letters.list")
	p.Wait("letters", "list")
	steps.ReadLetter(p, letter.Children)
	p.Press("letters.change")
	p.Wait("letters", "change")
	p.Fill("letters.text", "# Kom och ber")
	p.Press("letters.save")
	p.Wait("letters", "saved")

	steps.Go(p, "interview")
	p.Press("interview.enquiry")
	p.Wait("room", "enquiry")
	steps.Asked(p, "enquiry.yes", 1, 1, 0)
	steps.Asked(p, "enquiry.no", 2, 1, 1)
	p.Press("enquiry.why.ingen-tid")
	p.Wait("enquiry", "2", "1", "1")
	steps.Asked(p, "enquiry.asked", 3, 1, 1)

	steps.Go(p, "interview")
	p.Press("interview.new")
	p.Wait("interview", "new")
	p.Choose("new.handler", 1)
	p.Wait("interview", "own-client")
	p.Fill("new.age", "12")
	p.Choose("new.place", 0)
	p.Press("new.create")
	p.Choose("new.handler", 0)
	if n := len(p.Seen("interview", "created")); n != 0 {
		t.Fatalf("%d interviews with one's own client", n)
	}
	p.Press("new.create")
	p.Wait("interview", "created")
	p.Wait("interview", "prepare")
	p.Press("consent.letters")
	p.Wait("room", "letters")
	p.Press("letters.back")
	p.Wait("interview", "prepare")
	p.Tick("consent.child")
	p.Tick("consent.recording")
	p.Tick("consent.quote")
	if n := len(p.Seen("consent", "complete")); n != 0 {
		t.Fatal("it is complete without the guardians")
	}
	p.Tick("consent.guardian")
	p.Wait("consent", "complete")
	steps.Go(p, "interview")
	p.Press("interview.enquiry")
	p.Wait("enquiry", "3", "1", "1") // the interview took the place of the yes
	p.Quit()

	book := steps.Papers(t, home, steps.Manager)
	if d := book.Details; d.Guardians != details.Both || d.OwnConsent != 15 || d.Contact != "Cecilia Alm" {
		t.Errorf("details %+v", d)
	}
	if own := book.Letters.Texts[letter.Children]; !strings.HasPrefix(own, "# Kom och ber") || len(book.Letters.Texts) != 1 {
		t.Errorf("letters %+v", book.Letters)
	}
	all := steps.Interviews(t, home, steps.Manager)
	if len(all) != 1 || !all[0].Consent.Complete() || !all[0].Consent.MayQuote || all[0].Consent.Month == "" || all[0].Consent.Letters == 0 {
		t.Errorf("interviews %+v", all)
	}
	if !slices.EqualFunc(book.Enquiries, []app.Reply{app.AnswerNo, app.AnswerWaits}, func(e app.Enquiry, r app.Reply) bool { return e.Answer == r }) {
		t.Errorf("enquiries %+v", book.Enquiries)
	}

	p = begin()
	steps.Unlock(p, steps.Manager)
	steps.Go(p, "interview")
	p.Press("interview.enquiry")
	p.Wait("enquiry", "3", "1", "1")
	p.Quit()
}
