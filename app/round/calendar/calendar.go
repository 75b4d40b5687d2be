// Package calendar writes the dates of a plan as an iCalendar file (RFC 5545)
// that other programs read. A calendar is often shared and lies on somebody
// else's server: nothing goes into it but the dates, what they are and what a
// colleague is asked to do. No name stands in it.
package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"barnrost/app/round"
)

// Entry is one date in words.
type Entry struct {
	Date    round.Date
	Day     round.Day
	Summary string
	About   string
	Busy    bool // the whole day is taken
}

// Calendar is a plan's dates.
type Calendar struct {
	Name    string
	Unit    string // tells two units' dates apart; only a digest of it is written
	Year    int
	Version int       // grows with each change, so that a date that was moved is moved
	Written time.Time // when it is written
	Entries []Entry
}

// reminders are when one is reminded of an entry, counted from the beginning of
// its day: at eight in the morning a week before, and the day before.
var reminders = []string{"-P6DT16H", "-PT16H"}

// product names the program in the file.
const product = "-//Barnröst//Årshjulet//SV"

// Write writes the file: all-day events, lines of at most 75 bytes ended by
// CRLF, each event under an id that stays the same when its date moves. It
// refuses words that could break a line into another.
func Write(w io.Writer, c Calendar) error {
	cal := ics.NewCalendar()
	cal.SetProductId(product)
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(c.Name)
	words := []string{c.Name}
	for _, e := range c.Entries {
		words = append(words, e.Summary, e.About)
		event := ics.NewEvent(uid(c, e.Date))
		event.SetDtStampTime(c.Written)
		event.SetSequence(c.Version)
		event.SetAllDayStartAt(e.Day.Noon())
		event.SetAllDayEndAt(e.Day.Add(1).Noon())
		event.SetSummary(e.Summary)
		event.SetDescription(e.About)
		event.SetTimeTransparency(ics.TransparencyTransparent)
		if e.Busy {
			event.SetTimeTransparency(ics.TransparencyOpaque)
		}
		for _, before := range reminders {
			alarm := event.AddAlarm()
			alarm.SetAction(ics.ActionDisplay)
			alarm.SetTrigger(before)
			alarm.SetDescription(e.Summary)
		}
		cal.AddVEvent(event)
	}
	if strings.ContainsFunc(strings.Join(words, ""), func(r rune) bool { return r < ' ' && r != '\n' }) {
		return errors.New("calendar: a control character")
	}
	return cal.SerializeTo(w, ics.WithNewLineWindows)
}

// uid is an event's id. It is the same for a unit's date whenever it is written,
// and another for another unit's.
func uid(c Calendar, d round.Date) string {
	sum := sha256.Sum256([]byte(c.Unit))
	return fmt.Sprintf("%d-%s-%s@barnrost.invalid", c.Year, d, hex.EncodeToString(sum[:8]))
}
