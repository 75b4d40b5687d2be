package round

import (
	"testing"
	"time"

	"barnrost/app"
)

// Every month of the model's year, for every role, without a plan and with one:
// the figure is the 20th, but where the date decides.
func TestEveryMonthHasItsNextStepForEveryRole(t *testing.T) {
	plan := Propose(2027)
	for _, c := range []struct {
		day                                            Day
		worker, supporter, manager, unplanned, laggard Next // a manager without a plan; a worker who never practised
	}{
		{On(2026, 11, 3), NextInterview, NextUnit, NextUnit, NextPlan, NextPractise},
		{On(2026, 12, 20), NextInterview, NextUnit, NextUnit, NextPlan, NextPractise},
		{On(2027, 1, 11), NextInterview, NextUnit, NextSheet, NextPlan, NextPractise},
		{On(2027, 1, 20), NextInterview, NextUnit, NextUnit, NextPlan, NextPractise},
		{On(2027, 2, 20), NextInterview, NextUnit, NextUnit, NextPlan, NextPractise},
		{On(2027, 3, 15), NextInterview, NextUnit, NextUnit, NextPlan, NextPractise},
		{On(2027, 3, 20), NextReading, NextReading, NextReading, NextPlan, NextPractise},
		{On(2027, 4, 19), NextReading, NextReading, NextReading, NextReading, NextPractise},
		{On(2027, 4, 20), NextSeminar, NextSeminar, NextSeminar, NextSeminar, NextPractise},
		{On(2027, 4, 21), NextReport, NextReport, NextReport, NextReport, NextPractise},
		{On(2027, 5, 20), NextReport, NextReport, NextReport, NextReport, NextPractise},
		{On(2027, 6, 20), NextAnswers, NextAnswers, NextAnswers, NextAnswers, NextPractise},
		{On(2027, 7, 20), NextRest, NextRest, NextRest, NextRest, NextPractise},
		{On(2027, 8, 20), NextFollowUp, NextFollowUp, NextFollowUp, NextFollowUp, NextPractise},
		{On(2027, 9, 20), NextBoard, NextBoard, NextBoard, NextBoard, NextPractise},
		{On(2027, 10, 31), NextShared, NextShared, NextShared, NextShared, NextPractise},
	} {
		for role, want := range map[app.Role]Next{app.RoleWorker: c.worker, app.RoleSupporter: c.supporter, app.RoleManager: c.manager} {
			if got := NextStep(role, plan, Work{}, false, c.day); got != want {
				t.Errorf("%v %s: %s, want %s", c.day, role, got, want)
			}
		}
		if got := NextStep(app.RoleManager, Plan{}, Work{}, true, c.day); got != c.unplanned {
			t.Errorf("%v without a plan: %s, want %s", c.day, got, c.unplanned)
		}
		if got := NextStep(app.RoleManager, Propose(2026), Work{}, false, c.day); got != c.unplanned {
			t.Errorf("%v with last year's plan: %s, want %s", c.day, got, c.unplanned)
		}
		if got := NextStep(app.RoleWorker, plan, Work{}, true, c.day); got != c.laggard {
			t.Errorf("%v never practised: %s, want %s", c.day, got, c.laggard)
		}
	}
}

func TestNoDayOfAnyPlanIsWithoutAStep(t *testing.T) {
	odd := Plan{Year: 2027, Dates: map[Date]Day{DateAPT: On(2026, 11, 2), DateSeminar: On(2026, 11, 3), DateTranscripts: On(2027, 9, 30)}}
	early := Plan{Year: 2027, Dates: map[Date]Day{DateTranscripts: On(2026, 11, 2), DateSeminar: On(2026, 11, 3)}}
	for _, p := range []Plan{{}, Propose(2027), odd, early} {
		for d := On(2026, time.November, 1); Of(d) == 2027; d = d.Add(1) {
			for _, role := range app.Roles {
				if NextStep(role, p, Work{}, false, d) == "" {
					t.Fatalf("%v %s: nothing", d, role)
				}
			}
			turns := Turns(p, Work{}, d)
			if i := Nearest(turns, d); i < 0 || i >= len(turns) {
				t.Fatalf("%v: nearest %d", d, i)
			}
			for _, turn := range turns {
				if turn.State == "" || turn.At.IsZero() || turn.To.Before(turn.From) {
					t.Fatalf("%v: %+v", d, turn)
				}
			}
		}
	}
}

func TestTheStatesFollowTheDatesAndTheWork(t *testing.T) {
	plan := Propose(2027)
	states := func(p Plan, w Work, d Day) map[Activity]State {
		m := map[Activity]State{}
		for _, turn := range Turns(p, w, d) {
			m[turn.Activity] = turn.State
		}
		return m
	}
	for name, c := range map[string]struct {
		plan Plan
		work Work
		day  Day
		want map[Activity]State
	}{
		"November":              {Plan{}, Work{}, On(2026, 11, 3), map[Activity]State{Planning: Now, KickOff: Ahead, Shared: Ahead}},
		"planned":               {plan, Work{}, On(2026, 11, 3), map[Activity]State{Planning: Done, APT: Ahead}},
		"theirs to plan":        {Plan{}, Work{}, On(2027, 2, 3), map[Activity]State{Planning: Done, APT: Done}},
		"late with planning":    {Plan{}, Work{Plans: true}, On(2027, 2, 3), map[Activity]State{Planning: Now, APT: Done}},
		"too late":              {Plan{}, Work{}, On(2027, 5, 3), map[Activity]State{Planning: Done, Report: Now}},
		"interviews":            {plan, Work{}, On(2027, 2, 1), map[Activity]State{APT: Done, Interviews: Now, Transcripts: Now, Reading: Ahead}},
		"mine are recorded":     {plan, Work{Own: 2, Recorded: 2}, On(2027, 2, 1), map[Activity]State{Interviews: Done, Transcripts: Now}},
		"mine are sent":         {plan, Work{Own: 2, Recorded: 2, Sent: 2}, On(2027, 2, 1), map[Activity]State{Interviews: Done, Transcripts: Done}},
		"mine are late":         {plan, Work{Own: 2, Recorded: 2, Sent: 1}, On(2027, 4, 1), map[Activity]State{Transcripts: Now, Reading: Now}},
		"the day itself":        {plan, Work{}, On(2027, 4, 20), map[Activity]State{Seminar: Now, Reading: Done}},
		"summer":                {plan, Work{}, On(2027, 7, 10), map[Activity]State{Answers: Done, FollowUp: Ahead}},
		"the last of the round": {plan, Work{}, On(2027, 10, 31), map[Activity]State{Board: Done, Shared: Now}},
	} {
		got := states(c.plan, c.work, c.day)
		for a, want := range c.want {
			if got[a] != want {
				t.Errorf("%s: %s is %s, want %s", name, a, got[a], want)
			}
		}
	}
}

func TestOnlyThisRoundsOwnInterviewsAreCounted(t *testing.T) {
	at := func(y int, m time.Month, d int, o app.Origin) app.Interview {
		return app.Interview{Created: time.Date(y, m, d, 12, 0, 0, 0, time.Local), Origin: o}
	}
	all := []app.Interview{
		at(2026, 3, 1, app.OriginOwn), at(2026, 11, 1, app.OriginOwn), at(2027, 2, 1, app.OriginOwn), at(2027, 2, 2, app.OriginOwn),
		at(2027, 2, 3, app.OriginReceived),
	}
	steps := []app.Step{app.StepSend, app.StepRecord, app.StepDone, app.StepTranscribe, app.StepRead}
	if w := Count(all, steps, On(2027, 2, 10)); w != (Work{Own: 3, Recorded: 2, Sent: 1}) {
		t.Errorf("%+v", w)
	}
}

func TestWhatComesFirstIsLookedAtFirst(t *testing.T) {
	plan := Propose(2027)
	for day, want := range map[Day]Activity{
		On(2026, 11, 3): KickOff, On(2026, 12, 3): KickOff, On(2027, 1, 4): APT, On(2027, 2, 1): Interviews, On(2027, 3, 10): Transcripts,
		On(2027, 4, 1): Reading, On(2027, 4, 20): Seminar, On(2027, 4, 25): Report, On(2027, 7, 1): FollowUp, On(2027, 10, 1): Shared,
	} {
		turns := Turns(plan, Work{}, day)
		if got := turns[Nearest(turns, day)].Activity; got != want {
			t.Errorf("%v: %s, want %s", day, got, want)
		}
	}
	name, day, ok := NextDate(plan, On(2027, 3, 1))
	if !ok || name != DateTranscripts || day != plan.Dates[DateTranscripts] {
		t.Errorf("%s %v %v", name, day, ok)
	}
	if _, _, ok := NextDate(plan, On(2027, 5, 1)); ok {
		t.Error("a date is left after the last")
	}
}
