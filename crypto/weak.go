package crypto

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// MinBits is the least that [Weakness] accepts. At a slot's scrypt cost a
// machine with ten thousand cores tries some 2^12 passphrases a second, so
// 2^55 of them take some 200,000 years; the margin is for faster machines.
const MinBits = 55

// The reasons that [Weakness] gives.
const (
	WeakShort    = "short"    // too few or too short words
	WeakCommon   = "common"   // built on one of the world's favourites
	WeakKeyboard = "keyboard" // keys that lie in a row
	WeakSequence = "sequence" // counting, the alphabet, the weekdays
	WeakRepeated = "repeated" // the same piece again
	WeakYear     = "year"     // a year or a date
	WeakName     = "name"     // the person's own name or unit
)

// WeakReasons lists every reason, for the string table's test.
var WeakReasons = []string{WeakShort, WeakCommon, WeakKeyboard, WeakSequence, WeakRepeated, WeakYear, WeakName}

// Weakness returns "" for a passphrase that is strong enough, else why it is
// not. list is the word list that phrases are proposed from; six different
// words of it in no known order are always strong. personal holds what others
// know of the person: name, unit.
//
// The judgement is [PassphraseBits] against [MinBits]: an estimate of how many
// guesses somebody needs who knows how people choose, not a proof.
func Weakness(passphrase string, list []string, personal ...string) string {
	e := estimate(passphrase, list, personal)
	if e.bits >= MinBits {
		return ""
	}
	// The costliest habit first: it is the one worth changing.
	for _, reason := range []string{WeakName, WeakCommon, WeakKeyboard, WeakSequence, WeakRepeated, WeakYear} {
		if e.found[reason] {
			return reason
		}
	}
	return WeakShort
}

// PassphraseBits returns the estimate that [Weakness] judges by: the base-two
// logarithm of the guesses needed.
//
// Known pieces (favourites, names, rows of keys, years, repetitions) cost what
// it takes to pick them from a short list. A word of list costs its share of
// the list. Other words cost two bits for each of six letters, half a bit for
// each up to twenty and one bit after that, close to Shannon's 1 to 2 bits a
// letter of running text ("Prediction and Entropy of Printed English", 1951).
// Letters that make no word cost four bits each.
func PassphraseBits(passphrase string, list []string, personal ...string) float64 {
	return estimate(passphrase, list, personal).bits
}

// Bits of pieces that a guesser tries early.
const (
	bitsName     = 3
	bitsCommon   = 8
	bitsRow      = 7
	bitsSequence = 5
	bitsYear     = 7
	bitsDate     = 14
	bitsAgain    = 1
)

// maxJudged is how many code points of a passphrase are looked at.
const maxJudged = 200

type estimation struct {
	bits  float64
	found map[string]bool
}

func (e *estimation) add(bits float64, reason string) {
	e.bits += bits
	if reason != "" {
		e.found[reason] = true
	}
}

func estimate(passphrase string, list []string, personal []string) estimation {
	e := estimation{found: map[string]bool{}}
	typed := Normalise(passphrase)
	lower := strings.ToLower(typed)

	if n := listWords(strings.Fields(lower), list); n >= 6 && !ordered(strings.Fields(lower)) {
		e.bits = float64(n) * math.Log2(float64(len(list)))
		return e
	}
	if head := []rune(lower); len(head) > maxJudged {
		// Enough to judge by, and a pasted book takes no time.
		lower = string(head[:maxJudged])
		typed = lower
	}
	if period := repeats(lower); period > 0 {
		e.add(bitsAgain, WeakRepeated)
		lower = string([]rune(lower)[:period])
		typed = lower
	}

	known := knownPieces(personal)
	seen := map[string]bool{}
	asTyped, r := []rune(typed), []rune(lower)
	if len(asTyped) != len(r) { // a letter whose small form is longer
		asTyped = r
	}
	mixed := mixedTokens(r)
	for i := 0; i < len(r); {
		if p, ok := known.at(r, i); ok {
			again := seen[string(r[i:i+p.length])]
			seen[string(r[i:i+p.length])] = true
			if again {
				p.bits = bitsAgain
			}
			e.add(p.bits, p.reason)
			i += p.length
			continue
		}
		n := freeRun(r, i, known)
		word := string(r[i : i+n])
		switch {
		case seen[word] && (n > 1 || class(r[i]) == signs):
			e.add(bitsAgain, WeakRepeated)
		case slices.Contains(list, word):
			e.add(math.Log2(float64(len(list))), "")
		default:
			e.add(freeBits(asTyped[i:i+n], mixed[i]), "")
		}
		seen[word] = true
		i += n
	}
	return e
}

// listWords returns how many different words there are if all are of list,
// else 0.
func listWords(words, list []string) int {
	different := map[string]bool{}
	for _, w := range words {
		if !slices.Contains(list, w) {
			return 0
		}
		different[w] = true
	}
	return len(different)
}

// repeats returns the length in code points of the piece that s consists of
// two or more times ("sommarsommar": 6), or 0. Blanks between do not count.
func repeats(s string) int {
	r := []rune(s + " ")
	for period := 1; period <= len(r)/2; period++ {
		if len(r)%period == 0 && slices.Equal(r[period:], r[:len(r)-period]) {
			return period - 1
		}
	}
	r = r[:len(r)-1]
	for period := 1; period <= len(r)/2; period++ {
		if len(r)%period == 0 && slices.Equal(r[period:], r[:len(r)-period]) {
			return period
		}
	}
	return 0
}

// freeRun returns how many code points from i on belong to one piece of one
// class and to nothing known.
func freeRun(r []rune, i int, known pieces) int {
	n := 1
	for i+n < len(r) && class(r[i+n]) == class(r[i]) {
		if _, ok := known.at(r, i+n); ok {
			break
		}
		n++
	}
	return n
}

// The classes of code points.
const (
	letters = iota
	figures
	blanks
	signs
)

func class(r rune) int {
	switch {
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return letters
	case unicode.IsDigit(r):
		return figures
	case unicode.IsSpace(r):
		return blanks
	}
	return signs
}

// mixedTokens tells of each code point whether the word it stands in changes
// between letters, figures and signs four times or more: made by a generator,
// so that its letters form no words.
func mixedTokens(r []rune) []bool {
	mixed := make([]bool, len(r))
	for start := 0; start < len(r); {
		end, changes := start, 0
		for end < len(r) && class(r[end]) != blanks {
			if end > start && class(r[end]) != class(r[end-1]) {
				changes++
			}
			end++
		}
		for i := start; i < end; i++ {
			mixed[i] = changes >= 4
		}
		start = end + 1
	}
	return mixed
}

// freeBits estimates a piece of one class that nothing is known of.
func freeBits(r []rune, mixed bool) float64 {
	n := float64(len(r))
	switch class(r[0]) {
	case figures:
		return 3.3 * n
	case blanks:
		return 0
	case signs:
		return 3 * n
	}
	if mixed || scrambled(r) {
		return 4 * n
	}
	bits, start := 0.0, 0
	for i := 1; i <= len(r); i++ { // "EttTvåTre" is three words
		if i == len(r) || (unicode.IsUpper(r[i]) && unicode.IsLower(r[i-1])) {
			bits += wordBound(i - start)
			start = i
		}
	}
	return bits
}

// wordBound is what a word of n letters costs: a long one of the dictionary
// 19 bits, one that is longer still is words written together.
func wordBound(n int) float64 {
	l := float64(n)
	return math.Min(2*l, 12) + math.Min(math.Max(l-6, 0)/2, 7) + math.Max(l-20, 0)
}

// scrambled reports whether letters can be no word of Swedish or English: no
// vowel, or six consonants on end.
func scrambled(r []rune) bool {
	vowels, run, longest := 0, 0, 0
	for _, c := range r {
		if strings.ContainsRune("aeiouyåäöéæøü", unicode.ToLower(c)) {
			vowels++
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return (vowels == 0 && len(r) > 2) || longest >= 6
}
