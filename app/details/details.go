// Package details is what the unit says of itself in its papers, and the rules it
// has settled: what the model is called, whom to ask, whose consent is needed.
// Nothing in it is about any child.
package details

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"barnrost/app"
)

// format is the version of the form that is written.
const format = 1

// Limits, in code points.
const (
	MaxLine = 120
	MaxAge  = app.MaxAge
)

// Rule is whose consent a unit asks for besides the child's.
type Rule string

// The rules, in the order shown; their words lie under details.rule.<rule>.
const (
	Both Rule = "bada"  // all guardians, the shipped rule
	One  Rule = "en"    // one guardian is enough
	None Rule = "ingen" // the child's alone, as the unit has had it looked into
)

// Rules lists them.
var Rules = []Rule{Both, One, None}

// Names that differ between places, in the order shown. The report's words lie
// under details.report.<report>.
var (
	Reports = []string{"arsrapport", "terminsrapport"}
	// Kinds are the published kinds of unit; their words lie under
	// details.kind.<kind>.
	Kinds = []string{"myndighet", "utforare", "familjeratt", "kck", "familjehem", "funktionshinder"}
)

// Details is what a unit says of itself. An empty line has not been filled in.
// The order of the frågeområden is the guide's matter.
type Details struct {
	Format         int    `json:"format"`
	Model          string `json:"model"`                    // what the model is called
	Administration string `json:"administration,omitempty"` // förvaltning
	Town           string `json:"town,omitempty"`
	Board          string `json:"board,omitempty"` // nämnden
	Contact        string `json:"contact,omitempty"`
	Phone          string `json:"phone,omitempty"`
	DataOfficer    string `json:"data_officer,omitempty"` // dataskyddsombud
	Binder         string `json:"binder,omitempty"`       // where the signed papers are kept
	Report         string `json:"report"`
	Kind           string `json:"kind,omitempty"`
	Guardians      Rule   `json:"guardians"`
	// OwnConsent is the age from which a child's own consent is enough, 0 if the
	// unit has no such age.
	OwnConsent int `json:"own_consent,omitempty"`
}

// Shipped is what holds until the unit has said otherwise: the careful rule.
func Shipped() Details {
	return Details{Format: format, Model: "Västernorrlandsmodellen", Report: Reports[0], Guardians: Both}
}

// Current returns the unit's details, the shipped ones where it has none. It
// fails as [Parse] does.
func Current(unit []byte) (Details, error) {
	if unit == nil {
		return Shipped(), nil
	}
	return Parse(unit)
}

// Parse reads a unit's details. It returns [app.CodeTemplate] or
// [app.CodeNewerFormat].
func Parse(raw []byte) (Details, error) {
	var d Details
	if err := app.DecodeTemplate(raw, format, &d); err != nil {
		return Details{}, err
	}
	if err := d.Check(); err != nil {
		return Details{}, app.Fail(app.CodeTemplate, err)
	}
	return d, nil
}

// Marshal returns what [Parse] reads. It fails as that does.
func (d Details) Marshal() ([]byte, error) {
	d.Format = format
	if err := d.Check(); err != nil {
		return nil, app.Fail(app.CodeTemplate, err)
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return nil, app.Fail(app.CodeInternal, err)
	}
	return raw, nil
}

// Check returns what is wrong with details, nil if nothing. It names a field and
// quotes nothing.
func (d Details) Check() error {
	for name, s := range map[string]string{
		"model": d.Model, "administration": d.Administration, "town": d.Town, "board": d.Board, "contact": d.Contact,
		"phone": d.Phone, "data officer": d.DataOfficer, "binder": d.Binder,
	} {
		if !app.PlainLine(s, MaxLine) {
			return fmt.Errorf("details: %s", name)
		}
	}
	switch {
	case d.Model == "":
		return errors.New("details: the model has no name")
	case !slices.Contains(Reports, d.Report), !slices.Contains(Rules, d.Guardians):
		return errors.New("details: an unknown choice")
	case d.Kind != "" && !slices.Contains(Kinds, d.Kind):
		return errors.New("details: an unknown kind of unit")
	case d.OwnConsent < 0 || d.OwnConsent > MaxAge:
		return fmt.Errorf("details: own consent from %d", d.OwnConsent)
	}
	return nil
}

// NeedsGuardians is how many guardians' consent the rule asks for at an age: 0,
// 1, or 2 for all there are.
func (d Details) NeedsGuardians(age int) int {
	switch {
	case d.Guardians == None, d.OwnConsent > 0 && age >= d.OwnConsent:
		return 0
	case d.Guardians == One:
		return 1
	}
	return 2
}
