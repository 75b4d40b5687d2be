package share

import (
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/view/theme"
)

func TestEnhetenTellsWhichTemplatesAreHereAndHowTheyTravel(t *testing.T) {
	key := &UnitKey{Name: "Enhet Björken", Words: []string{"sol", "berg", "hylla", "båt"}, Invites: true}
	second := *key
	second.Invites = false
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for name, c := range map[string]struct {
			cards  *cards
			papers app.Templates
			want   []string
			not    string
		}{
			"worker, none": {&cards{role: app.RoleWorker}, app.Templates{}, []string{"Enheten har inga egna", "kommer med en ny inbjudan"}, "behöver de andra"},
			"worker":       {&cards{role: app.RoleWorker}, app.Templates{Version: 4, Changed: when}, []string{"Version 4, från den 12 mars 2027"}, "inga egna"},
			"chief":        {&cards{role: app.RoleManager, unit: key}, app.Templates{Version: 4, Changed: when}, []string{"behöver de andra en ny inbjudan"}, "kommer med en ny"},
			"second":       {&cards{role: app.RoleWorker, unit: &second}, app.Templates{Version: 4, Changed: when}, []string{"Version 4"}, "ny inbjudan"},
		} {
			b := newBenchIn(t, lang, theme.Light)
			r := b.unit(c.cards, &unitBook{papers: c.papers})
			if words := b.Words(); lang == app.Swedish {
				b.shows(c.want...)
				if strings.Contains(words, c.not) {
					t.Errorf("%s: %q is shown", name, c.not)
				}
			} else if i := strings.Index(words, "‹"); i >= 0 {
				t.Errorf("%s: a key without words: %.60s", name, words[i:])
			}
			b.Press("unit.paper.guide")
			if !b.wentGuide {
				t.Errorf("%s: there is no way to the guide", name)
			}
			r.Close()
		}
	}
}

func TestWhatBecameOfTemplatesThatCameIsTold(t *testing.T) {
	for what, want := range map[app.Taken]string{
		app.TakenNew: "den nya versionen gäller nu", app.TakenOld: "inga nyare mallar", app.TakenLater: "när du har jämfört orden", app.TakenOther: "hör till en annan enhet",
	} {
		b := newBench(t)
		r := b.unit(&cards{role: app.RoleWorker, came: what, read: []app.Contact{chief}}, &unitBook{})
		b.Press("unit.readcard")
		b.WaitTrace("templates " + string(what))
		b.shows(want)
		r.Close()
	}
	b := newBench(t)
	r := b.unit(&cards{role: app.RoleWorker, read: []app.Contact{chief}}, &unitBook{})
	defer r.Close()
	b.Press("unit.readcard")
	b.WaitTrace("card read")
	if b.Traced("templates") {
		t.Error("none came, and something is told")
	}
}

func TestAnotherUnitsTemplatesAreUsedOnlyAfterAYes(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		b := newBenchIn(t, lang, theme.Dark)
		unit := app.Contact{ID: app.ID{8}, Name: "Enhet Asken", Kind: app.CardUnit, Words: other.Words, Confirmed: true, Offered: &app.Templates{Version: 7}}
		waiting := unit
		waiting.ID, waiting.Name, waiting.Confirmed = app.ID{9}, "Enhet Okänd", false
		c := &cards{role: app.RoleWorker, contacts: []app.Contact{waiting, unit}}
		r := b.unit(c, &unitBook{papers: app.Templates{Version: 2, Changed: when}})
		words := b.Words()
		if lang == app.Swedish {
			b.shows("Enhet Asken har skickat sina mallar, version 7")
		}
		if strings.Contains(words, "‹") || b.Control("unit.useoffered.1") != nil {
			t.Error("a key without words, or a unit that nobody has compared is offered")
		}
		b.Press("unit.useoffered.2")
		b.WaitTrace("templates used")
		b.Wait("the question to go", func() bool { return b.Control("unit.useoffered.2") == nil })
		r.Close()

		c = &cards{role: app.RoleWorker, contacts: []app.Contact{unit}, err: app.Fail(app.CodeDiskFull, nil)}
		r = b.unit(c, &unitBook{})
		b.Press("unit.useoffered.1")
		b.WaitTrace("problem disk-full")
		r.Close()
	}
}
