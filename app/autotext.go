package app

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Autotext is an abbreviation of a typist's own and what it becomes when two
// spaces are typed after it. It may hold a person's name: it lies sealed in the
// vault and leaves it in no bundle.
type Autotext struct {
	Short string `json:"short"` // one to [MaxShort] small letters
	Text  string `json:"text"`  // "{tid}" in it is the time of the playhead
}

// Limits of an abbreviation, in code points, and how many there may be.
const (
	MaxShort     = 4
	MaxAutotext  = 200
	MaxAutotexts = 500
)

// BuiltInShorts are the abbreviations that everybody has; their texts lie under
// autotext.<short>.
var BuiltInShorts = []string{"oh", "ni", "sk", "pa", "sr"}

// CheckAutotext returns a in the form in which it is kept, or what is wrong with
// it: [CodeShortForm], [CodeShortTaken] by one of others or a built-in one,
// [CodeAutotextEmpty], [CodeAutotextLong] or [CodeAutotextMany].
func CheckAutotext(a Autotext, others []Autotext) (Autotext, error) {
	a.Short = strings.ToLower(strings.TrimSpace(a.Short))
	a.Text = strings.TrimSpace(a.Text)
	n := utf8.RuneCountInString(a.Short)
	if n == 0 || n > MaxShort || strings.ContainsFunc(a.Short, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return a, Fail(CodeShortForm, nil)
	}
	if slices.Contains(BuiltInShorts, a.Short) || slices.ContainsFunc(others, func(o Autotext) bool { return o.Short == a.Short }) {
		return a, Fail(CodeShortTaken, nil)
	}
	switch n := utf8.RuneCountInString(a.Text); {
	case n == 0:
		return a, Fail(CodeAutotextEmpty, nil)
	case n > MaxAutotext || !utf8.ValidString(a.Text) || strings.ContainsFunc(a.Text, unicode.IsControl):
		return a, Fail(CodeAutotextLong, nil)
	case len(others) >= MaxAutotexts:
		return a, Fail(CodeAutotextMany, nil)
	}
	return a, nil
}

// SortAutotexts sorts a list by the Swedish alphabet, in place, and returns it.
func SortAutotexts(list []Autotext) []Autotext {
	last := strings.NewReplacer("å", "{", "ä", "|", "ö", "}") // which come after z in this order
	slices.SortFunc(list, func(a, b Autotext) int { return strings.Compare(last.Replace(a.Short), last.Replace(b.Short)) })
	return list
}

// everyday are short words that a Swedish text is full of.
var everyday = strings.Fields(`
	af att av bad bli bor bra bo båda både dag de dem den det dig din dit du då där då efter ej ens ett en er ert fast fel få får fem
	för gick ge ger gå går gör ha han har hej hel hem hit hon hos hur i icke in inte ja jag jo kan kom kunde kul la lag le lek li
	lite låg lår låt man mat med mej men mer mig min mitt mot mycket må mår mor nej ner ni nog nu nån när nåt och om oss på sa
	sak se sen ser sig sin sitt ska så såg säga säg tog ta tar te till tio tog tror två tå upp ur ut vad var vara vem vet vi vid
	vill vår vän väl åh åka åt än är öh öppna`)

// EverydayWord reports whether an abbreviation is also a word that people write
// all the time.
func EverydayWord(short string) bool {
	return slices.Contains(everyday, strings.ToLower(strings.TrimSpace(short)))
}
