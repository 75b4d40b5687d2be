package round

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Day is a day of the calendar, without a time or a place. The zero Day is
// none: a date that is not decided yet.
type Day struct {
	Year  int
	Month time.Month
	Date  int
}

// earliest and latest bound the years that a day may lie in.
const (
	earliest = 2000
	latest   = 2199
)

// dayForm is how a day is stored.
const dayForm = "2006-01-02"

// On makes a day; one outside a month rolls over, as [time.Date] does.
func On(year int, month time.Month, date int) Day {
	return DayOf(time.Date(year, month, date, 12, 0, 0, 0, time.UTC))
}

// DayOf is the day of a moment, where that moment's own clock is.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day{y, m, d}
}

// IsZero reports whether there is no day.
func (d Day) IsZero() bool { return d == Day{} }

// Noon is the middle of the day on this machine's clock, for what writes dates.
func (d Day) Noon() time.Time { return time.Date(d.Year, d.Month, d.Date, 12, 0, 0, 0, time.Local) }

// utc counts without any clock's summer time.
func (d Day) utc() time.Time { return time.Date(d.Year, d.Month, d.Date, 0, 0, 0, 0, time.UTC) }

// Add returns the day n days later.
func (d Day) Add(n int) Day { return DayOf(d.utc().AddDate(0, 0, n)) }

// Until counts the days to another day, below zero where it lies before.
func (d Day) Until(other Day) int { return int(other.utc().Sub(d.utc()).Hours() / 24) }

// Before reports whether d lies before another day.
func (d Day) Before(other Day) bool { return d.utc().Before(other.utc()) }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// Week returns the number of the week as Swedish almanacs count (ISO 8601).
func (d Day) Week() int {
	_, w := d.utc().ISOWeek()
	return w
}

// MarshalText implements [encoding.TextMarshaler]; no day is "".
func (d Day) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.utc().Format(dayForm)), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler], strictly.
func (d *Day) UnmarshalText(raw []byte) error {
	if len(raw) == 0 {
		*d = Day{}
		return nil
	}
	t, err := time.Parse(dayForm, string(raw))
	if err != nil || t.Year() < earliest || t.Year() > latest {
		return fmt.Errorf("round: %q is no day", raw)
	}
	*d = DayOf(t)
	return nil
}

// ParseDay reads a day as people write it: 2027-03-12, 12 mars 2027, 12/3,
// 12.3.27. Without a year it lies in the given one. months are the names of
// the twelve months; three letters of one are enough. Nothing but space is no
// day, and well.
func ParseDay(s string, year int, months []string) (d Day, ok bool) {
	if strings.TrimSpace(s) == "" {
		return Day{}, true
	}
	parts := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for range 2 { // "tisdag den 12 mars"
		if len(parts) > 0 && strings.IndexFunc(parts[0], unicode.IsDigit) < 0 {
			parts = parts[1:]
		}
	}
	if len(parts) < 2 || len(parts) > 3 {
		return Day{}, false
	}
	first, number := whole(parts[0])
	if !number {
		return Day{}, false
	}
	date, month := first, monthOf(parts[1], months)
	switch {
	case len(parts) == 3 && len(parts[0]) == 4: // year, month, day
		last, number := whole(parts[2])
		if !number {
			return Day{}, false
		}
		year, date = first, last
	case len(parts) == 3:
		last, number := whole(parts[2])
		if !number || len(parts[2]) != 2 && len(parts[2]) != 4 {
			return Day{}, false
		}
		if year = last; len(parts[2]) == 2 {
			year += 2000
		}
	}
	d = Day{year, time.Month(month), date}
	if month < 1 || year < earliest || year > latest || On(year, d.Month, date) != d {
		return Day{}, false
	}
	return d, true
}

// whole reads a number of at most four figures.
func whole(s string) (n int, ok bool) {
	if len(s) > 4 {
		return 0, false
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, s != ""
}

// monthOf reads a month's number or name, 0 for neither.
func monthOf(s string, months []string) int {
	if n, ok := whole(s); ok {
		if n > 12 {
			return 0
		}
		return n
	}
	for i, name := range months {
		if letters := len([]rune(s)); letters >= 3 && strings.HasPrefix(strings.ToLower(name), s) {
			return i + 1
		}
	}
	return 0
}
