package enquiry_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/enquiry"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
)

// count keeps the enquiries in memory. It is used by one goroutine at a time.
type count struct {
	list []app.Enquiry
	own  []app.Interview
	next byte
	fail error
	went string
}

func (c *count) Enquiries() ([]app.Enquiry, error) { return slices.Clone(c.list), nil }

func (c *count) AddEnquiry(_ context.Context, answer app.Reply, reason app.Reason) (app.Enquiry, error) {
	if c.fail != nil {
		return app.Enquiry{}, c.fail
	}
	c.next++
	e := app.Enquiry{ID: app.ID{c.next}, Month: "2027-02", Answer: answer, Reason: reason}
	c.list = append(c.list, e)
	return e, e.Check()
}

func (c *count) at(id app.ID) int {
	return slices.IndexFunc(c.list, func(e app.Enquiry) bool { return e.ID == id })
}

func (c *count) ChangeEnquiry(_ context.Context, e app.Enquiry) error {
	if c.fail == nil {
		c.list[c.at(e.ID)] = e
	}
	return c.fail
}

func (c *count) RemoveEnquiry(_ context.Context, id app.ID) error {
	if c.fail == nil {
		i := c.at(id)
		c.list = slices.Delete(c.list, i, i+1)
	}
	return c.fail
}

func (c *count) Asked(from, to string) (app.Asked, error) {
	return app.CountAsked(from, to, c.list, c.own, nil), nil
}

type stage struct {
	*viewtest.Stage
	c     *count
	frame *view.Frame
}

func open(t *testing.T, lang app.Language, mode theme.Mode, c *count) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode), c: c}
	now := func() time.Time { return time.Date(2027, 2, 16, 14, 2, 0, 0, time.Local) }
	s.frame = view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: now})
	room := func() view.Room {
		return enquiry.New(enquiry.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window, Book: c, Now: now,
			NewInterview: func() { c.went = "new" }, Back: func() { c.went = "back" },
		})
	}
	s.frame.Enter([]view.Place{{ID: "home", Open: room}, {ID: "enquiry", Open: room, Hidden: true}, {ID: "settings", Open: room, Last: true}}, "enquiry")
	s.Settle()
	return s
}

// press presses a button and waits until the count was changed or could not be.
func (s *stage) press(id string) {
	s.T.Helper()
	s.ClearTrace()
	s.Press(id)
	s.Wait("the count after "+id, func() bool { return s.Traced("enquiry") || s.Traced("problem") })
}

// says fails unless all the words are shown.
func (s *stage) says(words ...string) {
	s.T.Helper()
	for _, w := range words {
		if !strings.Contains(s.Words(), w) {
			s.T.Errorf("%q is not said:\n%s", w, s.Words())
		}
	}
}

func TestChildrenAreCountedWithoutNamesInHonestSentences(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &count{})
	s.says("Inget barn är räknat än", "Omgången 2027: november 2026 till oktober 2027")
	if s.Focused() != "enquiry.asked" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	for range 8 {
		s.press("enquiry.yes")
	}
	for range 2 {
		s.press("enquiry.no")
	}
	s.says("Tio barn tillfrågades. Åtta sa ja. Två valde att inte delta.")
	for range 4 {
		s.press("enquiry.asked")
	}
	s.says("14 barn tillfrågades.", "Fyra har inte svarat än.")
}

func TestAnAnswerThatComesLaterCountsTheSameChild(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &count{})
	s.press("enquiry.asked")
	s.says("Ett barn tillfrågades. Ett har inte svarat än.", "Räknades i februari 2027")
	s.press("enquiry.vantar.yes.1")
	s.says("Ett barn tillfrågades. Ett sa ja.", "väntar på intervjun")
	s.Press("enquiry.new")
	if s.c.went != "new" || len(s.c.list) != 1 {
		t.Errorf("went to %q with %v", s.c.went, s.c.list)
	}
	s.press("enquiry.ja.withdrew.1")
	s.says("Ett barn tillfrågades. Ett sa ja. Ett ångrade sig.", "Varför?")
}

func TestAReasonIsOneOfFiveAndMayBeLeftOut(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &count{})
	s.press("enquiry.no")
	if s.Focused() != "enquiry.why.ingen-tid" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	s.press("enquiry.why.uteblev")
	s.says("Uteblev: 1")
	if s.c.list[0].Reason != "uteblev" || s.Focused() != "enquiry.asked" {
		t.Errorf("%+v, focus %q", s.c.list, s.Focused())
	}
	s.press("enquiry.no")
	s.Press("enquiry.why.skip")
	if s.c.list[1].Reason != "" || s.Control("enquiry.why.skip") != nil {
		t.Errorf("%+v", s.c.list)
	}
}

func TestTheLatestIsTakenBackWhole(t *testing.T) {
	for _, way := range [][]string{{"enquiry.asked"}, {"enquiry.yes"}, {"enquiry.no"}, {"enquiry.no", "enquiry.why.annat"}} {
		s := open(t, app.Swedish, theme.Light, &count{})
		for _, id := range way {
			s.press(id)
		}
		s.press("enquiry.undo")
		if len(s.c.list) != 0 || s.Control("enquiry.undo") != nil {
			t.Errorf("%v: %+v is left", way, s.c.list)
		}
	}
	s := open(t, app.Swedish, theme.Light, &count{})
	s.press("enquiry.asked")
	s.press("enquiry.vantar.no.1")
	s.press("enquiry.why.annat")
	s.press("enquiry.undo")
	if len(s.c.list) != 1 || s.c.list[0].Answer != app.AnswerWaits || s.c.list[0].Reason != "" {
		t.Errorf("%+v", s.c.list)
	}
}

func TestOnesOwnInterviewsCountByThemselves(t *testing.T) {
	day := time.Date(2027, 1, 20, 10, 0, 0, 0, time.Local)
	c := &count{own: []app.Interview{{Code: "TALL-27", Origin: app.OriginOwn, Created: day}, {Code: "EK-11", Origin: app.OriginOwn, Created: day, Blocks: []app.Block{{Matter: app.MatterWhole, Withdrawn: true}}}}}
	s := open(t, app.Swedish, theme.Light, c)
	s.says("Två barn tillfrågades. Två sa ja. Ett ångrade sig.", "välj Gallring")
	if strings.Contains(s.Words(), "TALL-27") {
		t.Error("a code is shown")
	}
}

func TestAWriteThatFailsCountsNothingAndSaysSo(t *testing.T) {
	c := &count{}
	s := open(t, app.Swedish, theme.Light, c)
	s.press("enquiry.yes")
	c.fail = app.Fail(app.CodeDiskFull, nil)
	for _, id := range []string{"enquiry.no", "enquiry.ja.withdrew.1"} {
		s.press(id)
		if !s.Traced("problem disk-full") || len(c.list) != 1 || c.list[0].Answer != app.AnswerYes {
			t.Errorf("%s: %+v; %s", id, c.list, s.Trace())
		}
	}
	c.fail = nil
	s.press("enquiry.no")
	s.says("Två barn tillfrågades.")
}

func TestTheRoomIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			name := string(lang) + "-" + string(mode)
			s := open(t, lang, mode, &count{})
			for _, id := range []string{"enquiry.asked", "enquiry.asked", "enquiry.yes", "enquiry.no", "enquiry.why.vardnadshavare", "enquiry.no"} {
				s.press(id)
			}
			stops := s.TabStops()
			for _, id := range []string{"enquiry.asked", "enquiry.yes", "enquiry.no", "enquiry.undo", "enquiry.why.ingen-tid", "enquiry.why.skip", "enquiry.vantar.yes.2", "enquiry.vantar.no.2", "enquiry.ja.new.1", "enquiry.ja.withdrew.1", "enquiry.back"} {
				if !slices.Contains(stops, id) {
					t.Errorf("%s cannot be reached by Tab: %v", id, stops)
				}
			}
			s.Focus("enquiry.asked")
			s.Shot("enquiry-"+name, 1)
			s.Size(640, 400)
			s.Focus("enquiry.no")
			s.Shot("enquiry-200-"+name, 2)
			if strings.Contains(s.Words(), "‹") {
				t.Errorf("words are missing: %s", s.Words())
			}
		}
	}
}
