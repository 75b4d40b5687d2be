package transcript

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Speaker is who says an utterance.
type Speaker string

// The speakers: Intervjuare, Barn, Tolk, Annan, and four more for whom there is
// no word of their own. Their words lie under speaker.<value> in the string
// table; a transcript may give each a name.
const (
	Interviewer Speaker = "interviewer"
	Child       Speaker = "child"
	Interpreter Speaker = "interpreter"
	Other       Speaker = "other"
	Other2      Speaker = "other2"
	Other3      Speaker = "other3"
	Other4      Speaker = "other4"
	Other5      Speaker = "other5"
)

// Speakers lists the speakers in the order shown; the first stands under
// Ctrl+1.
var Speakers = []Speaker{Interviewer, Child, Interpreter, Other, Other2, Other3, Other4, Other5}

// firstSpeakers is how many of [Speakers] the first version of the program
// knew.
const firstSpeakers = 4

// Valid reports whether s is one of [Speakers].
func (s Speaker) Valid() bool { return s.slot() >= 0 }

// slot is the place in [Speakers], -1 for none.
func (s Speaker) slot() int { return slices.Index(Speakers, s) }

// MaxName is the longest name of a speaker, in code points.
const MaxName = 30

// Names are what the speakers of one transcript are called there: "Mamma",
// "Tolk". The empty name is the usual word. Names are compared with ==.
type Names [8]string

// Of returns what s is called, "" for the usual word.
func (n Names) Of(s Speaker) string {
	if i := s.slot(); i >= 0 {
		return n[i]
	}
	return ""
}

// With returns the names with another for s.
func (n Names) With(s Speaker, name string) Names {
	if i := s.slot(); i >= 0 {
		n[i] = name
	}
	return n
}

// Words returns a function that gives a speaker's name, or where there is none
// the usual word.
func (n Names) Words(usual func(Speaker) string) func(Speaker) string {
	return func(s Speaker) string {
		if name := n.Of(s); name != "" {
			return name
		}
		return usual(s)
	}
}

// CleanName returns a name as a document holds it: one line, single spaces,
// none around it, at most [MaxName] code points.
func CleanName(s string) string { return cleanLine(s, MaxName) }

// cleanLine returns s on one line, with single spaces, cut to a number of code
// points.
func cleanLine(s string, most int) string {
	s = strings.Join(strings.Fields(Clean(s)), " ")
	if utf8.RuneCountInString(s) > most {
		s = strings.TrimSpace(s[:byteAt(s, most)])
	}
	return s
}

// Names returns what the speakers are called.
func (d *Document) Names() Names { return d.names }

// Hears reports whether s says anything in the document.
func (d *Document) Hears(s Speaker) bool {
	return slices.ContainsFunc(d.utts, func(u Utterance) bool { return u.Speaker == s })
}

// SetName gives speaker s a name, as one step; the empty one brings the usual
// word back. The name is cleaned first, and the same again is no step.
func (d *Document) SetName(s Speaker, name string) error {
	name = CleanName(name)
	old := d.names.Of(s)
	if s.Valid() && old == name {
		return nil
	}
	return d.Apply(Edit{Kind: EditName, Slot: s, Old: old, New: name})
}
