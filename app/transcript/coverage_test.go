package transcript

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// scale is the length of the sound that the random pieces lie in. The model
// beside every function is one yes or no for each of its milliseconds.
const scale = 60

func somePieces(r *rand.Rand) []Stretch {
	var all []Stretch
	for range r.IntN(8) {
		from := int64(r.IntN(scale))
		all = append(all, Stretch{from, from + int64(r.IntN(12)) - 2})
	}
	return all
}

func dots(pieces []Stretch) (on [scale * 2]bool) {
	for _, p := range pieces {
		for ms := p.From; ms < p.To; ms++ {
			on[ms] = true
		}
	}
	return on
}

// orderly tells whether a list keeps what [Stretches] promises.
func orderly(l Stretches) bool {
	for i, s := range l {
		if s.From < 0 || s.To <= s.From || i > 0 && s.From <= l[i-1].To {
			return false
		}
	}
	return true
}

func TestPiecesOfTheSoundAreSetsOfMilliseconds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		rawA, rawB := somePieces(r), somePieces(r)
		a, b := Tidy(rawA), Tidy(rawB)
		da, db := dots(rawA), dots(rawB)
		var added Stretches
		for _, p := range rawA {
			added = added.Add(p)
		}
		if !slices.Equal(added, a) {
			t.Fatalf("one by one %v, together %v", added, a)
		}
		for name, c := range map[string]struct {
			got  Stretches
			want func(x, y bool) bool
		}{
			"tidy":    {a, func(x, _ bool) bool { return x }},
			"both":    {a.Both(b), func(x, y bool) bool { return x && y }},
			"without": {a.Without(b), func(x, y bool) bool { return x && !y }},
		} {
			if !orderly(c.got) {
				t.Fatalf("%s of %v and %v is in disorder: %v", name, a, b, c.got)
			}
			on := dots(c.got)
			n := int64(0)
			for ms := range on {
				want := c.want(da[ms], db[ms])
				if on[ms] != want || c.got.Has(int64(ms)) != want {
					t.Fatalf("%s of %v and %v is %v: wrong at %d", name, a, b, c.got, ms)
				}
				if want {
					n++
				}
			}
			if c.got.Total() != n {
				t.Fatalf("%v is said to be %d long", c.got, c.got.Total())
			}
		}
	}
}

// TestTheOrderOfPiecesCanBeSeenBroken is the control of the test above.
func TestTheOrderOfPiecesCanBeSeenBroken(t *testing.T) {
	for _, l := range []Stretches{{{3, 3}}, {{5, 9}, {1, 2}}, {{1, 5}, {5, 9}}, {{-1, 2}}} {
		if orderly(l) {
			t.Errorf("%v passes", l)
		}
	}
}

func TestTextCoversFromItsStartToTheNextButNoLongerThanItsLetters(t *testing.T) {
	const hour = 3_600_000
	said := func(start, end int64, words string) Utterance {
		return Utterance{ID: 1, Speaker: Child, Start: start, End: end, Text: words}
	}
	for name, c := range map[string]struct {
		list []Utterance
		want Stretches
	}{
		"to the next":                {[]Utterance{said(1_000, 0, "Jag tycker om att simma"), said(4_000, 0, "Mm")}, Stretches{{1_000, 9_500}}},
		"to its own end":             {[]Utterance{said(1_000, 2_000, "Ja"), said(4_000, 5_000, "Mm")}, Stretches{{1_000, 2_000}, {4_000, 5_000}}},
		"the last ends some time":    {[]Utterance{said(1_000, 0, "Ja")}, Stretches{{1_000, 6_500}}},
		"a short word, a long wait":  {[]Utterance{said(0, 0, "Ja"), said(60_000, 0, "Mm")}, Stretches{{0, 5_500}, {60_000, 65_500}}},
		"nothing written":            {[]Utterance{said(0, 0, ""), said(9_000, 0, "")}, nil},
		"out of order":               {[]Utterance{said(4_000, 0, "Mm"), said(1_000, 0, "Jag tycker om att simma")}, Stretches{{1_000, 9_500}}},
		"not beyond the sound":       {[]Utterance{said(hour-1_000, 0, "Hej då")}, Stretches{{hour - 1_000, hour}}},
		"two at the same time":       {[]Utterance{said(0, 0, "Ja"), said(0, 0, "Nej"), said(3_000, 3_100, "Så")}, Stretches{{0, 3_100}}},
		"a time far past the sound":  {[]Utterance{said(2*hour, 0, "Ja")}, nil},
		"an end as long as it likes": {[]Utterance{said(0, 30_000, "Ja")}, Stretches{{0, 30_000}}},
	} {
		if got := TextCover(c.list, hour); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestHolesSayWhatIsNotDoneWith(t *testing.T) {
	speech := Stretches{{0, 10_000}, {20_000, 30_000}, {40_000, 50_000}}
	whole := Stretches{{0, 60_000}}
	for name, c := range map[string]struct {
		heard, text Stretches
		want        []Hole
	}{
		"nothing done":         {nil, nil, []Hole{{Stretch{0, 60_000}, Neither}}},
		"all done":             {whole, speech, nil},
		"heard, unwritten":     {whole, Stretches{{0, 31_000}}, []Hole{{Stretch{40_000, 50_000}, NoText}}},
		"written, unheard":     {Stretches{{0, 35_000}}, speech, []Hole{{Stretch{35_000, 60_000}, NotHeard}}},
		"a silence skipped":    {Stretches{{0, 11_000}, {19_000, 60_000}}, speech, []Hole{{Stretch{11_000, 19_000}, QuietPast}}},
		"breaths are no holes": {Stretches{{0, 12_000}, {13_900, 60_000}}, Stretches{{0, 8_100}, {20_000, 50_000}}, nil},
		"beside each other": {Stretches{{0, 25_000}}, Stretches{{0, 15_000}}, []Hole{
			{Stretch{20_000, 25_000}, NoText}, {Stretch{25_000, 60_000}, Neither}}},
	} {
		if got := Holes(60_000, speech, c.heard, c.text); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if Holes(0, nil, nil, nil) != nil {
		t.Error("no sound has a hole")
	}
}

// TestNothingIsLeftOutOfTheHoles holds the list to its promise on random
// sounds: what is not in it has been heard, and what is speech in none of it has
// text, but for less than a breath at a time.
func TestNothingIsLeftOutOfTheHoles(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	far := func() Stretches {
		var p []Stretch
		for range r.IntN(9) {
			from := int64(r.IntN(100_000))
			p = append(p, Stretch{from, from + int64(r.IntN(30_000))})
		}
		return Tidy(p).In(Stretch{0, 100_000})
	}
	for range 5_000 {
		speech, heard, text := far(), far(), far()
		var told, unheard []Stretch
		for i, h := range Holes(100_000, speech, heard, text) {
			told = append(told, h.Stretch)
			if h.Lack.Unheard() {
				unheard = append(unheard, h.Stretch)
			}
			if h.Len() < MinHole || i > 0 && h.From < told[i-1].To {
				t.Fatalf("a hole %v after %v", h, told[:i])
			}
		}
		rest := Stretches{{0, 100_000}}.Without(Tidy(unheard))
		if left := rest.Without(heard).Longer(MinHole); len(left) > 0 {
			t.Fatalf("%v was not heard and is in no hole", left)
		}
		if left := speech.Without(text).Without(Tidy(told)).Longer(MinHole); len(left) > 0 {
			t.Fatalf("%v has no text and is in no hole", left)
		}
		if HeardWhole(100_000, heard) != (len(unheard) == 0) {
			t.Fatalf("heard whole: %v, unheard %v", HeardWhole(100_000, heard), unheard)
		}
	}
}
