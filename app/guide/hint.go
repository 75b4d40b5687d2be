package guide

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind is what sort of question a text looks like. It is told by a few simple
// rules of Swedish and is a hint to whoever writes it, never a grade.
type Kind string

// The kinds. Their words lie under guide.kind.<value>.
const (
	Open     Kind = "open"     // "Berätta …", "Hur …", "Vad …"
	Directed Kind = "directed" // "Vem …", "När …", "Hur ofta …"
	YesNo    Kind = "yesno"    // "Brukar du …"
	Choice   Kind = "choice"   // "… eller …"
	Leading  Kind = "leading"  // "… eller hur", "visst …"
	Why      Kind = "why"      // "Varför …": it can sound like blame
	Several  Kind = "several"  // more than one question
	Unsure   Kind = ""
)

// Kinds lists those that have words.
var Kinds = []Kind{Open, Directed, YesNo, Choice, Leading, Why, Several}

var (
	fillers  = strings.Fields("och men så okej mm ja du nu sen sedan")
	invites  = strings.Fields("berätta beskriv förklara visa")
	invited  = strings.Fields("berätta beskriva förklara visa")
	counted  = strings.Fields("många ofta länge gammal gamla mycket stor stora lång långt")
	pointed  = strings.Fields("vem vems vilka vilken vilket när vart")
	pronouns = strings.Fields("du ni de dom det den han hon hen vi man någon jag")
	finite   = strings.Fields(`är var har hade kan kunde vill ville får fick ska skulle brukar brukade tycker tyckte känner kände känns
		vet visste kommer kom gör gjorde träffar träffade minns tror trodde ser såg finns fanns blir blev behöver måste gillar tänker`)
	loaded = strings.Fields("visst väl ju")
)

// KindOf tells what sort of question a text looks like.
func KindOf(text string) Kind {
	words := wordsOf(mainClause(text))
	all := wordsOf(text)
	switch {
	case strings.Count(text, "?") > 1:
		return Several
	case slices.ContainsFunc(all, func(w string) bool { return slices.Contains(loaded, w) }),
		follows(all, "eller", "hur"), follows(all, "inte", "sant"), follows(all, "håller", "du"):
		return Leading
	case len(words) == 0:
		return Unsure
	}
	first, second := words[0], ""
	if len(words) > 1 {
		second = words[1]
	}
	switch {
	case first == "varför":
		return Why
	case slices.Contains(invites, first),
		first == "hur" && !slices.Contains(counted, second),
		first == "vad" && second != "heter",
		first == "på" && second == "vilket",
		slices.Contains(pronouns, second) && slices.ContainsFunc(words[2:min(5, len(words))], func(w string) bool { return slices.Contains(invited, w) }):
		return Open
	case first == "var" && !slices.Contains(pronouns, second), // the place, not the verb
		first == "hur", first == "vad", slices.Contains(pointed, first):
		return Directed
	case slices.Contains(finite, first) && slices.Contains(pronouns, second):
		if slices.Contains(all, "eller") {
			return Choice
		}
		return YesNo
	case slices.Contains(all, "eller"):
		return Choice
	}
	return Unsure
}

// mainClause leaves out a clause that stands before the question: "Om du fick
// bestämma, hur …".
func mainClause(text string) string {
	words := wordsOf(text)
	if len(words) == 0 || words[0] != "om" && words[0] != "när" && words[0] != "nästa" {
		return text
	}
	if _, rest, ok := strings.Cut(text, ","); ok && len(wordsOf(rest)) > 1 {
		return rest
	}
	return text
}

// wordsOf returns the words in small letters, without what only leads up to
// them.
func wordsOf(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for len(words) > 1 && slices.Contains(fillers, words[0]) {
		words = words[1:]
	}
	return words
}

func follows(words []string, one, two string) bool {
	for i := range words[:max(0, len(words)-1)] {
		if words[i] == one && words[i+1] == two {
			return true
		}
	}
	return false
}

// Reading is what may make a text hard to take in.
type Reading struct {
	Long  []string // words of [LongWord] letters or more, each once, as written
	Words int      // in the longest sentence
}

// Words longer than this, and sentences with more words, are pointed out.
const (
	LongWord     = 11 // letters
	LongSentence = 15 // words
)

// known are long words that no child who is asked can be spared.
var known = []string{"socialsekreterare", "socialtjänst"}

// ReadingOf tells what may make a text hard to take in.
func ReadingOf(text string) Reading {
	var r Reading
	for _, sentence := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(".?!:", c) }) {
		words := strings.FieldsFunc(sentence, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		r.Words = max(r.Words, len(words))
		for _, w := range words {
			isKnown := slices.ContainsFunc(known, func(k string) bool { return strings.HasPrefix(strings.ToLower(w), k) })
			if utf8.RuneCountInString(w) >= LongWord && !isKnown && !slices.ContainsFunc(r.Long, func(l string) bool { return strings.EqualFold(l, w) }) {
				r.Long = append(r.Long, w)
			}
		}
	}
	return r
}
