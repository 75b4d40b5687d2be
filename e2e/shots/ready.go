package main

import (
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// ready shows an interview that is made ready, the locked page with the same
// vault, and what is seen at the child's table.
func (a *album) ready(p *program.Program) {
	steps.NewInterview(p, 10, "cafe")
	p.Focus("ready.make")
	a.shot(p, "ready-make")
	steps.MakeReady(p)
	a.shot(p, "ready-locked")
	steps.RecordReady(p)
	a.shot(p, "ready-prepare")
	steps.Consent(p)
	steps.Record(p)
	a.shot(p, "ready-recording")
	steps.StopRecording(p)
	p.Wait("interview", "closing")
	a.shot(p, "ready-closing")
	p.Press("closing.later")
	p.Wait("ready", "saved")
	a.shot(p, "ready-saved")
	p.Press("ready.unlock")
	p.Wait("unlock", "locked")
	a.shot(p, "ready-unlock")
	p.Fill("unlock.passphrase", steps.Worker.Passphrase)
	p.Press("unlock.open")
	p.Wait("room", "home")
	p.Wait("ready", "taken", "*", "0")
	steps.Go(p, "interview")
	a.shot(p, "ready-taken")
}
