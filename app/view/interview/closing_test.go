package interview_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/diploma"
	"barnrost/app/own"
	"barnrost/app/view/interview"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

// fakeOwn keeps one interview's notes in memory, as the casebook does.
type fakeOwn struct {
	mu      sync.Mutex
	book    *fakeBook
	aside   own.Aside
	shared  app.Reflections
	held    bool
	failing error
	saves   int
}

func (o *fakeOwn) do(fn func()) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.failing != nil {
		return o.failing
	}
	o.saves++
	fn()
	return nil
}

func (o *fakeOwn) fail(err error) { o.mu.Lock(); defer o.mu.Unlock(); o.failing = err }

func (o *fakeOwn) now() (own.Aside, app.Reflections) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.aside, o.shared
}

func (o *fakeOwn) visit(change func(*app.Visit)) error {
	return o.do(func() {
		o.book.mu.Lock()
		defer o.book.mu.Unlock()
		for n := range o.book.all {
			change(&o.book.all[n].Visit)
		}
	})
}

func (o *fakeOwn) SaveVisit(_ context.Context, _ app.ID, v app.Visit) error {
	return o.visit(func(now *app.Visit) { v.Ticket = now.Ticket; *now = v.Clean() })
}

func (o *fakeOwn) ticket(_ context.Context, _ app.ID, a app.Answer) error {
	return o.visit(func(now *app.Visit) { now.Ticket = a })
}

func (o *fakeOwn) Guessed(app.ID) int { a, _ := o.now(); return len([]rune(a.Guess)) }

func (o *fakeOwn) SaveGuess(_ context.Context, _ app.ID, after int, text string) error {
	return o.do(func() { o.aside.Guess = own.Add(o.aside.Guess, after, text) })
}

func (o *fakeOwn) Aside(app.ID) (own.Aside, error) {
	a, _ := o.now()
	if !o.held {
		a.Guess = ""
	}
	return a, nil
}

func (o *fakeOwn) SaveHeard(_ context.Context, _ app.ID, text string) error {
	return o.do(func() { o.aside.Heard = app.CleanNote(text) })
}

func (o *fakeOwn) Notes(app.ID) (own.Notes, error) {
	a, shared := o.now()
	return own.Join(a.Notes, shared), nil
}

func (o *fakeOwn) SaveNotes(_ context.Context, _ app.ID, n own.Notes) error {
	return o.do(func() { o.aside.Notes, o.shared = n.Split() })
}

// fakeDiplomas keeps what was printed and stored.
type fakeDiplomas struct {
	own     *diploma.Words
	may     bool
	printed []diploma.Choice
}

func (f *fakeDiplomas) Words() (diploma.Words, error) {
	if f.own != nil {
		return *f.own, nil
	}
	return diploma.Current(nil, assets.Diploma)
}
func (f *fakeDiplomas) Month(t time.Time) string                            { return "mars 2027" }
func (f *fakeDiplomas) Unit() string                                        { return "Barn och unga Norrviken" }
func (f *fakeDiplomas) Print(c diploma.Choice)                              { f.printed = append(f.printed, c) }
func (f *fakeDiplomas) MaySave() bool                                       { return f.may }
func (f *fakeDiplomas) SaveWords(_ context.Context, w *diploma.Words) error { f.own = w; return nil }

// visit is a stage with all that a visit has.
type visit struct {
	*stage
	own    *fakeOwn
	awards *fakeDiplomas
	clock  *viewtest.Clock
}

func newVisit(t *testing.T, lang app.Language, mode theme.Mode, b *fakeBook) *visit {
	v := &visit{stage: &stage{Stage: viewtest.New(t, lang, mode), book: b}, own: &fakeOwn{book: b}, awards: &fakeDiplomas{}, clock: viewtest.NewClock(day)}
	v.rec = &fakeRecorder{book: b, verdict: "fine", mics: []interview.Mic{{Name: "USB-mikrofon", Default: true}}}
	v.more = func(d *interview.Deps) {
		d.Own, d.GiveTicket, d.Diplomas = v.own, v.own.ticket, v.awards
		d.Survey = func(app.ID) { v.went = "survey" }
		d.Timer = v.clock.After
	}
	return v
}

// recorded is an interview that has been held.
func recorded() *fakeBook {
	b := prepared()
	b.attach(app.ID{7}, app.SoundWhole)
	return b
}

// atClosing opens the closing page of one.
func atClosing(t *testing.T, lang app.Language, mode theme.Mode) *visit {
	v := newVisit(t, lang, mode, recorded())
	v.own.held = true
	v.start(atIt)
	v.Press("closing.open")
	v.WaitTrace("interview closing")
	return v
}

// saved moves the clock on and waits for so many writes.
func (v *visit) saved(n int) {
	v.T.Helper()
	v.Pass(v.clock, time.Second)
	v.Wait(fmt.Sprintf("%d writes", n), func() bool { v.own.mu.Lock(); defer v.own.mu.Unlock(); return v.own.saves >= n })
	v.WaitTrace("note saved")
}

func TestAfterTheRecordingComesWhatIsLeftOfTheVisit(t *testing.T) {
	v := newVisit(t, app.Swedish, theme.Light, prepared())
	v.start(atIt)
	v.recording()
	v.Press("record.stop")
	v.Press("record.end.yes")
	v.WaitTrace("interview closing")
	for _, want := range []string{"Sparad, 34 min.", "Barnenkät", "Diplom", "Barnet har fått sin biobiljett", "också när ni slutade tidigare", "Egna reflektioner", "Transkribera"} {
		if !strings.Contains(v.Words(), want) {
			t.Errorf("%q is not said in %s", want, v.Words())
		}
	}
	if v.Focused() != "closing.survey" {
		t.Errorf("the focus is at %q: the child is still there", v.Focused())
	}
	v.Press("closing.survey")
	if v.went != "survey" {
		t.Errorf("went to %q", v.went)
	}
	v.Press("interview.transcribe")
	if v.went != "transcribe" {
		t.Errorf("went to %q", v.went)
	}
	v.Press("closing.later")
	v.WaitTrace("interview overview")
}

func TestTheTicketIsTickedAndTheLastTickStands(t *testing.T) {
	v := atClosing(t, app.Swedish, theme.Light)
	v.Focus("closing.ticket")
	for range 3 {
		v.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	}
	ticket := func() app.Answer { v.book.mu.Lock(); defer v.book.mu.Unlock(); return v.book.all[0].Visit.Ticket }
	v.Wait("the last tick", func() bool { return v.Traced("ticket ja") && ticket() == app.Yes })
	v.Press("closing.later")
	v.Press("closing.open")
	if !v.Must("closing.ticket").(*widget.Check).Checked() {
		t.Error("it is forgotten")
	}
	v.own.fail(app.Fail(app.CodeDiskFull, nil))
	v.Focus("closing.ticket")
	v.Key(fyne.KeySpace)
	v.WaitTrace("problem disk-full")
}

func TestWhileTheVaultIsLockedTheChildsThingsAreThereAndNothingElse(t *testing.T) {
	v := newVisit(t, app.Swedish, theme.Light, recorded())
	more := v.more
	v.more = func(d *interview.Deps) { more(d); d.Own, d.Transcribe = nil, nil }
	v.start(atIt)
	v.Press("closing.open")
	v.WaitTrace("interview closing")
	for id, want := range map[string]bool{"closing.survey": true, "closing.diploma": true, "closing.ticket": true, "closing.afterwards": false, "interview.transcribe": false} {
		if (v.Control(id) != nil) != want {
			t.Errorf("%s is shown: %v", id, !want)
		}
	}
	if !strings.Contains(v.Words(), "när du har låst upp") {
		t.Error("it does not say where the rest is")
	}
}

func TestAGuessIsWrittenBeforePutAwayAndAddedToUnseen(t *testing.T) {
	v := newVisit(t, app.Swedish, theme.Light, prepared())
	v.start(atIt)
	v.WaitTrace("microphones")
	v.Press("guess.open")
	v.WaitTrace("interview guess")
	v.Type("guess.text", "Färre möten, tror jag")
	v.saved(1)
	if a, _ := v.own.now(); a.Guess != "Färre möten, tror jag" {
		t.Errorf("stored %q", a.Guess)
	}
	v.Shot("guess", 1)
	v.Type("guess.text", " nog") // and put away at once
	v.Press("guess.hide")
	v.Wait("the way back", func() bool { return v.Control("guess.open") != nil })
	if a, _ := v.own.now(); a.Guess != "Färre möten, tror jag nog" {
		t.Errorf("what was typed last is lost: %q", a.Guess)
	}
	if !strings.Contains(v.Words(), "ligger undanlagt") || strings.Contains(v.Words(), "Färre") {
		t.Errorf("it is not hidden: %s", v.Words())
	}
	v.Press("guess.open")
	if strings.Contains(v.Words(), "Färre") || v.Must("guess.text").(*widget.Entry).Text() != "" {
		t.Errorf("it is not hidden: %s", v.Words())
	}
	v.Type("guess.text", "Och fika")
	v.Press("guess.hide")
	v.Wait("the rest", func() bool { a, _ := v.own.now(); return a.Guess == "Färre möten, tror jag nog\n\nOch fika" })
}

func TestTheGuessIsRevealedBesideWhatTheChildSaid(t *testing.T) {
	v := newVisit(t, app.Swedish, theme.Light, recorded())
	v.own.held, v.own.aside.Guess = true, "Färre möten"
	v.start(atIt)
	v.Press("closing.open")
	v.Press("closing.afterwards")
	v.WaitTrace("interview afterwards")
	if v.Focused() != "reveal.show" || strings.Contains(v.Words(), "Färre möten") {
		t.Errorf("focus %q, words %s", v.Focused(), v.Words())
	}
	v.Press("reveal.show")
	v.WaitTrace("guess revealed")
	if !strings.Contains(v.Words(), "Färre möten") || !strings.Contains(v.Words(), "Bara du ser detta") || v.Focused() != "reveal.heard" {
		t.Errorf("focus %q, words %s", v.Focused(), v.Words())
	}
	v.Type("reveal.heard", "Fler möten")
	v.Shot("guess-revealed", 1)
	v.saved(1)
	if a, _ := v.own.now(); a.Heard != "Fler möten" {
		t.Errorf("stored %q", a.Heard)
	}
}

func TestReflectionsAreStoredWhileTheyAreWrittenAndSharedOneByOne(t *testing.T) {
	v := atClosing(t, app.Swedish, theme.Light)
	v.Press("closing.afterwards")
	if v.Focused() != "note.surprised" {
		t.Errorf("focus %q", v.Focused())
	}
	v.Type("note.surprised", "Hur mycket barnet mindes.")
	v.Type("note.learnt", "Att vänta.")
	v.Focus("note.share.surprised")
	v.Key(fyne.KeyRight)
	v.saved(1)
	a, shared := v.own.now()
	if shared[app.ReflectSurprised] != "Hur mycket barnet mindes." || len(shared) != 1 || a.Notes[app.ReflectLearnt] != "Att vänta." || len(a.Notes) != 1 {
		t.Errorf("kept %v, shared %v", a.Notes, shared)
	}
	v.Type("note.learnt", " Länge.")
	v.frame.Close() // in the middle of it
	v.Wait("what was typed last", func() bool { a, _ := v.own.now(); return a.Notes[app.ReflectLearnt] == "Att vänta. Länge." })
	v.start(atIt)
	v.Press("closing.open")
	v.Press("closing.afterwards")
	if v.Must("note.learnt").(*widget.Entry).Text() != "Att vänta. Länge." || v.Must("note.share.surprised").(*widget.Choice).Selected() != 1 || v.Must("note.share.learnt").(*widget.Choice).Selected() != 0 {
		t.Error("it does not come back")
	}
}

func TestAWriteThatFailsIsToldOfAndTriedAgain(t *testing.T) {
	v := atClosing(t, app.Swedish, theme.Light)
	v.Press("closing.afterwards")
	v.own.fail(app.Fail(app.CodeDiskFull, nil))
	v.Type("note.learnt", "Att vänta.")
	v.Pass(v.clock, time.Second)
	v.WaitTrace("problem disk-full")
	if v.Must("note.learnt").(*widget.Entry).Text() != "Att vänta." {
		t.Error("the field is empty")
	}
	v.own.fail(nil)
	v.Pass(v.clock, 6*time.Second)
	v.WaitTrace("note saved")
	if a, _ := v.own.now(); a.Notes[app.ReflectLearnt] != "Att vänta." {
		t.Errorf("stored %v", a.Notes)
	}
	if strings.Contains(v.Words(), "Disken är full") {
		t.Error("the problem is still told")
	}
}

func TestFiveMinutesAreSaidQuietly(t *testing.T) {
	v := atClosing(t, app.Swedish, theme.Light)
	v.Press("closing.afterwards")
	v.Type("note.learnt", "Att vän")
	v.Pass(v.clock, 5*time.Minute)
	v.WaitTrace("reflections five")
	if !strings.Contains(v.Words(), "Nu har det gått fem minuter") || v.Focused() != "note.learnt" {
		t.Errorf("focus %q, words %s", v.Focused(), v.Words())
	}
}

func TestTheVisitIsAskedOnceAndAllOfItMayBeLeftOut(t *testing.T) {
	v := atClosing(t, app.Swedish, theme.Light)
	v.Press("closing.afterwards")
	if v.Control("visit.troublenote") != nil || v.Control("visit.language") != nil {
		t.Error("it asks for more than it needs to know")
	}
	v.Focus("visit.went")
	v.Key(fyne.KeyHome)
	v.Key(fyne.KeySpace)
	v.Focus("visit.trouble")
	v.Key(fyne.KeySpace)
	v.Type("visit.troublenote", "Fläkten lät.")
	v.Focus("visit.interpreter")
	v.Key(fyne.KeySpace)
	v.Type("visit.language", "finska")
	v.saved(1)
	v.book.mu.Lock()
	got := v.book.all[0].Visit
	v.book.mu.Unlock()
	if want := (app.Visit{Went: app.WentWell, Trouble: app.Yes, TroubleNote: "Fläkten lät.", Interpreter: app.Yes, Language: "finska"}); got != want {
		t.Errorf("%+v", got)
	}
	v.Shot("visit", 1)
}

func TestTheChildChoosesAndTheDiplomaIsPrintedAsChosen(t *testing.T) {
	v := atClosing(t, app.Swedish, theme.Light)
	v.Press("closing.diploma")
	v.WaitTrace("interview diploma")
	if v.Focused() != "diploma.picture" {
		t.Errorf("focus %q", v.Focused())
	}
	for range 3 {
		v.Key(fyne.KeyRight)
	}
	v.Focus("diploma.colour")
	v.Key(fyne.KeyEnd)
	v.Type("diploma.place", "Norrviken")
	v.Press("diploma.print")
	if len(v.awards.printed) != 1 {
		t.Fatalf("printed %d", len(v.awards.printed))
	}
	c := v.awards.printed[0]
	if c.Picture != "rav" || c.Colour != "turkos" || c.Unit != "" || c.Words.Place != "Norrviken" || c.When != "mars 2027" {
		t.Errorf("%+v", c)
	}
	if !strings.Contains(v.Words(), "Vilken bild?: Räv") {
		t.Errorf("the choice is not read out: %s", v.Words())
	}
	v.Shot("diploma", 1)
	v.Focus("diploma.unit")
	v.Key(fyne.KeySpace)
	v.Press("diploma.print")
	if v.awards.printed[1].Unit != "Barn och unga Norrviken" {
		t.Error("a unit that was chosen is left out")
	}
	v.Press("diploma.back")
	v.WaitTrace("interview closing")
	v.book.mu.Lock()
	defer v.book.mu.Unlock()
	if v.own.saves != 0 || v.book.all[0].Visit != (app.Visit{}) {
		t.Error("something of the diploma was stored")
	}
}

func TestTheWordsOfTheDiplomaAreChangedForAllByTheHolderOfTheUnitsKey(t *testing.T) {
	for _, may := range []bool{false, true} {
		v := newVisit(t, app.Swedish, theme.Light, recorded())
		v.awards.may = may
		v.start(atIt)
		v.Press("closing.open")
		v.Press("closing.diploma")
		v.Press("diploma.words")
		field := v.Must("diploma.words.thanks").(*widget.Entry)
		field.SetText("")
		v.Type("diploma.words.thanks", "Tack.")
		if may {
			v.Press("diploma.words.save")
			v.WaitTrace("diploma words")
			if v.awards.own == nil || v.awards.own.Thanks != "Tack." {
				t.Errorf("stored %+v", v.awards.own)
			}
			v.Press("diploma.words.shipped")
			v.Wait("the shipped words", func() bool { return v.awards.own == nil })
		} else if v.Control("diploma.words.save") != nil || !strings.Contains(v.Words(), "Ändringen gäller det här diplomet") {
			t.Error("anybody can change them for all")
		}
		v.Press("diploma.print")
		if got := v.awards.printed[0].Words.Thanks; (got == "Tack.") == may {
			t.Errorf("printed %q", got)
		}
	}
}

// A diploma that is of no interview, such as one for the unit's wall, comes from
// Enheten and leads back there.
func TestADiplomaIsMadeFromEnhetenToo(t *testing.T) {
	v := newVisit(t, app.Swedish, theme.Light, recorded())
	more := v.more
	v.more = func(d *interview.Deps) { more(d); d.Unit = func() { v.went = "unit" } }
	v.start(interview.At{Diploma: true})
	v.WaitTrace("interview diploma")
	v.Press("diploma.print")
	v.Press("diploma.back")
	if len(v.awards.printed) != 1 || v.went != "unit" {
		t.Errorf("printed %d, went to %q", len(v.awards.printed), v.went)
	}
}

// TestTheClosingPagesAreWholeInEveryForm looks at them in both languages, light
// and dark, and at twice the size.
func TestTheClosingPagesAreWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			v := newVisit(t, lang, mode, recorded())
			v.own.held, v.own.aside.Guess = true, "Att hen vill ha färre möten och få veta i förväg vem som kommer."
			v.awards.may = true
			v.start(atIt)
			v.Press("closing.open")
			look := func(page string) {
				name := page + "-" + string(lang) + "-" + string(mode)
				v.Shot(name, 1)
				v.Size(640, 400)
				v.Shot(name+"-200", 2)
				v.Size(1280, 800)
				if strings.Contains(v.Words(), "‹") {
					t.Errorf("%s: words are missing: %s", name, v.Words())
				}
				for _, id := range v.TabStops() {
					if id == "" {
						t.Errorf("%s: a control without a name can have the focus", name)
					}
				}
			}
			look("closing")
			v.Press("closing.afterwards")
			v.Press("reveal.show")
			v.Type("note.surprised", "Att Alva mindes så mycket.")
			look("afterwards")
			v.Press("closing.later")
			v.Press("closing.open")
			v.Press("closing.diploma")
			look("diploma")
			v.Press("diploma.words")
			look("diploma-words")
		}
	}
}
