// Package round is the year of the model: its plan, the activities of the year
// wheel (årshjulet) with their dates, and what is the next thing to do for whom.
// A round runs from November, when it is planned, to October, when the reports
// of all units are put together; it bears the name of the year it ends in.
//
// All of it is pure: today is always handed in. Nothing in a plan is about a
// child, and nothing in it can tell who interviews whose: a place for an
// interview has its interviewer and nothing else.
package round

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"barnrost/app"
)

// Date names one of the four dates of a plan. Its words lie under
// plan.date.<date>.
type Date string

// The four dates.
const (
	DateAPT         Date = "apt"         // årets första APT
	DateInterviews  Date = "interviews"  // intervjuer klara senast
	DateTranscripts Date = "transcripts" // utskrifter skickas ut
	DateSeminar     Date = "seminar"     // seminariedatum
)

// Dates lists them in the order of the year.
var Dates = []Date{DateAPT, DateInterviews, DateTranscripts, DateSeminar}

// Voice is a coarse group of children whose voices a unit may want to hear more
// of. Its words lie under plan.voice.<voice>.
type Voice string

// Voices lists the groups: age, kind of unit, where the child lives, interpreter,
// disability. They are wishes for the whole year and are joined to nobody.
var Voices = []Voice{
	"age-5-8", "age-9-12", "age-13-15", "age-16-18",
	"myndighet", "utforare", "familjeratt", "kriscenter", "familjehem", "funktionshinder",
	"placed", "home", "interpreter", "disability",
}

// Bounds of a plan.
const (
	MaxInterviewers = 100
	MaxVoices       = 100 // of one group
)

// Plan is a unit's plan of one round. A date that is not decided is a zero
// Day.
type Plan struct {
	Year         int           // the round's
	Dates        map[Date]Day  // of [Dates]; one that is missing is not decided
	Interviewers []string      // one place for an interview each
	Voices       map[Voice]int // how many of each group the unit wants to hear; 0 is not kept
}

// format is the form a plan is stored in.
const format = 1

// stored is a plan as it lies in the templates.
type stored struct {
	Format       int           `json:"format"`
	Year         int           `json:"year"`
	Dates        map[Date]Day  `json:"dates,omitempty"`
	Interviewers []string      `json:"interviewers,omitempty"`
	Voices       map[Voice]int `json:"voices,omitempty"`
}

// Parse reads a plan, strictly: a field nobody knows, or one out of bounds, is
// an error with [app.CodeTemplate].
func Parse(raw []byte) (Plan, error) {
	var s stored
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	err := d.Decode(&s)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("round: more than a plan")
		}
	}
	if err == nil && s.Format != format {
		err = fmt.Errorf("round: plan of format %d", s.Format)
	}
	p := Plan{Year: s.Year, Dates: s.Dates, Interviewers: s.Interviewers, Voices: s.Voices}
	if err == nil {
		err = p.Check()
	}
	if err != nil {
		return Plan{}, app.Fail(app.CodeTemplate, err)
	}
	return p.tidy(), nil
}

// Encode writes a plan; the same plan gives the same bytes.
func (p Plan) Encode() ([]byte, error) {
	if err := p.Check(); err != nil {
		return nil, app.Fail(app.CodeTemplate, err)
	}
	p = p.tidy()
	return json.Marshal(stored{format, p.Year, p.Dates, p.Interviewers, p.Voices})
}

// Check reports what no plan can hold. What is only unwise is told by
// [Plan.Remarks].
func (p Plan) Check() error {
	if p.Year < earliest || p.Year > latest {
		return fmt.Errorf("round: year %d", p.Year)
	}
	for name, day := range p.Dates {
		if !slices.Contains(Dates, name) {
			return fmt.Errorf("round: date %q", name)
		}
		if !day.IsZero() && (day.Year < earliest || day.Year > latest || On(day.Year, day.Month, day.Date) != day) {
			return fmt.Errorf("round: %v is no day", day)
		}
	}
	if len(p.Interviewers) > MaxInterviewers {
		return fmt.Errorf("round: %d interviewers", len(p.Interviewers))
	}
	for _, name := range p.Interviewers {
		if clean, err := app.CheckName(name); err != nil || clean != name {
			return errors.New("round: an interviewer's name")
		}
	}
	for voice, n := range p.Voices {
		if !slices.Contains(Voices, voice) || n < 0 || n > MaxVoices {
			return fmt.Errorf("round: %d voices of %q", n, voice)
		}
	}
	return nil
}

// tidy leaves out what says nothing, so that two plans that say the same are
// the same.
func (p Plan) tidy() Plan {
	dates := map[Date]Day{}
	for name, day := range p.Dates {
		if !day.IsZero() {
			dates[name] = day
		}
	}
	voices := map[Voice]int{}
	for voice, n := range p.Voices {
		if n > 0 {
			voices[voice] = n
		}
	}
	p.Dates, p.Voices = dates, voices
	p.Interviewers = append([]string(nil), p.Interviewers...)
	return p
}

// Of is the round that a day lies in.
func Of(today Day) int {
	if today.Month >= time.November {
		return today.Year + 1
	}
	return today.Year
}

// ReadNames reads names as people write and paste them: one a line, or with
// commas or semicolons between them. The same name twice is kept once. bad are
// the pieces that are no name, as they stood.
func ReadNames(s string) (names, bad []string) {
	for _, piece := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == ',' || r == ';' || r == '\t' }) {
		name, err := app.CheckName(strings.TrimLeft(piece, " -–•*"))
		switch {
		case app.CodeOf(err) == app.CodeNameEmpty:
		case err != nil:
			bad = append(bad, strings.TrimSpace(piece))
		case !slices.Contains(names, name):
			names = append(names, name)
		}
	}
	return names, bad
}
