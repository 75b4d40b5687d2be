package transcript

import (
	"slices"

	"barnrost/app"
)

// Mark is a live marker of the recording, at its time in the sound: something
// that the sound does not hold.
type Mark struct {
	Kind  app.MarkerKind
	At    int64  // milliseconds
	Code  string // of the guide's question, "" where the kind is about none
	Value int    // the face pointed at, 0 for none
}

// said is what a mark says, whenever.
func (m Mark) said() Mark {
	m.At = 0
	return m
}

// Marker is the mark as a marker, its time in place of a position.
func (m Mark) Marker() app.Marker {
	return app.Marker{Kind: m.Kind, At: m.At, Code: m.Code, Value: m.Value}
}

// MarksOf turns a recording's markers into marks, in the order of time.
func MarksOf(r app.Recording) []Mark {
	marks := make([]Mark, 0, len(r.Markers))
	for _, m := range r.Markers {
		marks = append(marks, Mark{Kind: m.Kind, At: app.SamplesToMillis(m.At, r.Rate), Code: m.Code, Value: m.Value})
	}
	slices.SortStableFunc(marks, func(a, b Mark) int { return int(a.At - b.At) })
	return marks
}

// PlaceMarks says which marks stand with which utterance: those from its start to
// the start of the next. before holds the marks earlier than any utterance.
// The list is expected in the order of time; marks in any order.
func PlaceMarks(list []Utterance, marks []Mark) (before []Mark, with map[uint64][]Mark) {
	with = map[uint64][]Mark{}
	sorted := slices.SortedStableFunc(slices.Values(marks), func(a, b Mark) int { return int(a.At - b.At) })
	for _, m := range sorted {
		owner := -1
		for i, u := range list {
			if u.Start <= m.At && (owner < 0 || u.Start >= list[owner].Start) {
				owner = i
			}
		}
		if owner < 0 {
			before = append(before, m)
			continue
		}
		id := list[owner].ID
		with[id] = append(with[id], m)
	}
	return before, with
}
