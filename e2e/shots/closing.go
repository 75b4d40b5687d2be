package main

import (
	"barnrost/app"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// guess shows where one writes what the child will say, and puts it away.
func (a *album) guess(p *program.Program) {
	p.Press("guess.open")
	p.Wait("interview", "guess")
	p.Type("Att det är svårt att veta vem som kommer, och att mötena är långa.")
	a.shot(p, "guess")
	p.Press("guess.hide")
	p.Wait("interview", "prepare")
	p.Wait("microphones", "*")
}

// closing shows what is left of a child's visit, and then what is for the
// interviewer alone.
func (a *album) closing(p *program.Program) {
	p.Wait("interview", "closing")
	a.shot(p, "closing")
	a.survey(p)
	p.Press("closing.diploma")
	p.Wait("interview", "diploma")
	p.Focus("diploma.picture")
	p.Key("Right", "Right", "Right")
	p.Focus("diploma.colour")
	p.Key("Right", "Right", "Right")
	a.shot(p, "diploma")
	p.Focus("diploma.place")
	a.shot(p, "diploma-page")
	p.Press("diploma.words")
	p.Focus("diploma.words.thanks")
	a.shot(p, "diploma-words")
	p.Press("diploma.back")
	p.Wait("interview", "closing")
	p.Tick("closing.ticket")
	p.Press("closing.afterwards")
	p.Wait("interview", "afterwards")
	a.shot(p, "afterwards")
	p.Press("reveal.show")
	p.Wait("guess", "revealed")
	p.Type("Mötena var inte långa. De var för få, och för olika.")
	a.shot(p, "guess-revealed")
	steps.Reflect(p, app.ReflectSurprised, "Hur mycket barnet mindes av första mötet med Alva", true)
	a.shot(p, "reflections")
	p.Choose("visit.went", 0)
	p.Choose("visit.interpreter", 0)
	p.Focus("visit.language")
	a.shot(p, "visit")
	p.Press("closing.later")
	p.Wait("interview", "overview")
}

// tickets counts the unit's cinema tickets.
func (a *album) tickets(p *program.Program) {
	steps.Go(p, "unit")
	p.Press("unit.paper.tickets")
	p.Wait("room", "tickets")
	p.Fill("tickets.count", "40")
	p.Press("tickets.bought")
	p.Wait("tickets", "40", "0")
	p.Press("tickets.given")
	p.Wait("tickets", "40", "1")
	a.shot(p, "tickets")
	p.Press("tickets.back")
	p.Wait("room", "unit")
	p.Wait("unit", "ready")
}
