package app

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// DisposalRequest is what a person wants to dispose of.
type DisposalRequest struct {
	Interview ID
	Matter    Matter
	// Withdrawn: the child has withdrawn ("barnet har ångrat sig"). It goes at
	// once then, by a decision that covers withdrawals.
	Withdrawn bool
	// Checked: the person vouches that the transcript has been listened
	// through, where a decision asks for it.
	Checked bool
}

// Support is what a disposal leans on: always a decision, and perhaps the
// child's withdrawal. The decision's words are copied, so that the protocol
// stands alone.
type Support struct {
	Withdrawn bool      `json:"withdrawn,omitempty"`
	Decision  ID        `json:"decision,omitzero"`
	Number    string    `json:"number,omitempty"`
	Date      time.Time `json:"date,omitzero"`
	DecidedBy string    `json:"decided_by,omitempty"`
	Condition Condition `json:"condition,omitempty"`
}

// DisposalPart is something that goes: one object of the vault.
type DisposalPart struct {
	Matter Matter `json:"matter"`
	// Object is its id; it means nothing once it is gone.
	Object ID `json:"object"`
	// Millis is a sound's length.
	Millis int64 `json:"millis,omitempty"`
	// Checksum is the hexadecimal SHA-256 by which the vault's signed catalog
	// knew it: over the hash of its sealed key and the hash of its sealed head,
	// which names the last link of the chain of every row. The same figure in a
	// copy of the vault shows that the copy holds the same thing.
	Checksum string `json:"checksum"`
}

// DisposalPlan is what a person is shown before they confirm: exactly what
// goes, what stays, what supports it, and where copies are known to be.
type DisposalPlan struct {
	Request DisposalRequest
	Code    string
	Month   string // of the interview, "2027-02"
	Goes    []DisposalPart
	Stays   []Matter
	Support Support
	Copies  []Copy
}

// Digest tells plans apart. What is confirmed must be what was shown: where
// anything has changed between the two steps, the person reads again.
func (p DisposalPlan) Digest() [32]byte {
	b, err := json.Marshal(p)
	if err != nil {
		panic("app: a plan that cannot be written: " + err.Error()) // it holds strings, figures and times only
	}
	return sha256.Sum256(b)
}

// Confirms reports whether what a person typed is the interview's code: the
// second of the two steps. Case and space around it do not matter.
func (p DisposalPlan) Confirms(typed string) bool {
	return p.Code != "" && strings.EqualFold(strings.TrimSpace(typed), p.Code)
}

// Whole reports whether nothing of the interview is left afterwards.
func (p DisposalPlan) Whole() bool { return p.Request.Matter == MatterWhole }

// DisposalFacts is what the rules look at: the state of the vault at one
// moment.
type DisposalFacts struct {
	Interview Interview
	// Present is what there is of it.
	Present []Matter
	// Running: it is being recorded.
	Running bool
	// HasText: something has been written.
	HasText bool
	// Holds and Decisions are all there are that can concern it.
	Holds     []Hold
	Decisions []Decision
	Now       time.Time
}

// MayDispose is the one rule of gallring: it returns what a disposal leans on,
// or why it is refused. Nothing else in the program decides it.
//   - [CodeDisposalHeld] while a hold stands, with its reason as "kind";
//   - [CodeDisposalRunning] while it is being recorded;
//   - [CodeNothingToDispose] where what is asked for is not there;
//   - [CodeNoDecision] without a decision in force that covers it; [CodeNotDue]
//     before its time, with the "date"; [CodeNotChecked] where the transcript
//     should have been checked first;
//   - [CodeWithdrawalUndecided] where the child has withdrawn and no decision
//     in force covers that: it is locked away meanwhile.
func MayDispose(r DisposalRequest, f DisposalFacts) (Support, error) {
	for _, h := range f.Holds {
		if h.Stands() {
			return Support{}, &Error{Code: CodeDisposalHeld, Args: map[string]string{"kind": string(h.Reason)}}
		}
	}
	if f.Running {
		return Support{}, Fail(CodeDisposalRunning, nil)
	}
	if !slices.Contains(f.Present, r.Matter) {
		return Support{}, Fail(CodeNothingToDispose, nil)
	}
	if r.Withdrawn {
		return f.withdrawal(r.Matter)
	}
	return f.support(r)
}

// withdrawal looks for a decision that covers withdrawals. It has no time and
// no condition to wait for.
func (f DisposalFacts) withdrawal(m Matter) (Support, error) {
	for _, d := range f.inForce() {
		if d.Withdrawal && d.Covering(m) {
			s := supportOf(d)
			s.Withdrawn = true
			return s, nil
		}
	}
	return Support{}, Fail(CodeWithdrawalUndecided, nil)
}

// support looks for a decision that lets the matter go now. Where there is
// none it tells of the one that comes closest.
func (f DisposalFacts) support(r DisposalRequest) (Support, error) {
	var soonest time.Time
	unchecked := false
	for _, d := range f.inForce() {
		if !d.Covering(r.Matter) {
			continue
		}
		if due := d.Due(f.Interview); due.After(f.Now) {
			if soonest.IsZero() || due.Before(soonest) {
				soonest = due
			}
			continue
		}
		if d.Condition == ConditionChecked && (!r.Checked || !f.HasText) {
			unchecked = true
			continue
		}
		return supportOf(d), nil
	}
	switch {
	case unchecked:
		return Support{}, Fail(CodeNotChecked, nil)
	case !soonest.IsZero():
		return Support{}, &Error{Code: CodeNotDue, Args: map[string]string{"date": soonest.Local().Format(time.DateOnly)}}
	}
	return Support{}, Fail(CodeNoDecision, nil)
}

// inForce returns the decisions that may be leaned on now, the newest first.
func (f DisposalFacts) inForce() []Decision {
	var list []Decision
	for _, d := range f.Decisions {
		if d.InForce(f.Now) {
			list = append(list, d)
		}
	}
	slices.SortStableFunc(list, func(a, b Decision) int { return b.Date.Compare(a.Date) })
	return list
}

func supportOf(d Decision) Support {
	return Support{Decision: d.ID, Number: d.Number, Date: d.Date, DecidedBy: d.DecidedBy, Condition: d.Condition}
}

// NeedsCheck reports whether the person must vouch for the transcript before
// the matter can go: only decisions that ask for it are due.
func NeedsCheck(r DisposalRequest, f DisposalFacts) bool {
	r.Checked = false
	_, err := MayDispose(r, f)
	return CodeOf(err) == CodeNotChecked
}
