package interview_test

import (
	"context"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/view/interview"
	"barnrost/app/view/theme"
)

// fakeReady makes interviews ready in memory.
type fakeReady struct {
	now     app.Readiness
	failing error
}

func (f *fakeReady) Ready() (app.Readiness, error) {
	if f.now.Interview.IsZero() {
		return f.now, app.Fail(app.CodeNotFound, nil)
	}
	return f.now, nil
}

func (f *fakeReady) MakeReady(_ context.Context, id app.ID) error {
	if f.failing == nil {
		f.now = app.Readiness{Interview: id, Made: day, Until: day.Add(app.ReadyFor)}
	}
	return f.failing
}

func (f *fakeReady) Disarm(context.Context) error {
	if f.failing == nil {
		f.now = app.Readiness{}
	}
	return f.failing
}

// readying is the page before a recording, of a vault that is open.
func readying(t *testing.T, lang app.Language, f *fakeReady) (s *stage, locked *int) {
	t.Helper()
	s = open(t, lang, theme.Light, prepared(), atIt)
	s.frame.Close()
	s.ready, s.locked = f, new(int)
	s.start(atIt)
	s.WaitTrace("microphones")
	return s, s.locked
}

func TestAnInterviewIsMadeReadyAndTheVaultLocked(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		f := &fakeReady{}
		s, locked := readying(t, lang, f)
		s.Shot("ready-make-"+string(lang), 1)
		s.Press("ready.make")
		s.WaitTrace("ready made")
		if f.now.Interview != (app.ID{7}) || *locked != 1 {
			t.Errorf("%+v, locked %d times", f.now, *locked)
		}
		if !strings.Contains(s.Words(), "02:02") { // twelve hours after 14:02
			t.Errorf("it does not say until when: %s", s.Words())
		}
		s.Shot("ready-made-"+string(lang), 1)
		s.Press("ready.lock")
		if *locked != 2 {
			t.Errorf("locked %d times", *locked)
		}
		s.Press("ready.undo")
		s.WaitTrace("ready undone")
		if !f.now.Interview.IsZero() || s.Focused() != "ready.make" {
			t.Errorf("%+v, the focus at %q", f.now, s.Focused())
		}
	}
}

func TestWhatSpeaksAgainstReadinessIsToldAndNothingLocks(t *testing.T) {
	f := &fakeReady{failing: app.Fail(app.CodeReadyRoom, nil)}
	s, locked := readying(t, app.Swedish, f)
	s.Press("ready.make")
	s.Wait("the reason", func() bool { return strings.Contains(s.Words(), "en timmes inspelning") })
	if *locked > 0 {
		t.Error("it locked all the same")
	}
	f.failing = nil
	s.Press("ready.make") // can be tried again
	s.WaitTrace("ready made")
}

func TestThatAnotherInterviewIsReadyIsTold(t *testing.T) {
	f := &fakeReady{now: app.Readiness{Interview: app.ID{9}, Made: day, Until: day.Add(app.ReadyFor)}}
	s, _ := readying(t, app.Swedish, f)
	if !strings.Contains(s.Words(), "En annan intervju står redo") {
		t.Errorf("%s", s.Words())
	}
	f.now = app.Readiness{Interview: app.ID{7}, Made: day.Add(-2 * app.ReadyFor), Until: day.Add(-app.ReadyFor)}
	s.Bus.Publish(app.ReadyChanged{})
	s.Wait("that the time is over", func() bool { return strings.Contains(s.Words(), "har gått ut") })
}

func TestTheListSaysWhichInterviewStandsReady(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		f := &fakeReady{}
		s, _ := readying(t, lang, f)
		s.Press("interview.back")
		if strings.Contains(s.Words(), "02:02") {
			t.Error("none stands ready, and one is said to")
		}
		f.now = app.Readiness{Interview: app.ID{7}, Made: day, Until: day.Add(app.ReadyFor)}
		s.frame.Go("interview")
		s.Press("interview.back")
		if !strings.Contains(s.Words(), "02:02") {
			t.Errorf("it is not said: %s", s.Words())
		}
	}
}

func TestWhatIsTakenInShowsWhereItsInterviewIsOpen(t *testing.T) {
	s, _ := readying(t, app.Swedish, &fakeReady{})
	s.Bus.Publish(app.InterviewsChanged{ID: app.ID{7}}) // the control: nothing has come
	s.Settle()
	if s.Control("record.start") == nil {
		t.Fatal("the page is gone")
	}
	s.book.attach(app.ID{7}, app.SoundWhole)
	s.Bus.Publish(app.InterviewsChanged{ID: app.ID{7}})
	s.WaitTrace("interview overview")
}

// At the child's table the room has one interview, of which it knows nothing.
func TestWithALockedVaultTheRoomShowsNothingOfTheInterview(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		b := &fakeBook{all: []app.Interview{{ID: app.ID{7}, Origin: app.OriginOwn}}}
		s := open(t, lang, theme.Light, b, interview.At{New: true})
		s.frame.Close()
		left := 0
		s.leave = func() { left++ }
		s.start(atIt)
		s.WaitTrace("microphones")
		for _, gone := range []string{"wav.import", "ready.make"} {
			if s.Control(gone) != nil {
				t.Errorf("%s stands there", gone)
			}
		}
		if strings.Contains(s.Words(), "år") && strings.Contains(s.Words(), "0 år") {
			t.Errorf("an age is shown: %s", s.Words())
		}
		s.Shot("ready-prepare-"+string(lang), 1)
		s.Press("interview.back")
		s.recording()
		s.Press("record.stop")
		s.Press("record.end.yes")
		s.WaitTrace("interview closing")
		if !strings.Contains(s.Words(), "34 min") {
			t.Errorf("it does not say that it is saved: %s", s.Words())
		}
		s.Shot("ready-saved-"+string(lang), 1)
		s.Press("closing.later")
		if left != 2 {
			t.Errorf("left %d times", left)
		}
	}
}
