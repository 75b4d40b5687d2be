package text

import (
	"strconv"

	"barnrost/app"
)

// Marker returns the words of a live marker as they stand in a transcript,
// without brackets: "nickar", "fråga K2".
func (t *Table) Marker(m app.Marker) string {
	key := "transcript.mark." + string(m.Kind)
	if m.Value != 0 {
		key += "." + strconv.Itoa(m.Value)
	}
	return t.T(key, "code", m.Code)
}
