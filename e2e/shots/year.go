package main

import (
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// year shows how an enhetschef plans it, and the wheel that follows the plan.
func (a *album) year(p *program.Program, folder string) {
	a.shot(p, "home-unplanned")
	steps.PlanYear(p, "Åsa Påhitt", "Bo Öst", "Lova Vik")
	p.Focus("plan.apt")
	p.Key("Page_Up", "Page_Down")
	a.shot(p, "plan")
	p.Press("plan.voices")
	p.Fill("plan.voice.age-5-8", "2")
	a.shot(p, "plan-voices")
	steps.SavePlan(p)
	steps.SaveCalendar(p, folder)
	a.shot(p, "plan-saved")
	p.Press("plan.back")
	p.Wait("room", "home")
	p.Focus("home.year")
	p.Key("Right")
	a.shot(p, "home-planned")
	p.Press("home.as")
	p.Wait("year", "list")
	a.shot(p, "home-list")
	p.Press("home.as")
	p.Wait("year", "wheel")
}
