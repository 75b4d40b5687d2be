package transcript

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

func TestACaretNeverStopsInsideWhatIsSeenAsOneLetter(t *testing.T) {
	for _, c := range []struct {
		text string
		want []int
	}{
		{"", []int{0}},
		{"abc", []int{0, 1, 2, 3}},
		{"e\u0301a", []int{0, 2, 3}},
		{"å👨‍👩‍👧b", []int{0, 1, 6, 7}},
		{"👍🏽!", []int{0, 2, 3}},
		{"🇸🇪🇫🇮", []int{0, 2, 4}},
		{"a\u0308\u0323x", []int{0, 3, 4}},
	} {
		var forward, back []int
		n := utf8.RuneCountInString(c.text)
		for pos := 0; ; pos = NextBorder(c.text, pos) {
			if forward = append(forward, pos); pos == n {
				break
			}
		}
		for pos := n; ; pos = PrevBorder(c.text, pos) {
			if back = append(back, pos); pos == 0 {
				break
			}
		}
		slices.Reverse(back)
		if !slices.Equal(forward, c.want) || !slices.Equal(back, c.want) {
			t.Errorf("%q: forward %v, back %v, want %v", c.text, forward, back, c.want)
		}
	}
}

// The step that skips the tables must come to the same places.
func TestPlainStepsComeToTheBordersOfTheStandard(t *testing.T) {
	pieces := append(slices.Clone(pieces), "\r", "\u200d", "\u0301", "🏽", "\u00a0", "-", "\t")
	r := rand.New(rand.NewPCG(1, 2))
	for range 2_000 {
		s := ""
		for range r.IntN(6) {
			s += pieces[r.IntN(len(pieces))]
		}
		s = Clean(s)
		borders, at := []int{0}, 0
		for it := graphemes.FromString(s); it.Next(); {
			at += utf8.RuneCountInString(it.Value())
			borders = append(borders, at)
		}
		for pos := range at + 1 {
			next, prev := at, 0
			for _, b := range slices.Backward(borders) {
				if b > pos {
					next = b
				}
			}
			for _, b := range borders {
				if b < pos {
					prev = b
				}
			}
			if n, p := NextBorder(s, pos), PrevBorder(s, pos); n != next || p != prev {
				t.Fatalf("%q at %d: next %d, want %d; previous %d, want %d", s, pos, n, next, p, prev)
			}
		}
	}
}

func TestWordsAreFoundWithSwedishLettersAndPunctuation(t *testing.T) {
	s := "Så, åkte vi – t.ex. 12 mil. 👨‍👩‍👧 Öh"
	var starts []int
	for pos := -1; ; {
		next := NextWord(s, pos)
		starts = append(starts, next)
		if next == utf8.RuneCountInString(s) {
			break
		}
		pos = next
	}
	want := []int{0, 4, 9, 14, 20, 23, 28, 34, 36}
	if !slices.Equal(starts, want) {
		t.Errorf("words begin at %v, want %v", starts, want)
	}
	for i := len(want) - 1; i > 0; i-- {
		if got := PrevWord(s, want[i]); got != want[i-1] {
			t.Errorf("before %d comes %d, want %d", want[i], got, want[i-1])
		}
	}
	for _, c := range []struct{ pos, from, to int }{{0, 0, 2}, {1, 0, 2}, {2, 0, 2}, {5, 4, 8}, {8, 4, 8}, {3, 3, 4}, {36, 34, 36}} {
		if from, to := WordAt(s, c.pos); from != c.from || to != c.to {
			t.Errorf("the word at %d is [%d, %d), want [%d, %d)", c.pos, from, to, c.from, c.to)
		}
	}
}
