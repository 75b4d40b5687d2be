package main

import (
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// unitKey looks at the room of the unit's key, with somebody to hand it to, and
// at the log.
func (a *album) unitKey(p *program.Program) {
	steps.Go(p, "unit")
	p.Press("unit.holders")
	p.Wait("holders", "ready")
	p.Focus("holders.to")
	p.Key("Right")
	p.Wait("choice", "holders.to", "0")
	a.shot(p, "holders")
	p.Press("holders.send")
	p.Wait("dialog", "holders.ask")
	a.shot(p, "holders-ask")
	p.Press("holders.ask.no")
	p.Press("holders.back")
	steps.OpenLog(p)
	a.shot(p, "log")
}
