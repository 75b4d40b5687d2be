package app

import "strings"

// PhraseWords is how many words of the list a proposed passphrase has.
const PhraseWords = 6

// PhraseCandidates returns what a typed passphrase may mean: first, where
// every word of it is one of the list or begins exactly one, the words written
// out; then what was typed. A phrase of one's own is thus never changed for
// good. complete returns the words that begin with a prefix.
func PhraseCandidates(typed string, complete func(prefix string) []string) []string {
	var words []string
	for _, w := range strings.Fields(strings.ToLower(typed)) {
		found := complete(w)
		if len(found) != 1 {
			return []string{typed}
		}
		words = append(words, found[0])
	}
	if full := strings.Join(words, " "); len(words) == PhraseWords && full != typed {
		return []string{full, typed}
	}
	return []string{typed}
}
