package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"
	"unicode/utf8"
)

func TestWordsTellEachOtherApartAfterFourLetters(t *testing.T) {
	seen := map[string]string{}
	for _, w := range Words() {
		if n := utf8.RuneCountInString(w); n < 4 || n > 9 {
			t.Errorf("%s has %d letters", w, n)
			continue
		}
		prefix := string([]rune(w)[:4])
		if other := seen[prefix]; other != "" {
			t.Errorf("%s and %s begin alike", other, w)
		}
		seen[prefix] = w
	}
}

func TestWordsAreSmallSwedishLetters(t *testing.T) {
	for _, w := range Words() {
		for _, r := range w {
			if (r < 'a' || r > 'z') && r != 'å' && r != 'ä' && r != 'ö' {
				t.Errorf("%s holds %q", w, r)
			}
		}
	}
}

func TestWordsAreElevenBitsEachInAFixedOrder(t *testing.T) {
	if n := len(Words()); n != 2048 {
		t.Fatalf("%d words", n)
	}
	if !slices.IsSorted(Words()) {
		t.Error("not in order")
	}
}

// Fingerprints that people have compared are read off this list.
func TestWordListIsFormat1(t *testing.T) {
	sum := sha256.Sum256([]byte(swedishWords))
	if got := hex.EncodeToString(sum[:]); got != "124034f2354f2aca48264e1c6f77964f539340b8781cce954a6b42d00672f978" {
		t.Fatalf("the list changed: %s", got)
	}
}

func TestCallersCannotChangeTheList(t *testing.T) {
	Words()[0] = "x"
	if Words()[0] == "x" {
		t.Fatal("a caller changed everybody's words")
	}
}
