package transcript

import (
	"strings"
	"unicode"
)

// Around returns a stretch of text with a few words before and after it, for a
// list: from and to are code points of text, most is how many code points each
// side may have. Sides are cut at a space where there is one, and then begin or
// end with "…"; line ends become spaces.
func Around(text string, from, to, most int) (before, at, after string) {
	runes := []rune(text)
	from, to = min(max(from, 0), len(runes)), min(max(to, 0), len(runes))
	to = max(from, to)
	left, right := runes[:from], runes[to:]
	if len(left) > most {
		left = left[len(left)-most:]
		if i := firstSpace(left); i >= 0 {
			left = left[i+1:]
		}
		before = "…"
	}
	before += flat(left)
	if len(right) > most {
		right = right[:most]
		if i := lastSpace(right); i >= 0 {
			right = right[:i]
		}
		after = "…"
	}
	return before, flat(runes[from:to]), flat(right) + after
}

func firstSpace(r []rune) int {
	for i, c := range r {
		if unicode.IsSpace(c) && i < len(r)-1 {
			return i
		}
	}
	return -1
}

func lastSpace(r []rune) int {
	for i := len(r) - 1; i > 0; i-- {
		if unicode.IsSpace(r[i]) {
			return i
		}
	}
	return -1
}

// flat writes text on one line.
func flat(r []rune) string {
	return strings.Map(func(c rune) rune {
		if c == '\n' || c == '\t' {
			return ' '
		}
		return c
	}, string(r))
}
