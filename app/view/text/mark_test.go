package text

import (
	"strings"
	"testing"

	"barnrost/app"
)

func TestEveryMarkerAndEveryGapHasItsWords(t *testing.T) {
	sv, en := tables(t)
	for _, table := range []*Table{sv, en} {
		seen := map[string]bool{}
		say := func(words string) {
			if strings.ContainsAny(words, "‹{") || seen[words] {
				t.Errorf("%s: %q", table.lang, words)
			}
			seen[words] = true
		}
		for _, k := range append(append([]app.MarkerKind{}, app.MarkerKinds...), app.MarkPause) {
			say(table.Marker(app.Marker{Kind: k}))
		}
		for _, k := range []app.MarkerKind{app.MarkAsked, app.MarkSkipped} {
			say(table.Marker(app.Marker{Kind: k, Code: "K2"}))
		}
		for v := app.FaceSad; v <= app.FaceGlad; v++ {
			say(table.Marker(app.Marker{Kind: app.MarkScale, Code: "K2", Value: v}))
		}
		seen = map[string]bool{}
		for _, r := range app.GapReasons {
			say(table.Gap(r))
		}
		if got := table.Gap("later"); got != table.Gap(app.GapOverrun) {
			t.Errorf("%s: a reason of a newer program is told as %q", table.lang, got)
		}
	}
}
