package transcript

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// unsure matches what a typist leaves to come back to: [ohörbart 00:12:34] and
// [?ord?].
var unsure = regexp.MustCompile(`\[(?:ohörbart|inaudible)[^\[\]\n]*\]|\[\?[^\[\]\n]*\]`)

// Unsure returns the places, in order, where the typist was not sure of what
// was said.
func Unsure(list []Utterance) []Place {
	var places []Place
	for _, u := range list {
		if !strings.Contains(u.Text, "[") {
			continue // quicker than the expression, and nearly always so
		}
		for _, at := range unsure.FindAllStringIndex(u.Text, -1) {
			places = append(places, Place{u.ID, utf8.RuneCountInString(u.Text[:at[0]])})
		}
	}
	return places
}

// NextUnsure returns the first place after p, or with back the last before it,
// going round at the end. ok is false when there is none.
func NextUnsure(list []Utterance, p Place, back bool) (next Place, ok bool) {
	places := Unsure(list)
	if len(places) == 0 {
		return Place{}, false
	}
	order := make(map[uint64]int, len(list))
	for i, u := range list {
		order[u.ID] = i
	}
	less := func(a, b Place) bool {
		return order[a.ID] < order[b.ID] || a.ID == b.ID && a.Pos < b.Pos
	}
	if !back {
		for _, q := range places {
			if less(p, q) {
				return q, true
			}
		}
		return places[0], true
	}
	for i := len(places) - 1; i >= 0; i-- {
		if less(places[i], p) {
			return places[i], true
		}
	}
	return places[len(places)-1], true
}
