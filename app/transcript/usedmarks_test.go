package transcript

import (
	"slices"
	"testing"
)

func plainWord(m Mark) string { return string(m.Kind) + m.Code }

func TestAMarkIsUsedOnceItsWordStandsInItsUtterance(t *testing.T) {
	marks := []Mark{{Kind: "nickar", At: 2_000}, {Kind: "nickar", At: 4_000}, {Kind: "skratt", At: 12_000}, {Kind: "nickar", At: 40_000}}
	list := func(a, b, c string) []Utterance {
		return []Utterance{{ID: 1, Start: 1_000, Text: a}, {ID: 2, Start: 10_000, Text: b}, {ID: 3, Start: 30_000, Text: c}}
	}
	for name, c := range map[string]struct {
		list []Utterance
		want []bool
	}{
		"none":          {list("nickar", "", ""), []bool{false, false, false, false}},
		"one of two":    {list("å [nickar] så", "", ""), []bool{true, false, false, false}},
		"both":          {list("[nickar][nickar]", "", ""), []bool{true, true, false, false}},
		"more than are": {list("[nickar] [nickar] [nickar]", "", ""), []bool{true, true, false, false}},
		"its own first": {list("", "", "[nickar]"), []bool{false, false, false, true}},
		"another kind":  {list("", "[nickar]", ""), []bool{false, true, false, false}}, // 4 s before: pressed early, or nudged
		"far away":      {list("", "", "[skratt]"), []bool{false, false, false, false}},
		"all":           {list("[nickar] [nickar]", "[skratt]", "[nickar]"), []bool{true, true, true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []bool
			for _, w := range Used(c.list, marks, plainWord) {
				got = append(got, w != Written{})
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
			open := 0
			for _, u := range c.want {
				if !u {
					open++
				}
			}
			if n := len(Unused(c.list, marks, plainWord)); n != open {
				t.Errorf("%d unused, want %d", n, open)
			}
		})
	}
}

func TestAMarkThatIsUsedStaysSoWhenItsUtteranceIsNudged(t *testing.T) {
	marks := []Mark{{Kind: "nickar", At: 5_000}}
	d := written(t, Utterance{Start: 0, Text: "hej"}, Utterance{Start: 4_000, Text: "ja [nickar]"}, Utterance{Start: 20_000, Text: "å"})
	for start := int64(4_000); start <= 10_000; start += 500 {
		if err := d.SetTimes(d.At(1).ID, start, 0); err != nil {
			t.Fatal(err)
		}
		if n := len(Unused(d.Utterances(), marks, plainWord)); n != 0 {
			t.Errorf("started at %d it is unused", start)
		}
	}
	// The control: half a minute away it is another nod.
	if err := d.SetTimes(d.At(1).ID, 19_000, 0); err != nil {
		t.Fatal(err)
	}
	if n := len(Unused(d.Utterances(), marks, plainWord)); n != 1 {
		t.Error("a nod 14 seconds later counts as the same")
	}
}

func TestAMarkIsPutInAtTheCaretOrInTheOrderOfTime(t *testing.T) {
	marks := []Mark{{Kind: "nickar", At: 1_000}, {Kind: "skratt", At: 2_000}, {Kind: "visar", At: 3_000}, {Kind: "nickar", At: 30_000}}
	for _, c := range []struct {
		text  string
		i     int
		caret Place
		want  Place
	}{
		{"ja du", 0, Place{1, 2}, Place{1, 2}},
		{"ja du", 0, Place{2, 0}, Place{1, 5}},
		{"ja [skratt] du", 0, Place{2, 0}, Place{1, 3}},
		{"ja [skratt] du", 2, Place{2, 0}, Place{1, 11}},
		{"å [nickar] [visar]", 1, Place{}, Place{1, 10}},
		{"ja du", 3, Place{1, 0}, Place{2, 2}},
	} {
		list := []Utterance{{ID: 1, Start: 500, Text: c.text}, {ID: 2, Start: 20_000, Text: "så"}}
		got, ok := PlaceFor(list, marks, c.i, c.caret, plainWord)
		if !ok || got != c.want {
			t.Errorf("%q, mark %d: %v, want %v", c.text, c.i, got, c.want)
		}
	}
	if _, ok := PlaceFor(nil, marks, 0, Place{}, plainWord); ok {
		t.Error("a place in nothing")
	}
	for _, c := range []struct {
		text string
		pos  int
		want string
	}{
		{"", 0, "x"}, {"ja", 2, " x"}, {"ja ", 3, "x"}, {"ja", 0, "x "}, {"ja, du", 2, " x"}, {"jadu", 2, " x "}, {"(", 1, "x"}, {"å\n", 2, "x"},
	} {
		if got := Spaced(c.text, c.pos, "x"); got != c.want {
			t.Errorf("%q at %d: %q, want %q", c.text, c.pos, got, c.want)
		}
	}
}

func TestAMarkWrittenInTheOtherLanguageIsWrittenIn(t *testing.T) {
	marks := []Mark{{At: 1_000, Kind: "nickar"}, {At: 6_000, Kind: "nickar"}}
	list := []Utterance{{ID: 1, Speaker: Child, Text: "ja [nods]"}, {ID: 2, Speaker: Child, Start: 5_000, Text: "[nickar]"}}
	swedish := func(Mark) string { return "nickar" }
	english := func(Mark) string { return "nods" }
	if open := Unused(list, marks, swedish); len(open) != 1 || open[0] != marks[0] {
		t.Fatalf("in one language %v is open", open)
	}
	if open := Unused(list, marks, swedish, english); len(open) != 0 {
		t.Errorf("in both %v is open", open)
	}
	// A word that both languages share answers for one mark, not for two.
	if open := Unused(list, marks, swedish, swedish, nil); len(open) != 1 {
		t.Errorf("the same word twice: %v is open", open)
	}
}
