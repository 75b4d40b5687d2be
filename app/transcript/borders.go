package transcript

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/words"
)

// The borders below are those of Unicode's annex 29: a caret never stands
// between a letter and its accent, or inside an emoji that several make up.
// Positions are code points.

// NextBorder returns the first place after pos where a caret may stand, or the
// end of s.
func NextBorder(s string, pos int) int {
	if n, ok := plainStep(s, pos, 1); ok {
		return n
	}
	at := 0
	for it := graphemes.FromString(s); it.Next(); {
		at += utf8.RuneCountInString(it.Value())
		if at > pos {
			return at
		}
	}
	return at
}

// PrevBorder returns the last place before pos where a caret may stand, or 0.
func PrevBorder(s string, pos int) int {
	if n, ok := plainStep(s, pos, -1); ok {
		return n
	}
	at := 0
	for it := graphemes.FromString(s); it.Next(); {
		next := at + utf8.RuneCountInString(it.Value())
		if next >= pos {
			return at
		}
		at = next
	}
	return at
}

// plainStep takes the step by itself where it leads between letters that
// nothing can join: ASCII on both sides.
func plainStep(s string, pos, by int) (int, bool) {
	at := pos + by
	if at <= 0 || pos <= 0 {
		return 0, by < 0 && pos <= 1
	}
	b := byteAt(s, at)
	if b < 1 || b >= len(s) || s[b-1] >= utf8.RuneSelf || s[b] >= utf8.RuneSelf || s[b-1] == '\r' {
		return 0, false
	}
	c := byteAt(s, pos)
	if by > 0 && (c < 1 || s[c] >= utf8.RuneSelf) || by < 0 && (c > len(s) || s[c-1] >= utf8.RuneSelf) {
		return 0, false
	}
	return at, true
}

// segment is a word, or what stands between words, in code points.
type segment struct {
	from, to int
	word     bool
}

// segments visits the pieces of s in order until visit returns false.
func segments(s string, visit func(segment) bool) {
	at := 0
	for it := words.FromString(s); it.Next(); {
		next := at + utf8.RuneCountInString(it.Value())
		if !visit(segment{at, next, wordlike(it.Value())}) {
			return
		}
		at = next
	}
}

func wordlike(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.So, r) {
			return true
		}
	}
	return false
}

// NextWord returns where the first word after pos begins, or the end of s.
func NextWord(s string, pos int) int {
	at := utf8.RuneCountInString(s)
	segments(s, func(g segment) bool {
		if g.word && g.from > pos {
			at = g.from
			return false
		}
		return true
	})
	return at
}

// PrevWord returns where the last word before pos begins, or 0.
func PrevWord(s string, pos int) int {
	at := 0
	segments(s, func(g segment) bool {
		if g.from >= pos {
			return false
		}
		if g.word {
			at = g.from
		}
		return true
	})
	return at
}

// WordAt returns the word that lies at pos, or what stands between words
// there.
func WordAt(s string, pos int) (from, to int) {
	segments(s, func(g segment) bool {
		// At a word's end the word is meant, not the blank behind it.
		if g.from > pos || g.from == pos && to == pos && to > from && wasWord(s, from, to) {
			return false
		}
		from, to = g.from, g.to
		return to <= pos || g.to == pos
	})
	return from, to
}

func wasWord(s string, from, to int) bool { return wordlike(s[byteAt(s, from):byteAt(s, to)]) }
