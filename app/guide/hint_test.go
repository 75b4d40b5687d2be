package guide_test

import (
	"slices"
	"testing"

	"barnrost/app/guide"
)

func TestAQuestionsKindIsToldByItsFirstWords(t *testing.T) {
	for text, want := range map[string]guide.Kind{
		"Berätta om en gång när det gick bra.":     guide.Open,
		"Och beskriv hur rummet ser ut.":           guide.Open,
		"Hur brukar det gå till?":                  guide.Open,
		"Vad hände sedan?":                         guide.Open,
		"På vilket sätt märks det?":                guide.Open,
		"Kan du berätta om mötet?":                 guide.Open,
		"Skulle du kunna beskriva hur det kändes?": guide.Open,
		"Om du fick välja, hur skulle mötet vara?": guide.Open,
		"När du tänker på mötet, vad minns du då?": guide.Open,
		"Hur ofta ses ni?":                         guide.Directed,
		"Hur många har du träffat?":                guide.Directed,
		"Vad heter platsen?":                       guide.Directed,
		"Vem brukar vara med?":                     guide.Directed,
		"När ses ni?":                              guide.Directed,
		"Var ses ni?":                              guide.Directed,
		"Vilka är med?":                            guide.Directed,
		"Var du där?":                              guide.YesNo,
		"Brukar ni fika?":                          guide.YesNo,
		"Får du vara med och bestämma?":            guide.YesNo,
		"Vill du ses hemma eller på kontoret?":     guide.Choice,
		"Hemma eller på kontoret?":                 guide.Choice,
		"Det var väl bra?":                         guide.Leading,
		"Ni ses ofta, eller hur?":                  guide.Leading,
		"Visst känns det bra?":                     guide.Leading,
		"Varför sa du inget?":                      guide.Why,
		"Vad gjorde ni? Och vem var med?":          guide.Several,
		"Rummet":                                   guide.Unsure,
		"":                                         guide.Unsure,
		"?":                                        guide.Unsure,
		"du":                                       guide.Unsure,
		"Hur skulle det vara med en stund före eller efter?": guide.Open,
	} {
		if got := guide.KindOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// The shipped questions invite to tell. The closing one is published as it is,
// and can be answered by yes or no.
func TestTheShippedQuestionsAreOpen(t *testing.T) {
	for _, q := range shipped(t).Questions {
		for _, text := range []string{q.Text, q.Simple} {
			if kind := guide.KindOf(text); text != "" && kind != guide.Open && q.Code != "A2" {
				t.Errorf("%s is %q: %s", q.Code, kind, text)
			}
			if r := guide.ReadingOf(q.Simple); len(r.Long) > 0 || r.Words > guide.LongSentence {
				t.Errorf("the simpler words of %s are not simple: %v, %d words", q.Code, r.Long, r.Words)
			}
		}
	}
}

func TestLongWordsAndSentencesArePointedOut(t *testing.T) {
	r := guide.ReadingOf("Hur upplevde du handläggningsprocessen? Handläggningsprocessen kan ta tid och innebär att socialtjänsten och din socialsekreterare tänker efter noga innan de bestämmer sig helt.")
	if !slices.Equal(r.Long, []string{"handläggningsprocessen"}) || r.Words != 19 {
		t.Errorf("%q, %d words", r.Long, r.Words)
	}
	if r := guide.ReadingOf("Vad gör socialtjänsten?"); r.Long != nil || r.Words != 3 {
		t.Errorf("what cannot be said otherwise is pointed out: %+v", r)
	}
}

func FuzzKindOf(f *testing.F) {
	for _, text := range []string{"Kan du?", "Om ,", "eller", "när , vad", "Du ni berätta", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if kind := guide.KindOf(text); kind != guide.Unsure && !slices.Contains(guide.Kinds, kind) {
			t.Fatal(kind)
		}
		guide.ReadingOf(text)
	})
}
