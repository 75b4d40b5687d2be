package home

import (
	"slices"

	"barnrost/app"
	"barnrost/app/round"
)

// none is what to propose when no interview waits: what the season brings for
// the person's role.
func (r *Room) none(p app.Profile, steps []app.Step, w round.Work) step {
	practise := len(steps) == 0 && r.d.Practise != nil && !r.d.Practised()
	next := round.NextStep(p.Role, r.d.Plan(), w, practise, r.today())
	switch next {
	case round.NextUnit:
		return r.unit()
	case round.NextPractise:
		return step{
			trace: "practise", sentence: r.t("home.practise"), detail: r.t("home.practise.detail"), button: r.t("practice.begin"),
			act: r.d.Practise, other: r.t("home.new.button"), otherAct: r.d.NewInterview,
		}
	case round.NextInterview:
		key := "home.new"
		if slices.Contains(steps, app.StepDone) {
			key = "home.done"
		}
		return step{trace: "new", sentence: r.t(key), detail: r.t(key + ".detail"), button: r.t("home.new.button"), act: r.d.NewInterview}
	}
	s := step{trace: string(next), sentence: r.t("home.year." + string(next)), detail: r.t("home.year." + string(next) + ".detail")}
	switch next {
	case round.NextPlan:
		s.button, s.act = r.t("home.year.plan.button"), r.d.Year
	case round.NextReading, round.NextReport:
		s.button, s.act = r.t("home.unit.button"), r.d.Unit
	default:
		s.button, s.act = r.t("home.year.button"), r.d.Year
	}
	if p.Role == app.RoleManager && s.button != r.t("home.unit.button") {
		s.other, s.otherAct = r.t("home.unit.button"), r.d.Unit
	} else {
		s.other, s.otherAct = r.t("home.new.button"), r.d.NewInterview
	}
	return s
}

// unit is the way to what colleagues have sent.
func (r *Room) unit() step {
	return step{
		trace: "unit", sentence: r.t("home.unit"), detail: r.t("home.unit.detail"), button: r.t("home.unit.button"),
		act: r.d.Unit, other: r.t("home.new.button"), otherAct: r.d.NewInterview,
	}
}
