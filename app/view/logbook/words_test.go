package logbook

import (
	"testing"

	"barnrost/app"
	"barnrost/app/view/text"
	"barnrost/assets"
)

// What other parts log as detail is a category of theirs: each has its words.
func TestEveryCategoryInTheLogIsToldInWords(t *testing.T) {
	sv, err := text.Load(assets.Translations, app.Swedish)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, v := range app.KeyVariants {
		words = append(words, string(v))
	}
	for _, v := range app.Matters {
		words = append(words, string(v))
	}
	for _, v := range app.HoldReasons {
		words = append(words, string(v))
	}
	for _, v := range app.CopyStates {
		words = append(words, string(v))
	}
	for _, w := range words {
		if !sv.Has("act.detail." + w) {
			t.Errorf("%q has no words", w)
		}
	}
	for _, c := range []struct {
		e    app.LogEntry
		want string
	}{
		{app.LogEntry{Act: app.ActErased, Detail: "ljud"}, "ljudet"},
		{app.LogEntry{Act: app.ActLogSaved, Detail: "12"}, "12 rader"},
		{app.LogEntry{Act: app.ActImported, Detail: "2 sol-ek-båt-sand", Person: "Maj Påhittad"}, "paket nummer 2, Maj Påhittad (sol · ek · båt · sand)"},
		{app.LogEntry{Act: app.ActUnitHanded, Detail: "successor sol-ek-båt-sand"}, "till efterträdare, sol · ek · båt · sand"},
		{app.LogEntry{Act: "something-new", Detail: "x 3"}, "x, 3"},
		{app.LogEntry{Act: app.ActOpened}, ""},
	} {
		if got := detail(sv, c.e); got != c.want {
			t.Errorf("%s %q is told as %q, want %q", c.e.Act, c.e.Detail, got, c.want)
		}
	}
	if got := act(sv, "something-new"); got != "something-new" {
		t.Errorf("an act of a later version is shown as %q", got)
	}
}
