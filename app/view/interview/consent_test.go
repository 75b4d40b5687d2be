package interview_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/interview"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// openBy opens the room in a unit whose rule is known.
func openBy(t *testing.T, lang app.Language, mode theme.Mode, b *fakeBook, at interview.At, rule interview.ConsentRule) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode), book: b}
	s.rule = func(int) interview.ConsentRule { return rule }
	s.rec = &fakeRecorder{book: b, verdict: "fine", mics: []interview.Mic{{Name: "Inbyggd mikrofon", Default: true}}}
	s.start(at)
	return s
}

// stored is the consent as it lies in the vault.
func (b *fakeBook) stored() app.Consent {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all[0].Consent
}

func TestTheUnitsRuleAsksForTheGuardians(t *testing.T) {
	for n, words := range map[int]string{1: "En vårdnadshavare har samtyckt", 2: "Alla vårdnadshavare har samtyckt"} {
		s := openBy(t, app.Swedish, theme.Light, prepared(), atIt, interview.ConsentRule{Settled: true, Guardians: n, Binder: "enhetens administratör"})
		for _, want := range []string{words, "vårdnadshavares samtycke, enligt enhetens regel", "Papperen förvaras hos enhetens administratör"} {
			if !strings.Contains(s.Words(), want) {
				t.Errorf("%d guardians: %q is not said", n, want)
			}
		}
		if strings.Contains(s.Words(), "behövs inte,") {
			t.Error("a consent that the rule asks for can be said not to be needed")
		}
		s.tick()
		start := s.Must("record.start").(*widget.Button)
		if start.Disabled() || s.book.stored().Guardian != app.GuardianGiven {
			t.Errorf("with all yeses: disabled %v, stored %+v", start.Disabled(), s.book.stored())
		}
		s.ClearTrace()
		s.Focus("consent.guardian")
		s.Key(fyne.KeySpace)
		s.WaitTrace("consent incomplete")
		if !start.Disabled() || s.book.stored().Guardian != app.GuardianUnset {
			t.Errorf("a guardian who changed their mind: disabled %v, stored %+v", start.Disabled(), s.book.stored())
		}
	}
}

func TestWhoeverIsOldEnoughDecidesAlone(t *testing.T) {
	s := openBy(t, app.Swedish, theme.Light, prepared(), atIt, interview.ConsentRule{Settled: true})
	if !strings.Contains(s.Words(), "Barnets eget samtycke räcker") || s.Control("consent.guardian") != nil {
		t.Errorf("%s", s.Words())
	}
	for _, id := range []string{"consent.child", "consent.recording"} {
		s.Focus(id)
		s.Key(fyne.KeySpace)
	}
	s.WaitTrace("consent complete")
	if c := s.book.stored(); !c.Complete() || c.Guardian != app.GuardianNotNeeded {
		t.Errorf("stored %+v", c)
	}
}

// What is stored is what a recording is held against: a rule that came after the
// ticks changes it, both ways, before anything is pressed.
func TestARuleThatCameLaterIsStoredAtOnce(t *testing.T) {
	yes := app.Consent{ChildTakesPart: true, ChildAllowsRec: true}
	for _, c := range []struct {
		had  app.GuardianConsent
		rule interview.ConsentRule
		want app.GuardianConsent
	}{
		{app.GuardianUnset, interview.ConsentRule{Settled: true}, app.GuardianNotNeeded},
		{app.GuardianNotNeeded, interview.ConsentRule{Settled: true, Guardians: 2}, app.GuardianUnset},
		{app.GuardianGiven, interview.ConsentRule{Settled: true, Guardians: 2}, app.GuardianGiven},
		{app.GuardianNotNeeded, interview.ConsentRule{}, app.GuardianNotNeeded}, // no rule: as it was answered
	} {
		b := prepared()
		b.all[0].Consent = yes
		b.all[0].Consent.Guardian = c.had
		s := openBy(t, app.Swedish, theme.Light, b, atIt, c.rule)
		s.Wait("the consent to be stored", func() bool { return b.stored().Guardian == c.want })
		s.WaitTrace("microphones")
		if start := s.Must("record.start").(*widget.Button); start.Disabled() == b.stored().Complete() {
			t.Errorf("%q under %+v: the button says %v, the vault %+v", c.had, c.rule, !start.Disabled(), b.stored())
		}
	}
}

func TestAQuoteThatIsRefusedBarsNothing(t *testing.T) {
	s := openBy(t, app.Swedish, theme.Light, prepared(), atIt, interview.ConsentRule{Settled: true, Guardians: 1})
	s.tick()
	if c := s.book.stored(); c.MayQuote || !c.Complete() {
		t.Errorf("%+v", c)
	}
	s.ClearTrace()
	s.Focus("consent.quote")
	s.Key(fyne.KeySpace)
	s.WaitTrace("consent complete")
	if !s.book.stored().MayQuote {
		t.Error("the yes to quotes is not stored")
	}
	s.Press("consent.letters")
	if s.went != "letters "+(app.ID{7}).String() {
		t.Errorf("went to %q", s.went)
	}
}

func TestOnesOwnClientIsStoppedInBothLanguagesAndNothingIsStored(t *testing.T) {
	for lang, words := range map[app.Language][]string{
		app.Swedish: {"en kollega gör intervjun", "Inget har sparats"}, app.English: {"colleague", "Nothing has been stored"},
	} {
		s := open(t, lang, theme.Light, &fakeBook{}, interview.At{New: true})
		s.Focus("new.handler")
		s.Key(fyne.KeyEnd)
		s.Type("new.age", "12")
		s.Focus("new.place")
		s.Key(fyne.KeyHome)
		s.Press("new.create")
		for _, w := range words {
			if !strings.Contains(s.Words(), w) {
				t.Errorf("%s: %q is not said: %s", lang, w, s.Words())
			}
		}
		if len(s.book.all) != 0 || !s.Traced("interview own-client") {
			t.Errorf("%s: stored %v", lang, s.book.all)
		}
		s.Size(640, 400)
		s.Focus("new.handler")
		s.Shot("interview-handler-200-"+string(lang), 2)
	}
}

func TestTheConsentIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			s := openBy(t, lang, mode, prepared(), atIt, interview.ConsentRule{Settled: true, Guardians: 2, Binder: "enhetens administratör"})
			s.WaitTrace("microphones")
			name := string(lang) + "-" + string(mode)
			stops := s.TabStops()
			for _, id := range []string{"consent.child", "consent.recording", "consent.quote", "consent.guardian", "consent.letters"} {
				if !slices.Contains(stops, id) {
					t.Errorf("%s cannot be reached by Tab: %v", id, stops)
				}
			}
			s.Focus("consent.child")
			s.Shot("consent-"+name, 1)
			s.Size(640, 400)
			s.Focus("consent.quote")
			s.Shot("consent-200-"+name, 2)
			if strings.Contains(s.Words(), "‹") {
				t.Errorf("words are missing: %s", s.Words())
			}
		}
	}
}
