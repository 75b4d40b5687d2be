package home_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/round"
	"barnrost/app/view"
	"barnrost/app/view/home"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
)

type fakeBook struct {
	role   app.Role
	all    []app.Interview // newest first
	sounds map[app.ID]app.SoundStatus
	texts  map[app.ID]bool
	err    error
	remind string
	works  map[app.ID]app.Work

	offered, practised bool // the practice
	plan               round.Plan
	listed             bool
}

func (b *fakeBook) practise(s *stage) func() {
	if !b.offered {
		return nil
	}
	return func() { s.went = "practice" }
}

func (b *fakeBook) Profile() (app.Profile, error) {
	return app.Profile{Name: "Åsa Lind", Role: b.role, Unit: "Norr"}, nil
}
func (b *fakeBook) Interviews() ([]app.Interview, error) {
	return append([]app.Interview(nil), b.all...), b.err
}
func (b *fakeBook) Length(id app.ID) (app.SoundStatus, int64, error) {
	return b.sounds[id], 34 * 60_000, nil
}
func (b *fakeBook) HasText(i app.Interview) bool { return b.texts[i.ID] }

func id(n byte) app.ID { return app.ID{n} }

func interview(n byte, code string) app.Interview {
	return app.Interview{ID: id(n), Code: code, Age: 12, Place: "cafe", Origin: app.OriginOwn}
}

func recorded(n byte, code string) app.Interview {
	i := interview(n, code)
	i.Recording = id(100 + n)
	return i
}

type stage struct {
	*viewtest.Stage
	book  *fakeBook
	went  string
	frame *view.Frame
}

func open(t *testing.T, lang app.Language, mode theme.Mode, b *fakeBook) *stage {
	return openOn(t, lang, mode, b, round.On(2027, time.March, 12))
}

func openOn(t *testing.T, lang app.Language, mode theme.Mode, b *fakeBook, day round.Day) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode), book: b}
	now := func() time.Time { return time.Date(day.Year, day.Month, day.Date, 14, 2, 0, 0, time.Local) }
	s.frame = view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: now})
	to := func(name string) func(app.ID) { return func(i app.ID) { s.went = name + " " + i.String()[:2] } }
	room := func() view.Room {
		return home.New(home.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window, Book: b, Now: now,
			NewInterview: func() { s.went = "new" }, Unit: func() { s.went = "unit" },
			Enquiry: func() { s.went = "enquiry" }, Interviews: func() { s.went = "interviews" }, Year: func() { s.went = "year" }, Plan: func() round.Plan { return b.plan },
			Listed: func() bool { return b.listed }, SetListed: func(on bool) { b.listed = on },
			Interview: to("interview"), Transcribe: to("transcribe"), Send: to("send"),
			Remind: func() string { return b.remind }, Vault: func() { s.went = "backup" },
			Practise: b.practise(s), Practised: func() bool { return b.practised },
			Worked: func(i app.Interview) app.Work { return b.works[i.ID] },
		})
	}
	var places []view.Place
	for _, id := range []string{"home", "interview", "desk", "unit", "settings"} {
		places = append(places, view.Place{ID: id, Open: room, Last: id == "settings"})
	}
	s.frame.Enter(places, "home")
	s.Settle()
	return s
}

func TestTheTimeLeftIsToldByOnesOwnPace(t *testing.T) {
	const minute = 60_000
	whole := map[app.ID]app.SoundStatus{id(101): app.SoundWhole, id(102): app.SoundWhole}
	done := recorded(2, "GRAN-11")
	done.Sent = []app.Sent{{}}
	text := map[app.ID]bool{id(1): true, id(2): true}
	six := app.Work{Worked: 300 * minute, Sound: 50 * minute, Covered: 50 * minute} // six minutes for one
	for name, c := range map[string]struct {
		book  fakeBook
		words string
	}{
		"new, with a pace": {fakeBook{all: []app.Interview{done, recorded(1, "TALL-27")}, sounds: whole, texts: map[app.ID]bool{id(2): true},
			works: map[app.ID]app.Work{id(2): six}}, "transkribera TALL-27, ungefär 3,5 timmar"},
		"begun": {fakeBook{all: []app.Interview{recorded(1, "TALL-27")}, sounds: whole, texts: text,
			works: map[app.ID]app.Work{id(1): {Sound: 34 * minute, Covered: 24 * minute, Worked: 72 * minute}}}, "transkribera TALL-27, ungefär 30 minuter"},
		"nearly all has text": {fakeBook{all: []app.Interview{recorded(1, "TALL-27")}, sounds: whole, texts: text,
			works: map[app.ID]app.Work{id(1): {Sound: 34 * minute, Covered: 31 * minute, Worked: 72 * minute}}}, "skicka TALL-27"},
		"written before anybody counted": {fakeBook{all: []app.Interview{recorded(1, "TALL-27")}, sounds: whole, texts: text}, "skicka TALL-27"},
	} {
		s := open(t, app.Swedish, theme.Light, &c.book)
		if !strings.Contains(s.Words(), c.words) {
			t.Errorf("%s: want %q in\n%s", name, c.words, s.Words())
		}
	}
}

func TestTheNextStepIsTheOneThatHelpsMost(t *testing.T) {
	sent := recorded(9, "EK-10")
	sent.Sent = []app.Sent{{}}
	received := interview(8, "LOM-11")
	received.Origin = app.OriginReceived
	whole := map[app.ID]app.SoundStatus{id(101): app.SoundWhole, id(102): app.SoundWhole, id(103): app.SoundInterrupted, id(109): app.SoundWhole}
	for name, c := range map[string]struct {
		book  fakeBook
		words string
		went  string
	}{
		"nothing yet":       {fakeBook{}, "Nästa: förbered en intervju", "new"},
		"a manager":         {fakeBook{role: app.RoleManager, plan: round.Propose(2027), all: []app.Interview{received}}, "Nästa: Enheten", "unit"},
		"prepared":          {fakeBook{all: []app.Interview{interview(1, "TALL-27")}}, "spela in TALL-27", "interview 01"},
		"recorded":          {fakeBook{all: []app.Interview{recorded(1, "TALL-27"), interview(5, "EK-12")}, sounds: whole}, "transkribera TALL-27, ungefär 2,5 timmar", "transcribe 01"},
		"cut off":           {fakeBook{all: []app.Interview{recorded(3, "TALL-27")}, sounds: whole}, "transkribera TALL-27", "transcribe 03"},
		"the oldest first":  {fakeBook{all: []app.Interview{recorded(2, "GRAN-11"), recorded(1, "TALL-27")}, sounds: whole}, "transkribera TALL-27", "transcribe 01"},
		"written":           {fakeBook{all: []app.Interview{recorded(1, "TALL-27")}, sounds: whole, texts: map[app.ID]bool{id(1): true}}, "skicka TALL-27", "send 01"},
		"everything sent":   {fakeBook{all: []app.Interview{sent, received}, sounds: whole, texts: map[app.ID]bool{id(9): true}}, "Allt är skickat", "new"},
		"being recorded":    {fakeBook{all: []app.Interview{recorded(1, "TALL-27")}, sounds: map[app.ID]app.SoundStatus{id(101): app.SoundRunning}}, "TALL-27 spelas in nu", "interview 01"},
		"manager with work": {fakeBook{role: app.RoleManager, all: []app.Interview{recorded(1, "TALL-27")}, sounds: whole}, "transkribera TALL-27", "transcribe 01"},
	} {
		s := open(t, app.Swedish, theme.Light, &c.book)
		if !strings.Contains(s.Words(), c.words) || strings.Contains(s.Words(), "‹") {
			t.Errorf("%s: want %q in\n%s", name, c.words, s.Words())
		}
		if s.Focused() != "home.next" {
			t.Errorf("%s: the focus is on %q", name, s.Focused())
		}
		s.Press("home.next")
		if s.went != c.went {
			t.Errorf("%s: went to %q, want %q", name, s.went, c.went)
		}
	}
}

func TestAWrittenInterviewCanBeWorkedOn(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &fakeBook{all: []app.Interview{recorded(1, "TALL-27")}, sounds: map[app.ID]app.SoundStatus{id(101): app.SoundWhole}, texts: map[app.ID]bool{id(1): true}})
	s.Press("home.other")
	if s.went != "transcribe 01" {
		t.Errorf("went to %q", s.went)
	}
}

func TestTheStepFollowsWhatHappens(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &fakeBook{})
	s.book.all = []app.Interview{interview(1, "TALL-27")}
	s.Bus.Publish(app.InterviewsChanged{})
	s.Settle()
	if !strings.Contains(s.Words(), "spela in TALL-27") || s.Focused() != "home.next" {
		t.Errorf("focus %q, words %s", s.Focused(), s.Words())
	}
	s.frame.Close()
	if s.Bus.Listeners() != 0 {
		t.Error("a listener is left")
	}
}

func TestAVaultThatCannotBeReadIsToldOf(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &fakeBook{err: app.Fail(app.CodeVaultDamaged, nil)})
	if !s.Traced("problem vault-damaged") {
		t.Error(s.Trace())
	}
}

func TestTheYearWheelIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			for _, listed := range []bool{false, true} {
				s := open(t, lang, mode, &fakeBook{
					all: []app.Interview{recorded(1, "TALL-27")}, sounds: map[app.ID]app.SoundStatus{id(101): app.SoundWhole},
					plan: round.Propose(2027), listed: listed,
				})
				name := string(lang) + "-" + string(mode)
				if listed {
					name = "list-" + name
				}
				s.Shot("home-"+name, 1)
				s.Focus("home.year")
				s.Shot("home-year-"+name, 1)
				s.Size(640, 400)
				s.Shot("home-200-"+name, 2)
				fyne.CurrentApp().Settings().SetTheme(theme.New(mode, 2)) // the text alone is larger
				s.Size(1280, 800)
				s.Shot("home-large-"+name, 1)
				s.Size(720, 800)
				s.Focus("home.next")
				s.Focus("home.year")
				s.Shot("home-large-narrow-"+name, 1)
				if strings.Contains(s.Words(), "‹") {
					t.Errorf("words are missing: %s", s.Words())
				}
			}
		}
	}
}

func TestWhatCanWaitIsAQuietLineThatGoesWhenItIsDone(t *testing.T) {
	b := &fakeBook{role: app.RoleWorker, remind: "Senaste säkerhetskopian är gammal."}
	s := open(t, app.Swedish, theme.Light, b)
	if !strings.Contains(s.Words(), b.remind) || s.Focused() != "home.next" {
		t.Errorf("the reminder is not told, or asks for more than the next step: focus at %q", s.Focused())
	}
	s.Press("home.vault")
	if s.went != "backup" {
		t.Errorf("went to %q", s.went)
	}
	b.remind = ""
	s.Bus.Publish(app.VaultChanged{})
	s.Wait("the line to go", func() bool { return s.Control("home.vault") == nil })
}

func TestPractisingIsProposedOnceAndOnlyBeforeTheFirstInterview(t *testing.T) {
	for name, c := range map[string]struct {
		book fakeBook
		want string
	}{
		"never practised":   {fakeBook{offered: true}, "practice"},
		"practised":         {fakeBook{offered: true, practised: true}, "new"},
		"has an interview":  {fakeBook{offered: true, all: []app.Interview{interview(1, "TALL-27")}}, "interview 01"},
		"is an enhetschef":  {fakeBook{offered: true, role: app.RoleManager, plan: round.Propose(2027)}, "unit"},
		"nothing to try at": {fakeBook{}, "new"},
	} {
		s := open(t, app.Swedish, theme.Light, &c.book)
		s.Press("home.next")
		if s.went != c.want {
			t.Errorf("%s: went to %q, want %q", name, s.went, c.want)
		}
		if c.want != "practice" {
			continue
		}
		s.Press("home.other")
		if s.went != "new" {
			t.Errorf("%s: one cannot begin at once, but goes to %q", name, s.went)
		}
	}
}
