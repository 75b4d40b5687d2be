package steps

import (
	"barnrost/app"
	"barnrost/e2e/program"
)

// OpenDisposal goes to Gallring, by way of Valvet.
func OpenDisposal(p *program.Program) {
	Go(p, "vault")
	p.Press("vault.disposal")
	p.Wait("room", "disposal")
	p.Wait("disposal", "overview")
}

// RegisterDecision registers a gallringsbeslut that covers some matters, with
// no period and no condition.
func RegisterDecision(p *program.Program, number, date, by string, covers ...app.Matter) {
	p.Press("disposal.register")
	p.Wait("disposal", "form")
	p.Fill("decision.number", number)
	p.Fill("decision.date", date)
	p.Fill("decision.decidedby", by)
	for _, m := range covers {
		p.Tick("decision.covers." + string(m))
	}
	p.Press("decision.register")
	p.Wait("disposal", "registered")
	p.Wait("disposal", "overview")
}

// SetHold puts a gallringsstopp on the interview whose page is open.
func SetHold(p *program.Program, reason int) {
	p.Press("disposal.stop")
	p.Wait("disposal", "stop")
	p.Choose("disposal.reason", reason)
	p.Press("disposal.stop.set")
	p.Wait("disposal", "held")
}

// LiftHold lifts the newest gallringsstopp of the overview, with the code of
// its interview.
func LiftHold(p *program.Program, code string) {
	p.Press("disposal.hold.0")
	p.Wait("disposal", "hold")
	p.Press("disposal.lift")
	p.Wait("disposal", "lifting")
	p.Fill("disposal.code", code)
	p.Press("disposal.lift.do")
	p.Wait("disposal", "lifted")
	p.Wait("disposal", "overview")
}

// Dispose takes the second step of the plan that is shown.
func Dispose(p *program.Program, code string) {
	p.Press("disposal.next")
	p.Wait("disposal", "confirm")
	p.Fill("disposal.code", code)
	p.Press("disposal.do")
	p.Wait("disposal", "disposed")
}
