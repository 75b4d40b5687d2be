package steps

import (
	"strings"

	"barnrost/e2e/program"
)

// OpenPlan goes from the year wheel to the plan, by its first activity.
func OpenPlan(p *program.Program) {
	Go(p, "home")
	p.Focus("home.year")
	p.Key("End", "Home") // round to the planning
	p.Wait("year", "planning")
	p.Key("Return")
	p.Wait("room", "year")
}

// PlanYear opens the plan and fills in who interviews.
func PlanYear(p *program.Program, names ...string) {
	OpenPlan(p)
	p.Focus("plan.people")
	p.Type(strings.Join(names, "; "))
}

// SavePlan saves what is filled in.
func SavePlan(p *program.Program) {
	p.Press("plan.save")
	p.Wait("plan", "saved")
}

// SaveCalendar saves the plan's dates as a file into a folder.
func SaveCalendar(p *program.Program, folder string) {
	p.Press("plan.calendar")
	p.Pick("plan.folder", folder)
	p.Wait("plan", "calendar")
}
