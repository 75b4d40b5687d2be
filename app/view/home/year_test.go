package home_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/round"
	"barnrost/app/view/theme"
)

// label is what a screen reader says of the year.
func (s *stage) label() string {
	a, ok := s.Must("home.year").(fyne.Accessible)
	if !ok {
		s.T.Fatal("the year cannot be read aloud")
	}
	return a.AccessibilityLabel()
}

// Wheel and list are gone through alike: one stop for Tab, arrows round, Enter
// to what an activity is about, name and state read out.
func TestTheYearIsGoneThroughByArrowsAsAWheelAndAsAList(t *testing.T) {
	for _, listed := range []bool{false, true} {
		s := open(t, app.Swedish, theme.Light, &fakeBook{plan: round.Propose(2027), listed: listed})
		if n := slices.Index(s.TabStops(), "home.year"); n < 0 || slices.Contains(s.TabStops()[n+1:], "home.year") {
			t.Errorf("list %v: stops %v", listed, s.TabStops())
		}
		s.Focus("home.year")
		var heard []string
		for range round.Activities {
			heard = append(heard, s.label())
			if !strings.Contains(s.label(), "12 mars 2027") {
				t.Errorf("the day is not told: %s", s.label())
			}
			s.Key(fyne.KeyRight)
		}
		if s.label() != heard[0] || len(slices.Compact(slices.Clone(heard))) != len(round.Activities) {
			t.Errorf("list %v: it does not go round: %v", listed, heard)
		}
		for _, want := range []string{"Utskrifterna skickas, senast 15 mars 2027, nu. 5 av 12", "Seminarium, 20 april 2027, kommer. 7 av 12", "Året planeras, november 2026, klart. 1 av 12"} {
			if !strings.Contains(strings.Join(heard, "\n"), want) {
				t.Errorf("%q is not among\n%s", want, strings.Join(heard, "\n"))
			}
		}
		for _, c := range []struct {
			key  fyne.KeyName
			want string
		}{{fyne.KeyHome, "Året planeras"}, {fyne.KeyEnd, "Gemensam rapport"}} {
			s.Key(c.key)
			if !strings.Contains(s.label(), c.want) || !strings.Contains(s.Words(), c.want+"\n") {
				t.Errorf("%s: %s", c.key, s.label())
			}
		}
		s.Key(fyne.KeyRight) // round to the planning
		s.Key(fyne.KeyReturn)
		if s.went != "year" {
			t.Errorf("Enter goes to %q", s.went)
		}
	}
}

func TestEveryActivityIsExplainedAndLeadsWhereItsWorkIs(t *testing.T) {
	lead := map[round.Activity]string{
		round.Planning: "year", round.KickOff: "practice", round.APT: "year", round.Interviews: "interviews", round.Transcripts: "interviews",
		round.Reading: "unit", round.Seminar: "year", round.Report: "unit",
	}
	for _, lang := range []app.Language{app.Swedish, app.English} {
		s := open(t, lang, theme.Dark, &fakeBook{offered: true, practised: true})
		s.Focus("home.year")
		s.Key(fyne.KeyHome)
		for _, a := range round.Activities {
			about := s.Text.T("activity." + string(a) + ".about")
			if !strings.Contains(s.Words(), about) || strings.Contains(s.Words(), "‹") {
				t.Errorf("%s is not explained: %s", a, s.Words())
			}
			s.went = ""
			if s.Key(fyne.KeyReturn); s.went != lead[a] {
				t.Errorf("%s: Enter goes to %q, want %q", a, s.went, lead[a])
			}
			if button := s.Control("home.activity"); (button != nil) != (lead[a] != "") {
				t.Errorf("%s: its button is %v", a, button)
			}
			if count := s.Control("home.enquiry"); (count != nil) != (a == round.Interviews) {
				t.Errorf("%s: the count of those who were asked is %v", a, count)
			} else if count != nil {
				if s.Press("home.enquiry"); s.went != "enquiry" {
					t.Errorf("the count is at %q", s.went)
				}
			}
			s.Focus("home.year")
			s.Key(fyne.KeyRight)
		}
	}
}

func TestTheFormOfTheYearIsRememberedAndKeepsItsPlace(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &fakeBook{})
	s.Focus("home.year")
	s.Key(fyne.KeyEnd)
	at := s.label()
	for _, want := range []bool{true, false} {
		s.Press("home.as")
		if s.book.listed != want || s.Focused() != "home.year" || s.label() != at {
			t.Errorf("listed %v, focus %q, at %q", s.book.listed, s.Focused(), s.label())
		}
	}
}

// A step for each season, where it leads, and the words in both languages.
func TestTheSeasonsHaveTheirStep(t *testing.T) {
	plan := round.Propose(2027)
	for name, c := range map[string]struct {
		role  app.Role
		plan  round.Plan
		day   round.Day
		words string
		went  string
		other string
	}{
		"planning":             {app.RoleManager, round.Plan{}, round.On(2026, 11, 3), "Nästa: planera året", "year", "unit"},
		"planned":              {app.RoleManager, plan, round.On(2026, 11, 3), "Nästa: Enheten", "unit", "new"},
		"before the APT":       {app.RoleManager, plan, round.On(2027, 1, 5), "Nästa: årets första APT", "year", "unit"},
		"a worker in November": {app.RoleWorker, plan, round.On(2026, 11, 3), "Nästa: förbered en intervju", "new", ""},
		"reading":              {app.RoleWorker, plan, round.On(2027, 4, 1), "Nu: läs varandras intervjuer", "unit", "new"},
		"the seminar":          {app.RoleSupporter, plan, round.On(2027, 4, 20), "I dag är det seminarium", "year", "new"},
		"the report":           {app.RoleManager, plan, round.On(2027, 5, 5), "Nu: rapporten skrivs", "unit", "new"},
		"summer":               {app.RoleWorker, plan, round.On(2027, 7, 5), "Nu vilar intervjuerna", "year", "new"},
		"autumn":               {app.RoleManager, plan, round.On(2027, 9, 5), "Nu: rapporten går till nämnden", "year", "unit"},
	} {
		s := openOn(t, app.Swedish, theme.Light, &fakeBook{role: c.role, plan: c.plan}, c.day)
		if !strings.Contains(s.Words(), c.words) || strings.Contains(s.Words(), "‹") {
			t.Errorf("%s: want %q in\n%s", name, c.words, s.Words())
		}
		s.Press("home.next")
		if s.went != c.went {
			t.Errorf("%s: went to %q, want %q", name, s.went, c.went)
		}
		if s.went = ""; c.other != "" {
			s.Press("home.other")
		}
		if s.went != c.other {
			t.Errorf("%s: the other way goes to %q, want %q", name, s.went, c.other)
		}
		if en := openOn(t, app.English, theme.Light, &fakeBook{role: c.role, plan: c.plan}, c.day); strings.Contains(en.Words(), "‹") {
			t.Errorf("%s: %s", name, en.Words())
		}
	}
}

// A child's voice that waits comes before the season.
func TestAnInterviewThatWaitsComesBeforeTheSeason(t *testing.T) {
	b := &fakeBook{role: app.RoleManager, all: []app.Interview{recorded(1, "TALL-27")}, sounds: map[app.ID]app.SoundStatus{id(101): app.SoundWhole}}
	for _, day := range []round.Day{round.On(2026, 11, 3), round.On(2027, 4, 20), round.On(2027, 7, 5)} {
		if s := openOn(t, app.Swedish, theme.Light, b, day); !strings.Contains(s.Words(), "transkribera TALL-27") {
			t.Errorf("%v: %s", day, s.Words())
		}
	}
}

func TestAPlanThatComesTurnsTheWheel(t *testing.T) {
	s := openOn(t, app.Swedish, theme.Light, &fakeBook{role: app.RoleManager}, round.On(2026, time.November, 3))
	s.Focus("home.year")
	if !strings.Contains(s.label(), "Året planeras, november 2026, nu") {
		t.Errorf("%s", s.label())
	}
	s.book.plan = round.Propose(2027)
	s.Bus.Publish(app.TemplatesChanged{})
	s.Settle()
	if !strings.Contains(s.label(), "Året planeras, november 2026, klart") || !strings.Contains(s.Words(), "Nästa: Enheten") || s.Focused() != "home.year" {
		t.Errorf("focus %q, %s, %s", s.Focused(), s.label(), s.Words())
	}
	if !strings.Contains(s.Words(), "Nästa datum: Årets första APT, tisdag 12 januari 2027, om 70 dagar.") {
		t.Errorf("%s", s.Words())
	}
}
