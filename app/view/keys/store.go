package keys

import (
	"encoding/json"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
)

// stored is a map as it is kept: what was changed, and nothing else. Commands
// that this program does not know are left out when it is read.
type stored struct {
	Version int                 `json:"version"`
	Keys    map[string][]string `json:"keys"`
}

// storedVersion is the format written.
const storedVersion = 1

// modWords are how the modifiers are kept.
var modWords = []struct {
	mod  fyne.KeyModifier
	word string
}{{ctrl, "ctrl"}, {alt, "alt"}, {shift, "shift"}}

// Encode writes what was changed, "" for nothing. It tells of keys alone.
func (m Map) Encode() string {
	if len(m.changed) == 0 {
		return ""
	}
	out := stored{storedVersion, map[string][]string{}}
	for c, strokes := range m.changed {
		words := []string{}
		for _, s := range strokes {
			words = append(words, s.encode())
		}
		out.Keys[string(c)] = words
	}
	raw, err := json.Marshal(out)
	if err != nil {
		return "" // strings in a map always marshal
	}
	return string(raw)
}

// Decode reads what [Map.Encode] wrote. What is damaged, refused or of a newer
// program is left as it comes; the rest is kept.
func Decode(raw string) Map {
	var in stored
	if json.Unmarshal([]byte(raw), &in) != nil {
		return Map{}
	}
	m := Map{}
	for _, b := range table {
		words, ok := in.Keys[string(b.Command)]
		if !ok {
			continue
		}
		var strokes []Stroke
		for _, w := range words {
			if s, ok := decode(w); ok && m.may(b, s) && !slices.Contains(strokes, s) {
				strokes = append(strokes, s)
			}
		}
		if len(strokes) == len(words) {
			m = m.With(b.Command, strokes)
		}
	}
	return m.settled()
}

// may reports whether a stroke that was kept may lie on a command: it is one of
// those in the table, or one that a person may choose.
func (m Map) may(b Binding, s Stroke) bool {
	return slices.Contains(b.Strokes, s) || Refused(b.Scope, s) == "" || known(b.Scope, s)
}

// known reports whether a stroke is one of the table's own in a scope: two
// commands may have swapped them.
func known(in Scope, s Stroke) bool { return Map{}.Lookup(in, s) != None && s.Key != fyne.KeyEscape }

// settled takes changes back until nothing is bound twice.
func (m Map) settled() Map {
	for Fault(m.Bindings()) != "" {
		before := m
		for _, b := range m.Bindings() {
			clash := len(b.Strokes) == 0 && b.Command != HoldPlay
			for _, s := range b.Strokes {
				clash = clash || m.Taken(b.Command, s) != None
			}
			if clash && m.Changed(b.Command) {
				m = m.With(b.Command, Map{}.Of(b.Command))
				break
			}
		}
		if len(before.changed) == len(m.changed) {
			return Map{}
		}
	}
	return m
}

func (s Stroke) encode() string {
	var b strings.Builder
	for _, m := range modWords {
		if s.Mods&m.mod != 0 {
			b.WriteString(m.word + "+")
		}
	}
	return b.String() + string(s.Key)
}

func decode(word string) (Stroke, bool) {
	var s Stroke
	for _, m := range modWords {
		if rest, ok := strings.CutPrefix(word, m.word+"+"); ok {
			s.Mods |= m.mod
			word = rest
		}
	}
	s.Key = fyne.KeyName(word)
	return s, word != "" && len(word) < 20
}
