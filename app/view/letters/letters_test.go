package letters_test

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/details"
	"barnrost/app/letter"
	"barnrost/app/report/pdf"
	"barnrost/app/report/pdf/pdftest"
	"barnrost/app/view"
	"barnrost/app/view/letters"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

// world is what lies behind the room.
type world struct {
	own        letter.Letters
	facts      letter.Facts
	unreadable bool
	reads      bool // somebody who only prints
	fail       error
	saved      int
	draft      letters.Draft
	went       string
	printed    map[string][]byte
}

// filled is a world in which the unit has filled in everything.
func filled() *world {
	d := details.Shipped()
	d.Administration, d.Town, d.Board, d.Contact, d.Phone, d.DataOfficer, d.Binder = "Påhittsförvaltningen", "Sundåsen", "Socialnämnden", "Cecilia Alm", "060-12 34 56", "Olle Pil", "enhetens pärm"
	return &world{facts: letter.Facts{Unit: "Enhet Björken", Details: d, Seminar: "27 april 2027"}}
}

type stage struct {
	*viewtest.Stage
	w     *world
	frame *view.Frame
}

func open(t *testing.T, lang app.Language, mode theme.Mode, w *world) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode), w: w}
	w.printed = map[string][]byte{}
	s.frame = view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	make := func() view.Room {
		d := letters.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window, Draft: &w.draft, Ask: s.frame.Ask, Back: func() { w.went = "back" },
			Letters: func() (letter.Letters, error) {
				if w.unreadable {
					return letter.Letters{}, app.Fail(app.CodeTemplate, nil)
				}
				return w.own, nil
			},
			Shipped: func(id letter.ID) string { return assets.Letter(string(id)) },
			Facts:   func() (letter.Facts, error) { return w.facts, nil },
			Print: func(name string, draw func(io.Writer, pdf.Fonts) error) {
				var b bytes.Buffer
				if err := draw(&b, pdftest.Fonts()); err != nil {
					t.Error(err)
				}
				w.printed[name] = b.Bytes()
			},
		}
		if !w.reads {
			d.Details = func() { w.went = "details" }
			d.Save = func(_ context.Context, l letter.Letters) error {
				if w.fail == nil {
					w.own = l
					w.saved++
				}
				return w.fail
			}
		}
		return letters.New(d)
	}
	s.frame.Enter([]view.Place{{ID: "home", Open: make}, {ID: "letters", Open: make, Hidden: true}, {ID: "settings", Open: make, Last: true}}, "letters")
	s.Settle()
	return s
}

// rewrite puts another text into the field of the letter that is being changed.
func (s *stage) rewrite(text string) {
	s.T.Helper()
	e, ok := s.Must("letters.text").(*widget.Entry)
	if !ok {
		s.T.Fatal("there is no field")
	}
	e.SetText(text)
	e.OnChange(text)
	s.Settle()
}

func (s *stage) save() {
	s.T.Helper()
	s.ClearTrace()
	s.Press("letters.save")
	s.Wait("it to be saved or refused", func() bool { return s.Traced("letters saved") || s.Traced("problem") })
}

func TestEveryLetterIsReadAndPrintedAsItIsShown(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		s := open(t, lang, theme.Light, filled())
		if s.Focused() != "letters.brev-13-18" || strings.Contains(s.Words(), "‹") {
			t.Errorf("focus %q, words %s", s.Focused(), s.Words())
		}
		for _, id := range letter.IDs {
			s.Press("letters." + string(id))
			if s.Focused() != "letters.print" {
				t.Errorf("%s: the focus is on %q", id, s.Focused())
			}
			shown := s.Words()
			s.Press("letters.print")
			said := strings.Join(strings.Fields(pdftest.Text(t, s.w.printed[string(id)])), " ")
			for _, words := range []string{"sparas tills nämnden har beslutat", "27 april 2027"} {
				if strings.Contains(said, words) != strings.Contains(shown, words) {
					t.Errorf("%s: %q stands on the paper or on the screen alone", id, words)
				}
			}
			if !strings.Contains(said, "Ljudet sparas tills nämnden har beslutat.") || strings.Contains(shown+said, "{") || strings.Contains(said, "____") {
				t.Errorf("%s is printed as\n%s", id, said)
			}
			s.Press("letters.list")
			if s.Focused() != "letters."+string(id) {
				t.Errorf("back from %s the focus is on %q", id, s.Focused())
			}
		}
	}
}

func TestWhatIsNotFilledInIsToldWithTheWayThere(t *testing.T) {
	w := filled()
	w.facts.Details.Phone, w.facts.Details.Binder = "", ""
	s := open(t, app.Swedish, theme.Light, w)
	if !strings.Contains(s.Words(), "telefonnumret") || !strings.Contains(s.Words(), "var papperen förvaras") {
		t.Errorf("the list does not tell: %s", s.Words())
	}
	s.Press("letters.brev-13-18")
	if words := s.Words(); !strings.Contains(words, "telefonnumret") || strings.Contains(words, "var papperen förvaras") {
		t.Errorf("a letter tells of what it has no place for: %s", words)
	}
	s.Press("letters.print")
	if said := pdftest.Text(t, w.printed["brev-13-18"]); !strings.Contains(said, "telefon ____") {
		t.Errorf("there is no room to write by hand: %s", said)
	}
	s.Press("letters.details")
	if w.went != "details" {
		t.Errorf("went to %q", w.went)
	}
	w.reads = true
	if s = open(t, app.Swedish, theme.Light, w); s.Control("letters.details") != nil || !strings.Contains(s.Words(), "telefonnumret") {
		t.Error("somebody who cannot fill it in is sent there, or told nothing")
	}
}

func TestAUnitPutsALetterInItsOwnWordsAndGoesBack(t *testing.T) {
	w := filled()
	s := open(t, app.Swedish, theme.Light, w)
	s.Press("letters.brev-8-12")
	s.Press("letters.change")
	if s.Focused() != "letters.text" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	s.rewrite("# Kom och berätta\n\nVi på {enhet} **lyssnar** gärna.\n\n[ ] Ja\n")
	s.save()
	if words := s.Words(); !strings.Contains(words, "Kom och berätta") || !strings.Contains(words, "Vi på Enhet Björken lyssnar gärna.") || !strings.Contains(words, "Sparat.") {
		t.Errorf("%s", words)
	}
	s.Press("letters.print")
	if said := pdftest.Text(t, w.printed["brev-8-12"]); !strings.Contains(said, "Enhet Björken lyssnar gärna") || strings.Contains(said, "*") {
		t.Errorf("printed %s", said)
	}
	s.Press("letters.list")
	if !strings.Contains(s.Words(), "Enhetens egen text") {
		t.Error("the list does not tell which letter is the unit's own")
	}
	s.Press("letters.brev-8-12")
	s.Press("letters.shipped")
	s.Press("letters.return.yes")
	s.Wait("the shipped text", func() bool { return s.Traced("letters saved") && len(w.own.Texts) == 0 })
	if !strings.Contains(s.Words(), "Du är expert") {
		t.Errorf("%s", s.Words())
	}
}

func TestWhatCannotBeALetterIsSaidAndStaysInTheField(t *testing.T) {
	for text, words := range map[string]string{
		"Utan rubrik":                          "Texten kan inte bli ett brev",
		"# Hej\n\nTill {barnets namn}":         "{barnets namn}",
		"":                                     "Texten kan inte bli ett brev",
		"# Hej\n" + strings.Repeat("x", 9_000): "Texten kan inte bli ett brev",
		"# Hej\n\u0000\u202eomvänt":            "Texten kan inte bli ett brev",
		"# Hej\n\n" + strings.Repeat("{a}{b} ", 9): "{a}, {b}",
	} {
		w := filled()
		s := open(t, app.Swedish, theme.Light, w)
		s.Press("letters.brev-13-18")
		s.Press("letters.change")
		s.rewrite(text)
		s.save()
		if w.saved != 0 || !strings.Contains(s.Words(), words) {
			t.Errorf("%.20q: stored %d times, words %s", text, w.saved, s.Words())
		}
		if kept := s.Must("letters.text").(*widget.Entry).Text(); kept != text {
			t.Errorf("%.20q became %.20q in the field", text, kept)
		}
	}
}

func TestAWriteThatFailsKeepsWhatWasTyped(t *testing.T) {
	w := filled()
	w.fail = app.Fail(app.CodeDiskFull, nil)
	s := open(t, app.Swedish, theme.Light, w)
	s.Press("letters.samtycke-barn")
	s.Press("letters.change")
	s.rewrite("# Ja\n\nText")
	s.save()
	if !s.Traced("problem disk-full") || s.Must("letters.text").(*widget.Entry).Text() != "# Ja\n\nText" {
		t.Error(s.Trace())
	}
	w.fail = nil
	s.save()
	if w.own.Texts[letter.ChildConsent] != "# Ja\n\nText" {
		t.Errorf("saved %+v", w.own)
	}
}

func TestWhatIsTypedOutlivesTheRoomUntilItIsSavedOrCancelled(t *testing.T) {
	w := filled()
	s := open(t, app.Swedish, theme.Light, w)
	s.Press("letters.brev-13-18")
	s.Press("letters.change")
	s.rewrite("# Halvt brev")
	s.frame.Go("settings")
	s.Settle()
	s.frame.Go("letters")
	s.Settle()
	if text := s.Must("letters.text").(*widget.Entry).Text(); text != "# Halvt brev" || s.Focused() != "letters.text" {
		t.Errorf("the text is %q, the focus on %q", text, s.Focused())
	}
	s.Press("letters.cancel")
	s.Press("letters.change")
	if text := s.Must("letters.text").(*widget.Entry).Text(); strings.TrimSpace(text) != strings.TrimSpace(assets.Letter("brev-13-18")) {
		t.Errorf("after cancelling the text is %q", text)
	}
	s.save()
	if len(w.own.Texts) != 0 {
		t.Error("a text that is the program's is kept as the unit's own")
	}
	s.frame.Close()
	if s.Bus.Listeners() != 0 {
		t.Error("a listener is left")
	}
}

func TestLettersThatCannotBeReadAreToldOf(t *testing.T) {
	w := filled()
	w.unreadable = true
	s := open(t, app.Swedish, theme.Light, w)
	if !s.Traced("problem template") || s.Control("letters.brev-13-18") == nil {
		t.Errorf("whoever may change them cannot: %s", s.Trace())
	}
	w.reads = true
	if s = open(t, app.Swedish, theme.Light, w); !s.Traced("problem template") || s.Focused() != "letters.back" {
		t.Error(s.Trace())
	}
}

func TestTheRoomIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			name := string(lang) + "-" + string(mode)
			w := filled()
			w.facts.Details.Phone = ""
			s := open(t, lang, mode, w)
			stops := s.TabStops()
			for _, id := range append([]string{"back", "details"}, texts()...) {
				if !slices.Contains(stops, "letters."+id) {
					t.Errorf("%s cannot be reached by Tab: %v", id, stops)
				}
			}
			s.Focus("letters.brev-13-18")
			s.Shot("letters-"+name, 1)
			words := s.Words()
			s.Press("letters.samtycke-vardnadshavare")
			s.Shot("letters-form-"+name, 1)
			s.Press("letters.list")
			s.Press("letters.brev-13-18")
			s.Shot("letters-read-"+name, 1)
			words += s.Words()
			s.Press("letters.change")
			s.Shot("letters-change-"+name, 1)
			words += s.Words()
			s.Size(640, 400)
			s.Key(fyne.KeyEnd)
			s.Shot("letters-200-"+name, 2)
			if strings.Contains(words, "‹") {
				t.Errorf("words are missing: %s", words)
			}
		}
	}
}

func texts() (all []string) {
	for _, id := range letter.IDs {
		all = append(all, string(id))
	}
	return all
}
