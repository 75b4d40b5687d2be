package round

import "time"

// Propose gives a round's usual dates: the first APT in the second week of
// January, interviews done by the end of February, transcripts sent out in the
// middle of March, the seminar late in April. All are working days.
func Propose(year int) Plan {
	lastOfFebruary := On(year, time.March, 0)
	return Plan{Year: year, Dates: map[Date]Day{
		DateAPT:         open(weekdayFrom(time.Tuesday, On(year, time.January, 8))),
		DateInterviews:  open(weekdayFrom(time.Friday, lastOfFebruary.Add(-6))),
		DateTranscripts: open(weekdayFrom(time.Monday, On(year, time.March, 12))),
		DateSeminar:     open(weekdayFrom(time.Tuesday, On(year, time.April, 20))),
	}}
}

// weekdayFrom is the first such day of the week on or after a day.
func weekdayFrom(w time.Weekday, d Day) Day { return d.Add((int(w-d.Weekday()) + 7) % 7) }

// open is the first working day on or after a day.
func open(d Day) Day {
	for !working(d) {
		d = d.Add(1)
	}
	return d
}

// RemarkKind is what is worth a second look in a plan. Its words lie under
// plan.remark.<kind>.
type RemarkKind string

// The kinds of remarks. None of them keeps a plan from being saved.
const (
	RemarkOrder   RemarkKind = "order"   // it lies before the date that comes first
	RemarkWeekend RemarkKind = "weekend" // a Saturday or Sunday
	RemarkHoliday RemarkKind = "holiday"
	RemarkYear    RemarkKind = "year"    // outside the months of the round
	RemarkReading RemarkKind = "reading" // little time to read before the seminar
)

// Remark is one of them, about a date.
type Remark struct {
	Date    Date
	Kind    RemarkKind
	Before  Date    // of an order: the date that should come first
	Holiday Holiday // of a holiday
	Days    int     // of reading: how many there are
}

// enoughToRead is how many days colleagues want for each other's interviews.
const enoughToRead = 14

// Remarks tells what is worth a second look, in the order of the dates.
func (p Plan) Remarks() (list []Remark) {
	last := Date("")
	for _, name := range Dates {
		day := p.Dates[name]
		if day.IsZero() {
			continue
		}
		if last != "" && day.Before(p.Dates[last]) {
			list = append(list, Remark{Date: name, Kind: RemarkOrder, Before: last})
		} else {
			last = name
		}
		switch h := HolidayOn(day); {
		case h != noHoliday:
			list = append(list, Remark{Date: name, Kind: RemarkHoliday, Holiday: h})
		case !working(day):
			list = append(list, Remark{Date: name, Kind: RemarkWeekend})
		}
		if Of(day) != p.Year {
			list = append(list, Remark{Date: name, Kind: RemarkYear})
		}
	}
	sent, seminar := p.Dates[DateTranscripts], p.Dates[DateSeminar]
	if sent.IsZero() || seminar.IsZero() || seminar.Before(sent) {
		return list
	}
	if n := sent.Until(seminar); n < enoughToRead {
		list = append(list, Remark{Date: DateSeminar, Kind: RemarkReading, Days: n})
	}
	return list
}
