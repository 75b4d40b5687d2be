package main

import (
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// guide looks at the intervjuguide: as it is read, by age, as it is changed, and
// what a version changes before it is approved.
func (a *album) guide(p *program.Program) {
	steps.OpenGuide(p)
	a.shot(p, "guide")
	p.Key("Home") // the youngest
	p.Wait("choice", "guide.group", "0")
	a.shot(p, "guide-young")
	p.Press("guide.edit")
	p.Wait("guide", "edit")
	a.shot(p, "guide-edit")
	p.Press("guide.question.k2")
	p.Wait("guide", "question")
	p.Fill("guide.form.text", "Brukar det kännas bra när ni ses?")
	a.shot(p, "guide-question")
	p.Press("guide.form.done")
	p.Wait("guide", "kept")
	p.Press("guide.ages")
	p.Wait("guide", "ages")
	a.shot(p, "guide-ages")
	p.Press("guide.sheet.cancel")
	p.Press("guide.approve")
	p.Wait("guide", "approve")
	a.shot(p, "guide-approve")
	p.Press("guide.approve.back")
	p.Press("guide.discard")
	p.Wait("guide", "stored")
	p.Press("guide.back")
	p.Wait("room", "unit")
}
