package transcript

import (
	"strings"
	"unicode"
)

// CleanPaste returns text from another program as it belongs in a transcript:
// cleaned as [Clean] does, with blanks of every width and tabs as plain
// blanks, and without what cannot be seen: soft hyphens, marks of direction,
// joiners that join nothing. Accents and joined emoji pass unchanged.
func CleanPaste(s string) string {
	runes := []rune(Clean(s))
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range runes {
		switch {
		case r == '\t' || unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		case r == '\u200c' || r == '\u200d':
			// A joiner belongs between two letters of a script that joins, or
			// two pictures.
			if i > 0 && i+1 < len(runes) && joins(runes[i-1]) && joins(runes[i+1]) {
				b.WriteRune(r)
			}
		case invisible(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func joins(r rune) bool { return r > 0x2ff && !unicode.IsSpace(r) && !invisible(r) }

func invisible(r rune) bool {
	switch r {
	case '\u00ad', '\u200b', '\u200e', '\u200f', '\u2060', '\u2061', '\u2062', '\u2063', '\u2064', '\u180e':
		return true
	}
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u206f'
}
