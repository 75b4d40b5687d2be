package transcript

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestWordsAreFoundAsAReaderWouldFindThem(t *testing.T) {
	for _, c := range []struct {
		text string
		q    Query
		want string // from-to of each hit
	}{
		{"Åsa åt en ål", Query{Words: "å"}, "0-1 4-5 10-11"},
		{"Åsa åt en ål", Query{Words: "å", Case: true}, "4-5 10-11"},
		{"Åsa åt en ål", Query{Words: "a"}, "2-3"},
		{"gå på", Query{Words: "ga", Loose: true}, ""},
		{"idé ide", Query{Words: "ide"}, "4-7"},
		{"idé ide", Query{Words: "ide", Loose: true}, "0-3 4-7"},
		{"idé ide", Query{Words: "idé"}, "0-3"},
		{"a\u030asa Åsa", Query{Words: "åsa"}, "0-4 5-8"}, // decomposed found by composed
		{"åsa", Query{Words: "A\u030aSA"}, "0-3"},         // and the reverse
		{"cafe\u0301 nu", Query{Words: "cafe"}, ""},       // no letter is cut from its accent
		{"cafe\u0301 nu", Query{Words: "cafe", Loose: true}, "0-5"},
		{"kantor kan okänd kan9 (kan) kan", Query{Words: "kan", Whole: true}, "7-10 23-26 28-31"},
		{"måla mål", Query{Words: "mål", Whole: true}, "5-8"},
		{"ö\u0308 ö", Query{Words: "ö", Whole: true}, "3-4"},
		{"aaaa", Query{Words: "aa"}, "0-2 2-4"},
		{"hej\u00a0du hej\ndu hej  du", Query{Words: "hej du"}, "0-6 7-13"},
		{"😀👨\u200d👩\u200d👧 hej", Query{Words: "hej"}, "7-10"},
		{"[nickar] (a.b)*", Query{Words: "(a.b)*"}, "9-15"},
		{"STRASSE", Query{Words: "straße"}, ""},
		{"\u212aelvin", Query{Words: "kelvin"}, "0-6"}, // the Kelvin sign
		{"hej", Query{}, ""}, {"", Query{Words: "a"}, ""}, {"ab", Query{Words: "abc"}, ""},
	} {
		var got []string
		for _, h := range Search(written(t, Utterance{Text: c.text}), c.q) {
			got = append(got, fmt.Sprintf("%d-%d", h.At.Pos, h.End))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q in %q: %s, want %s", c.q.Words, c.text, s, c.want)
		}
	}
}

func TestNothingIsFoundAcrossUtterances(t *testing.T) {
	d := written(t, Utterance{Text: "hej"}, Utterance{Text: "du hej du"})
	if hits := Search(d, Query{Words: "hej du"}); len(hits) != 1 || hits[0].At.ID != d.At(1).ID {
		t.Errorf("%v", hits)
	}
}

func TestReplacingAllIsOneStepAndOneIsOneEach(t *testing.T) {
	d := written(t, Utterance{Text: "Kex och Kex"}, Utterance{Text: "kex"})
	hits := Search(d, Query{Words: "kex"})
	if n, err := d.ReplaceHits(hits, "Bosse"); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	if d.At(0).Text != "Bosse och Bosse" || d.At(1).Text != "Bosse" {
		t.Errorf("%q, %q", d.At(0).Text, d.At(1).Text)
	}
	d.Undo()
	if d.At(0).Text != "Kex och Kex" || d.At(1).Text != "kex" {
		t.Errorf("one undo gave %q, %q", d.At(0).Text, d.At(1).Text)
	}
	for _, h := range []int{1, 0} {
		if n, err := d.ReplaceHits(hits[h:h+1], "X"); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	d.Undo()
	if d.At(0).Text != "Kex och X" {
		t.Errorf("after one undo of two: %q", d.At(0).Text)
	}
	// What does not fit any more changes nothing at all.
	if _, err := d.ReplaceHits([]Hit{{Place{d.At(1).ID, 0}, 3}, {Place{d.At(0).ID, 8}, 11}}, "Y"); err == nil || d.At(1).Text != "kex" {
		t.Errorf("half of a replacement was made: %v", err)
	}
	// A text that would grow beyond what an utterance may hold, neither.
	if _, err := d.ReplaceHits(Search(d, Query{Words: "e"}), strings.Repeat("å", MaxText/2+1)); err == nil || d.At(0).Text != "Kex och X" {
		t.Error("a text too long was taken")
	}
	if n, err := d.ReplaceHits(Search(d, Query{Words: "kex", Case: true}), "kex"); n != 0 || err != nil {
		t.Error("what is the same already became a step")
	}
}

// searched are pieces of text that make normal forms meet.
var searched = append([]string{"kex", "Å", "a\u030a", "\u030a", "A", "ö", "o\u0308", " ", "\u00a0", "e", "\u0301", "\u0323", "ǆ", "ﬁ", "한", "ᄒ", "ᅡ", "İ", "1"}, pieces...)

func TestEveryHitIsValidAndReplacingIsUndoneWhole(t *testing.T) {
	for seed := range uint64(400) {
		checkSearch(t, seed)
	}
}

func FuzzSearch(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(checkSearch)
}

func checkSearch(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 11))
	some := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(searched[r.IntN(len(searched))])
		}
		return Clean(b.String())
	}
	var list []Utterance
	for range 1 + r.IntN(4) {
		list = append(list, Utterance{Text: some(r.IntN(30))})
	}
	d := written(t, list...)
	q := Query{Words: some(1 + r.IntN(2)), Case: r.IntN(2) == 0, Whole: r.IntN(4) == 0, Loose: r.IntN(3) == 0}
	hits := Search(d, q)
	last := Hit{}
	for _, h := range hits {
		u, ok := d.Find(h.At.ID)
		runes := []rune(u.Text)
		if !ok || h.At.Pos < 0 || h.End <= h.At.Pos || h.End > len(runes) || h.At.ID == last.At.ID && h.At.Pos < last.End {
			t.Fatalf("seed %d: %v after %v", seed, h, last)
		}
		last = h
		found := string(runes[h.At.Pos:h.End])
		same := func(s string) string {
			return strings.Map(func(r rune) rune { return q.same(r) }, norm.NFC.String(s))
		}
		if !q.Loose && same(found) != same(q.Words) {
			t.Fatalf("seed %d: %q found by %q", seed, found, q.Words)
		}
	}
	before := d.Utterances()
	n, err := d.ReplaceHits(hits, some(r.IntN(3)))
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	for _, u := range d.Utterances() {
		if err := u.check(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	if n > 0 {
		checkCaret(t, d, func() Place { p, _ := d.Undo(); return p }(), d.Names())
	}
	if !slices.Equal(d.Utterances(), before) {
		t.Fatalf("seed %d: undo does not give the text back", seed)
	}
	rows, _ := d.TakeRow()
	again, err := Load(nil, [][]byte{rows.Encode()})
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	same(t, "journal", d, again)
}

func TestTheNextHitIsTheOneAfterTheCaretAndGoesRound(t *testing.T) {
	d := written(t, Utterance{Text: "kex kex"}, Utterance{Text: "-"}, Utterance{Text: "kex"})
	hits := Search(d, Query{Words: "kex"})
	for _, c := range []struct {
		p    Place
		back bool
		want int
	}{
		{Place{d.At(0).ID, 0}, false, 0}, {Place{d.At(0).ID, 1}, false, 1}, {Place{d.At(1).ID, 0}, false, 2}, {Place{d.At(2).ID, 1}, false, 0},
		{Place{d.At(0).ID, 0}, true, 2}, {Place{d.At(0).ID, 4}, true, 0}, {Place{d.At(1).ID, 1}, true, 1},
	} {
		if got := NearestHit(d, hits, c.p, c.back); got != c.want {
			t.Errorf("from %v, back %v: %d, want %d", c.p, c.back, got, c.want)
		}
	}
	if NearestHit(d, nil, Place{}, false) != -1 {
		t.Error("found one of none")
	}
}

func BenchmarkSearch(b *testing.B) {
	d := New()
	for i := range 2_500 {
		text := "och sen åkte vi hem igen till Åsa "
		d.Insert(i, Utterance{Speaker: Child, Text: text + fmt.Sprint(i)})
	}
	n := 0
	for i := range d.Len() {
		n += utf8.RuneCountInString(d.At(i).Text)
	}
	b.ReportMetric(float64(n), "characters")
	for b.Loop() {
		if len(Search(d, Query{Words: "hem igen"})) != 2_500 {
			b.Fatal("not all")
		}
	}
}
