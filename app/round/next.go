package round

import (
	"time"

	"barnrost/app"
)

// Next is the one thing to propose to a person when none of their own
// interviews waits. Its words lie under home.year.<next>, but for those that
// home has had since before there was a year.
type Next string

// What may come next.
const (
	NextPlan      Next = "plan"      // plan the round
	NextSheet     Next = "apt"       // bring the APT sheet to the year's first APT
	NextUnit      Next = "unit"      // invite colleagues, take in what they send
	NextPractise  Next = "practise"  // learn the keys at an invented interview
	NextInterview Next = "interview" // prepare an interview
	NextReading   Next = "reading"   // read each other's interviews
	NextSeminar   Next = "seminar"
	NextReport    Next = "report"
	NextAnswers   Next = "answers"
	NextRest      Next = "rest"
	NextFollowUp  Next = "followup"
	NextBoard     Next = "board"
	NextShared    Next = "shared"
)

// NextStep tells what to propose to a role on a day. practise says that the
// practice is there to be tried and was not.
//
// Own interviews that wait come before all of this: a child's voice is not left
// lying. From January until the transcripts are sent out a socialsekreterare
// makes interviews, and an enhetschef takes in what is sent; without a plan the
// enhetschef plans first, from November until March.
func NextStep(role app.Role, p Plan, w Work, practise bool, today Day) Next {
	year := Of(today)
	planned := p.Year == year
	turns := Turns(p, w, today)
	at := map[Activity]Turn{}
	for _, t := range turns {
		at[t.Activity] = t
	}
	planning := today.Before(On(year, time.April, 1))
	switch {
	case role == app.RoleManager && !planned && planning:
		return NextPlan
	case role != app.RoleManager && practise && w.Own == 0:
		return NextPractise
	case role == app.RoleManager && planned && today.Year == year && !at[APT].To.Before(today):
		return NextSheet
	case !at[Transcripts].To.Before(today):
		if role == app.RoleManager || role == app.RoleSupporter {
			return NextUnit
		}
		return NextInterview
	case today.Before(at[Seminar].From):
		return NextReading
	case today == at[Seminar].From:
		return NextSeminar
	}
	return season[today.Month]
}

// season is what the months after the seminar bring.
var season = map[time.Month]Next{
	time.January: NextReport, time.February: NextReport, time.March: NextReport, // of a plan with an early seminar
	time.April: NextReport, time.May: NextReport, time.June: NextAnswers, time.July: NextRest, time.August: NextFollowUp,
	time.September: NextBoard, time.October: NextShared,
	time.November: NextUnit, time.December: NextUnit, // of a plan whose dates lie in the past
}
