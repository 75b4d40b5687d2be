package guide_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/app/view"
	room "barnrost/app/view/guide"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

var today = time.Date(2027, 1, 12, 9, 0, 0, 0, time.Local)

// book is a guide in memory. Its methods come from any goroutine.
type book struct {
	mu      sync.Mutex
	own     *guide.Guide
	draft   *guide.Guide
	file    guide.Guide
	err     error // of what writes
	readErr error
	folder  string
	saves   int
}

func shipped(t testing.TB) guide.Guide {
	g, err := guide.Parse([]byte(assets.Guide))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func (b *book) Current() (guide.Guide, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.own != nil {
		return *b.own, nil
	}
	return guide.Parse([]byte(assets.Guide))
}

func (b *book) Draft() (*guide.Guide, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.draft, nil
}

func (b *book) set(fn func()) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		fn()
	}
	return b.err
}

func (b *book) SaveDraft(_ context.Context, g guide.Guide) error {
	return b.set(func() { b.draft = &g; b.saves++ })
}
func (b *book) DropDraft(context.Context) error            { return b.set(func() { b.draft = nil }) }
func (b *book) Use(_ context.Context, g guide.Guide) error { return b.set(func() { b.own = &g }) }
func (b *book) UseShipped(context.Context) error           { return b.set(func() { b.own = nil }) }

func (b *book) Save(_ context.Context, _ guide.Guide, folder string) (string, error) {
	return folder + "/Intervjuguide.barnrost-guide", b.set(func() { b.folder = folder })
}

func (b *book) Read(context.Context, string) (guide.Guide, error) { return b.file, b.readErr }
func (b *book) NewID() app.ID                                     { return app.ID{9} }

func (b *book) drafted() guide.Guide {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.draft == nil {
		return guide.Guide{}
	}
	return *b.draft
}

type stage struct {
	*viewtest.Stage
	room     *room.Room
	book     *book
	unit     int
	problems []error
}

func open(t *testing.T, b *book, mayEdit bool, lang app.Language, mode theme.Mode, scale float32) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode), book: b}
	fyne.CurrentApp().Settings().SetTheme(theme.New(mode, scale))
	frame := view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	frame.Enter([]view.Place{{ID: "unit", Open: func() view.Room {
		s.room = room.New(room.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window, Book: b, MayEdit: mayEdit, Name: "Maj Påhittad", Now: func() time.Time { return today },
			Pick:    func(p widget.Pick, then func(string)) { then("/usb") },
			Problem: func(err error) { s.problems = append(s.problems, err) },
			Unit:    func() { s.unit++ }, Back: func() {},
		})
		return s.room
	}}}, "unit")
	s.Settle()
	return s
}

func openSwedish(t *testing.T, b *book) *stage { return open(t, b, true, app.Swedish, theme.Light, 1) }

// fill types into a field, over what stands there.
func (s *stage) fill(id, words string) {
	s.T.Helper()
	s.Focus(id)
	s.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	s.Key(fyne.KeyBackspace)
	for _, r := range words {
		s.Rune(r)
	}
}

// stored waits until the draft is stored.
func (s *stage) stored() guide.Guide {
	s.T.Helper()
	s.Wait("the draft to be stored", func() bool { return !s.room.Unsaved() })
	return s.book.drafted()
}

func (s *stage) shows(words ...string) {
	s.T.Helper()
	for _, w := range words {
		if !strings.Contains(s.Words(), w) {
			s.T.Errorf("%q is not shown", w)
		}
	}
}

func TestWhoeverMayNotChangeTheGuideReadsItByAge(t *testing.T) {
	s := open(t, &book{}, false, app.Swedish, theme.Light, 1)
	if s.Focused() != "guide.group" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	s.shows("Guiden följer med Barnröst", "K4   Hur blev det när en ny socialsekreterare tog över?", "Enklare: Vad brukar ni göra när ni ses?",
		"Följ upp: Var brukar ni vara? Vilka är med?", "När ni slutar",
		"Kontakt – Kontakten med oss", "Hur upplever barn kontakten med socialtjänsten och vilken kontakt efterfrågar de?")
	for _, id := range []string{"guide.edit", "guide.open", "guide.shipped"} {
		if s.Control(id) != nil {
			t.Errorf("%s is offered", id)
		}
	}
	s.Focus("guide.group")
	s.Key(fyne.KeyHome)
	s.Settle()
	s.shows("K1   Vad brukar ni göra när ni ses?", "Frågans egna ord: Berätta hur det brukar vara", "Högst 20 minuter.", "rita")
	if strings.Contains(s.Words(), "K4") {
		t.Error("the youngest are asked K4")
	}
	// What is folded away is read, too, and the cards without a mouse.
	if strings.Contains(s.Words(), "Är det okej för dig att jag börjar spela in") {
		t.Error("what is said before is not folded")
	}
	s.Press("guide.opening")
	s.shows("Är det okej för dig att jag börjar spela in")
	s.Focus("guide.back")
	s.Key(fyne.KeyPageDown)
	s.Key(fyne.KeyDown)
	if !s.Traced("guide leaf 3") {
		t.Errorf("Page Down does not lead on:\n%s", s.Trace())
	}
	s.Key(fyne.KeyPageUp)
	s.Key(fyne.KeyUp)
	if !s.Traced("guide leaf 0") {
		t.Error("Page Up does not lead back")
	}
}

func TestAQuestionIsChangedByKeysAndKeptAsADraft(t *testing.T) {
	s := openSwedish(t, &book{})
	s.Focus("guide.edit")
	s.Key(fyne.KeyReturn)
	if s.Focused() != "guide.add" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	s.shows("Utkast till version 2", "alla åldrar · enklare ord finns · ansikten · öppen")
	s.Focus("guide.question.k2")
	s.Key(fyne.KeySpace)
	if s.Focused() != "guide.form.text" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	s.shows("K2 – nummer 2 av 4 i Kontakt", "Ser ut som en öppen fråga")
	s.fill("guide.form.text", "Brukar det vara bra med återkopplingsmöten?")
	s.shows("Kan besvaras med ja eller nej", "Långa ord: återkopplingsmöten.")
	s.fill("guide.form.text", "Vad är bra när ni ses?")
	s.fill("guide.form.simple", "Vad är bra?")
	s.fill("guide.form.note", "Vänta in svaret.")
	s.Press("guide.form.smiley")
	s.Press("guide.form.age.5-8")
	s.Press("guide.form.done")
	g := s.stored()
	q, _ := g.Find("K2")
	if q.Text != "Vad är bra när ni ses?" || q.Simple != "Vad är bra?" || q.Note != "Vänta in svaret." || q.Smiley || !slices.Equal(q.Groups, guide.Groups[1:]) || len(q.Follow) != 2 {
		t.Errorf("kept %+v", q)
	}
	if s.Focused() != "guide.question.k2" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	// It holds for nobody yet.
	if now, _ := s.book.Current(); now.Version != 1 {
		t.Error("a draft is in use")
	}
	s.Press("guide.undo")
	if g := s.stored(); g.Questions[2].Text != shipped(t).Questions[2].Text {
		t.Errorf("taken back: %+v", g.Questions[2])
	}
	s.Press("guide.redo")
	if g := s.stored(); g.Questions[2].Text != q.Text {
		t.Errorf("made once more: %+v", g.Questions[2])
	}
}

func TestQuestionsAreAddedMovedAndRemoved(t *testing.T) {
	s := openSwedish(t, &book{})
	s.Press("guide.edit")
	s.Press("guide.add")
	s.fill("guide.form.text", "Hur har sommaren varit?")
	s.Press("guide.form.done")
	if g := s.stored(); g.Questions[15].Code != "K5" || g.Questions[15].Part != guide.Contact {
		t.Fatalf("%+v", g.Questions[15])
	}
	s.Press("guide.question.k5")
	s.Focus("guide.form.up")
	s.Key(fyne.KeyReturn)
	s.shows("K5 – nummer 4 av 5 i Kontakt")
	if s.Focused() != "guide.form.up" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	s.Press("guide.form.remove")
	s.shows("K5 är borttagen ur utkastet.")
	if s.Focused() != "guide.undo" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	if g := s.stored(); len(g.Questions) != 15 {
		t.Errorf("%d questions", len(g.Questions))
	}
	s.Press("guide.undo")
	nth, of := s.stored().Place("K5")
	if nth != 4 || of != 5 {
		t.Errorf("back at %d of %d", nth, of)
	}
}

func TestWhatCannotBeAQuestionIsToldAndStays(t *testing.T) {
	s := openSwedish(t, &book{})
	s.Press("guide.edit")
	s.Press("guide.question.k1")
	s.fill("guide.form.text", "")
	s.fill("guide.form.simple", "Vad gör ni?")
	s.Press("guide.form.done")
	s.shows("Ändringen går inte att göra", "minst en ålder")
	if s.Control("guide.form.text") == nil || s.book.drafted().Format != 0 {
		t.Fatal("it was kept, or lost")
	}
	s.fill("guide.form.text", "Vad gör ni?")
	s.Press("guide.form.done")
	if q, _ := s.stored().Find("K1"); q.Text != "Vad gör ni?" {
		t.Errorf("%+v", q)
	}
}

func TestWhatIsBeingWrittenIsKeptWhenTheRoomIsLeft(t *testing.T) {
	s := openSwedish(t, &book{})
	s.Press("guide.edit")
	s.Press("guide.question.v1")
	s.fill("guide.form.text", "Vad gör socialtjänsten?")
	s.room.Close()
	if q, _ := s.stored().Find("V1"); q.Text != "Vad gör socialtjänsten?" {
		t.Errorf("%+v", q)
	}
}

func TestADraftIsApprovedAsTheNextVersionWithAName(t *testing.T) {
	s := openSwedish(t, &book{})
	s.Press("guide.edit")
	s.Press("guide.approve")
	s.shows("Utkastet är likadant som guiden som gäller.")
	if s.Control("guide.approve.yes") != nil {
		t.Error("nothing can be approved")
	}
	s.Press("guide.approve.back")
	s.Press("guide.question.k3")
	s.fill("guide.form.text", "Hur vill du ha det?")
	s.Press("guide.form.done")
	s.Press("guide.ages")
	s.Focus("guide.order")
	s.Key(fyne.KeyRight)
	s.fill("guide.minutes.5-8", "15")
	s.Press("guide.sheet.done")
	s.Press("guide.around")
	s.fill("guide.ending", "Tack för i dag.")
	s.Press("guide.sheet.done")
	s.Press("guide.approve")
	s.shows("K3 är ändrad", "Förut: Vad skulle du vilja ändra på i kontakten?", "Nu: Hur vill du ha det?", "Frågeområdenas ordning är ändrad", "Nu: Tack för i dag.")
	if s.Focused() != "guide.by" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	s.fill("guide.on", "i dag")
	s.Press("guide.approve.yes")
	s.shows("Det står inte vem som har godkänt guiden", "2027-01-12")
	s.fill("guide.on", "2027-01-12")
	s.Press("guide.approve.yes")
	s.WaitTrace("guide approved 2")
	s.shows("Version 2 gäller nu", "Enhetens egen guide, version 2. Granskad av Maj Påhittad den 12 januari 2027.", "Hur vill du ha det?")
	now, _ := s.book.Current()
	if now.ID != (app.ID{9}).String() || now.Version != 2 || now.Order != guide.Goteborg || now.Presets[0].Minutes != 15 || now.Thanks != "Tack för i dag." {
		t.Errorf("%+v", now)
	}
	s.Wait("the draft to go", func() bool { d, _ := s.book.Draft(); return d == nil })
	s.Press("guide.unit")
	if s.unit != 1 {
		t.Error("there is no way to Enheten")
	}
	s.Press("guide.shipped")
	s.WaitTrace("guide shipped")
	s.shows("följer med Barnröst gäller igen")
	s.Press("guide.own")
	s.Wait("the own one", func() bool { g, _ := s.book.Current(); return g.Version == 2 })
}

func TestAFailureToApproveLeavesTheDraftAndSaysSo(t *testing.T) {
	s := openSwedish(t, &book{})
	s.Press("guide.edit")
	s.Press("guide.question.k4")
	s.Press("guide.form.remove")
	s.stored()
	s.book.mu.Lock()
	s.book.err = app.Fail(app.CodeDiskFull, errors.New("full"))
	s.book.mu.Unlock()
	s.Press("guide.approve")
	s.Press("guide.approve.yes")
	s.WaitTrace("problem disk-full")
	if now, _ := s.book.Current(); now.Version != 1 || len(s.book.drafted().Questions) != 14 {
		t.Error("something was lost or taken")
	}
	s.Press("guide.approve.back")
	s.Press("guide.undo")
	s.WaitTrace("problem disk-full")
}

func TestADraftThatIsDiscardedCanBeHadBack(t *testing.T) {
	s := openSwedish(t, &book{})
	s.Press("guide.edit")
	s.Press("guide.question.k4")
	s.Press("guide.form.remove")
	s.stored()
	s.Press("guide.discard")
	s.shows("Utkastet är borta")
	if g := s.stored(); g.Format != 0 {
		t.Error("it is still there")
	}
	s.Press("guide.restore")
	if g := s.stored(); len(g.Questions) != 14 {
		t.Errorf("%d questions", len(g.Questions))
	}
	s.Press("guide.toread")
	s.shows("Fortsätt med utkastet")
}

func TestAFileIsTakenInOnlyAfterItsDifferencesWereShown(t *testing.T) {
	b := &book{file: shipped(t)}
	s := openSwedish(t, b)
	s.Press("guide.open")
	s.WaitTrace("guide compare")
	s.shows("likadan som den som gäller")
	s.Press("guide.take.no")

	d := guide.NewDraft(shipped(t))
	if err := d.Remove("D2"); err != nil {
		t.Fatal(err)
	}
	b.file = d.Guide()
	b.file.Version = 40
	s.ClearTrace()
	s.Press("guide.open")
	s.WaitTrace("guide compare")
	s.shows("D2 är borta", "Vad brukar du få vara med och bestämma?")
	if b.drafted().Format != 0 {
		t.Error("it was taken before it was shown")
	}
	s.Press("guide.take.yes")
	if g := s.stored(); len(g.Questions) != 14 || g.Version != 1 {
		t.Errorf("%d questions, version %d", len(g.Questions), g.Version)
	}
	s.Press("guide.undo")
	if g := s.stored(); len(g.Questions) != 15 {
		t.Error("it cannot be taken back")
	}

	s.Press("guide.toread")
	b.readErr = app.Fail(app.CodeNotAGuide, nil)
	s.Press("guide.open")
	s.WaitTrace("problem not-a-guide")
	s.shows("Filen är inte en intervjuguide.")
	s.Press("guide.save")
	s.WaitTrace("file saved")
	s.shows("/usb/Intervjuguide.barnrost-guide")
}

func TestAGuideThatComesMeanwhileIsShownAndADraftIsLeftAlone(t *testing.T) {
	s := openSwedish(t, &book{})
	own := shipped(t)
	own.ID, own.Version, own.Name = strings.Repeat("ab", 16), 5, "Björkens guide"
	s.book.mu.Lock()
	s.book.own = &own
	s.book.mu.Unlock()
	s.Bus.Publish(app.TemplatesChanged{})
	s.Wait("the new one", func() bool { return strings.Contains(s.Words(), "Björkens guide") })
	s.Press("guide.edit")
	own.Version, own.Questions = 8, own.Questions[1:]
	s.book.mu.Lock()
	s.book.own = &own
	s.book.mu.Unlock()
	s.Bus.Publish(app.TemplatesChanged{})
	s.Settle()
	s.shows("Utkast till version 6")
	s.Press("guide.approve") // what is approved now comes after the one that came
	s.shows("Godkänn version 9", "U1 är ny")
}

func TestEveryWordIsThereAndEverythingFitsAtTwiceTheSize(t *testing.T) {
	for _, look := range []struct {
		lang  app.Language
		mode  theme.Mode
		scale float32
	}{{app.Swedish, theme.Light, 1}, {app.Swedish, theme.Dark, 2}, {app.English, theme.Light, 2}, {app.English, theme.Dark, 1}} {
		own := shipped(t)
		own.ID, own.Version, own.Reviewed = strings.Repeat("ab", 16), 5, guide.Review{By: "Maj Påhittad", On: "2027-01-12"}
		b := &book{own: &own, file: shipped(t)}
		b.file.Questions = b.file.Questions[:9]
		s := open(t, b, true, look.lang, look.mode, look.scale)
		s.Size(1024, 768)
		name := func(page string) string {
			return "guide-" + page + "-" + string(look.lang) + "-" + string(look.mode) + map[float32]string{1: "", 2: "-200"}[look.scale]
		}
		visit := func(page string) {
			t.Helper()
			if i := strings.Index(s.Words(), "‹"); i >= 0 {
				t.Errorf("%s: a key without words: %.60s", page, s.Words()[i:])
			}
			if w := s.Window.Content().MinSize().Width; w > 1024 {
				t.Errorf("%s is %v wide", page, w)
			}
			stops := s.TabStops()
			if len(stops) < 4 { // the control: pages have more
				t.Errorf("%s: Tab came to %q alone", page, stops)
			}
			s.Each(func(o fyne.CanvasObject) {
				f, can := o.(fyne.Focusable)
				named, ok := o.(interface{ ID() string })
				if d, is := o.(fyne.Disableable); !can || !ok || is && d.Disabled() || f == nil {
					return
				}
				if !slices.Contains(stops, named.ID()) {
					t.Errorf("%s: Tab does not come to %s", page, named.ID())
				}
			})
			s.Shot(name(page), 1)
		}
		visit("read")
		s.Press("guide.edit")
		visit("edit")
		s.Press("guide.question.k1")
		visit("question")
		s.fill("guide.form.text", "Vad gör ni på återkopplingsmöten?")
		s.Press("guide.form.done")
		s.Press("guide.ages")
		visit("ages")
		s.Press("guide.sheet.cancel")
		s.Press("guide.around")
		visit("around")
		s.Press("guide.sheet.cancel")
		s.Press("guide.approve")
		visit("approve")
		s.Press("guide.approve.back")
		s.Press("guide.toread")
		s.ClearTrace()
		s.Press("guide.open")
		s.WaitTrace("guide compare")
		visit("compare")
		s.room.Close()
	}
}

func TestClosingTheRoomLeavesNoListener(t *testing.T) {
	s := openSwedish(t, &book{})
	before := s.Bus.Listeners()
	s.room.Close()
	if n := s.Bus.Listeners(); n != before-1 {
		t.Errorf("%d listeners, %d before", n, before)
	}
}

// A lock that waits until the draft is stored looks again at every event: the
// last of them comes once it is.
func TestThatADraftIsStoredIsToldToALockThatWaits(t *testing.T) {
	s := openSwedish(t, &book{})
	waits := true
	s.Bus.Subscribe(func(e app.Event) {
		if _, changed := e.(app.RoomChanged); changed {
			waits = s.room.Unsaved()
		}
	})
	s.Press("guide.edit")
	s.Press("guide.add")
	s.fill("guide.form.text", "Hur har sommaren varit?")
	s.Press("guide.form.done")
	s.stored()
	if waits {
		t.Error("it goes on waiting")
	}
}
