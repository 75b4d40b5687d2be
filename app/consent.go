package app

// GuardianConsent is the state of the guardians' consent by the unit's rule.
type GuardianConsent string

// The states of the guardians' consent. The zero value means not yet ticked.
const (
	GuardianUnset     GuardianConsent = ""
	GuardianGiven     GuardianConsent = "finns"
	GuardianNotNeeded GuardianConsent = "behovs-inte"
)

// Consent holds the three ticks without which nothing is recorded. No names
// and no signatures: the paper stays in the unit's binder.
type Consent struct {
	ChildTakesPart bool            `json:"child_takes_part"`
	ChildAllowsRec bool            `json:"child_allows_recording"`
	Guardian       GuardianConsent `json:"guardian"`
	// MayQuote: short quotes without the name may be used. It bars nothing.
	MayQuote bool `json:"may_quote,omitempty"`
	// Month is when the three were there, "2027-02"; Letters is the version of the
	// unit's templates by then, 0 for the shipped ones: which letter was read.
	Month   string `json:"month,omitempty"`
	Letters int    `json:"letters,omitempty"`
}

// ConsentGap names one tick that is missing; its words lie under
// consent.missing.<gap> in the string table.
type ConsentGap string

// The ticks that can be missing.
const (
	GapTakesPart ConsentGap = "takes-part"
	GapRecording ConsentGap = "recording"
	GapGuardian  ConsentGap = "guardian"
)

// Missing lists the ticks that still bar recording, in the order shown.
func (c Consent) Missing() []ConsentGap {
	var gaps []ConsentGap
	if !c.ChildTakesPart {
		gaps = append(gaps, GapTakesPart)
	}
	if !c.ChildAllowsRec {
		gaps = append(gaps, GapRecording)
	}
	if c.Guardian != GuardianGiven && c.Guardian != GuardianNotNeeded {
		gaps = append(gaps, GapGuardian)
	}
	return gaps
}

// Complete reports whether recording may start.
func (c Consent) Complete() bool { return len(c.Missing()) == 0 }
