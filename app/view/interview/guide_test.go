package interview_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/app/view/interview"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

func shipped() (guide.Guide, error) { return guide.Parse([]byte(assets.Guide)) }

// guided goes to a running recording with the guide beside it, of a child who is
// old enough for all questions.
func guided(t *testing.T, lang app.Language, mode theme.Mode) *stage {
	t.Helper()
	s := open(t, lang, mode, &fakeBook{}, interview.At{New: true})
	s.guide = shipped
	s.book.all = prepared().all
	s.frame.Close()
	s.start(atIt)
	s.recording()
	s.WaitTrace("guide shown")
	return s
}

func TestTheGuideIsWalkedByKeysAndWhatBecameOfEachQuestionIsMarked(t *testing.T) {
	s := guided(t, app.Swedish, theme.Light)
	g, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	list := g.For(guide.GroupOf(12), g.Order)
	if !strings.Contains(s.Words(), list[0].Words) || !strings.Contains(s.Words(), "Sedan: "+list[1].Words) {
		t.Errorf("the first question and the next: %s", s.Words())
	}
	s.Key(fyne.KeyA)
	s.Key(fyne.KeyA) // once is enough
	s.Key(fyne.KeyRight)
	s.Key(fyne.KeyH)
	s.Key(fyne.KeyRight)
	s.Press("guide.asked")
	want := []app.Marker{
		{Kind: app.MarkAsked, Code: list[0].Code}, {Kind: app.MarkSkipped, Code: list[1].Code}, {Kind: app.MarkAsked, Code: list[2].Code},
	}
	if !slices.Equal(s.rec.markers, want) {
		t.Errorf("marked %v, want %v", s.rec.markers, want)
	}
	for _, said := range []string{list[0].Code + ", ställd", list[1].Code + ", hoppas över", list[2].Code + ", ställd, nu", list[3].Code + ", kvar", "Fråga " + list[2].Code + " 12:34"} {
		if !strings.Contains(s.Words(), said) {
			t.Errorf("it does not say %q: %s", said, s.Words())
		}
	}
	for _, figure := range []string{"%", " av "} {
		if strings.Contains(s.Words(), figure) {
			t.Errorf("the way through the guide is counted: %s", s.Words())
		}
	}
	s.Key(fyne.KeyLeft)
	if !strings.Contains(s.Words(), list[1].Words+"\n") {
		t.Error("the way back is closed")
	}
	for range list {
		s.Key(fyne.KeyPageDown)
	}
	if !strings.Contains(s.Words(), strings.SplitN(g.Thanks, "\n", 2)[0]) {
		t.Errorf("the guide does not end with thanks: %s", s.Words())
	}
	s.Key(fyne.KeyA)
	if len(s.rec.markers) != len(want) {
		t.Error("thanks were marked as a question")
	}
}

func TestSimplerWordsFollowUpsAndFacesAreAKeyAway(t *testing.T) {
	s := guided(t, app.Swedish, theme.Light)
	g, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	list := g.For(guide.GroupOf(12), g.Order)
	at := slices.IndexFunc(list, func(q guide.Asked) bool { return q.Smiley })
	for range at {
		s.Key(fyne.KeyRight)
	}
	s.Key(fyne.KeyE)
	s.Key(fyne.KeyM)
	if w := s.Words(); !strings.Contains(w, list[at].Other) || !strings.Contains(w, "Berätta mer.") || !strings.Contains(w, list[at].Follow[0]) {
		t.Errorf("words %s", w)
	}
	s.Key(fyne.KeyM)
	if !strings.Contains(s.Words(), "Hur då?") {
		t.Error("there is no second follow-up")
	}
	s.Key(fyne.Key1) // without faces a figure is nothing
	s.Key(fyne.KeyG)
	s.Shot("interview-faces", 1)
	s.Key(fyne.Key3)
	s.Key(fyne.KeyG)
	s.Press("face")
	want := []app.Marker{
		{Kind: app.MarkScale, Code: list[at].Code, Value: app.FaceSad}, {Kind: app.MarkScale, Code: list[at].Code, Value: app.FaceGlad},
	}
	if !slices.Equal(s.rec.markers, want) {
		t.Errorf("marked %v, want %v", s.rec.markers, want)
	}
	if s.Control("face") != nil {
		t.Error("the faces stay after one was chosen")
	}
	s.Key(fyne.KeyRight)
	if s.Must("guide.scale").(*widget.Button).Disabled() == list[at+1].Smiley {
		t.Error("faces are offered where the question has none")
	}
}

func TestEachPauseHasItsKeyAndItsWords(t *testing.T) {
	s := guided(t, app.Swedish, theme.Light)
	s.Key(fyne.KeyF)
	s.WaitTrace("recording paused fika")
	if !strings.Contains(s.Words(), "Fika i lugn och ro") {
		t.Errorf("words %s", s.Words())
	}
	s.Shot("interview-fika", 1)
	s.Key(fyne.KeyA)
	s.Key(fyne.KeyN)
	if len(s.rec.markers) != 0 {
		t.Error("something was marked in a pause")
	}
	s.Key(fyne.KeyF)
	s.WaitTrace("recording running")
	s.Key(fyne.KeyB)
	s.WaitTrace("recording paused barnet")
	if want := []app.Marker{{Kind: app.MarkPause}}; !slices.Equal(s.rec.markers, want) {
		t.Errorf("marked %v", s.rec.markers)
	}
	s.Key(fyne.KeyF) // first the child wanted it, now they drink
	if got := s.rec.State().Pause; got != app.GapFika {
		t.Errorf("paused for %q", got)
	}
	s.Press("record.pause")
	if got := s.rec.State().Phase; got != interview.PhaseRecording {
		t.Errorf("phase %q", got)
	}
}

func TestTheCalmScreenShowsTheSignAndTheQuestionAndIsRemembered(t *testing.T) {
	s := guided(t, app.Swedish, theme.Light)
	s.Key(fyne.KeyRight)
	g, _ := shipped()
	list := g.For(guide.GroupOf(12), g.Order)
	s.Key(fyne.KeyT)
	s.Settle()
	w := s.Words()
	if !s.quiet || !strings.Contains(w, "Spelar in 12:34") || !strings.Contains(w, list[1].Words) || s.Focused() != "record.pause" {
		t.Errorf("focus %q, words %s", s.Focused(), w)
	}
	for _, hidden := range []string{"Nickar", "TALL-27", "Sedan:", "Stoppa", list[1].Follow[0], "Inställningar", s.Text.T("frame.lock")} {
		if strings.Contains(w, hidden) {
			t.Errorf("the calm screen shows %q", hidden)
		}
	}
	s.Shot("interview-calm", 1)
	s.Size(640, 400)
	s.Shot("interview-calm-200", 2)
	s.Size(1280, 800)
	s.Key(fyne.KeyN) // keys do what they do
	s.Key(fyne.KeyA)
	if len(s.rec.markers) != 2 {
		t.Errorf("marked %v", s.rec.markers)
	}
	s.phase(func(st *interview.State) { st.Warnings = []string{"clipping"} })
	if !strings.Contains(s.Words(), "Ljudet är för starkt") {
		t.Error("a warning is hidden")
	}
	s.Key(fyne.KeyF)
	s.WaitTrace("recording paused fika")
	if !strings.Contains(s.Words(), "Nu spelas inget in") {
		t.Errorf("words %s", s.Words())
	}
	s.frame.Close()
	s.start(atIt)
	if strings.Contains(s.Words(), "Nickar") {
		t.Error("it is not calm any more")
	}
	s.Key(fyne.KeyT)
	if s.quiet || !strings.Contains(s.Words(), "Nickar") || !strings.Contains(s.Words(), "Inställningar") {
		t.Errorf("the whole page does not come back: %s", s.Words())
	}
	if !strings.Contains(s.Words(), list[1].Code+", ställd") {
		t.Error("what was asked is forgotten")
	}
}

func TestAWorryIsHeldAndNothingOfItIsKept(t *testing.T) {
	s := guided(t, app.Swedish, theme.Light)
	s.Key(fyne.KeyO)
	s.WaitTrace("concern open")
	if s.Focused() != "concern.close" || !strings.Contains(s.Words(), "Gjort, mars 2027") {
		t.Errorf("focus %q, words %s", s.Focused(), s.Words())
	}
	s.Shot("interview-concern", 1)
	s.Press("concern.done")
	s.WaitTrace("concern held")
	if len(s.worried) != 1 || s.worried[0] != (app.ID{7}) || !strings.Contains(s.Words(), "gallringsstopp") {
		t.Errorf("held %v; words %s", s.worried, s.Words())
	}
	s.Press("concern.done")
	if len(s.worried) != 1 {
		t.Error("it is held twice")
	}
	s.Press("concern.close")
	if strings.Contains(s.Words(), "Gjort, mars") || s.rec.State().Phase != interview.PhaseRecording {
		t.Error("the card stays, or the recording does not")
	}
}

func TestAHoldThatFailsIsToldAndCanBeTriedAgain(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	failing := true
	s.worry = func(context.Context, app.ID) error {
		if failing {
			return app.Fail(app.CodeDiskFull, errors.New("no room"))
		}
		return nil
	}
	s.frame.Close()
	s.start(atIt)
	s.recording()
	s.Key(fyne.KeyO)
	s.Press("concern.done")
	s.WaitTrace("problem disk-full")
	if s.Must("concern.done").(*widget.Check).Checked() {
		t.Error("what failed looks done")
	}
	failing = false
	s.Press("concern.done")
	s.WaitTrace("concern held")
}

func TestAGuideThatCannotBeReadLeavesTheRecordingAsItWas(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.guide = func() (guide.Guide, error) { return guide.Guide{}, app.Fail(app.CodeTemplate, nil) }
	s.frame.Close()
	s.start(atIt)
	s.recording()
	s.WaitTrace("problem template")
	s.Key(fyne.KeyA)
	s.Key(fyne.KeyRight)
	s.Key(fyne.KeyN)
	if !slices.Equal(s.rec.marks, []app.MarkerKind{"nickar"}) {
		t.Errorf("marked %v", s.rec.marks)
	}
}

func TestTheGuideIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			name := string(lang) + "-" + string(mode)
			s := guided(t, lang, mode)
			s.Key(fyne.KeyA)
			s.Key(fyne.KeyRight)
			s.Key(fyne.KeyH)
			s.Key(fyne.KeyRight)
			s.Key(fyne.KeyN)
			s.Shot("interview-guide-"+name, 1)
			s.Size(640, 400)
			s.Shot("interview-guide-200-"+name, 2)
			s.Size(1280, 800)
			s.Key(fyne.KeyG)
			s.Key(fyne.KeyO)
			s.phase(func(st *interview.State) {
				st.Warnings, st.Slept, st.Room = []string{"store", "disk", "battery", "clipping"}, 4*60_000_000_000, 9*60_000_000_000
			})
			s.Shot("interview-guide-all-"+name, 1)
			if strings.Contains(s.Words(), "‹") || strings.Contains(s.Words(), "{") {
				t.Errorf("%s: words are missing: %s", name, s.Words())
			}
		}
	}
}

// Some worries come afterwards, when the interview is heard again.
func TestAWorryCanAlsoBeToldAfterwards(t *testing.T) {
	b := prepared()
	b.attach(app.ID{7}, app.SoundWhole)
	s := open(t, app.Swedish, theme.Light, b, atIt)
	s.Press("concern.open")
	s.WaitTrace("concern open")
	s.Press("concern.done")
	s.WaitTrace("concern held")
	s.Press("concern.close")
	if len(s.worried) != 1 || s.Control("concern.done") != nil {
		t.Errorf("held %v", s.worried)
	}
}

// In a small window the faces are longer than it is. Once one was chosen, and
// when it pauses, the page is laid out and scrolled to what is left: it would
// stand past its end otherwise. The test driver lays out by itself, so that only
// the asking is seen here.
func TestAPageThatGrowsShorterIsBroughtIntoSight(t *testing.T) {
	s := guided(t, app.Swedish, theme.Light)
	s.Key(fyne.KeyRight)
	s.Key(fyne.KeyRight)
	s.Size(640, 400)
	s.Key(fyne.KeyT)
	shown, reveal := 0, s.Kit.Reveal
	s.Kit.Reveal = func(o fyne.CanvasObject) {
		shown++
		reveal(o)
	}
	for name, key := range []fyne.KeyName{fyne.KeyG, fyne.Key1, fyne.KeyF} {
		shown = 0
		s.Key(key)
		s.Shot(fmt.Sprintf("interview-calm-shorter-%d-200", name), 2)
		if shown == 0 {
			t.Errorf("nothing is brought into sight by %s", key)
		}
	}
}
