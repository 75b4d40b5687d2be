package app

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Matter is a part of an interview that can be disposed of by itself
// (handlingsslag). Its words lie under matter.<value>.
type Matter string

// The matters. Whole is sound, text and what is known of the interview: only
// its code stays, in the protocol.
const (
	MatterSound Matter = "ljud"
	MatterText  Matter = "utskrift"
	MatterWhole Matter = "intervju"
)

// Matters lists what a decision can cover, in the order shown.
var Matters = []Matter{MatterSound, MatterText, MatterWhole}

// Condition is what a decision wants to be true first.
type Condition string

// The conditions.
const (
	ConditionNone    Condition = ""
	ConditionChecked Condition = "kontrollerad" // the transcript has been listened through
)

// Conditions lists the conditions in the order shown.
var Conditions = []Condition{ConditionNone, ConditionChecked}

// MaxMonths bounds a decision's period: seventy years, as long as the files of
// children stay secret.
const MaxMonths = 70 * 12

// Decision is a gallringsbeslut: the kommun's decision that something may be
// disposed of. It is never edited: one that was registered wrongly, or that
// changed, is replaced by another, and both stay.
type Decision struct {
	ID        ID        `json:"-"`
	Number    string    `json:"number"` // dnr
	Date      time.Time `json:"date"`   // the day it was made
	DecidedBy string    `json:"decided_by"`
	Covers    []Matter  `json:"covers"`
	Months    int       `json:"months"` // how long it must be kept first, 0 for no time
	Condition Condition `json:"condition,omitempty"`
	// Withdrawal: it covers what goes because a child withdrew, too, and then
	// at once. A withdrawal without such a decision only locks away: a recording
	// may be an official document, which no one may destroy without a decision.
	Withdrawal bool      `json:"withdrawal,omitempty"`
	Registered time.Time `json:"registered"`
	Replaces   ID        `json:"replaces,omitzero"`
	Replaced   ID        `json:"replaced,omitzero"` // by which
	Ended      time.Time `json:"ended,omitzero"`    // no longer used from then on
}

// Check returns the decision with its words trimmed, or
// [CodeDecisionIncomplete] with what is missing as "kind": number, by, date,
// covers or months. now bounds the date: nobody registers what has not been
// decided yet.
func (d Decision) Check(now time.Time) (Decision, error) {
	d.Number, d.DecidedBy = OneLine(d.Number), OneLine(d.DecidedBy)
	lacks := ""
	switch {
	case d.Number == "":
		lacks = "number"
	case d.Date.IsZero() || d.Date.After(now) || d.Date.Year() < 1950:
		lacks = "date"
	case d.DecidedBy == "":
		lacks = "by"
	case len(d.Covers) == 0 || !knownMatters(d.Covers):
		lacks = "covers"
	case d.Months < 0 || d.Months > MaxMonths:
		lacks = "months"
	case !slices.Contains(Conditions, d.Condition):
		lacks = "condition"
	}
	if lacks != "" {
		return d, &Error{Code: CodeDecisionIncomplete, Args: map[string]string{"kind": lacks}}
	}
	return d, nil
}

// OneLine trims a line that a person typed and drops what cannot be printed;
// it is cut at 120 code points.
func OneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > 120 {
		s = strings.TrimSpace(string(runes[:120]))
	}
	return s
}

func knownMatters(list []Matter) bool {
	for _, m := range list {
		if !slices.Contains(Matters, m) {
			return false
		}
	}
	return true
}

// InForce reports whether the decision may be leaned on at a time.
func (d Decision) InForce(at time.Time) bool {
	return d.Replaced.IsZero() && d.Ended.IsZero() && !d.Date.After(at)
}

// Covering reports whether the decision covers a matter. One that covers the
// whole interview covers its parts.
func (d Decision) Covering(m Matter) bool {
	return slices.Contains(d.Covers, m) || slices.Contains(d.Covers, MatterWhole)
}

// Due is the first day on which the decision lets something of an interview
// go. A received interview tells only its month: time runs from its end.
func (d Decision) Due(i Interview) time.Time {
	from := i.Created
	if i.Origin == OriginReceived {
		from = from.AddDate(0, 1, 0)
	}
	return from.AddDate(0, d.Months, 0)
}

// HoldReason is why something must be kept: a category, never a text. Its
// words lie under hold.<value>.
type HoldReason string

// HoldReasons lists the reasons in the order shown.
var HoldReasons = []HoldReason{HoldConcern, "utlamnande", "tillsyn", "annat"}

// HoldConcern: somebody was worried for the child, and the recording may matter.
const HoldConcern HoldReason = "orosanmalan"

// Hold is a gallringsstopp: while it stands nothing of its interview is
// disposed of, whatever is decided and whoever asks. A lifted one stays.
type Hold struct {
	ID        ID         `json:"-"`
	Interview ID         `json:"interview"`
	Code      string     `json:"code"` // the interview's
	Reason    HoldReason `json:"reason"`
	Set       time.Time  `json:"set"`
	SetBy     string     `json:"set_by"`
	Lifted    time.Time  `json:"lifted,omitzero"`
	LiftedBy  string     `json:"lifted_by,omitempty"`
}

// Stands reports whether the hold has not been lifted.
func (h Hold) Stands() bool { return h.Lifted.IsZero() }

// Block locks a part of an interview away: it is neither read, played nor sent
// until it is decided what becomes of it. The whole covers its parts.
type Block struct {
	Matter Matter    `json:"matter"`
	Since  time.Time `json:"since"`
	// Withdrawn: the child has withdrawn it.
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// covers reports whether the block is on a matter.
func (b Block) covers(m Matter) bool { return b.Matter == m || b.Matter == MatterWhole }

// Blocked reports whether a matter of the interview is locked away.
func (i Interview) Blocked(m Matter) bool {
	return slices.ContainsFunc(i.Blocks, func(b Block) bool { return b.covers(m) })
}

// Withdrew reports whether the child has withdrawn a matter of the interview.
func (i Interview) Withdrew(m Matter) bool {
	return slices.ContainsFunc(i.Blocks, func(b Block) bool { return b.Withdrawn && b.covers(m) })
}
