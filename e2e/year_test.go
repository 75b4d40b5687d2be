package e2e

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/report/pdf/pdftest"
	"barnrost/app/round"
	"barnrost/e2e/needle"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// An enhetschef plans the year with the keys alone, is locked out in the middle
// and loses nothing: the wheel and the next step change, the dates go out as a
// calendar file without anybody's name, the sheet for the APT is printed, and all
// of it is there after a restart.
func TestAnEnhetschefPlansTheYear(t *testing.T) {
	for _, lang := range []string{"sv", "en"} {
		t.Run(lang, func(t *testing.T) { plansTheYear(t, lang) })
	}
}

func plansTheYear(t *testing.T, lang string) {
	home, folder := t.TempDir(), steps.Folder(t, t.TempDir(), "kalender")
	begin := func() *program.Program {
		return program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Args: []string{"-lang", lang}})
	}
	p := begin()
	steps.FirstStart(p, steps.Manager)
	today := round.DayOf(time.Now())
	want := round.Propose(round.Of(today))
	before := round.NextStep(app.RoleManager, round.Plan{}, round.Work{}, false, today)
	if len(p.Seen("next", string(before))) == 0 {
		t.Errorf("without a plan the next step is not %q", before)
	}

	steps.PlanYear(p, "Åsa Påhitt", "Bo Öst")
	steps.Lock(p) // with the caret among the names
	steps.Unlock(p, steps.Manager)
	steps.OpenPlan(p)
	p.Focus("plan.seminar")
	p.Key("Up")
	steps.SavePlan(p)
	want.Dates[round.DateSeminar] = want.Dates[round.DateSeminar].Add(1)
	steps.SaveCalendar(p, folder)
	p.Press("plan.sheet")
	sheet := steps.Printed(t, p, "apt")
	p.Press("plan.back")
	p.Wait("room", "home")
	if after := round.NextStep(app.RoleManager, want, round.Work{}, false, today); len(p.Seen("next", string(after))) == 0 {
		t.Errorf("with a plan the next step is not %q", after)
	}
	p.Press("home.as")
	p.Wait("year", "list")
	p.Quit()

	plan := steps.Plan(t, home, steps.Manager)
	if plan.Year != want.Year || plan.Dates[round.DateSeminar] != want.Dates[round.DateSeminar] || !slices.Equal(plan.Interviewers, []string{"Åsa Påhitt", "Bo Öst"}) {
		t.Errorf("the vault holds %+v", plan)
	}
	if said := pdftest.Text(t, sheet); !strings.Contains(said, "Seminariedatum") || !strings.Contains(strings.ReplaceAll(said, "\u00a0", " "), "Åsa Påhitt") {
		t.Errorf("the sheet says %s", said)
	}
	checkCalendar(t, folder, want)

	var names needle.Haystack
	names.Text("Åsa Påhitt", "Bo Öst")
	found, _, err := names.Search(home)
	if err != nil || len(found) > 0 {
		t.Errorf("a name lies in a file: %v, %v", found, err)
	}

	p = begin()
	steps.Unlock(p, steps.Manager)
	if len(p.Seen("year", "list")) == 0 {
		t.Error("the year is not shown as it was chosen")
	}
	p.Quit()
}

// The plan goes out with the invitation, and a worker reads in her own year what
// she cannot change.
func TestThePlanComesToAWorkerWithTheInvitation(t *testing.T) {
	managerHome, workerHome, dir := t.TempDir(), t.TempDir(), t.TempDir()
	manager := start(t, managerHome)
	steps.FirstStart(manager, steps.Manager)
	steps.PlanYear(manager, steps.Worker.Name)
	steps.SavePlan(manager)
	manager.Press("plan.invite")
	manager.Wait("room", "unit")
	invitation := steps.SaveInvitation(t, manager, dir)
	manager.Quit()

	worker := start(t, workerHome)
	steps.InvitedStart(worker, steps.Worker, invitation)
	steps.OpenPlan(worker)
	worker.Press("plan.back") // there is nothing to save
	worker.Wait("room", "home")
	worker.Quit()
	if n := len(worker.Seen("focus", "plan.save")); n > 0 {
		t.Error("a worker may change the unit's plan")
	}
	sent, came := steps.Plan(t, managerHome, steps.Manager), steps.Plan(t, workerHome, steps.Worker)
	if came.Year != round.Of(round.DayOf(time.Now())) || !reflect.DeepEqual(came, sent) {
		t.Errorf("sent %+v, and %+v came", sent, came)
	}
}

// checkCalendar reads the one file of a folder as any calendar would.
func checkCalendar(t *testing.T, folder string, want round.Plan) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) != 1 || filepath.Ext(files[0]) != ".ics" {
		t.Fatalf("%v, %v", files, err)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	file := string(raw)
	for name, day := range want.Dates {
		if line := "DTSTART;VALUE=DATE:" + day.Noon().Format("20060102") + "\r\n"; !strings.Contains(file, line) {
			t.Errorf("%s on %v is not in the calendar", name, day)
		}
	}
	for _, person := range append([]string{steps.Manager.Name, steps.Manager.Unit}, "Åsa", "Bo Öst") {
		if strings.Contains(file, person) {
			t.Errorf("the calendar tells %q", person)
		}
	}
}
