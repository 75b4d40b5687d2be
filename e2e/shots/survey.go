package main

import (
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// survey shows Barnläge from the closing page of the interview that is open, and
// comes back to it.
func (a *album) survey(p *program.Program) {
	steps.OpenSurvey(p)
	a.shot(p, "survey-hello")
	p.Press("survey.begin")
	p.Wait("survey", "question")
	p.Focus("survey.faces")
	p.Key("1")
	a.shot(p, "survey-faces")
	for range 4 {
		p.Press("survey.next")
		p.Wait("survey", "question")
	}
	p.Focus("survey.words")
	p.Type("Jag ville prata mer om fotboll")
	a.shot(p, "survey-words")
	p.Press("survey.next")
	p.Wait("survey", "envelope")
	a.shot(p, "survey-envelope")
	p.Press("survey.seal")
	p.Wait("survey", "sealed")
	a.shot(p, "survey-sealed")
	steps.TakeOver(p, steps.Worker)
}

// envelopes shows what waits to be sent, and what was; and goes back to the
// interview.
func (a *album) envelopes(p *program.Program, folder string) {
	steps.OpenAnswers(p)
	a.shot(p, "envelopes")
	steps.SendEnvelopes(a, p, folder)
	a.shot(p, "envelopes-sent")
	steps.OpenFirst(p, "overview")
}

// answers shows the room of the unit's envelopes, its entry and its wording.
func (a *album) answers(p *program.Program) {
	steps.OpenAnswers(p)
	a.shot(p, "answers")
	p.Press("answers.enter")
	p.Wait("answers", "entry")
	a.shot(p, "answers-entry")
	p.Press("answers.leave")
	p.Wait("answers", "shown")
	p.Press("answers.change")
	p.Wait("answers", "form")
	a.shot(p, "answers-form")
	p.Press("answers.form.leave")
	p.Wait("answers", "shown")
}
