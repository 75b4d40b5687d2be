package deident

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How the names of Swedish streets end.
const street = `(?:gatan|gata|vägen|väg|gränden?|stigen|torget?|allén|backen|stranden|kajen|plan|slingan|svängen)`

var (
	// A street with its number: Storgatan 3 B, Södra vägen 12.
	numbered = regexp.MustCompile(`(?:\p{L}{2,30}` + street + `|\p{Lu}\p{L}{2,20}[ ](?i:` + street + `))[ ][0-9]{1,4}(?:[ ]?[A-Ha-h])?`)
	// A street without one; only what cannot be a way or a place in general.
	named = regexp.MustCompile(`\p{Lu}\p{L}{2,30}(?:gatan|vägen|gränden?|stigen|torget|allén)s?`)
	// A postcode is five figures; with its country, or before its town.
	postcode = regexp.MustCompile(`(?:SE?-[1-9][0-9]{2}[ ]?[0-9]{2}|[1-9][0-9]{2}[ ][0-9]{2}[ ]{1,2}\p{Lu}\p{L}+)`)
	box      = regexp.MustCompile(`[Bb]ox[ ][0-9]{1,5}`)
)

func addresses(text string) []span {
	var list []span
	if strings.ContainsAny(text, figures) { // the patterns cost more than the look
		for _, p := range []*regexp.Regexp{numbered, postcode, box} {
			list = append(list, matches(Address, p, text, nil)...)
		}
	}
	for _, s := range matches(Address, named, text, nil) {
		if !begins(text, s.from) { // "Motorvägen var full" begins large as any sentence does
			list = append(list, s)
		}
	}
	return list
}

// begins reports whether a sentence, a quotation or a list's item begins at a
// place: a capital there says nothing.
func begins(text string, at int) bool {
	gap := false
	for at > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
		switch {
		case r == '\n' || r == '\r':
			return true
		case strings.ContainsRune(`"'”“’‘»«([{*•`, r):
			if !wordyAt(text, at) { // an apostrophe inside a word is none
				return true
			}
			gap = false
		case unicode.IsSpace(r):
			gap = true
		case strings.ContainsRune(".!?…:;", r):
			return gap
		case strings.ContainsRune("-–—", r):
			return gap || at == 0
		default:
			return false
		}
	}
	return true
}

// wordyAt reports whether a letter or figure stands before a place.
func wordyAt(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return wordy(r)
}
