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
