package main

import (
	"barnrost/app/letter"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// papers shows what the unit says of itself, what children and guardians are
// given, and the count of those who were asked.
func (a *album) papers(p *program.Program) {
	steps.OpenLetters(p)
	a.shot(p, "letters")
	p.Press("letters.details")
	p.Wait("room", "details")
	steps.FillDetails(p)
	a.shot(p, "details-saved")
	p.Focus("details.model")
	a.shot(p, "details")
	steps.OpenLetters(p)
	steps.ReadLetter(p, letter.Teens)
	a.shot(p, "letters-read")
	p.Press("letters.change")
	p.Wait("letters", "change")
	a.shot(p, "letters-change")
	p.Press("letters.cancel")
	p.Wait("letters", "read")
	steps.Go(p, "interview")
	p.Press("interview.enquiry")
	p.Wait("room", "enquiry")
	steps.Asked(p, "enquiry.asked", 1, 0, 0)
	steps.Asked(p, "enquiry.yes", 2, 1, 0)
	steps.Asked(p, "enquiry.no", 3, 1, 1)
	p.Focus("enquiry.asked")
	a.shot(p, "enquiry")
}
