package transcript

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// told writes pieces with {+in+} and [-out-].
func told(list []Fragment) string {
	var b strings.Builder
	for _, p := range list {
		switch p.Change {
		case Added:
			b.WriteString("{+" + p.Text + "+}")
		case Removed:
			b.WriteString("[-" + p.Text + "-]")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestTextsAreComparedByWords(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"", "", ""},
		{"hej", "hej", "hej"},
		{"", "hej", "{+hej+}"},
		{"jag vet inte", "jag vet", "jag vet[- inte-]"},
		{"jag vet", "jag vet inte", "jag vet{+ inte+}"},
		{"det röda huset där", "det blå bilen där", "det [-röda huset-]{+blå bilen+} där"},
		{"hej, du", "hej du", "hej[-,-] du"},
		{"Skara", "[?Skara?]", "{+[?+}Skara{+?]+}"},
		{"en\ntvå", "en\ntre", "en\n[-två-]{+tre+}"},
		{"åäö", "aao", "[-åäö-]{+aao+}"},
		{"e\u0301 å", "é å", "[-e\u0301-]{+é+} å"},
		{"hej 👨‍👩‍👧 då", "hej 😀 då", "hej [-👨‍👩‍👧-]{+😀+} då"},
	} {
		if got := told(byWords(c.a, c.b)); got != c.want {
			t.Errorf("%q to %q: %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

// sides puts the texts before and after together again from their pieces.
func sides(list []Fragment) (before, after string) {
	for _, p := range list {
		if p.Change != Added {
			before += p.Text
		}
		if p.Change != Removed {
			after += p.Text
		}
	}
	return before, after
}

func TestAComparisonLosesNothing(t *testing.T) {
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 11))
		d, now := New(), noon
		for range 60 {
			now = scribble(r, d, now)
		}
		before := d.Content()
		for range 60 {
			now = scribble(r, d, now)
		}
		after := d.Content()
		diff := Compare(before, after)
		var a, b []Utterance
		for _, c := range diff.All {
			if c.Change != Added {
				a = append(a, c.Before)
			}
			if c.Change != Removed {
				b = append(b, c.After)
			}
			if c.Change == Changed {
				if x, y := sides(c.Fragments); x != c.Before.Text || y != c.After.Text {
					t.Fatalf("seed %d: %q and %q came out as %q and %q", seed, c.Before.Text, c.After.Text, x, y)
				}
			}
		}
		if !equalLists(a, before.Utterances) || !equalLists(b, after.Utterances) {
			t.Fatalf("seed %d: utterances are missing or in another order", seed)
		}
		if same := equalLists(before.Utterances, after.Utterances) && before.Names == after.Names; same != diff.Equal() {
			t.Fatalf("seed %d: equal %v, said %v", seed, same, diff.Equal())
		}
	}
}

func equalLists(a, b []Utterance) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestADifferenceSaysHowMuch(t *testing.T) {
	d := New()
	first(t, d, Child)
	id := first(t, d, Child)
	d.SetText(id, "en hund och en katt", noon)
	before := d.Content()
	d.SetText(id, "en häst och en katt där", noon)
	d.Remove(d.At(0).ID)
	d.Insert(0, Utterance{Speaker: Child, Text: "ja [nickar]"})
	got := Compare(before, d.Content())
	if got.Added != 1 || got.Removed != 1 || got.Changed != 1 || got.WordsIn != 3 || got.WordsOut != 1 {
		t.Errorf("%+v", got)
	}
}

func TestWordsAreThoseThatAreSaid(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, " \n ": 0, "hej": 1, "jag, du och hen.": 4, "EU:s t-shirt": 2, "det var - alltså": 3, "[nickar] ja": 1,
		"[?Skara?] sen": 2, "[00:12:34] hej [paus 5 s]": 1, "kl. 10.30": 2, "e\u0301n två": 2, "…och": 1, "han'": 1, "åäö ÅÄÖ": 2, "[": 0, "[hej": 1,
	} {
		if got := Words(text); got != want {
			t.Errorf("%q has %d words, want %d", text, got, want)
		}
	}
}
