package deident

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind says what a find looks like. Its words lie under guard.<kind>.
type Kind string

// The kinds, the surest first: where two overlap the earlier one stands.
const (
	Number  Kind = "number" // a personnummer or samordningsnummer
	Email   Kind = "email"
	Phone   Kind = "phone"
	Address Kind = "address" // a street, or a postcode with its town
	Name    Kind = "name"    // of a person, a place or a school: they look alike
)

// Kinds lists them in that order.
var Kinds = []Kind{Number, Email, Phone, Address, Name}

// Find is a stretch of a text, in code points: [From, To).
type Find struct {
	Kind     Kind
	From, To int
	Text     string
}

// MaxText is how many bytes of a text are looked at; fields hold less.
const MaxText = 64 << 10

// Look finds what may tell who somebody is, in the order of the text. It is
// pure and takes some microseconds for a sentence. Nothing that it does not
// find is thereby safe.
func Look(text string) []Find {
	if len(text) > MaxText {
		text = strings.ToValidUTF8(text[:MaxText], "")
	}
	var found []span
	for _, look := range []func(string) []span{numbers, emails, phones, addresses, names} {
		found = append(found, look(text)...)
	}
	return inOrder(text, found)
}

// span is a find in bytes.
type span struct {
	kind     Kind
	from, to int
}

// inOrder drops what overlaps something surer, and tells the rest in code points.
func inOrder(text string, all []span) []Find {
	var kept []span
	for _, s := range all { // they come by kind, the surest first
		if !slices.ContainsFunc(kept, func(k span) bool { return s.from < k.to && k.from < s.to }) {
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var finds []Find
	at, points := 0, 0
	for _, s := range kept {
		points += utf8.RuneCountInString(text[at:s.from])
		words := text[s.from:s.to]
		finds = append(finds, Find{s.kind, points, points + utf8.RuneCountInString(words), words})
		at = s.from
	}
	return finds
}

// matches returns where a pattern stands by itself. Go's \b knows ASCII alone:
// "åsa@…" would have a border inside.
func matches(kind Kind, pattern *regexp.Regexp, text string, good func(string) bool) []span {
	var list []span
	for at := 0; at < len(text); {
		m := pattern.FindStringIndex(text[at:])
		if m == nil {
			break
		}
		from, to := at+m[0], at+m[1]
		if stands(text, from, to) && (good == nil || good(text[from:to])) {
			list = append(list, span{kind, from, to})
			at = to
			continue
		}
		_, size := utf8.DecodeRuneInString(text[from:])
		at = from + max(size, 1)
	}
	return list
}

// stands reports whether a stretch has neither letter nor figure beside it.
func stands(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	return !wordy(before) && !wordy(after)
}

func wordy(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r)) }

// digits keeps the figures 0 to 9.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
