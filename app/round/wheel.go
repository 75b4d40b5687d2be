package round

import (
	"slices"
	"time"

	"barnrost/app"
)

// Activity is one of the things that a round consists of. Its words lie under
// activity.<activity>: the name, .who, .about.
type Activity string

// The activities.
const (
	Planning    Activity = "planning"    // the round is planned
	KickOff     Activity = "kickoff"     // knowledge and practice
	APT         Activity = "apt"         // the dates are given at the year's first APT
	Interviews  Activity = "interviews"  // interviews with children
	Transcripts Activity = "transcripts" // they are written down and sent
	Reading     Activity = "reading"     // everybody reads everybody's
	Seminar     Activity = "seminar"
	Report      Activity = "report"
	Answers     Activity = "answers"  // the children hear what will change
	FollowUp    Activity = "followup" // of what was decided
	Board       Activity = "board"    // the report goes to the nämnd
	Shared      Activity = "shared"   // the report of all units
)

// Activities lists them in the order of the round.
var Activities = []Activity{Planning, KickOff, APT, Interviews, Transcripts, Reading, Seminar, Report, Answers, FollowUp, Board, Shared}

// State tells how far an activity is.
type State string

// The states. Their words lie under activity.state.<state>.
const (
	Done  State = "done"
	Now   State = "now"
	Ahead State = "ahead"
)

// Turn is one activity in one round.
type Turn struct {
	Activity Activity
	From, To Day // both of it
	At       Day // where on the wheel it stands
	Decided  bool
	State    State
}

// Work is how the person's own interviews of the round stand.
type Work struct {
	Plans    bool // the person is one of those who plan the round
	Own      int  // how many there are
	Recorded int  // of them those that have been recorded
	Sent     int  // of them those that have been sent
}

// Count adds up the own interviews among all that were made in the round that
// today lies in. steps are their next steps, one for each.
func Count(all []app.Interview, steps []app.Step, today Day) (w Work) {
	for i, v := range all {
		if v.Origin != app.OriginOwn || Of(DayOf(v.Created.Local())) != Of(today) {
			continue
		}
		w.Own++
		switch steps[i] {
		case app.StepDone:
			w.Sent++
			w.Recorded++
		case app.StepTranscribe, app.StepSend, app.StepGone, app.StepBlocked:
			w.Recorded++
		}
	}
	return w
}

// usual are the months of the activities that no plan dates: the month counted
// from the January of the round, and where in it the activity is drawn.
var usual = map[Activity]struct{ from, to, at int }{
	Planning: {-2, -2, 15}, KickOff: {-1, -1, 15}, Report: {4, 4, 15}, Answers: {5, 5, 10},
	FollowUp: {7, 7, 20}, Board: {8, 8, 15}, Shared: {9, 9, 15},
}

// Turns gives the activities of the round that today lies in, in its order. A
// plan of another round, or none, leaves the usual months.
func Turns(p Plan, w Work, today Day) []Turn {
	year := Of(today)
	planned := p.Year == year
	proposal := Propose(year)
	date := func(name Date) (Day, bool) {
		if day := p.Dates[name]; planned && !day.IsZero() {
			return day, true
		}
		return proposal.Dates[name], false
	}
	apt, aptDecided := date(DateAPT)
	interviews, interviewsDecided := date(DateInterviews)
	sent, sentDecided := date(DateTranscripts)
	seminar, seminarDecided := date(DateSeminar)

	turns := make([]Turn, 0, len(Activities))
	for _, a := range Activities {
		t := Turn{Activity: a}
		switch a {
		case APT:
			t.From, t.To, t.At, t.Decided = On(year, time.January, 1), apt, apt, aptDecided
		case Interviews:
			t.From, t.To, t.At, t.Decided = apt, interviews, interviews, interviewsDecided
		case Transcripts:
			t.From, t.To, t.At, t.Decided = apt, sent, sent, sentDecided
		case Reading:
			t.From, t.To, t.Decided = sent, seminar.Add(-1), sentDecided && seminarDecided
			t.At = sent.Add(max(sent.Until(seminar), 0) / 2)
		case Seminar:
			t.From, t.To, t.At, t.Decided = seminar, seminar, seminar, seminarDecided
		default:
			u := usual[a]
			t.From, t.To = On(year, time.Month(1+u.from), 1), On(year, time.Month(2+u.to), 0)
			t.At = On(year, time.Month(1+u.from), u.at)
		}
		if t.To.Before(t.From) {
			t.From = t.To // dates out of order
		}
		t.State = stateOf(t, planned, w, today)
		turns = append(turns, t)
	}
	return turns
}

// stateOf goes by the dates, and by what has been done or is left where that is
// known.
func stateOf(t Turn, planned bool, w Work, today Day) State {
	switch {
	case t.Activity == Planning && planned,
		t.Activity == Interviews && w.Own > 0 && w.Recorded == w.Own,
		t.Activity == Transcripts && w.Own > 0 && w.Sent == w.Own:
		return Done
	case t.Activity == Planning && w.Plans && today.Before(On(Of(today), time.April, 1)),
		t.Activity == Interviews && w.Recorded < w.Own,
		t.Activity == Transcripts && w.Sent < w.Recorded:
		return Now // it is left to do, whatever the date
	case today.Before(t.From):
		return Ahead
	case t.To.Before(today):
		return Done
	}
	return Now
}

// Nearest is the index of what to look at first: what is going on now and ends
// soonest, else what comes next. What should have ended already comes last.
func Nearest(turns []Turn, today Day) int {
	best := -1
	for i, t := range turns {
		if t.State == Now && !t.To.Before(today) && (best < 0 || t.To.Before(turns[best].To)) {
			best = i
		}
	}
	if best >= 0 {
		return best
	}
	if next := slices.IndexFunc(turns, func(t Turn) bool { return t.State == Ahead }); next >= 0 {
		return next
	}
	return max(slices.IndexFunc(turns, func(t Turn) bool { return t.State == Now }), 0)
}

// NextDate is the decided date that comes next, today's among them; false when
// none is left.
func NextDate(p Plan, today Day) (name Date, day Day, ok bool) {
	for _, n := range Dates {
		if d := p.Dates[n]; !d.IsZero() && !d.Before(today) && (!ok || d.Before(day)) {
			name, day, ok = n, d, true
		}
	}
	return name, day, ok
}
