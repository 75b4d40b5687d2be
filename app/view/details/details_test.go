package details_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/details"
	"barnrost/app/view"
	room "barnrost/app/view/details"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// world is what lies behind the room.
type world struct {
	now        details.Details
	unreadable bool
	reads      bool // somebody who only reads
	fail       error
	saved      int
	draft      room.Draft
	went       string
}

type stage struct {
	*viewtest.Stage
	w     *world
	frame *view.Frame
}

func open(t *testing.T, lang app.Language, mode theme.Mode, w *world) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode), w: w}
	s.frame = view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	make := func() view.Room {
		d := room.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window, Draft: &w.draft, Back: func() { w.went = "back" },
			Details: func() (details.Details, error) {
				if w.unreadable {
					return details.Details{}, app.Fail(app.CodeTemplate, nil)
				}
				return w.now, nil
			},
		}
		if !w.reads {
			d.Save = func(_ context.Context, now details.Details) error {
				if w.fail == nil {
					w.now = now
					w.saved++
				}
				return w.fail
			}
		}
		return room.New(d)
	}
	s.frame.Enter([]view.Place{{ID: "home", Open: make}, {ID: "details", Open: make, Hidden: true}, {ID: "settings", Open: make, Last: true}}, "details")
	s.Settle()
	return s
}

func (s *stage) set(id, words string) {
	s.T.Helper()
	e, ok := s.Must(id).(*widget.Entry)
	if !ok {
		s.T.Fatalf("%s is no field", id)
	}
	e.SetText("")
	e.OnChange("")
	s.Type(id, words)
}

func (s *stage) save() {
	s.T.Helper()
	s.ClearTrace()
	s.Press("details.save")
	s.Wait("it to be saved or refused", func() bool { return s.Traced("details saved") || s.Traced("problem") || s.Traced("details refused") })
}

func TestAUnitSaysWhatItIsCalledAndWhomToAsk(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		w := &world{now: details.Shipped()}
		s := open(t, lang, theme.Light, w)
		if s.Focused() != "details.model" || strings.Contains(s.Words(), "‹") {
			t.Errorf("focus %q, words %s", s.Focused(), s.Words())
		}
		s.set("details.board", "  Socialnämnden \u200b i Sundåsen ")
		s.set("details.contact", "Cecilia Alm")
		s.set("details.binder", "enhetens pärm")
		s.set("details.own", "15")
		s.Focus("details.guardians")
		s.Key(fyne.KeyRight)
		s.Focus("details.kind")
		s.Key(fyne.KeyEnd)
		s.save()
		want := details.Shipped()
		want.Board, want.Contact, want.Binder, want.OwnConsent, want.Guardians, want.Kind = "Socialnämnden i Sundåsen", "Cecilia Alm", "enhetens pärm", 15, details.One, "funktionshinder"
		if w.now != want {
			t.Errorf("saved %+v", w.now)
		}
		s.Press("details.back")
		if w.went != "back" {
			t.Error("there is no way back")
		}
	}
}

func TestWhatCannotBeIsSaidAndNothingIsStored(t *testing.T) {
	for id, typed := range map[string]string{"details.own": "femton", "details.model": "", "details.phone": strings.Repeat("1", 200)} {
		w := &world{now: details.Shipped()}
		s := open(t, app.Swedish, theme.Light, w)
		s.set("details.town", "Sundåsen")
		s.set(id, typed)
		s.save()
		// A line that is too long is cut as it is stored, and seen.
		if id == "details.phone" {
			if n := len(w.now.Phone); n != details.MaxLine {
				t.Errorf("%d figures of a phone number were stored", n)
			}
			continue
		}
		if w.saved != 0 {
			t.Errorf("%s: stored %+v", id, w.now)
		}
		if town := s.Must("details.town").(*widget.Entry).Text(); town != "Sundåsen" {
			t.Errorf("%s: what was typed is gone: %q", id, town)
		}
	}
	for _, age := range []string{"-1", "0", "19", "1e1", "９"} {
		w := &world{now: details.Shipped()}
		s := open(t, app.Swedish, theme.Light, w)
		s.set("details.own", age)
		s.save()
		if w.saved != 0 || s.Focused() != "details.own" || !strings.Contains(s.Words(), "Åldern skrivs som ett helt tal") {
			t.Errorf("own consent from %q: stored %d times, focus on %q", age, w.saved, s.Focused())
		}
	}
}

func TestAWriteThatFailsKeepsWhatWasTyped(t *testing.T) {
	w := &world{now: details.Shipped(), fail: app.Fail(app.CodeDiskFull, nil)}
	s := open(t, app.Swedish, theme.Light, w)
	s.set("details.town", "Sundåsen")
	s.save()
	if !s.Traced("problem disk-full") {
		t.Error(s.Trace())
	}
	w.fail = nil
	s.save()
	if w.now.Town != "Sundåsen" {
		t.Errorf("saved %+v", w.now)
	}
}

func TestWhatIsTypedOutlivesTheRoom(t *testing.T) {
	w := &world{now: details.Shipped()}
	s := open(t, app.Swedish, theme.Light, w)
	s.set("details.town", "Sundåsen")
	s.Focus("details.report")
	s.Key(fyne.KeyRight)
	s.frame.Go("settings")
	s.Settle()
	s.frame.Go("details")
	s.Settle()
	if town := s.Must("details.town").(*widget.Entry).Text(); town != "Sundåsen" {
		t.Errorf("the town is %q", town)
	}
	s.save()
	if w.now.Town != "Sundåsen" || w.now.Report != "terminsrapport" {
		t.Errorf("saved %+v", w.now)
	}
	s.set("details.town", "")
	s.save()
	if w.now.Town != "" {
		t.Errorf("a field that was emptied is still %q", w.now.Town)
	}
	s.frame.Close()
	if s.Bus.Listeners() != 0 {
		t.Error("a listener is left")
	}
}

func TestOthersReadWhatTheUnitHasSettled(t *testing.T) {
	d := details.Shipped()
	d.Board, d.OwnConsent = "Socialnämnden", 15
	s := open(t, app.Swedish, theme.Light, &world{now: d, reads: true})
	for _, words := range []string{"Socialnämnden", "Västernorrlandsmodellen", "Från 15 år räcker barnets eget samtycke", "Alla vårdnadshavare samtycker"} {
		if !strings.Contains(s.Words(), words) {
			t.Errorf("%q is not shown: %s", words, s.Words())
		}
	}
	if s.Control("details.save") != nil || s.Focused() != "details.back" {
		t.Errorf("somebody who reads can change it; focus %q", s.Focused())
	}
}

func TestDetailsThatCannotBeReadAreToldOfAndCanBeWrittenAnew(t *testing.T) {
	w := &world{now: details.Shipped(), unreadable: true}
	s := open(t, app.Swedish, theme.Light, w)
	if !s.Traced("problem template") {
		t.Error(s.Trace())
	}
	s.set("details.town", "Sundåsen")
	s.save()
	if w.now.Town != "Sundåsen" {
		t.Errorf("saved %+v", w.now)
	}
	r := open(t, app.Swedish, theme.Light, &world{unreadable: true, reads: true})
	if !r.Traced("problem template") || r.Focused() != "details.back" {
		t.Error(r.Trace())
	}
}

func TestTheRoomIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			d := details.Shipped()
			d.Board, d.Contact, d.Phone, d.OwnConsent, d.Kind = "Socialnämnden", "Cecilia Alm", "060-12 34 56", 15, "familjehem"
			name := string(lang) + "-" + string(mode)
			s := open(t, lang, mode, &world{now: d})
			s.Shot("details-"+name, 1)
			stops := s.TabStops()
			for _, id := range []string{"details.model", "details.administration", "details.town", "details.board", "details.contact", "details.phone", "details.officer", "details.binder", "details.guardians", "details.own", "details.report", "details.kind", "details.save", "details.back"} {
				if !slices.Contains(stops, id) {
					t.Errorf("%s cannot be reached by Tab: %v", id, stops)
				}
			}
			s.Focus("details.save")
			s.Shot("details-end-"+name, 1)
			s.Size(640, 400)
			s.Focus("details.kind")
			s.Shot("details-200-"+name, 2)
			r := open(t, lang, mode, &world{now: d, reads: true})
			r.Shot("details-read-"+name, 1)
			if all := s.Words() + r.Words(); strings.Contains(all, "‹") {
				t.Errorf("words are missing: %s", all)
			}
		}
	}
}
