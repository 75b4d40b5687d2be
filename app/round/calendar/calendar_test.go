package calendar

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"barnrost/app/round"
)

func sample() Calendar {
	c := Calendar{Name: "Årshjulet 2027", Unit: "Barn och unga Norrviken", Year: 2027, Version: 3, Written: time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)}
	for _, name := range round.Dates {
		c.Entries = append(c.Entries, Entry{
			Date: name, Day: round.Propose(2027).Dates[name], Summary: "Utskrifter skickas ut; årets första, åäö \\ slut",
			About: strings.Repeat("Åtta älgar äter örter på ängen, och räksmörgåsbussen väntar. ", 5) + "\nPå ny rad.", Busy: name == round.DateSeminar,
		})
	}
	return c
}

func written(t *testing.T, c Calendar) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheDatesAreReadBackByAnotherReader(t *testing.T) {
	c := sample()
	back, err := ics.ParseCalendar(strings.NewReader(written(t, c)))
	if err != nil {
		t.Fatal(err)
	}
	events := back.Events()
	if len(events) != len(c.Entries) {
		t.Fatalf("%d events", len(events))
	}
	for i, e := range events {
		want := c.Entries[i]
		start, err := e.GetAllDayStartAt()
		if err != nil || round.DayOf(start) != want.Day {
			t.Errorf("%s begins %v, %v", want.Date, start, err)
		}
		if end, err := e.GetAllDayEndAt(); err != nil || round.DayOf(end) != want.Day.Add(1) {
			t.Errorf("%s ends %v, %v", want.Date, end, err)
		}
		for property, words := range map[ics.ComponentProperty]string{ics.ComponentPropertySummary: want.Summary, ics.ComponentPropertyDescription: want.About} {
			if got := e.GetProperty(property); got == nil || got.Value != words {
				t.Errorf("%s: %s is %+v", want.Date, property, got)
			}
		}
		if n := len(e.Alarms()); n != 2 {
			t.Errorf("%s reminds %d times", want.Date, n)
		}
		transparency := map[bool]string{true: "OPAQUE", false: "TRANSPARENT"}[want.Busy]
		if got := e.GetProperty(ics.ComponentPropertyTransp); got == nil || got.Value != transparency {
			t.Errorf("%s: %+v", want.Date, got)
		}
	}
}

// faults are what RFC 5545 3.1 forbids in a file.
func faults(file string) (list []string) {
	if strings.Contains(strings.ReplaceAll(file, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(file, "\r\n", ""), "\r") {
		list = append(list, "a line that does not end in CRLF")
	}
	for line := range strings.SplitSeq(file, "\r\n") {
		if len(line) > 75 {
			list = append(list, "a line of "+line[:20]+"… is too long")
		}
		if !utf8.ValidString(line) {
			list = append(list, "a letter is cut in two: "+line)
		}
	}
	return list
}

func TestLinesAreAsLongAsTheStandardAllowsAndNoLetterIsCut(t *testing.T) {
	c := sample()
	for n := range 80 { // the fold comes at every place of the text
		c.Entries[0].Summary = strings.Repeat("x", n) + strings.Repeat("åäö", 60)
		for _, fault := range faults(written(t, c)) {
			t.Fatalf("%d: %s", n, fault)
		}
		back, err := ics.ParseCalendar(strings.NewReader(written(t, c)))
		if err != nil || back.Events()[0].GetProperty(ics.ComponentPropertySummary).Value != c.Entries[0].Summary {
			t.Fatalf("%d: it is not read back: %v", n, err)
		}
	}
}

// The control.
func TestABadFileIsFound(t *testing.T) {
	for _, bad := range []string{"A:b\nC:d\r\n", strings.Repeat("x", 76) + "\r\n", "A:\xc3\r\n \xa5\r\n"} {
		if len(faults(bad)) == 0 {
			t.Errorf("%q passes", bad)
		}
	}
}

func TestAnEventKeepsItsIdWhenItsDateMovesAndHasItsUnits(t *testing.T) {
	ids := func(c Calendar) string {
		var all []string
		for _, line := range strings.Split(written(t, c), "\r\n") {
			if strings.HasPrefix(line, "UID:") {
				all = append(all, line)
			}
		}
		return strings.Join(all, " ")
	}
	c := sample()
	before := ids(c)
	c.Entries[3].Day = c.Entries[3].Day.Add(7)
	c.Version++
	if ids(c) != before {
		t.Errorf("%s became %s", before, ids(c))
	}
	c.Unit = "Barn och unga Söderån"
	if ids(c) == before {
		t.Error("another unit's dates have the same ids")
	}
	if strings.Contains(written(t, c), "Söderån") {
		t.Error("the unit's name is written")
	}
}

func TestWordsCannotAddALineOfTheirOwn(t *testing.T) {
	c := sample()
	c.Entries[0].Summary = "Seminarium\nATTACH:x"
	if strings.Contains(written(t, c), "\r\nATTACH") {
		t.Error("a line was added")
	}
	for _, bad := range []string{"a\rb", "a\r\nATTACH:x", "a\x00b"} {
		c.Entries[0].Summary = bad
		if err := Write(&bytes.Buffer{}, c); err == nil {
			t.Errorf("%q was written", bad)
		}
	}
}
