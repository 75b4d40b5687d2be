package year

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"barnrost/app"
	"barnrost/app/round"
)

// draft is a plan as it is typed. It is kept in the vault until it is saved, so
// that looking something up elsewhere, or locking, loses nothing.
type draft struct {
	Format int                    `json:"format"`
	Year   int                    `json:"year"` // 0: nothing was typed
	Dates  map[round.Date]string  `json:"dates,omitempty"`
	Names  string                 `json:"names,omitempty"`
	Voices map[round.Voice]string `json:"voices,omitempty"`
	// Untouched are the dates that still are what the program proposed: they
	// follow when another year is chosen.
	Untouched map[round.Date]bool `json:"untouched,omitempty"`
}

// draftFormat is the form a draft is kept in.
const draftFormat = 1

// parseDraft reads a draft that was kept; ok is false for what is none, which is
// as if nothing had been typed.
func parseDraft(raw []byte) (f draft, ok bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if d.Decode(&f) != nil || f.Format != draftFormat || (round.Plan{Year: f.Year}).Check() != nil {
		return draft{}, false
	}
	f.make()
	return f, true
}

// make makes the maps that are missing.
func (f *draft) make() {
	f.Format = draftFormat
	if f.Dates == nil {
		f.Dates = map[round.Date]string{}
	}
	if f.Voices == nil {
		f.Voices = map[round.Voice]string{}
	}
	if f.Untouched == nil {
		f.Untouched = map[round.Date]bool{}
	}
}

// encode writes a draft to be kept, nil for one too large to be a plan's: such a
// paste is not kept, but stays in its field.
func (f *draft) encode() []byte {
	raw, err := json.Marshal(f)
	if err != nil || len(raw) > app.MaxTemplate {
		return nil
	}
	return raw
}

// fill makes the draft of a saved plan, or without one for the year of its
// proposals. Whoever interviewed last year is likely to do so again.
func (f *draft) fill(saved round.Plan, year int) {
	*f = draft{Year: year}
	f.make()
	f.Names = strings.Join(saved.Interviewers, "\n")
	for voice, n := range saved.Voices {
		f.Voices[voice] = strconv.Itoa(n)
	}
	if saved.Year >= year {
		f.Year = saved.Year
		for name, day := range saved.Dates {
			f.Dates[name] = written(day)
		}
		return
	}
	f.propose(year)
	for _, name := range round.Dates {
		f.Untouched[name] = true
	}
}

// propose goes to another year. What a person typed stays.
func (f *draft) propose(year int) {
	proposal := round.Propose(year)
	for _, name := range round.Dates {
		if f.Year != year && f.Untouched[name] || f.Dates[name] == "" {
			f.Dates[name] = written(proposal.Dates[name])
			f.Untouched[name] = true
		}
	}
	f.Year = year
}

// written is a day as a field shows it.
func written(day round.Day) string {
	raw, err := day.MarshalText()
	if err != nil {
		return ""
	}
	return string(raw)
}

// fault is what of a draft cannot be read.
type fault struct {
	date   round.Date  // a date that is no day
	voice  round.Voice // a number that is none
	people bool        // names that are no names, or too many
}

// read makes a plan of the draft; months are the names of the months in the
// window's language. faults say what cannot be one.
func (f *draft) read(months []string) (p round.Plan, faults []fault) {
	p = round.Plan{Year: f.Year, Dates: map[round.Date]round.Day{}, Voices: map[round.Voice]int{}}
	for _, name := range round.Dates {
		day, ok := round.ParseDay(f.Dates[name], f.Year, months)
		if !ok {
			faults = append(faults, fault{date: name})
		}
		p.Dates[name] = day
	}
	names, bad := round.ReadNames(f.Names)
	if p.Interviewers = names; len(bad) > 0 || len(names) > round.MaxInterviewers {
		faults = append(faults, fault{people: true})
	}
	for _, voice := range round.Voices {
		n, ok := count(f.Voices[voice])
		if !ok {
			faults = append(faults, fault{voice: voice})
		}
		p.Voices[voice] = n
	}
	return p, faults
}

// count reads how many of a group are wished for; nothing is none.
func count(s string) (n int, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, true
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > round.MaxVoices {
		return 0, false
	}
	return n, true
}

// check is the draft as a plan, or what is wrong with it as an error to show.
func (f *draft) check(months []string) (round.Plan, fault, error) {
	p, faults := f.read(months)
	if len(faults) == 0 {
		return p, fault{}, nil
	}
	first := faults[0]
	switch {
	case first.date != "":
		return p, first, app.Fail(app.CodePlanDate, nil)
	case first.people:
		return p, first, app.Fail(app.CodePlanPeople, nil)
	}
	return p, first, app.Fail(app.CodePlanCount, nil)
}
