package app

import "slices"

// Enquiry is one child who was asked and has no interview: who has not answered
// yet, said no, said yes and waits for the interview, or changed their mind
// before it. From when there is an interview the child is counted by that: making
// one takes the place of one who said yes, so that nobody is counted twice and
// nothing is asked for twice. It holds no name, code, age or day.
type Enquiry struct {
	ID     ID     `json:"-"`
	Month  string `json:"month"` // "2027-02"
	Answer Reply  `json:"answer"`
	Reason Reason `json:"reason,omitempty"`
}

// Reply is what a child who was asked has said.
type Reply string

// The answers; their words lie under enquiry.answer.<answer>.
const (
	AnswerWaits    Reply = "vantar"  // asked, and has not answered
	AnswerYes      Reply = "ja"      // said yes, and has no interview yet
	AnswerNo       Reply = "nej"     // tackade nej
	AnswerWithdrew Reply = "angrade" // said yes, and changed their mind before the interview
	maxEnquiries         = 500       // a year's, many times over
	monthForm            = "2006-01" // of Enquiry.Month
)

// Replies lists them.
var Replies = []Reply{AnswerWaits, AnswerYes, AnswerNo, AnswerWithdrew}

// Reason is why a child is not interviewed, as a category: optional, and never
// in words of one's own, which could tell who it was.
type Reason string

// Reasons lists the categories in the order shown, after none; their words lie
// under enquiry.reason.<reason>.
var Reasons = []Reason{"ingen-tid", "vill-inte", "vardnadshavare", "uteblev", "annat"}

// Check returns [CodeEnquiry] for what cannot be an enquiry.
func (e Enquiry) Check() error {
	if !slices.Contains(Replies, e.Answer) || e.Reason != "" && !slices.Contains(Reasons, e.Reason) || !isMonth(e.Month) {
		return Fail(CodeEnquiry, nil)
	}
	return nil
}

func isMonth(s string) bool {
	if len(s) != len(monthForm) || s[4] != '-' {
		return false
	}
	for i, r := range s {
		if i != 4 && (r < '0' || r > '9') {
			return false
		}
	}
	return s[5:] >= "01" && s[5:] <= "12"
}

// Asked is how many children were asked, and what came of it.
type Asked struct {
	Asked, Yes, No, Waiting, Withdrew int
	// Why counts the reasons that were given.
	Why map[Reason]int
}

// CountAsked counts the enquiries and own interviews of a stretch of months
// ("2026-11" to "2027-10", both counted). A child who
// withdrew after an interview had said yes. gone are the interviews of which
// nothing is left but a row of the protocol; an enhetschef's rows are of what
// others sent.
func CountAsked(from, to string, enquiries []Enquiry, interviews []Interview, gone []Disposal) Asked {
	a := Asked{Why: map[Reason]int{}}
	outside := func(month string) bool { return month < from || month > to }
	for _, e := range enquiries {
		if outside(e.Month) {
			continue
		}
		a.Asked++
		switch e.Answer {
		case AnswerYes:
			a.Yes++
		case AnswerNo:
			a.No++
		case AnswerWithdrew:
			a.Yes++
			a.Withdrew++
		default:
			a.Waiting++
		}
		if e.Reason != "" {
			a.Why[e.Reason]++
		}
	}
	known := map[string]bool{}
	for _, i := range interviews {
		if i.Origin != OriginOwn {
			continue
		}
		known[i.Code] = true
		if outside(i.Created.Local().Format(monthForm)) {
			continue
		}
		a.Asked++
		a.Yes++
		if withdrawn(i, gone) {
			a.Withdrew++
		}
	}
	for _, d := range gone {
		if d.Role == RoleManager || known[d.Code] || outside(d.Month) {
			continue
		}
		known[d.Code] = true
		a.Asked++
		a.Yes++
		if d.Support.Withdrawn {
			a.Withdrew++
		}
	}
	return a
}

// withdrawn reports whether the child has withdrawn an interview.
func withdrawn(i Interview, gone []Disposal) bool {
	return slices.ContainsFunc(i.Blocks, func(b Block) bool { return b.Withdrawn }) ||
		slices.ContainsFunc(gone, func(d Disposal) bool { return d.Code == i.Code && d.Support.Withdrawn })
}
