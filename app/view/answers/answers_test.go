package answers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/survey"
	"barnrost/app/view"
	"barnrost/app/view/answers"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

// post stands in for the vault and the keys.
type post struct {
	state   answers.State
	counted survey.Counted
	err     error
	sent    []string
	arrived int
	entered []survey.Answers
	opened  []int
}

func (p *post) State(context.Context) (answers.State, error) { return p.state, nil }
func (p *post) Send(_ context.Context, folder string) (handover.Sent, error) {
	if p.err != nil {
		return handover.Sent{}, p.err
	}
	p.sent = append(p.sent, folder)
	p.state.Out = app.Envelopes{Out: p.state.Out.Waiting, Last: &app.EnvelopesSent{At: when, Receiver: "Enhet Björken", Receipt: "hav skog 7777", Count: p.state.Out.Waiting}}
	return handover.Sent{Path: folder + "/x.barnrost", Receipt: "hav skog 7777"}, nil
}
func (p *post) Arrived(context.Context) error { p.arrived++; p.state.Out = app.Envelopes{}; return nil }
func (p *post) Enter(_ context.Context, a survey.Answers) error {
	if p.err == nil {
		p.entered = append(p.entered, a)
	}
	return p.err
}
func (p *post) Open(_ context.Context, from int) error {
	if p.err == nil {
		p.opened = append(p.opened, from)
		p.state.Pool = app.Pool{Opened: p.state.Pool.Closed + p.state.Pool.Opened}
	}
	return p.err
}
func (p *post) Count(context.Context) (survey.Counted, int, error) { return p.counted, 0, nil }

var when = time.Date(2027, 3, 12, 14, 2, 0, 0, time.Local)

type stage struct {
	*viewtest.Stage
	post    *post
	printed int
	asked   []widget.Question
	yes     bool
	worded  []*survey.Form
	frame   *view.Frame
}

func open(t *testing.T, lang app.Language, mode theme.Mode, p *post) *stage {
	t.Helper()
	s := &stage{Stage: viewtest.New(t, lang, mode), post: p, yes: true}
	d := answers.Deps{Bus: s.Bus, Kit: s.Kit, Window: s.Window, Pool: p, Print: func() { s.printed++ },
		Form: func() (survey.Form, error) { return survey.ParseForm([]byte(assets.Survey)) },
		Pick: func(_ widget.Pick, then func(string)) { then("/enheten") },
		Ask: func(q widget.Question, yes func()) {
			if s.asked = append(s.asked, q); s.yes {
				yes()
			}
		},
		SaveForm: func(_ context.Context, f *survey.Form) error { s.worded = append(s.worded, f); return p.err },
		Problem:  func(err error) { t.Error(err) }, Back: func() {},
	}
	s.frame = view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Now: time.Now, Held: func() string { return "" }})
	s.frame.Enter([]view.Place{{ID: "unit", Open: func() view.Room { return answers.New(d) }}}, "unit")
	s.WaitTrace("answers ready")
	return s
}

func each(t *testing.T, run func(t *testing.T, lang app.Language)) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		t.Run(string(lang), func(t *testing.T) { run(t, lang) })
	}
}

var six = survey.Counted{Answers: 6, Faces: [3]survey.Tally{{Glad: 4, Between: 1, Sad: 1}, {Glad: 2}, {}},
	Words: [5][]string{{"Bullarna var goda"}, {}, {}, {"Om skolan", "Om syskon"}, {}}}

func TestWhatWaitsIsSentAndLetGoOfWhenTheCodeWasReadOut(t *testing.T) {
	each(t, func(t *testing.T, lang app.Language) {
		s := open(t, lang, theme.Light, &post{state: answers.State{Unit: "Enhet Björken", Out: app.Envelopes{Waiting: 2}}})
		if s.Control("answers.open") != nil || s.Control("answers.enter") != nil {
			t.Error("an interviewer may open or enter")
		}
		if !strings.Contains(s.Words(), s.Text.T("error.entry-role.what")) {
			t.Error("it is not said why")
		}
		s.Press("answers.send")
		s.WaitTrace("answers sent")
		s.Bus.Publish(app.EnvelopesChanged{})
		s.Wait("the code", func() bool { return strings.Contains(s.Words(), "hav skog 7777") })
		s.yes = false
		s.Press("answers.arrived")
		if s.post.arrived != 0 || len(s.asked) != 1 || !strings.Contains(s.asked[0].Title, "hav skog 7777") {
			t.Fatalf("after a no: arrived %d, asked %+v", s.post.arrived, s.asked)
		}
		s.yes = true
		s.Press("answers.arrived")
		s.WaitTrace("answers arrived")
		if s.post.arrived != 1 || len(s.post.sent) != 1 || s.post.sent[0] != "/enheten" {
			t.Errorf("sent %v, arrived %d", s.post.sent, s.post.arrived)
		}
	})
}

func TestWithoutAUnitThereIsPaper(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &post{})
	if !strings.Contains(s.Words(), s.Text.T("answers.unit.unknown")) {
		t.Error("it is not said that the unit is unknown")
	}
	s.Press("answers.print")
	if s.printed != 1 {
		t.Error("nothing was printed")
	}
}

// With four there is no button, no count and no word, whatever lies there.
func TestBelowTheUnitsNumberNothingIsOffered(t *testing.T) {
	each(t, func(t *testing.T, lang app.Language) {
		for closed, missing := range map[int]int{1: 4, 4: 1} {
			s := open(t, lang, theme.Light, &post{state: answers.State{Unit: "Enhet Björken", Holder: true, Pool: app.Pool{Closed: closed}}, counted: six})
			if s.Control("answers.open") != nil {
				t.Errorf("with %d there is a way to open", closed)
			}
			if !strings.Contains(s.Words(), s.Text.N("answers.pool.missing", missing)) || strings.Contains(s.Words(), "Bullarna") {
				t.Errorf("with %d it says\n%s", closed, s.Words())
			}
		}
	})
}

func TestFromFiveOnTheyAreOpenedTogetherAfterAQuestion(t *testing.T) {
	each(t, func(t *testing.T, lang app.Language) {
		s := open(t, lang, theme.Light, &post{state: answers.State{Unit: "Enhet Björken", Holder: true, Pool: app.Pool{Closed: 6}}, counted: six})
		s.yes = false
		s.Press("answers.open")
		if len(s.post.opened) != 0 || len(s.asked) != 1 {
			t.Fatalf("opened %v after a no, asked %d", s.post.opened, len(s.asked))
		}
		s.yes = true
		s.Press("answers.open")
		s.WaitTrace("answers opened")
		s.Wait("the counts", func() bool { return strings.Contains(s.Words(), "Bullarna") })
		mean := map[app.Language]string{app.Swedish: "2,5", app.English: "2.5"}[lang] // 15 points of 6
		for _, want := range []string{s.Text.T("answers.mean", "mean", mean, "n", 6), s.Text.T("answers.tally.none"), "●●●●", "Om skolan", s.Text.T("answers.words.none")} {
			if !strings.Contains(s.Words(), want) {
				t.Errorf("it does not say %q:\n%s", want, s.Words())
			}
		}
		if fmt.Sprint(s.post.opened) != "[5]" {
			t.Errorf("opened from %v", s.post.opened)
		}
		// What comes later waits for a lot of its own.
		s.post.state.Pool.Closed = 1
		s.Bus.Publish(app.EnvelopesChanged{})
		s.Wait("the later one", func() bool { return strings.Contains(s.Words(), s.Text.N("answers.pool.later", 4)) })
	})
}

// A form is entered by digits and Enter alone; the focus is at the next form's
// first question after it.
func TestAPaperFormIsEnteredByKeys(t *testing.T) {
	each(t, func(t *testing.T, lang app.Language) {
		s := open(t, lang, theme.Light, &post{state: answers.State{Unit: "Enhet Björken", MayEnter: true}})
		s.Press("answers.enter")
		if s.Focused() != "answers.face.1" {
			t.Fatalf("the focus is on %q", s.Focused())
		}
		s.Rune('1')
		for _, c := range "Fika" {
			s.Rune(c)
		}
		s.Key(fyne.KeyReturn)
		s.Rune('0')
		s.Key(fyne.KeyReturn)
		s.Rune('3')
		for range 3 {
			s.Key(fyne.KeyReturn)
		}
		if s.Focused() != "answers.keep" {
			t.Fatalf("after the last question the focus is on %q", s.Focused())
		}
		s.Key(fyne.KeyReturn)
		s.WaitTrace("answers entered")
		want := survey.Answers{Faces: [3]survey.Face{survey.Glad, "", survey.Sad}, Words: [5]string{"Fika"}}
		if len(s.post.entered) != 1 || s.post.entered[0] != want {
			t.Errorf("entered %+v", s.post.entered)
		}
		s.Wait("an empty form", func() bool { return s.Focused() == "answers.face.1" })
		s.Press("answers.keep")
		if !strings.Contains(s.Words(), s.Text.T("answers.entry.empty")) || len(s.post.entered) != 1 {
			t.Error("an empty form was put into an envelope")
		}
		// What cannot be kept stands there still.
		s.post.err = app.Fail(app.CodeDiskFull, nil)
		s.Focus("answers.face.1")
		s.Rune('2')
		s.Press("answers.keep")
		s.Wait("the problem", func() bool { return strings.Contains(s.Words(), s.Text.T("error.disk-full.what")) })
		s.post.err = nil
		s.Press("answers.keep")
		s.Wait("the second", func() bool { return len(s.post.entered) == 2 })
		if s.post.entered[1].Faces[0] != survey.Between || strings.Contains(s.Trace(), "Fika") {
			t.Errorf("entered %+v", s.post.entered[1])
		}
	})
}

// The unit's own wording is stored whole or not at all, and never with a number
// below five.
func TestAUnitWordsItsForm(t *testing.T) {
	each(t, func(t *testing.T, lang app.Language) {
		s := open(t, lang, theme.Light, &post{state: answers.State{Unit: "Enhet Björken", Holder: true}})
		s.Press("answers.change")
		fill := func(id, words string) {
			s.Focus(id)
			s.Must(id).(*widget.Entry).SetText(words)
		}
		fill("answers.form.from", "4")
		s.Press("answers.form.save")
		if !strings.Contains(s.Words(), s.Text.T("answers.form.from.wrong", "least", 5, "most", 50)) || s.Focused() != "answers.form.from" {
			t.Errorf("four: the focus is on %q", s.Focused())
		}
		fill("answers.form.from", "8")
		fill("answers.form.5", "  ")
		s.Press("answers.form.save")
		if s.Focused() != "answers.form.5" || len(s.worded) != 0 {
			t.Errorf("an empty question: the focus is on %q, stored %d", s.Focused(), len(s.worded))
		}
		fill("answers.form.5", "Hur var det  att bli intervjuad?")
		s.Press("answers.form.save")
		s.Wait("the page", func() bool { return s.Control("answers.change") != nil })
		if len(s.worded) != 1 || s.worded[0].From != 8 || s.worded[0].Questions[0] != "Hur var det att bli intervjuad?" || s.worded[0].Check() != nil {
			t.Fatalf("stored %+v", s.worded)
		}
		s.Press("answers.change")
		s.Press("answers.form.shipped")
		s.Wait("the page", func() bool { return s.Control("answers.change") != nil })
		if len(s.worded) != 2 || s.worded[1] != nil {
			t.Errorf("stored %+v", s.worded)
		}
	})
}

func TestTheRoomIsPaintedAtEverySize(t *testing.T) {
	for name, c := range map[string]struct {
		lang app.Language
		mode theme.Mode
		w, h float32
		size float32
	}{
		"sv-light": {app.Swedish, theme.Light, 1280, 1400, 1}, "en-dark": {app.English, theme.Dark, 1280, 1400, 1},
		"sv-small": {app.Swedish, theme.Light, 640, 900, 1}, "sv-large": {app.Swedish, theme.Dark, 1280, 1400, 2},
	} {
		s := open(t, c.lang, c.mode, &post{state: answers.State{Unit: "Enhet Björken", Holder: true, MayEnter: true, Pool: app.Pool{Closed: 5, Opened: 6}}, counted: six})
		fyne.CurrentApp().Settings().SetTheme(theme.New(c.mode, c.size))
		s.Size(c.w, c.h)
		s.Shot("answers-"+name+"-1", 1)
		s.Press("answers.enter")
		s.Shot("answers-"+name+"-2", 1)
		w := open(t, c.lang, c.mode, &post{state: answers.State{Unit: "Enhet Björken", Out: app.Envelopes{Waiting: 1, Out: 2, Last: &app.EnvelopesSent{At: when, Receiver: "Enhet Björken", Receipt: "hav skog 7777", Count: 2}}}})
		fyne.CurrentApp().Settings().SetTheme(theme.New(c.mode, c.size))
		w.Size(c.w, c.h)
		w.Shot("answers-"+name+"-3", 1)
	}
}
