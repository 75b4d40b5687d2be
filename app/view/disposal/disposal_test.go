package disposal_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/disposal"
	"barnrost/app/view/theme"
)

// shows waits for a page and holds its words to those wanted.
func (s *stage) shows(page string, words ...string) {
	s.T.Helper()
	s.WaitTrace("disposal " + page)
	for _, w := range words {
		s.Wait("the words "+w, func() bool { return strings.Contains(s.Words(), w) })
	}
	s.ClearTrace()
}

func TestWhatThereIsToDecideStandsFirst(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, full(), none)
	s.shows("overview", "TALL-27", "Gallrad här; 1 kopia kvar", "GRAN-31", "gallringsstopp", "SN 2027/118", "ersatt av ett nyare")
	if at := s.Focused(); at != "disposal.due.1" {
		t.Errorf("the focus is on %q", at)
	}
	words := s.Words()
	if strings.Index(words, "Att ta ställning till") > strings.Index(words, "Gallringsbeslut") {
		t.Error("the register stands before what waits")
	}
}

func TestSoundGoesInTwoStepsByKeys(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, full(), none)
	s.shows("overview")
	s.Key(fyne.KeyReturn)
	s.shows("interview", "Ljudet, 34 min", "Utskriften", "Paket till Eva Ek", "kvar")
	s.Wait("the transcript to be asked about", func() bool { return s.Control("disposal.checked") != nil })
	if s.Control("disposal.next") != nil {
		t.Error("one can go on before the transcript is vouched for")
	}
	s.Focus("disposal.checked")
	s.Key(fyne.KeySpace)
	s.Wait("the way on", func() bool { return s.Control("disposal.next") != nil })
	s.Press("disposal.next")
	s.shows("confirm", "Det går inte att ångra")
	s.Type("disposal.code", "TALL-72")
	s.Press("disposal.do")
	s.WaitTrace("problem disposal-untyped")
	if s.book.typed != "" {
		t.Error("a wrong code came to the vault")
	}
	s.Focus("disposal.code")
	for range len("TALL-72") {
		s.Key(fyne.KeyBackspace)
	}
	s.Type("disposal.code", "tall-27")
	s.Key(fyne.KeyReturn)
	s.shows("disposed 1", "Ljudet i TALL-27 är gallrat här", "Gallrad här; 1 kopia kvar", "Ring Eva Ek, kvittens kork sol 4821")
	s.Press("disposal.follow")
	s.shows("row", "Stöd: Gallringsbeslut SN 2027/118", "nyckeln förstörd", "9f86d081 884c7d65")
	s.Press("disposal.copy.1.sparrad")
	s.WaitTrace("disposal noted")
	s.Wait("the state", func() bool { return strings.Contains(s.Words(), "12 juni 2027, Mirja Öhrnell: spärrad") })
}

func TestUnderAStopTheReasonStandsThereAndNoWayOn(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, full(), app.ID{2})
	s.shows("interview", "någon har begärt ut den", "Begäran om utlämnande, sedan")
	if s.Control("disposal.next") != nil {
		t.Error("one can go on under a stop")
	}
	s.Press("disposal.back")
	s.shows("overview")
	s.Press("disposal.hold.0")
	s.shows("hold")
	s.Press("disposal.lift")
	s.shows("lifting", "helt avslutad")
	s.Type("disposal.code", "GRAN-13")
	s.Press("disposal.lift.do")
	s.WaitTrace("problem disposal-untyped")
	s.ClearTrace()
	s.Focus("disposal.code")
	s.Key(fyne.KeyBackspace)
	s.Key(fyne.KeyBackspace)
	s.Type("disposal.code", "31")
	s.Press("disposal.lift.do")
	s.shows("overview", "Hävt 12 juni 2027")
}

func TestAStopIsSetWithItsReason(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, full(), app.ID{1})
	s.shows("interview")
	s.Press("disposal.stop")
	s.shows("stop")
	s.Press("disposal.stop.set")
	s.Wait("to be asked for a reason", func() bool { return strings.Contains(s.Words(), "Välj en sorts skäl först") })
	s.Focus("disposal.reason")
	s.Key(fyne.KeyRight)
	s.Press("disposal.stop.set")
	s.WaitTrace("disposal held")
	s.WaitTrace("problem disposal-held")
	if got := s.book.holds[0]; got.Reason != "orosanmalan" || got.Code != "TALL-27" {
		t.Errorf("set %+v", got)
	}
}

func TestAWithdrawalWithoutADecisionLocksAwayAndSaysWhatToAskFor(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, full(), app.ID{1})
	s.shows("interview")
	s.Focus("disposal.withdrawn")
	s.Key(fyne.KeySpace)
	s.WaitTrace("problem withdrawal-undecided")
	s.Wait("the way", func() bool { return s.Control("disposal.withdraw") != nil })
	s.Press("disposal.withdraw")
	s.WaitTrace("disposal withdrew")
	s.Wait("what was noted", func() bool { return strings.Contains(s.Words(), "Barnet har ångrat sig. Spärrat: ljudet.") })
	s.Press("disposal.back")
	s.Wait("what waits", func() bool { return s.Control("disposal.waiting.1") != nil })
	if !strings.Contains(s.Words(), "Be enhetschefen registrera ett gallringsbeslut som gäller när ett barn ångrar sig") {
		t.Error("nobody is told what to ask for")
	}
	s.Press("disposal.waiting.1")
	s.Wait("the page", func() bool { return s.Control("disposal.unblock") != nil })
	s.Press("disposal.unblock")
	s.WaitTrace("dialog disposal.ask")
	s.Press("disposal.ask.no")
	if len(s.book.interviews[0].Blocks) != 1 {
		t.Error("it was unlocked without being asked")
	}
}

func TestADecisionIsRegisteredFromAFormThatSaysWhatIsMissing(t *testing.T) {
	b := full()
	b.decisions = nil
	s := open(t, app.Swedish, theme.Light, b, none)
	s.shows("overview", "enheten saknar registrerat gallringsbeslut")
	s.Press("disposal.register")
	s.shows("form")
	s.Press("decision.register")
	s.WaitTrace("problem decision-incomplete")
	s.Wait("what is missing", func() bool { return strings.Contains(s.Words(), "diarienummer") })
	s.Type("decision.number", "SN 2027/118")
	s.Type("decision.date", "2027-05-12")
	s.Type("decision.decidedby", "Socialnämnden")
	s.Focus("decision.covers.ljud")
	s.Key(fyne.KeySpace)
	s.Press("decision.register")
	s.shows("registered", "SN 2027/118")
	if d := b.decisions[0]; d.Covers[0] != app.MatterSound || d.Months != 0 || d.Date.Format("2006-01-02") != "2027-05-12" {
		t.Errorf("registered %+v", d)
	}
}

func TestADecisionIsReplacedOrEndedAndNeverEdited(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, full(), none)
	s.shows("overview")
	s.Press("disposal.decision.0")
	s.shows("decision", "Ett registrerat beslut ändras aldrig")
	s.Press("decision.replace")
	s.shows("form")
	s.Type("decision.number", " B")
	s.Press("decision.register")
	s.shows("overview", "SN 2027/118 B")
	if d := s.book.decisions; len(d) != 3 || d[1].Number != "SN 2027/118" || d[1].Replaced != d[0].ID {
		t.Errorf("the register is %+v", d)
	}
	s.Press("disposal.decision.0")
	s.shows("decision")
	s.Press("decision.end")
	s.Press("decision.ask.yes")
	s.shows("overview", "används inte sedan")
}

func TestNothingIsDisposedOfWhileSomethingWorksWithIt(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, full(), app.ID{1})
	s.confirmed()
	s.busy = true
	s.Type("disposal.code", "TALL-27")
	s.Press("disposal.do")
	s.WaitTrace("problem disposal-busy")
	s.busy, s.book.failing = false, app.Fail(app.CodeDiskFull, errors.New("x"))
	s.Press("disposal.do")
	s.WaitTrace("problem disk-full")
	if len(s.book.rows) != 1 {
		t.Error("it was disposed of all the same")
	}
}

// confirmed goes to step 2 of the sound of the first interview.
func (s *stage) confirmed() {
	s.T.Helper()
	s.shows("interview")
	s.Focus("disposal.checked")
	s.Key(fyne.KeySpace)
	s.Wait("the way on", func() bool { return s.Control("disposal.next") != nil })
	s.Press("disposal.next")
	s.shows("confirm")
}

func TestTheProtocolIsSavedWhereThePersonChooses(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, full(), none)
	s.shows("overview")
	s.Press("disposal.save")
	s.shows("saved", "/usb/gallringsprotokoll-2027-06-12.html", "/usb/gallringsprotokoll-2027-06-12.csv")
}

func TestEveryPageIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			for name, at := range map[string]struct {
				about app.ID
				press []string
			}{
				"overview": {none, nil}, "interview": {app.ID{1}, nil}, "held": {app.ID{2}, nil},
				"form": {none, []string{"disposal.register"}}, "decision": {none, []string{"disposal.decision.0"}},
				"hold": {none, []string{"disposal.hold.0"}}, "lifting": {none, []string{"disposal.hold.0", "disposal.lift"}},
				"row": {none, []string{"disposal.row.0"}}, "stop": {app.ID{1}, []string{"disposal.stop"}},
				"confirm": {app.ID{1}, nil}, "done": {app.ID{1}, nil}, "withdrawn": {app.ID{1}, nil},
			} {
				s := open(t, lang, mode, full(), at.about)
				switch name {
				case "confirm", "done":
					s.confirmed()
					if name == "done" {
						s.Type("disposal.code", "TALL-27")
						s.Press("disposal.do")
						s.WaitTrace("disposal disposed")
					}
				case "withdrawn":
					s.WaitTrace("plan")
					s.Focus("disposal.withdrawn")
					s.Key(fyne.KeySpace)
					s.WaitTrace("problem withdrawal-undecided")
				default:
					s.WaitTrace("disposal ")
				}
				for _, id := range at.press {
					s.Press(id)
				}
				s.Shot("disposal-"+name+"-"+string(lang)+"-"+string(mode), 1)
				if words := s.Words(); strings.Contains(words, "‹") || strings.Contains(words, "{") {
					t.Errorf("%s: words are missing: %s", name, words)
				}
				s.Size(640, 400)
				s.Shot("disposal-"+name+"-200-"+string(lang)+"-"+string(mode), 2)
			}
		}
	}
}

func TestTheStatusSaysWhatWaitsLongest(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, full(), none)
	s.shows("overview")
	b := s.book
	is := func(want string, attention bool) {
		t.Helper()
		if got, a := disposal.Status(s.Text, b); got != want || a != attention {
			t.Errorf("%q %v, want %q", got, a, want)
		}
	}
	is("1 intervju har något som får gallras.", true)
	b.interviews[0].Blocks = []app.Block{{Matter: app.MatterText, Since: day, Withdrawn: true}}
	is("1 barn har ångrat sig: det väntar på ett gallringsbeslut.", true)
	b.interviews[0].Blocks, b.decisions[0].Ended = nil, day
	is("1 kopia av det som gallrats är kvar någonstans.", true)
	b.rows = nil
	is("Ljudet sparas krypterat – enheten saknar registrerat gallringsbeslut.", false)
	b.interviews = nil
	is("Inget väntar på gallring.", false)
	b.failing = errors.New("x")
	is("", false)
}
