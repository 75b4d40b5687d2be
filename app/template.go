package app

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Section names one of the unit's templates. Each has a shipped version, which
// holds as long as the unit has none of its own.
type Section string

// The sections. What each holds is the matter of the package that reads it.
const (
	SectionDetails Section = "details" // what the unit is called, whom to ask, and its rules
	SectionPlan    Section = "plan"    // the year's dates and interviewers
	SectionGuide   Section = "guide"   // the intervjuguide
	SectionLetters Section = "letters" // information letters and consent forms
	SectionSurvey  Section = "survey"  // the barnenkät
	SectionDiploma Section = "diploma"
)

// Sections lists them in the order shown.
var Sections = []Section{SectionDetails, SectionPlan, SectionGuide, SectionLetters, SectionSurvey, SectionDiploma}

// Templates are a unit's own versions of its templates, as they lie in the
// vault and travel in the invitation. Nothing in them is about any child.
type Templates struct {
	// Version counts the changes, so that an older invitation does not undo a
	// newer one.
	Version  int                         `json:"version"`
	Changed  time.Time                   `json:"changed"`
	Sections map[Section]json.RawMessage `json:"sections,omitempty"`
	// Unit is the [UnitMark] of the unit whose invitation brought them, "" where
	// they were made here.
	Unit string `json:"unit,omitempty"`
}

// UnitMark tells a unit from any other by the file of its card.
func UnitMark(card []byte) string {
	sum := sha256.Sum256(card)
	return hex.EncodeToString(sum[:])
}

// Taken tells what became of templates that came in an invitation.
type Taken string

// What can become of them.
const (
	TakenNone  Taken = ""      // none came
	TakenNew   Taken = "new"   // they hold from now on
	TakenOld   Taken = "old"   // ours are as new
	TakenOther Taken = "other" // another unit's lie here: they wait for a yes
	TakenLater Taken = "later" // they wait until the unit's words have been compared
)

// Outcome says what is to become of templates that a unit sent, where these lie
// here. own is the mark of the unit whose key lies here, "" for none.
func (t Templates) Outcome(came Templates, own string) Taken {
	whose := t.Unit
	if own != "" {
		whose = own
	}
	switch {
	case own != "" && came.Unit != own, t.Version > 0 && whose != "" && whose != came.Unit:
		return TakenOther
	case came.Version <= t.Version:
		return TakenOld
	}
	return TakenNew
}

// MaxTemplate bounds, in bytes, one section's data, and MaxTemplates all of them
// together: an invitation carries them.
const (
	MaxTemplate  = 64 << 10
	MaxTemplates = 160 << 10
)

// Check reports what cannot be a unit's templates: an unknown section, one that
// is too large, or one that is no JSON. What a section says is checked by
// whoever reads it.
func (t Templates) Check() error {
	if t.Version < 0 {
		return fmt.Errorf("app: templates: version %d", t.Version)
	}
	total := 0
	for name, raw := range t.Sections {
		total += len(raw)
		if !slices.Contains(Sections, name) || len(raw) > MaxTemplate || !json.Valid(raw) {
			return fmt.Errorf("app: templates: section %q", name)
		}
	}
	if total > MaxTemplates {
		return fmt.Errorf("app: templates of %d bytes", total)
	}
	return nil
}

// DecodeTemplate reads a section's JSON into a struct that says all its fields.
// It returns [CodeNewerFormat] where the member "format" is larger than the one
// known, and [CodeTemplate] for what is no such JSON, larger than [MaxTemplate],
// or has fields that are not known. The errors quote nothing.
func DecodeTemplate(raw []byte, known int, into any) error {
	if len(raw) > MaxTemplate || !utf8.Valid(raw) {
		return Fail(CodeTemplate, errors.New("app: too large, or no text"))
	}
	var peek struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(raw, &peek); err != nil || peek.Format < 1 {
		return Fail(CodeTemplate, errors.New("app: no JSON of a template"))
	}
	if peek.Format > known {
		return Fail(CodeNewerFormat, nil)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return Fail(CodeTemplate, errors.New("app: unknown or misshapen fields"))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Fail(CodeTemplate, errors.New("app: something after the end"))
	}
	return nil
}

// PlainLine reports whether s is one printable line of at most limit code points
// without white space at its ends.
func PlainLine(s string, limit int) bool { return PlainText(s, limit) && !strings.Contains(s, "\n") }

// PlainText is [PlainLine] for more than one of them.
func PlainText(s string, limit int) bool {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > limit || s != strings.TrimSpace(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) })
}
