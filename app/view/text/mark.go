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

// Gap returns why sound is missing at a place. A reason that a newer program
// wrote is told as what it is in any case: sound that is missing.
func (t *Table) Gap(why app.GapReason) string {
	if key := "gap." + string(why); t.Has(key) {
		return t.T(key)
	}
	return t.T("gap." + string(app.GapOverrun))
}
