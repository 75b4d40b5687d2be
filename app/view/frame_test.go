package view_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

// fakeRoom counts what the frame does with it.
type fakeRoom struct {
	stage  *viewtest.Stage
	name   string
	log    *[]string
	first  *widget.Button
	detail string
	cancel func()
	typed  string
}

func (r *fakeRoom) Content() fyne.CanvasObject {
	k := r.stage.Kit
	r.first = k.Button(r.name+".first", "Gör något", func() { panic("Kajsa sa") })
	objs := []fyne.CanvasObject{r.first}
	for i := range 40 {
		objs = append(objs, k.Body("Rad "+string(rune('a'+i%26))))
	}
	return widget.Column(append(objs, k.Button(r.name+".last", "Längst ner", nil))...)
}

func (r *fakeRoom) Focus()         { r.stage.Window.Canvas().Focus(r.first) }
func (r *fakeRoom) Close()         { *r.log = append(*r.log, "close "+r.name); r.cancel() }
func (r *fakeRoom) Detail() string { return r.detail }
func (r *fakeRoom) Key(ev *fyne.KeyEvent) {
	r.typed += string(ev.Name)
}
func (r *fakeRoom) Rune(c rune) { r.typed += string(c) }
func (r *fakeRoom) Hush()       { *r.log = append(*r.log, "hush "+r.name) }

type house struct {
	*viewtest.Stage
	frame  *view.Frame
	log    []string
	rooms  map[string]*fakeRoom
	held   string
	locked int
	closed int
	stops  int
	secret string
	limit  time.Duration // without a touch
	clock  *viewtest.Clock
}

func newHouse(t *testing.T, lang app.Language) *house {
	h := &house{Stage: viewtest.New(t, lang, theme.Light), rooms: map[string]*fakeRoom{}, secret: "rätt"}
	h.clock = viewtest.NewClock(time.Date(2027, 2, 2, 14, 2, 0, 0, time.Local))
	h.frame = view.New(view.Deps{
		Window: h.Window, Bus: h.Bus, Kit: h.Kit,
		Lock: func() { h.locked++ }, Quit: func() { h.closed++ }, StopHeld: func() { h.stops++ },
		Held: func() string { return h.held },
		Sign: func() (widget.SignKind, string, string, bool) {
			return widget.SignRecording, "Spelar in", "12:34", h.held == "recording"
		},
		Check: func(_ context.Context, p string) error {
			if p != h.secret {
				return app.Fail(app.CodeWrongPassphrase, nil)
			}
			return nil
		},
		Idle: func() time.Duration { return h.limit }, Now: h.clock.Now, Timer: h.clock.After,
	})
	return h
}

func (h *house) place(id string) view.Place {
	return view.Place{ID: id, Last: id == "settings", OwnKeys: id == "desk", Wide: id == "desk", Open: func() view.Room {
		h.log = append(h.log, "open "+id)
		r := &fakeRoom{stage: h.Stage, name: id, log: &h.log, detail: "TALL-27", cancel: h.Bus.Subscribe(func(app.Event) {})}
		h.rooms[id] = r
		return r
	}}
}

func (h *house) enter() {
	h.frame.Enter([]view.Place{h.place("home"), h.place("interview"), h.place("desk"), h.place("settings")}, "home")
	h.Settle()
}

func ctrl(n string) *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: fyne.KeyName(n), Modifier: fyne.KeyModifierShortcutDefault}
}

func (h *house) shortcut(s fyne.Shortcut) {
	h.Kit.OnShortcut(s)
	h.Settle()
}

func TestGoingToARoomClosesTheFormerAndLeavesNoListener(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	before := h.Bus.Listeners()
	for _, id := range []string{"interview", "home", "settings", "home", "nowhere"} {
		h.frame.Go(id)
	}
	if h.Bus.Listeners() != before {
		t.Errorf("%d listeners, %d before", h.Bus.Listeners(), before)
	}
	want := []string{"open home", "close home", "open interview", "close interview", "open home", "close home", "open settings", "close settings", "open home"}
	if !slices.Equal(h.log, want) {
		t.Errorf("log %v", h.log)
	}
	if h.frame.Here() != "home" || !h.Traced("room settings") {
		t.Errorf("here %q, trace %s", h.frame.Here(), h.Trace())
	}
	h.frame.Close()
	if h.Bus.Listeners() != 0 {
		t.Errorf("%d listeners after the frame closed", h.Bus.Listeners())
	}
}

func TestCtrlAndADigitGoesToARoomButNotFromTheDesk(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.shortcut(ctrl("2"))
	if h.frame.Here() != "interview" {
		t.Fatalf("Ctrl+2 went to %q", h.frame.Here())
	}
	h.shortcut(ctrl("9"))
	h.shortcut(ctrl("3"))
	h.shortcut(ctrl("1"))
	if h.frame.Here() != "desk" {
		t.Errorf("Ctrl+1 left the desk, which uses it itself: %q", h.frame.Here())
	}
}

func TestShortcutsReachTheFrameFromAField(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.Kit.Entry("x", "").TypedShortcut(ctrl("2"))
	if h.frame.Here() != "interview" {
		t.Errorf("at %q", h.frame.Here())
	}
}

func TestTabGoesThroughTheRoomFirstAndThenTheRail(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	want := []string{"home.first", "home.last", "frame.lock", "rail.home", "rail.interview", "rail.desk", "rail.settings"}
	if got := h.TabStops(); !slices.Equal(got, want) {
		t.Errorf("stops %v", got)
	}
}

func TestWhatGetsTheFocusIsScrolledIntoSight(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.Focus("home.last")
	last := h.Must("home.last")
	y := fyne.CurrentApp().Driver().AbsolutePositionForObject(last).Y
	if y < 0 || y+last.Size().Height > 800 {
		t.Errorf("the last button lies at %v", y)
	}
}

func TestUnusedKeysReachTheRoomButNotThroughADialog(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.Key(fyne.KeyF4)
	h.Rune('n')
	h.Window.Canvas().Unfocus()
	h.Key(fyne.KeyF3)
	if h.rooms["home"].typed != "F4nF3" {
		t.Errorf("the room got %q", h.rooms["home"].typed)
	}
	answered := false
	h.frame.Ask(widget.Question{ID: "send", Title: "Skicka?", Yes: "Skicka"}, func() { answered = true })
	h.Key(fyne.KeyF5)
	h.shortcut(ctrl("2"))
	if h.rooms["home"].typed != "F4nF3" || h.frame.Here() != "home" {
		t.Error("keys went through the dialog")
	}
	h.Key(fyne.KeyEscape)
	if answered || h.Focused() != "" && h.Focused() != "home.first" {
		t.Errorf("after Escape: answered %v, focus %q", answered, h.Focused())
	}
}

func TestADecisionIsTakenOnlyByItsOwnButton(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	n := 0
	ask := func() {
		h.frame.Ask(widget.Question{ID: "send", Title: "Skicka till enheten?", Body: []string{"Det går inte att ta tillbaka."}, Yes: "Skicka", Danger: true}, func() { n++ })
	}
	ask()
	if h.Focused() != "send.no" {
		t.Errorf("the focus is on %q", h.Focused())
	}
	h.Shot("frame-ask", 1)
	h.Press("send.no")
	ask()
	h.Press("send.yes")
	if n != 1 {
		t.Errorf("decided %d times", n)
	}
	if h.Control("send.yes") != nil {
		t.Error("the dialog stays")
	}
}

func TestAPanicInACallbackShowsThreeSentencesAndNotItsValue(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.Press("home.first")
	if !h.Traced("problem internal") || strings.Contains(h.Words(), "Kajsa") {
		t.Errorf("trace %s\nwords %s", h.Trace(), h.Words())
	}
	h.Press("problem.ok")
	if h.Control("problem.ok") != nil {
		t.Error("the problem stays")
	}
}

func TestLockingLocksAtOnceWhenNothingIsHeld(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.Press("frame.lock")
	if h.locked != 1 || h.log[len(h.log)-1] != "close home" {
		t.Errorf("locked %d, log %v", h.locked, h.log)
	}
}

func TestLockingWhileRecordingCoversAndDoesNotStop(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.held = "recording"
	h.Press("frame.lock")
	if h.locked != 0 || !h.frame.Covered() || !h.Traced("covered recording") {
		t.Fatalf("locked %d, trace %s", h.locked, h.Trace())
	}
	h.Shot("frame-cover", 1)
	h.Key(fyne.KeyEscape)
	h.shortcut(ctrl("2"))
	if !h.frame.Covered() || h.frame.Here() != "home" {
		t.Error("a key got past the cover")
	}
	h.Type("cover.passphrase", "fel")
	h.Key(fyne.KeyReturn)
	h.WaitTrace("problem wrong-passphrase")
	if !h.frame.Covered() {
		t.Fatal("a wrong passphrase lifted the cover")
	}
	h.Type("cover.passphrase", "rätt")
	h.Key(fyne.KeyReturn)
	h.WaitTrace("uncovered")
	if h.frame.Covered() || h.locked != 0 {
		t.Error("the right passphrase did not lift the cover")
	}
}

func TestClosingClosesAtOnceWhenNothingIsHeld(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.frame.CloseUp()
	if h.closed != 1 || h.locked != 0 || h.log[len(h.log)-1] != "close home" {
		t.Errorf("closed %d, locked %d, log %v", h.closed, h.locked, h.log)
	}
}

func TestClosingWhileRecordingFollowsWhenItIsDone(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.held = "recording"
	h.frame.CloseUp()
	h.Settle()
	if h.closed != 0 || !strings.Contains(h.Words(), "Stoppa inspelningen och stäng") {
		t.Fatalf("closed %d, words %s", h.closed, h.Words())
	}
	h.Press("cover.stop")
	h.held = "saving"
	h.Bus.Publish(app.RecordingChanged{})
	h.Settle()
	if h.stops != 1 || h.Control("cover.stop") != nil || !strings.Contains(h.Words(), "Det sista ljudet sparas.") {
		t.Errorf("stopped %d times, words %s", h.stops, h.Words())
	}
	h.held = ""
	h.Bus.Publish(app.RecordingChanged{})
	h.Settle()
	if h.closed != 1 || h.locked != 0 {
		t.Errorf("closed %d, locked %d", h.closed, h.locked)
	}
}

func TestWhoeverLiftsTheCoverHasNotClosed(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.held = "work"
	h.frame.CloseUp()
	h.Type("cover.passphrase", "rätt")
	h.Key(fyne.KeyReturn)
	h.WaitTrace("uncovered")
	h.held = ""
	h.Bus.Publish(app.RecordingChanged{})
	h.Settle()
	if h.closed != 0 || h.locked != 0 {
		t.Errorf("closed %d, locked %d", h.closed, h.locked)
	}
}

func TestARoomWhoseLastWordsDoNotGoInIsWaitedFor(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.rooms["home"].cancel = func() { h.held = "text" } // leaving it writes, and the disk is full
	h.frame.CloseUp()
	h.Settle()
	if h.closed != 0 || !h.frame.Covered() {
		t.Fatalf("closed %d, covered %v", h.closed, h.frame.Covered())
	}
	h.Type("cover.passphrase", "rätt")
	h.Key(fyne.KeyReturn)
	h.WaitTrace("uncovered")
	h.Settle()
	if h.frame.Here() != "home" || h.log[len(h.log)-1] != "open home" {
		t.Errorf("here %q, log %v", h.frame.Here(), h.log)
	}
	h.frame.CloseUp()
	h.held = ""
	h.Bus.Publish(app.TextSaved{})
	h.Settle()
	if h.closed != 1 {
		t.Errorf("closed %d", h.closed)
	}
}

func TestTheCoverTellsWhatIsHeldNow(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.held = "recording"
	h.frame.LockUp()
	h.held = "work" // an import that outlasts the recording
	h.Bus.Publish(app.RecordingChanged{})
	h.Settle()
	if words := h.Words(); strings.Contains(words, "Inspelningen fortsätter") || !strings.Contains(words, "Avbryt arbetet och lås") {
		t.Errorf("words %s", words)
	}
	h.frame.CloseUp() // Ctrl+Q on the cover
	h.Settle()
	if words := h.Words(); !strings.Contains(words, "Avbryt arbetet och stäng") {
		t.Errorf("words %s", words)
	}
}

func TestTheRecordingSignIsSeenInEveryRoomAndOnTheCover(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	if strings.Contains(h.Words(), "Spelar in") {
		t.Error("a sign without a recording")
	}
	h.held = "recording"
	h.Bus.Publish(app.RecordingChanged{})
	h.Settle()
	for _, id := range []string{"home", "settings", "desk"} {
		h.frame.Go(id)
		h.Settle()
		if !strings.Contains(h.Words(), "Spelar in 12:34") {
			t.Errorf("no sign in %s", id)
		}
	}
	h.Shot("frame-sign", 1)
	h.frame.LockUp()
	h.Settle()
	if n := strings.Count(h.Words(), "Spelar in 12:34"); n < 1 {
		t.Error("no sign on the cover")
	}
	h.held = ""
	h.Bus.Publish(app.RecordingChanged{})
	h.Settle()
}

func TestTheLockFollowsWhenTheRecordingIsDone(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.held = "recording"
	h.frame.LockUp()
	h.Bus.Publish(app.RecordingChanged{})
	h.Settle()
	if h.locked != 0 {
		t.Fatal("locked while recording")
	}
	h.held = ""
	h.Bus.Publish(app.RecordingChanged{})
	h.Settle()
	if h.locked != 1 {
		t.Error("not locked when the recording was done")
	}
}

func TestTheStatusLineShowsWhatGoesOnAndCancels(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	cancelled := false
	w := h.frame.Start("Läser in TALL-27", func() { cancelled = true })
	w.Set(1, 4)
	h.Settle()
	if words := h.Words(); !strings.Contains(words, "Läser in TALL-27") || !strings.Contains(words, "25 procent") {
		t.Errorf("words %s", words)
	}
	h.frame.Go("interview")
	h.Settle()
	if !strings.Contains(h.Words(), "25 procent") {
		t.Error("the work is gone in another room")
	}
	h.Shot("frame-work", 1)
	h.Press("status.cancel")
	if !cancelled {
		t.Error("Avbryt did nothing")
	}
	w.Done()
	h.Settle()
	if strings.Contains(h.Words(), "Läser in") {
		t.Error("the finished work is still shown")
	}
}

func TestSavedIsShownWithItsTime(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.Bus.Publish(app.TextSaved{})
	h.Settle()
	if !strings.Contains(h.Words(), "TALL-27 · sparat 14:02") {
		t.Errorf("words %s", h.Words())
	}
	h.Bus.Publish(app.StorageTrouble{Code: app.CodeDiskFull})
	h.Settle()
	if !h.Traced("problem disk-full") {
		t.Error("a failed write is not told")
	}
}

func TestAProblemThatRecursIsShownOnce(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	for range 5 {
		h.Bus.Publish(app.StorageTrouble{Code: app.CodeDiskFull})
	}
	h.Settle()
	h.Press("problem.ok")
	if h.Control("problem.ok") != nil {
		t.Error("the same problem lies there more than once")
	}
	if h.Focused() != "home.first" {
		t.Errorf("the focus is on %q", h.Focused())
	}
	h.Bus.Publish(app.StorageTrouble{Code: app.CodeDiskFull})
	h.Settle()
	if h.Control("problem.ok") == nil {
		t.Error("it is not told again after it was read")
	}
}

func TestADialogSurvivesTheCover(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.frame.Ask(widget.Question{ID: "send", Title: "Skicka?", Yes: "Skicka"}, func() {})
	h.held = "recording"
	h.frame.LockUp()
	h.Settle()
	h.Type("cover.passphrase", "rätt")
	h.Key(fyne.KeyReturn)
	h.WaitTrace("uncovered")
	if f := h.Focused(); f != "send.yes" && f != "send.no" {
		t.Errorf("the focus is on %q", f)
	}
}

func TestTheLanguageChangesEverywhere(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	en, err := text.Load(assets.Translations, app.English)
	if err != nil {
		t.Fatal(err)
	}
	h.frame.SetText(en)
	h.Settle()
	if words := h.Words(); !strings.Contains(words, "The year wheel") || strings.Contains(words, "Årshjulet") {
		t.Errorf("words %s", words)
	}
}

func TestAFileIsPickedByTypingItsPath(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	dir := t.TempDir()
	path := filepath.Join(dir, "möte ett.WAV")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got := ""
	h.frame.Pick(widget.Pick{ID: "wav", Title: "Ljudfil", Extensions: []string{".wav"}}, func(p string) { got = p })
	h.Type("wav.path", filepath.Join(dir, "borta.wav"))
	h.Key(fyne.KeyReturn)
	h.WaitTrace("problem file-missing")
	h.ClearTrace()
	h.Must("wav.path").(*widget.Entry).SetText(dir)
	h.Press("wav.ok")
	h.Wait("the folder's list", func() bool { return h.Focused() == "wav.list" }) // a folder is not a file
	h.Must("wav.path").(*widget.Entry).SetText(`"` + path + `" `)
	h.Press("wav.ok")
	h.Wait("the path", func() bool { return got != "" })
	if got != path {
		t.Errorf("picked %q", got)
	}
}

func TestAFolderThatIsNoneIsToldAsSuch(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	dir := t.TempDir()
	file := filepath.Join(dir, "brev.txt")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got := ""
	h.frame.Pick(widget.Pick{ID: "to", Title: "Var?", Folder: true}, func(p string) { got = p })
	for path, want := range map[string]string{
		file: "Det där är en fil, ingen mapp.", filepath.Join(dir, "borta"): "Mappen går inte att hitta.", "": "Mappen går inte att hitta.",
	} {
		h.ClearTrace()
		h.Must("to.path").(*widget.Entry).SetText(path)
		h.Press("to.ok")
		h.WaitTrace("problem file-missing")
		if words := h.Words(); !strings.Contains(words, want) || strings.Contains(words, "Filen går inte att hitta") {
			t.Errorf("%q: words %s", path, words)
		}
	}
	if got != "" {
		t.Errorf("picked %q", got)
	}
}

func TestADialogHigherThanTheWindowFollowsTheFocus(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.Size(520, 300)
	h.frame.Pick(widget.Pick{ID: "wav", Title: "Ljudfil"}, func(string) {})
	h.Type("wav.path", filepath.Join(t.TempDir(), "borta.wav"))
	h.Key(fyne.KeyReturn)
	h.WaitTrace("problem file-missing")
	for _, id := range []string{"wav.no", "wav.path", "wav.ok"} {
		h.Focus(id)
		h.Settle()
		o := h.Must(id)
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
		if top < 0 || top+o.Size().Height > 300 {
			t.Errorf("%s lies at %v–%v of 300", id, top, top+o.Size().Height)
		}
	}
}

func TestAFileIsPickedFromTheListByKeys(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	dir := t.TempDir()
	for _, name := range []string{"a.txt", "b.WAV", ".dold.wav"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "mapp"), 0o700); err != nil {
		t.Fatal(err)
	}
	got := ""
	h.frame.Pick(widget.Pick{ID: "wav", Title: "Ljudfil", Extensions: []string{".wav"}}, func(p string) { got = p })
	h.Type("wav.path", dir)
	h.Press("wav.browse")
	h.Wait("the list", func() bool { return h.Focused() == "wav.list" })
	h.Shot("frame-pick", 1)
	h.Key(fyne.KeyDown)
	h.Key(fyne.KeyDown)
	h.Key(fyne.KeyReturn)
	h.Wait("the choice", func() bool { return h.Focused() == "wav.ok" })
	h.Key(fyne.KeyReturn)
	h.Wait("the path", func() bool { return got != "" })
	if filepath.Base(got) != "b.WAV" {
		t.Errorf("picked %q", got)
	}
}

func TestTheFrameIsWholeAtTwoHundredPerCent(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		h := newHouse(t, lang)
		h.enter()
		h.Shot("frame-"+string(lang), 1)
		h.Size(640, 400)
		h.Settle()
		lock := h.Must("frame.lock")
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(lock)
		if at.X+lock.Size().Width > 640 {
			t.Errorf("%s: [Lås] ends at %v", lang, at.X+lock.Size().Width)
		}
		set := h.Must("rail.settings")
		at = fyne.CurrentApp().Driver().AbsolutePositionForObject(set)
		if at.Y+set.Size().Height > 400 {
			t.Errorf("%s: the rail ends at %v", lang, at.Y+set.Size().Height)
		}
		h.Shot("frame-200-"+string(lang), 2)
	}
}
