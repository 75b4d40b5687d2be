package year_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/round"
	"barnrost/app/view"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
	"barnrost/app/view/year"
)

// world is what lies behind the room.
type world struct {
	plan          round.Plan
	unreadable    bool
	planner, unit bool
	fail          error
	draft         []byte
	went          string
	folder        string
	calendar      round.Plan
	sheet         round.Plan
}

type stage struct {
	*viewtest.Stage
	w     *world
	frame *view.Frame
	room  *year.Room // the one that was opened last
}

func open(t *testing.T, lang app.Language, mode theme.Mode, w *world) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode), w: w}
	now := func() time.Time { return time.Date(2026, 11, 3, 14, 2, 0, 0, time.Local) }
	s.frame = view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: now})
	room := func() view.Room {
		s.room = year.New(year.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window, Now: now,
			Kept: func() ([]byte, error) { return w.draft, nil },
			Keep: func(_ context.Context, raw []byte) error {
				if w.fail == nil {
					w.draft = raw
				}
				return w.fail
			},
			Plan: func() (round.Plan, error) {
				if w.unreadable {
					return round.Plan{}, app.Fail(app.CodeTemplate, nil)
				}
				return w.plan, nil
			},
			MayPlan: func() bool { return w.planner }, Sends: func() bool { return w.unit },
			Save: func(_ context.Context, p round.Plan) error {
				if w.fail == nil {
					w.plan = p
				}
				return w.fail
			},
			SaveCalendar: func(_ context.Context, folder string, p round.Plan) (string, error) {
				w.folder, w.calendar = folder, p
				return folder + "/arshjulet-2027.ics", w.fail
			},
			Sheet: func(p round.Plan) { w.sheet = p },
			Pick:  func(_ widget.Pick, then func(string)) { then("mapp") },
			Start: s.frame.Start, Unit: func() { w.went = "unit" }, Back: func() { w.went = "home" },
		})
		return s.room
	}
	places := []view.Place{{ID: "home", Open: room}, {ID: "year", Open: room, Hidden: true}, {ID: "settings", Open: room, Last: true}}
	s.frame.Enter(places, "year")
	s.Settle()
	return s
}

func (s *stage) set(id, words string) {
	s.T.Helper()
	e, ok := s.Must(id).(*widget.Entry)
	if !ok {
		s.T.Fatalf("%s is no field", id)
	}
	e.SetText("")
	e.OnChange("")
	s.Type(id, words)
}

func (s *stage) save() {
	s.T.Helper()
	s.ClearTrace()
	s.Press("plan.save")
	s.Wait("it to be saved or refused", func() bool { return (s.Traced("plan saved") || s.Traced("problem")) && !s.room.Unsaved() })
}

func TestAYearIsPlannedInFourDecisions(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		w := &world{planner: true, unit: true}
		s := open(t, lang, theme.Light, w)
		if s.Focused() != "plan.year" {
			t.Errorf("the focus is on %q", s.Focused())
		}
		s.set("plan.people", "Åsa Påhitt\nBo Öst\n")
		s.save()
		want := round.Propose(2027)
		want.Interviewers = []string{"Åsa Påhitt", "Bo Öst"}
		if w.plan.Year != 2027 || !reflect.DeepEqual(w.plan.Dates, want.Dates) || !slices.Equal(w.plan.Interviewers, want.Interviewers) {
			t.Errorf("saved %+v", w.plan)
		}
		if s.Focused() != "plan.calendar" || strings.Contains(s.Words(), "‹") {
			t.Errorf("focus %q, words %s", s.Focused(), s.Words())
		}
		s.Press("plan.calendar")
		s.WaitTrace("plan calendar")
		if w.folder != "mapp" || w.calendar.Year != 2027 {
			t.Errorf("the calendar of %d went to %q", w.calendar.Year, w.folder)
		}
		s.Press("plan.sheet")
		if w.sheet.Year != 2027 {
			t.Error("no sheet was made")
		}
		s.Press("plan.invite")
		if w.went != "unit" {
			t.Errorf("went to %q", w.went)
		}
	}
}

func TestADateMovesByKeysAndIsReadAsItIsWritten(t *testing.T) {
	w := &world{planner: true, unit: true}
	s := open(t, app.Swedish, theme.Light, w)
	s.Focus("plan.apt")
	for _, k := range []fyne.KeyName{fyne.KeyUp, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyDown} {
		s.Key(k)
	}
	if !strings.Contains(s.Words(), "onsdag 13 januari 2027, vecka 2") {
		t.Errorf("the date did not move: %s", s.Words())
	}
	s.set("plan.seminar", "tisdag 27 april")
	s.set("plan.transcripts", "")
	s.save()
	if d := w.plan.Dates; d[round.DateAPT] != round.On(2027, 1, 13) || d[round.DateSeminar] != round.On(2027, 4, 27) || !d[round.DateTranscripts].IsZero() {
		t.Errorf("saved %v", d)
	}
}

func TestWhatIsUnwiseIsSaidAndSavedAllTheSame(t *testing.T) {
	w := &world{planner: true, unit: true}
	s := open(t, app.Swedish, theme.Light, w)
	s.set("plan.apt", "6 januari")
	s.set("plan.seminar", "2027-02-01")
	for _, words := range []string{"trettondedag jul", "Seminariedatum ligger före Utskrifter skickas ut"} {
		if !strings.Contains(s.Words(), words) {
			t.Errorf("%q is not said:\n%s", words, s.Words())
		}
	}
	s.save()
	if w.plan.Dates[round.DateSeminar] != round.On(2027, 2, 1) {
		t.Errorf("saved %v", w.plan.Dates)
	}
}

func TestWhatCannotBeReadIsSaidWhereItStandsAndNothingIsStored(t *testing.T) {
	for id, words := range map[string]string{"plan.seminar": "i april någon gång", "plan.people": "Åsa\n12345", "plan.voice.home": "många"} {
		w := &world{planner: true, unit: true}
		s := open(t, app.Swedish, theme.Light, w)
		if strings.HasPrefix(id, "plan.voice.") {
			s.Press("plan.voices")
		}
		s.set(id, words)
		if n := strings.Count(s.Words(), "läsa som ett datum") + strings.Count(s.Words(), "ser inte ut som namn") + strings.Count(s.Words(), "Skriv ett helt tal"); n == 0 {
			t.Errorf("%s: it is not said while one types", id)
		}
		s.save()
		if w.plan.Year != 0 || !s.Traced("problem plan-") {
			t.Errorf("%s: stored %+v; %s", id, w.plan, s.Trace())
		}
		if id == "plan.seminar" && s.Focused() != id {
			t.Errorf("the focus is on %q", s.Focused())
		}
	}
}

func TestAWriteThatFailsKeepsWhatWasTyped(t *testing.T) {
	w := &world{planner: true, unit: true, fail: app.Fail(app.CodeDiskFull, nil)}
	s := open(t, app.Swedish, theme.Light, w)
	s.set("plan.people", "Bo Öst")
	s.save()
	if e, ok := s.Must("plan.people").(*widget.Entry); !s.Traced("problem disk-full") || !ok || e.Text() != "Bo Öst" {
		t.Error("it is not told, or what was typed is gone")
	}
	w.fail = nil
	s.save()
	if !slices.Equal(w.plan.Interviewers, []string{"Bo Öst"}) {
		t.Errorf("saved %+v", w.plan)
	}
}

// kept waits until what was typed is stored.
func (s *stage) kept() {
	s.T.Helper()
	s.Wait("it to be kept", func() bool { return !s.room.Unsaved() })
}

func TestWhatIsTypedOutlivesTheRoomAndTheSession(t *testing.T) {
	w := &world{planner: true, unit: true}
	s := open(t, app.Swedish, theme.Light, w)
	s.set("plan.people", "Bo Öst")
	s.set("plan.apt", "13/1")
	s.kept() // leaving the first field was enough
	if !strings.Contains(string(w.draft), "Bo Öst") {
		t.Errorf("kept %s", w.draft)
	}
	s.frame.Close() // the room, and with it the session
	s.kept()
	if s.Bus.Listeners() != 0 {
		t.Error("a listener is left")
	}
	s = open(t, app.English, theme.Light, w)
	if !strings.Contains(s.Words(), "Wednesday 13 January 2027") || !strings.Contains(s.Words(), "1 interviewer") || !strings.Contains(s.Words(), "not saved as the plan yet") {
		t.Errorf("it is lost: %s", s.Words())
	}
	s.save()
	if w.draft != nil || s.Control("plan.again") != nil || !slices.Equal(w.plan.Interviewers, []string{"Bo Öst"}) {
		t.Errorf("saved %+v, still kept %s", w.plan, w.draft)
	}
}

func TestWhatWasTypedCanBeDropped(t *testing.T) {
	w := &world{planner: true, unit: true, plan: round.Propose(2027)}
	s := open(t, app.Swedish, theme.Light, w)
	s.set("plan.seminar", "2027-04-29")
	left := s.room
	s.frame.Go("settings")
	s.Wait("it to be kept", func() bool { return !left.Unsaved() })
	if w.draft == nil {
		t.Fatal("nothing was kept")
	}
	s.frame.Go("year")
	s.Settle()
	s.Press("plan.again")
	s.kept()
	if e, ok := s.Must("plan.seminar").(*widget.Entry); w.draft != nil || !ok || e.Text() != "2027-04-20" {
		t.Errorf("kept %s", w.draft)
	}
}

func TestNothingIsKeptOfAFormThatNobodyTouched(t *testing.T) {
	w := &world{planner: true, unit: true, draft: []byte("{")} // nor is one read that is none
	s := open(t, app.Swedish, theme.Light, w)
	for _, id := range s.TabStops() {
		s.Focus(id)
	}
	s.frame.Close()
	s.kept()
	if string(w.draft) != "{" || s.Control("plan.again") != nil {
		t.Errorf("kept %s", w.draft)
	}
}

func TestAnotherYearBringsItsProposalsAndKeepsWhatWasTyped(t *testing.T) {
	w := &world{planner: true, unit: true}
	s := open(t, app.Swedish, theme.Light, w)
	s.set("plan.seminar", "2028-04-27")
	s.Focus("plan.year")
	s.Key(fyne.KeyRight)
	s.save()
	if w.plan.Year != 2028 || w.plan.Dates[round.DateAPT] != round.Propose(2028).Dates[round.DateAPT] || w.plan.Dates[round.DateSeminar] != round.On(2028, 4, 27) {
		t.Errorf("saved %+v", w.plan)
	}
}

// In November last year's plan is the ground of the next: its people, not its
// dates.
func TestANewRoundBeginsWithLastYearsPeopleAndItsOwnDates(t *testing.T) {
	last := round.Propose(2026)
	last.Interviewers = []string{"Åsa Påhitt"}
	w := &world{planner: true, unit: true, plan: last}
	s := open(t, app.Swedish, theme.Light, w)
	if s.Control("plan.calendar") != nil {
		t.Error("last year's dates can be sent out")
	}
	s.save()
	want := round.Propose(2027)
	if w.plan.Year != 2027 || !reflect.DeepEqual(w.plan.Dates, want.Dates) || !slices.Equal(w.plan.Interviewers, last.Interviewers) {
		t.Errorf("saved %+v", w.plan)
	}
}

func TestOthersReadThePlanAndSeeANewOneCome(t *testing.T) {
	w := &world{}
	s := open(t, app.Swedish, theme.Light, w)
	if !strings.Contains(s.Words(), "ingen plan här än") || s.Control("plan.save") != nil {
		t.Errorf("%s", s.Words())
	}
	w.plan = round.Propose(2027)
	w.plan.Interviewers = []string{"Åsa Påhitt"}
	w.plan.Voices = map[round.Voice]int{"interpreter": 2}
	s.Bus.Publish(app.TemplatesChanged{})
	s.Settle()
	for _, words := range []string{"tisdag 20 april 2027, vecka 16", "Åsa Påhitt", "Samtal med tolk: 2"} {
		if !strings.Contains(s.Words(), words) {
			t.Errorf("%q is not shown: %s", words, s.Words())
		}
	}
	if s.Control("plan.save") != nil || s.Control("plan.invite") != nil || s.Control("plan.calendar") == nil {
		t.Error("the wrong things can be done")
	}
}

func TestADraftSaysThatItIsOne(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &world{planner: true})
	if !strings.Contains(s.Words(), "ditt eget utkast") {
		t.Errorf("%s", s.Words())
	}
}

func TestAPlanThatCannotBeReadIsToldOfAndCanBeMadeAnew(t *testing.T) {
	w := &world{planner: true, unit: true, unreadable: true}
	s := open(t, app.Swedish, theme.Light, w)
	if !s.Traced("problem template") {
		t.Error(s.Trace())
	}
	s.save()
	if w.plan.Year != 2027 {
		t.Errorf("saved %+v", w.plan)
	}
}

func TestTheRoomIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			saved := round.Propose(2027)
			saved.Interviewers = []string{"Åsa Påhitt", "Bo Öst", "Łucja Vik"}
			saved.Voices = map[round.Voice]int{"age-5-8": 2}
			name := string(lang) + "-" + string(mode)
			s := open(t, lang, mode, &world{planner: true, unit: true, plan: saved})
			s.set("plan.apt", "2027-01-06")
			s.Focus("plan.interviews")
			s.Shot("plan-"+name, 1)
			if strings.Contains(s.Words(), "‹") {
				t.Errorf("words are missing: %s", s.Words())
			}
			stops := s.TabStops()
			for _, id := range []string{"plan.year", "plan.apt", "plan.interviews", "plan.transcripts", "plan.seminar", "plan.people", "plan.voices", "plan.voice.age-5-8", "plan.voice.disability", "plan.save", "plan.back", "plan.calendar", "plan.sheet", "plan.invite"} {
				if !slices.Contains(stops, id) {
					t.Errorf("%s cannot be reached by Tab: %v", id, stops)
				}
			}
			s.Focus("plan.invite")
			s.Shot("plan-end-"+name, 1)
			s.Size(640, 400)
			s.Focus("plan.people")
			s.Shot("plan-200-"+name, 2)
			r := open(t, lang, mode, &world{plan: saved})
			r.Shot("plan-read-"+name, 1)
		}
	}
}

// A lock that waits until what was typed is kept looks again at every event.
func TestThatATypedPlanIsKeptIsToldToALockThatWaits(t *testing.T) {
	w := &world{planner: true, unit: true}
	s := open(t, app.Swedish, theme.Light, w)
	told := false
	s.Bus.Subscribe(func(e app.Event) {
		_, changed := e.(app.RoomChanged)
		told = told || changed && !s.room.Unsaved()
	})
	s.set("plan.people", "Bo Öst")
	s.Focus("plan.save")
	s.kept()
	if !told {
		t.Error("it goes on waiting")
	}
}
