package widget_test

import (
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

func TestAGuardedFieldSaysWhatMayTellWhoSomebodyIsAndBarsNothing(t *testing.T) {
	for lang, want := range map[app.Language][]string{
		app.Swedish: {"Namn, kanske: Alva", "Telefonnummer: 070-123 45 67", "Skriv hellre en roll"},
		app.English: {"A name, perhaps: Alva", "Telephone number: 070-123 45 67", "A role is better"},
	} {
		s := viewtest.New(t, lang, theme.Light)
		field := s.Kit.Multi("a.note", "", 3).Named("Anteckning")
		typed := ""
		field.OnChange = func(words string) { typed = words }
		s.Show(widget.Column(s.Kit.Guarded(field), s.Kit.Button("a.next", "Vidare", nil)))
		s.Type("a.note", "Barnet tyckte om fikat.")
		if s.Traced("guard") {
			t.Errorf("it warns of nothing: %s", s.Words())
		}
		s.Type("a.note", " Sedan kom Alva")
		if s.Traced("guard") {
			t.Error("it warns of a word that is not written yet")
		}
		s.Type("a.note", " och 070-123 45 67")
		s.WaitTrace("guard a.note saw")
		words := s.Words()
		for _, w := range want {
			if !strings.Contains(words, w) {
				t.Errorf("%q is not said in %s", w, words)
			}
		}
		if said := field.AccessibilityLabel(); !strings.Contains(said, "Alva och") || !strings.Contains(said, want[0]) {
			t.Errorf("read out: %q", said)
		}
		if !strings.HasSuffix(typed, "070-123 45 67") || s.Focused() != "a.note" {
			t.Errorf("typing was barred: %q, focus %q", typed, s.Focused())
		}
		s.Shot("guarded-"+string(lang), 1)
		field.SetText("Barnet ritade.")
		s.WaitTrace("guard a.note none")
		if strings.Contains(s.Words(), want[0]) {
			t.Error("the warning stays when its reason is gone")
		}
	}
}

// A name at the end of the text is told once the field is left.
func TestAGuardedFieldLooksOnceMoreWhenItIsLeft(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	field := s.Kit.Entry("a.note", "")
	s.Show(widget.Column(s.Kit.Guarded(field), s.Kit.Button("a.next", "Vidare", nil)))
	s.Type("a.note", "Det var Alva")
	if s.Traced("guard") {
		t.Error("too early")
	}
	s.Focus("a.next")
	s.WaitTrace("guard a.note saw")
	filled := s.Kit.Entry("a.full", "")
	filled.SetText("Det var Alva")
	s.ClearTrace()
	s.Show(s.Kit.Guarded(filled))
	s.WaitTrace("guard a.full saw")
}
