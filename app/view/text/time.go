package text

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"barnrost/app"
)

func asError(err error) *app.Error {
	var e *app.Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// Date writes a day in the table's language: "12 mars 2027".
func (t *Table) Date(d time.Time) string {
	d = d.Local()
	return fmt.Sprintf("%d %s %d", d.Day(), t.T("month."+strconv.Itoa(int(d.Month()))), d.Year())
}

// Month writes a month of a year, as "mars 2027".
func (t *Table) Month(d time.Time) string {
	d = d.Local()
	return fmt.Sprintf("%s %d", t.T(fmt.Sprintf("month.%d", d.Month())), d.Year())
}

// Clock writes the time of day as 14:02.
func (t *Table) Clock(d time.Time) string { return d.Local().Format("15:04") }

// Stamp writes a position in the sound as mm:ss, or h:mm:ss from an hour on.
func Stamp(ms int64) string {
	if ms < 0 {
		ms = 0
	}
	s := ms / 1000
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}

// Minutes writes a length in whole minutes as a person would say it: "34 min",
// and "under en minut" below one.
func (t *Table) Minutes(ms int64) string {
	m := (ms + 30_000) / 60_000
	if m == 0 {
		return t.T("time.underMinute")
	}
	return t.T("time.minutes", "n", m)
}

// About writes a length as one says it beforehand: "ungefär 40 minuter",
// "ungefär 2,5 timmar". It rounds to five minutes below an hour and to half
// hours above.
func (t *Table) About(ms int64) string {
	minutes := float64(ms) / 60_000
	if minutes < 57.5 {
		return t.T("time.about.minutes", "n", max(int(minutes/5+0.5)*5, 5))
	}
	halves := int(minutes/30 + 0.5)
	if halves == 2 {
		return t.T("time.about.hour")
	}
	return t.T("time.about.hours", "n", t.Decimal(float64(halves)/2, halves%2))
}

// Size writes bytes as "288 MB" or "1,2 GB" with the language's decimal mark.
func (t *Table) Size(bytes int64) string {
	switch {
	case bytes >= 1_000_000_000:
		return t.Decimal(float64(bytes)/1e9, 1) + " GB"
	case bytes >= 1_000_000:
		return fmt.Sprintf("%d MB", (bytes+500_000)/1_000_000)
	default:
		return fmt.Sprintf("%d kB", (bytes+999)/1000)
	}
}

// Number writes a number as running text does: in words up to twelve, in figures
// from there on, and 0 in figures too.
func (t *Table) Number(n int) string {
	if key := "number." + strconv.Itoa(n); t.Has(key) {
		return t.T(key)
	}
	return strconv.Itoa(n)
}

// Decimal writes x with places decimals and the language's decimal mark.
func (t *Table) Decimal(x float64, places int) string {
	s := strconv.FormatFloat(x, 'f', places, 64)
	if t.lang == app.Swedish {
		for i := range s {
			if s[i] == '.' {
				return s[:i] + "," + s[i+1:]
			}
		}
	}
	return s
}

// Contents says what a vault holds and how old it is.
func (t *Table) Contents(c app.Contents) string {
	words := t.N("restore.contents", c.Interviews, "sound", t.Minutes(c.Millis))
	if c.Latest.IsZero() {
		return words
	}
	return words + " " + t.T("restore.contents.latest", "date", t.Date(c.Latest), "clock", t.Clock(c.Latest))
}
