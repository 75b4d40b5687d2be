package transcript

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// slack is how far outside its utterance's time a mark may have been made and
// still be the one that stands written there: people press the key a moment
// late, and utterances are nudged afterwards.
const slack = 6_000

// Written is where a mark's word stands in the text.
type Written struct {
	At  Place
	End int // the code point behind it
}

// Used tells for each mark where its word stands in the text, or the zero value
// where it does not: "[nickar]" in the utterance that the mark fell in, or in one
// some seconds away. Each word answers for one mark, in the order of time, and
// words give it without brackets, one for each language that it may have been
// written in; a nil one is none. marks are in the order of time.
func Used(list []Utterance, marks []Mark, words ...func(Mark) string) []Written {
	used := make([]Written, len(marks))
	for _, said := range saidIn(marks) {
		var open []occurrence
		for _, w := range wordsOf(said, words) {
			open = append(open, occurrences(list, "["+w+"]")...)
		}
		// First those within their utterance's time, then those near it: a word
		// that belongs to a mark must not be taken by its neighbour.
		for _, wide := range []int64{0, slack} {
			for i, m := range marks {
				if m.said() != said || used[i] != (Written{}) {
					continue
				}
				at := slices.IndexFunc(open, func(o occurrence) bool { return o.from-wide <= m.At && m.At < o.to+wide })
				if at >= 0 {
					used[i] = open[at].Written
					open = slices.Delete(open, at, at+1)
				}
			}
		}
	}
	return used
}

// wordsOf are the different words for what a mark says.
func wordsOf(said Mark, words []func(Mark) string) (all []string) {
	for _, word := range words {
		if word != nil && !slices.Contains(all, word(said)) {
			all = append(all, word(said))
		}
	}
	return all
}

// saidIn lists what marks say, each once.
func saidIn(marks []Mark) (all []Mark) {
	for _, m := range marks {
		if !slices.Contains(all, m.said()) {
			all = append(all, m.said())
		}
	}
	return all
}

// occurrence is a word in the text with the time of its utterance.
type occurrence struct {
	Written
	from, to int64
}

func occurrences(list []Utterance, word string) (found []occurrence) {
	size := utf8.RuneCountInString(word)
	for i, u := range list {
		if !strings.Contains(u.Text, word) {
			continue
		}
		from, to := u.Start, int64(MaxMillis)
		if i == 0 {
			from = 0 // the first also carries what was marked before it
		}
		if i+1 < len(list) {
			to = max(list[i+1].Start, u.Start)
		}
		for at, rest := 0, u.Text; ; {
			b := strings.Index(rest, word)
			if b < 0 {
				break
			}
			pos := at + utf8.RuneCountInString(rest[:b])
			found = append(found, occurrence{Written{Place{u.ID, pos}, pos + size}, from, to})
			at, rest = pos+size, rest[b+len(word):]
		}
	}
	return found
}

// Unused returns the marks whose words do not stand in the text.
func Unused(list []Utterance, marks []Mark, words ...func(Mark) string) []Mark {
	var open []Mark
	for i, w := range Used(list, marks, words...) {
		if w == (Written{}) {
			open = append(open, marks[i])
		}
	}
	return open
}

// PlaceFor says where the word of mark i belongs: at the caret, if that stands in
// the mark's utterance; else in the order of time among the marks written there,
// behind the one before it or before the one after it; else at the end. ok is
// false in an empty document.
func PlaceFor(list []Utterance, marks []Mark, i int, caret Place, words ...func(Mark) string) (p Place, ok bool) {
	if len(list) == 0 {
		return Place{}, false
	}
	_, with := PlaceMarks(list, []Mark{marks[i]})
	owner := list[0].ID
	for id := range with {
		owner = id
	}
	if caret.ID == owner {
		return caret, true
	}
	var before, after *Written
	for j, w := range Used(list, marks, words...) {
		switch {
		case w.At.ID != owner || w == (Written{}):
		case j < i:
			before = &w
		case j > i && after == nil:
			after = &w
		}
	}
	switch {
	case before != nil:
		return Place{owner, before.End}, true
	case after != nil:
		return after.At, true
	}
	at := slices.IndexFunc(list, func(u Utterance) bool { return u.ID == owner })
	return Place{owner, utf8.RuneCountInString(list[at].Text)}, true
}

// Spaced returns word as it is put into text at code point pos: with a space on
// the sides where a letter or sign stands next to it.
func Spaced(text string, pos int, word string) string {
	b := byteAt(text, pos)
	if b < 0 {
		return word
	}
	if r, size := utf8.DecodeLastRuneInString(text[:b]); size > 0 && !spaceOrOpen(r) {
		word = " " + word
	}
	if r, size := utf8.DecodeRuneInString(text[b:]); size > 0 && !spaceOrStop(r) {
		word += " "
	}
	return word
}

func spaceOrOpen(r rune) bool { return strings.ContainsRune(" \n\t\u00a0([\"”'–—", r) }
func spaceOrStop(r rune) bool { return strings.ContainsRune(" \n\t\u00a0.,;:!?)]\"”'…", r) }
