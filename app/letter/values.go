package letter

import (
	"slices"
	"strconv"

	"barnrost/app"
	"barnrost/app/details"
)

// Facts are what the letters' sentences are made of, beside the unit's details.
type Facts struct {
	Unit    string // what the unit is called
	Details details.Details
	// Decisions are the registered gallringsbeslut that hold.
	Decisions []app.Decision
	// Seminar is the day of the seminar as a person writes it, "" where the year
	// has not been planned.
	Seminar string
	// Version is that of the unit's templates, 0 where it has none: it stands with
	// each consent, and so it stands on the paper.
	Version int
}

// Foot stands small at the end of every paper.
func (f Facts) Foot() string {
	if f.Version == 0 {
		return "Medföljande text"
	}
	return "Enhetens brev och blanketter, version " + strconv.Itoa(f.Version)
}

// Values are what stands in the letters' places. The letters are Swedish
// whatever language the window speaks: it is what children and guardians here
// are given. A value that nobody has filled in is "".
func (f Facts) Values() map[string]string {
	d := f.Details
	v := map[string]string{
		"enhet": f.Unit, "modell": d.Model, "förvaltning": d.Administration, "ort": d.Town, "nämnd": d.Board, "kontaktperson": d.Contact,
		"telefon": d.Phone, "dataskyddsombud": d.DataOfficer, "pärm": d.Binder, "rapport": map[string]string{"arsrapport": "årsrapport", "terminsrapport": "terminsrapport"}[d.Report],
		"ljud": f.sound(), "ångra": "före seminariet", "regel": rules[d.Guardians],
	}
	if f.Seminar != "" {
		v["ångra"] = "före den " + f.Seminar
	}
	return v
}

var rules = map[details.Rule]string{
	details.Both: "Båda vårdnadshavarna skriver under, om barnet har två.",
	details.One:  "Det räcker att en vårdnadshavare skriver under.",
	details.None: "Vårdnadshavares underskrift behövs inte enligt enhetens beslut; papperet är till för den som ändå vill.",
}

// sound says how long the sound is kept. Nothing is promised that no decision
// stands behind: erasing is gallring, and needs one.
func (f Facts) sound() string {
	for _, d := range f.Decisions {
		if !coversSound(d) {
			continue
		}
		s := "Ljudet sparas krypterat på en av våra datorer och raderas enligt vårt beslut om gallring (" + d.Number + ")"
		if d.Condition == app.ConditionChecked {
			s += ", när texten är färdig och kontrollerad"
		}
		switch {
		case d.Months == 1:
			s += ", tidigast efter en månad"
		case d.Months > 1:
			s += ", tidigast efter " + strconv.Itoa(d.Months) + " månader"
		}
		return s + "."
	}
	return "Ljudet sparas tills nämnden har beslutat."
}

// coversSound reports whether sound may be erased by a decision that holds.
func coversSound(d app.Decision) bool {
	holds := d.Ended.IsZero() && d.Replaced.IsZero() && d.Number != ""
	return holds && (slices.Contains(d.Covers, app.MatterSound) || slices.Contains(d.Covers, app.MatterWhole))
}
