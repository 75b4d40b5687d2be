package keys

import (
	"slices"
	"testing"

	"barnrost/app"
	"barnrost/app/view/text"
	"barnrost/assets"
)

func TestEveryCommandHasWordsOfItsOwnInBothLanguages(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		words, err := text.Load(assets.Translations, lang)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]Command{}
		for _, b := range Bindings() {
			w := b.Command.Words(words)
			if []rune(w)[0] == '‹' || seen[w] != None {
				t.Errorf("%s: %s is %q, as %q", lang, b.Command, w, seen[w])
			}
			seen[w] = b.Command
			if g := b.Command.Group(); !slices.Contains(Groups, g) || !words.Has("keymap.group."+string(g)) {
				t.Errorf("%s belongs to %q", b.Command, g)
			}
		}
		if Command("fly").Words(words) != "‹command.fly›" {
			t.Error("control: a command without words is not seen")
		}
	}
}
