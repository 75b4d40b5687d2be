package main

import (
	"context"
	"math"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"barnrost/app"
	"barnrost/app/view/viewtest"
	"barnrost/audio"
	"barnrost/audio/audiotest"
)

// headless is the whole program over a real vault, in a window that no screen
// shows, used by keys.
type headless struct {
	*viewtest.Stage
	p       *program
	printed []string // where the pages lie that were put before somebody
}

// viewer is an app whose computer shows PDF.
type viewer struct {
	fyne.App
	h *headless
}

// OpenURL takes a page that is to be printed.
func (v *viewer) OpenURL(u *url.URL) error {
	v.h.printed = append(v.h.printed, u.Path)
	return nil
}

func openHeadless(t *testing.T, dir string, lang app.Language) *headless {
	t.Helper()
	h := &headless{Stage: viewtest.Around(t)}
	p, err := newProgram(&viewer{test.NewTempApp(t), h}, options{data: dir, lang: lang, monitors: true, trace: true}, h.Traces(), h.Do)
	if err != nil {
		t.Fatal(err)
	}
	p.again = func() error { return nil } // a test is not begun anew: it makes another program
	h.p, h.Window, h.Bus, h.Kit, h.Text = p, p.window, p.bus, p.kit, p.kit.Text
	h.Size(1280, 800)
	h.Settle()
	return h
}

// quit ends the program as its key does, and waits until the vault is closed.
func (h *headless) quit() {
	h.T.Helper()
	h.ClearTrace()
	h.p.quit()
	h.WaitTrace("closed well")
}

// do presses a button and waits for what comes of it.
func (h *headless) do(id, trace string) {
	h.T.Helper()
	h.Wait("the control "+id, func() bool {
		c := h.Control(id)
		able, ok := c.(interface{ Disabled() bool })
		return c != nil && (!ok || !able.Disabled())
	})
	h.ClearTrace()
	h.Press(id)
	h.WaitTrace(trace)
}

// tick presses a box or a first choice with Space.
func (h *headless) tick(id string) {
	h.T.Helper()
	h.Focus(id)
	h.Key(fyne.KeySpace)
}

// choose takes the nth of a choice.
func (h *headless) choose(id string, n int) {
	h.T.Helper()
	h.Focus(id)
	h.Key(fyne.KeyEnd)
	h.Key(fyne.KeyHome)
	for range n {
		h.Key(fyne.KeyRight)
	}
}

// fill types into a field in place of what stands there.
func (h *headless) fill(id, words string) {
	h.T.Helper()
	h.Wait("the field "+id, func() bool { return h.Control(id) != nil })
	h.Focus(id)
	h.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	h.Key(fyne.KeyBackspace)
	h.Type(id, words)
}

// pick answers a question for a file or a folder.
func (h *headless) pick(id, path, trace string) {
	h.T.Helper()
	h.fill(id+".path", path)
	h.ClearTrace()
	h.Key(fyne.KeyReturn)
	h.WaitTrace(trace)
}

func (h *headless) whole(where string) {
	h.T.Helper()
	if words := h.Words(); strings.Contains(words, "‹") || strings.Contains(words, "{") {
		h.T.Errorf("%s: words are missing:\n%s", where, words)
	}
}

func (h *headless) person(who app.Profile) {
	h.T.Helper()
	if h.Control("start.unit") != nil {
		h.fill("start.unit", who.Unit)
	}
	h.fill("start.name", who.Name)
	h.choose("start.role", slices.Index(app.Roles, who.Role))
	h.do("start.next", "unlock words")
	h.do("start.own", "unlock own")
	h.fill("start.own.first", passphrase)
	h.fill("start.own.again", passphrase)
	h.do("start.create", "room home")
}

// TestTheWholeChainFromThePlanToTheChildsLastWord walks a year's first half in
// both languages, without a screen: the enhetschef plans and invites; a colleague
// asks, prepares, makes ready; at the table the child is recorded without a
// passphrase, answers, is given a diploma and a ticket; once unlocked everything
// is there, and the home view tells what comes next.
func TestTheWholeChainFromThePlanToTheChildsLastWord(t *testing.T) {
	pulse := audiotest.Pulse(t)
	for _, lang := range []app.Language{app.Swedish, app.English} {
		t.Run(string(lang), func(t *testing.T) { wholeChain(t, pulse, lang) })
	}
}

func wholeChain(t *testing.T, pulse *audiotest.Server, lang app.Language) {
	post := t.TempDir()
	invitation := managerPlansAndInvites(t, lang, post)

	data := filepath.Join(t.TempDir(), "data")
	h := openHeadless(t, data, lang)
	h.WaitTrace("unlock person")
	h.Press("start.invitation")
	h.pick("invitation", invitation, "invitation read")
	h.tick("start.compared")
	h.person(app.Profile{Name: "Kerstin Åkerlöf", Role: app.RoleWorker})
	h.whole("home")
	preparesAndMakesReady(h)

	h = openHeadless(t, data, lang) // the lid is opened at the child's table
	h.WaitTrace("ready now")
	if words := h.Words(); strings.Contains(words, "12") && strings.Contains(words, "TALL") {
		t.Errorf("the locked page tells of the interview: %s", words)
	}
	atTheTable(h, pulse)
	h.do("ready.unlock", "unlock locked")
	h.fill("unlock.passphrase", passphrase)
	h.do("unlock.open", "ready taken")
	h.whole("home after the visit")
	afterTheVisit(h)
	h.quit()
}

func managerPlansAndInvites(t *testing.T, lang app.Language, post string) string {
	t.Helper()
	h := openHeadless(t, filepath.Join(t.TempDir(), "data"), lang)
	h.WaitTrace("unlock person")
	h.person(app.Profile{Name: "Mirja Öhrnell", Role: app.RoleManager, Unit: "Barn och unga Norrviken"})
	h.Focus("home.year")
	h.Key(fyne.KeyEnd)
	h.Key(fyne.KeyHome)
	h.ClearTrace()
	h.Key(fyne.KeyReturn)
	h.WaitTrace("room year")
	h.Type("plan.people", "Kerstin Åkerlöf; Bo Öst")
	h.whole("plan")
	h.do("plan.save", "plan saved")
	h.do("rail.unit", "unit ready")
	h.whole("unit")
	h.Press("unit.invite")
	h.pick("unit.invitefolder", post, "file saved")
	h.quit()
	files, err := filepath.Glob(filepath.Join(post, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	return files[0]
}

func preparesAndMakesReady(h *headless) {
	h.T.Helper()
	h.do("rail.interview", "interview list")
	h.do("interview.enquiry", "enquiry")
	h.do("enquiry.yes", "enquiry 1")
	h.Wait("the way to the interview", func() bool { return h.Control("enquiry.new") != nil })
	h.whole("enquiry")
	h.do("enquiry.new", "interview new")
	h.choose("new.handler", 1)
	h.whole("stopped for one's own client")
	h.Press("new.create")
	if all, _ := h.p.session.book.Interviews(); len(all) != 0 {
		h.T.Fatal("an interview with one's own client was made")
	}
	h.choose("new.handler", 0)
	h.fill("new.age", "12")
	h.choose("new.place", slices.Index(app.Places, "cafe"))
	h.do("new.create", "interview prepare")
	h.whole("prepare")
	h.do("guess.open", "interview guess")
	h.Type("guess.text", "Att det är för många möten")
	h.do("guess.hide", "interview prepare")
	h.do("ready.make", "closed well")
}

func atTheTable(h *headless, pulse *audiotest.Server) {
	h.T.Helper()
	h.whole("ready")
	h.do("ready.record", "interview prepare")
	h.tick("consent.child")
	h.tick("consent.recording")
	h.ClearTrace()
	h.tick("consent.guardian")
	h.WaitTrace("consent complete")
	ctx, cancel := context.WithCancel(h.T.Context())
	played := make(chan error, 1)
	go func() { played <- pulse.Play(ctx, audiotest.Sink, hum(20)) }()
	h.do("record.start", "recording running")
	h.whole("recording")
	for _, key := range []fyne.KeyName{fyne.KeyA, fyne.KeyN} {
		h.ClearTrace()
		h.Key(key)
		h.WaitTrace("marker")
	}
	h.ClearTrace()
	h.Key(fyne.KeyRight)
	h.Press("record.stop")
	h.WaitTrace("dialog record.end")
	h.do("record.end.yes", "recording stopped")
	cancel()
	<-played
	h.Wait("the closing page", func() bool { return h.Control("closing.survey") != nil })
	h.whole("closing at the table")
	h.ClearTrace()
	h.tick("closing.ticket")
	h.WaitTrace("ticket ja")
	h.do("closing.diploma", "interview diploma")
	h.whole("diploma")
	h.do("diploma.print", "print diplom")
	h.do("diploma.back", "interview closing")
	h.do("closing.survey", "survey")
	h.whole("survey")
	h.do("survey.begin", "survey question")
	h.Focus("survey.faces")
	h.Rune('1')
	for range 4 {
		h.do("survey.next", "survey question")
	}
	h.do("survey.next", "survey envelope")
	h.do("survey.seal", "survey sealed")
	h.whole("survey sealed")
	h.do("survey.over", "survey gate")
	h.whole("the adult's gate")
	figures := regexp.MustCompile(`(\d+) \p{L}+ (\d+)`).FindStringSubmatch(h.Words())
	if figures == nil {
		h.T.Fatalf("there is no sum: %s", h.Words())
	}
	a, _ := strconv.Atoi(figures[1])
	b, _ := strconv.Atoi(figures[2])
	h.ClearTrace()
	h.fill("survey.gate.field", strconv.Itoa(a+b+1))
	h.Press("survey.gate.leave")
	if h.Traced("survey left") {
		h.T.Fatal("a wrong sum led out of Barnläge")
	}
	h.fill("survey.gate.field", strconv.Itoa(a+b))
	h.do("survey.gate.leave", "survey left")
	h.do("closing.later", "room ready")
}

func afterTheVisit(h *headless) {
	h.T.Helper()
	book := h.p.session.book
	all, err := book.Interviews()
	if err != nil || len(all) != 1 {
		h.T.Fatalf("%d interviews, %v", len(all), err)
	}
	i := all[0]
	rec, err := book.Recording(h.T.Context(), i.Recording)
	if err != nil {
		h.T.Fatal(err)
	}
	codes := 0
	for _, m := range rec.Markers {
		if m.Code != "" {
			codes++
		}
	}
	if !i.Consent.Complete() || i.Visit.Ticket != app.Yes || rec.Samples == 0 || len(rec.Markers) != 2 || codes != 1 {
		h.T.Errorf("consent %+v, ticket %q, %d samples, markers %+v", i.Consent, i.Visit.Ticket, rec.Samples, rec.Markers)
	}
	if envelopes, err := book.Envelopes(); err != nil || len(envelopes) != 1 {
		h.T.Errorf("envelopes %+v, %v", envelopes, err)
	}
	h.do("rail.home", "next transcribe")
	h.do("rail.interview", "interview list")
	h.do("interview.item.0", "interview")
	h.whole("overview")
}

// hum is so many seconds of a voice's tone.
func hum(seconds int) []int16 {
	all := make([]int16, seconds*audio.Rate)
	for i := range all {
		all[i] = int16(6000 * math.Sin(2*math.Pi*220*float64(i)/audio.Rate))
	}
	return all
}
