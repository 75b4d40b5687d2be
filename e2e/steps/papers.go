package steps

import (
	"fmt"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/details"
	"barnrost/app/letter"
	"barnrost/e2e/program"
)

// OpenLetters goes to what is printed for children and guardians, by way of
// Intervjuer.
func OpenLetters(p *program.Program) {
	Go(p, "interview")
	p.Press("interview.letters")
	p.Wait("letters", "list")
	p.Wait("room", "letters")
}

// ReadLetter opens a letter of the list.
func ReadLetter(p *program.Program, id letter.ID) {
	p.Press("letters." + string(id))
	p.Wait("letters", "read")
}

// FillDetails says what the unit is called and whom to ask: both guardians, and
// own consent from fifteen.
func FillDetails(p *program.Program) {
	p.Fill("details.board", "Socialnämnden")
	p.Fill("details.contact", "Cecilia Alm")
	p.Fill("details.phone", "060-12 34 56")
	p.Fill("details.officer", "Olle Pil")
	p.Fill("details.binder", "enhetens administratör")
	p.Choose("details.guardians", 0)
	p.Fill("details.own", "15")
	p.Press("details.save")
	p.Wait("details", "saved")
}

// Asked presses one of the buttons that count, and waits for what that makes.
func Asked(p *program.Program, button string, asked, yes, no int) {
	p.Press(button)
	p.Wait("enquiry", fmt.Sprint(asked), fmt.Sprint(yes), fmt.Sprint(no))
}

// Paperwork is what a vault holds of it.
type Paperwork struct {
	Details   details.Details
	Letters   letter.Letters
	Enquiries []app.Enquiry
}

// Papers reads a copy of the vault.
func Papers(t program.T, home string, who Person) (w Paperwork) {
	t.Helper()
	peek(t, home, who, func(book *casebook.Casebook) error {
		raw, err := book.Template(app.SectionDetails)
		if err == nil {
			w.Details, err = details.Current(raw)
		}
		if err == nil {
			raw, err = book.Template(app.SectionLetters)
		}
		if err == nil {
			w.Letters, err = letter.Current(raw)
		}
		if err == nil {
			w.Enquiries, err = book.Enquiries()
		}
		return err
	})
	return w
}
