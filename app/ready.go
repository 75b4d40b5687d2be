package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// ReadyFor is how long an interview that was made ready ("Gör redo") can begin
// to be recorded without the passphrase.
const ReadyFor = 12 * time.Hour

// ReadyRoom is how many bytes of the disk must be free before an interview is
// made ready: an hour of sound, and what its boxes take.
const ReadyRoom = 360 << 20

// readySlack is how far a clock may have been set without its being noticed.
const readySlack = 5 * time.Minute

// Readiness is an interview that was made ready. Until then a recording may
// begin; one that has begun goes on to its end.
type Readiness struct {
	Interview   ID // zero where the vault is locked: nothing readable names it
	Made, Until time.Time
}

// ReadyState is how an interview that was made ready stands.
type ReadyState string

// The states. The words lie under ready.state.<state>.
const (
	ReadyNow   ReadyState = "now"
	ReadyOver  ReadyState = "over"
	ReadyClock ReadyState = "clock" // the computer's clock was set back: nobody knows how long it has been
)

// State tells whether a recording may begin. now is the wall clock's time, and
// running how long the program has been at it, by a clock that nobody can set
// but that may stand still while the machine sleeps.
//
// A wall clock that was set forward ends it early; one that was set back by so
// much that more than twelve hours would be left ends it too. Set back by less,
// it lasts longer than it should: by at most as much as had passed.
func (r Readiness) State(now time.Time, seen time.Time, running time.Duration) ReadyState {
	left := r.Until.Sub(now)
	switch {
	case left > r.Until.Sub(r.Made)+readySlack:
		return ReadyClock
	case left <= 0, r.Until.Sub(seen) <= running:
		return ReadyOver
	}
	return ReadyNow
}

// Kit is what is needed at the child's table while the vault is locked. It lies
// readable on the disk, so nothing in it is about the child, the interview or
// whoever holds it: a unit's templates are the same for all.
type Kit struct {
	Format   int      `json:"format"` // 1
	Language Language `json:"language"`
	// Unit is the recipient of what only the unit may open, "" where it is not
	// known.
	Unit     string                      `json:"unit,omitempty"`
	Sections map[Section]json.RawMessage `json:"sections,omitempty"`
}

// kitSections are the templates that a kit may hold.
var kitSections = []Section{SectionDetails, SectionGuide, SectionSurvey, SectionDiploma}

const (
	kitFormat = 1
	maxKit    = 256 << 10
)

var errKit = errors.New("app: not a kit")

// NewKit makes a kit of a unit's templates.
func NewKit(lang Language, unit string, t Templates) Kit {
	k := Kit{Format: kitFormat, Language: lang, Unit: unit}
	for _, s := range kitSections {
		if raw := t.Sections[s]; raw != nil {
			if k.Sections == nil {
				k.Sections = map[Section]json.RawMessage{}
			}
			k.Sections[s] = raw
		}
	}
	return k
}

// Encode writes a kit as [ParseKit] reads it.
func (k Kit) Encode() ([]byte, error) {
	raw, err := json.Marshal(k)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errKit, err)
	}
	_, err = ParseKit(raw)
	return raw, err
}

// ParseKit reads a kit strictly: whoever can write to the disk can write one.
// What a section says is checked by whoever reads it.
func ParseKit(raw []byte) (Kit, error) {
	if len(raw) > maxKit {
		return Kit{}, fmt.Errorf("%w: %d bytes", errKit, len(raw))
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	var k Kit
	if err := d.Decode(&k); err != nil {
		return Kit{}, fmt.Errorf("%w: %w", errKit, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Kit{}, errKit
	}
	if k.Format != kitFormat || k.Language != Swedish && k.Language != English || len(k.Unit) > 4<<10 {
		return Kit{}, errKit
	}
	for s := range k.Sections {
		if !slices.Contains(kitSections, s) {
			return Kit{}, fmt.Errorf("%w: section %q", errKit, s)
		}
	}
	if err := (Templates{Sections: k.Sections}).Check(); err != nil {
		return Kit{}, fmt.Errorf("%w: %w", errKit, err)
	}
	return k, nil
}

// TakenIn is what was taken into the vault of an interview that was recorded
// while it was locked.
type TakenIn struct {
	// Interview is the one it was made ready for, or another like it where that
	// one has a recording already.
	Interview ID
	// Recording is zero where nothing was recorded.
	Recording   ID
	Millis      int64
	Interrupted bool
	Envelopes   int
	// Lost counts what could not be read; silence stands in the place of sound.
	Lost int
	// Swapped: what lay readable beside it was changed after it was made ready.
	Swapped bool
}
