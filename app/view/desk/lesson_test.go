package desk

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// practise opens a desk to practise at, over a text of two turns by one speaker.
func practise(t *testing.T, lang app.Language, mode theme.Mode) (*scene, *Lesson, *bool) {
	t.Helper()
	doc, left := transcript.New(), new(bool)
	for i, words := range []string{"Hej på dig.", "Hej."} {
		if _, err := doc.Insert(i, transcript.Utterance{Speaker: transcript.Interviewer, Start: int64(i) * 2000, Text: words}); err != nil {
			t.Fatal(err)
		}
	}
	l := &Lesson{Leave: func() { *left = true }, Right: []transcript.Utterance{{Speaker: transcript.Child, Text: "Så sa jag."}}}
	withLesson = l
	s := enter(t, &vault{snapshot: doc.Snapshot()}, lang, mode, nil)
	withLesson = nil
	s.WaitTrace("desk ready")
	return s, l, left
}

// steps are the tasks in the order of the card, as they are done by key.
var lessonSteps = []struct {
	id string
	do func(s *scene)
}{
	{"play", func(s *scene) { s.hit(fyne.KeyF4, 0) }},
	{"back", func(s *scene) { s.hit(fyne.KeyF3, 0) }},
	{"speaker", func(s *scene) { s.hit(fyne.Key2, fyne.KeyModifierControl) }},
	{"write", func(s *scene) { s.hit(fyne.KeyReturn, 0) }},
	{"again", func(s *scene) { s.hit(fyne.KeyF6, 0) }},
	{"unsure", func(s *scene) { s.write("oh  ") }},
	{"next", func(s *scene) { s.hit(fyne.KeyF2, 0) }},
}

func TestEachTaskOfThePracticeTicksItselfOffWhenItIsDoneAndNotBefore(t *testing.T) {
	s, _, left := practise(t, app.Swedish, theme.Light)
	s.hit(fyne.KeyF2, 0) // there is no uncertain place yet: not the task
	for i, step := range lessonSteps {
		if s.Traced("lesson " + step.id) {
			t.Fatalf("%s was ticked off before it was done", step.id)
		}
		step.do(s)
		if !s.Traced("lesson " + step.id) {
			t.Fatalf("%s was done and is not ticked off", step.id)
		}
		if over := s.Traced("lesson all"); over != (i == len(lessonSteps)-1) {
			t.Fatalf("after %s it is over: %t", step.id, over)
		}
	}
	if !strings.Contains(s.Words(), s.Kit.Text.T("lesson.all")) {
		t.Error("nothing is said at the end")
	}
	s.Press("lesson.right")
	if !strings.Contains(s.Words(), "Så sa jag.") {
		t.Error("what is said is not shown")
	}
	s.Press("lesson.leave")
	if !*left {
		t.Error("one cannot leave")
	}
}

func TestTasksOfThePracticeCanBeSkippedAndStillDone(t *testing.T) {
	s, l, _ := practise(t, app.English, theme.Dark)
	for range tasks {
		s.Press("lesson.skip")
	}
	if !s.Traced("lesson all") || s.Focused() != "desk.text" {
		t.Errorf("not over, or the focus is at %q", s.Focused())
	}
	s.hit(fyne.KeyF4, 0)
	if l.passed["play"] != tried {
		t.Error("what was skipped cannot be done any longer")
	}
}

func TestThePracticeOffersNothingThatKeeps(t *testing.T) {
	s, _, _ := practise(t, app.Swedish, theme.Light)
	ids := []string{}
	for _, x := range s.room.side.sections {
		ids = append(ids, x.id)
	}
	for _, id := range []string{"versions", "files"} {
		if slices.Contains(ids, id) {
			t.Errorf("%s is offered", id)
		}
	}
	s.room.side.fold([]string{})
	s.hit(fyne.KeyS, fyne.KeyModifierControl)
	if s.room.vers.shown() || s.Control("desk.through") != nil || s.Control("desk.versions") != nil {
		t.Error("a version, or that it was listened through, is offered")
	}
	// The control: at work they are there.
	w := open(t, &vault{})
	w.room.side.fold([]string{})
	w.hit(fyne.KeyS, fyne.KeyModifierControl)
	if !w.room.vers.shown() || w.Control("desk.versions") == nil || w.Control("desk.through") == nil {
		t.Error("at work it is not offered")
	}
}

func TestTheTasksAreSeenInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			s, _, _ := practise(t, lang, mode)
			s.hit(fyne.KeyF4, 0)
			s.Shot("desk-lesson-"+string(lang)+"-"+string(mode), 1)
			if strings.Contains(s.Words(), "‹") || !strings.Contains(s.Words(), "Ctrl+2") {
				t.Errorf("words are missing: %s", s.Words())
			}
		}
	}
}

func TestWithoutALoudspeakerThePracticeSaysSoWithoutPromisingThatAnythingIsSaved(t *testing.T) {
	s, _, _ := practise(t, app.Swedish, theme.Light)
	s.tape.err = app.Fail(app.CodeNoSpeaker, nil)
	s.hit(fyne.KeyF4, 0)
	words := s.Words()
	if !strings.Contains(words, s.Kit.Text.T("lesson.deaf")) || strings.Contains(words, s.Kit.Text.T("error.no-speaker.safe")) {
		t.Error(words)
	}
	s.hit(fyne.KeyReturn, 0)
	if !s.Traced("lesson write") || s.Traced("text saved") {
		t.Error("the tasks of writing cannot be done, or are told to be saved")
	}
}
