package round

import (
	"strings"
	"testing"
	"time"
)

var swedish = strings.Fields("januari februari mars april maj juni juli augusti september oktober november december")

func TestADayIsReadAsPeopleWriteIt(t *testing.T) {
	want := On(2027, time.March, 12)
	for _, s := range []string{"2027-03-12", "2027-3-12", "12 mars 2027", "12 mars", "12 mar", "12/3", "12.3.27", " 12/3 2027 ", "fredag 12 mars", "fredag den 12 mars 2027", "12 MARS"} {
		if d, ok := ParseDay(s, 2027, swedish); !ok || d != want {
			t.Errorf("%q: %v %v", s, d, ok)
		}
	}
	for _, s := range []string{"mars", "12", "32 mars", "29 februari", "12/13", "12/0", "0/3", "2027", "2027-03", "12 mars 1999", "12 mars 3027", "12 ma", "x y z", "12 mars 2027 14:00", "-", "20270312", "99999 mars"} {
		if d, ok := ParseDay(s, 2027, swedish); ok {
			t.Errorf("%q was read as %v", s, d)
		}
	}
	if d, ok := ParseDay(" ", 2027, swedish); !ok || !d.IsZero() {
		t.Error("an empty field is not a date left open")
	}
	if d, ok := ParseDay("29 februari", 2028, swedish); !ok || d != On(2028, time.February, 29) {
		t.Error("a leap day is not read")
	}
}

// Published in almanacs.
func TestEasterFallsWhereTheAlmanacSays(t *testing.T) {
	for _, want := range []Day{
		{1961, 4, 2}, {2000, 4, 23}, {2008, 3, 23}, {2011, 4, 24}, {2024, 3, 31}, {2025, 4, 20}, {2026, 4, 5}, {2027, 3, 28}, {2028, 4, 16}, {2038, 4, 25}, {2285, 3, 22},
	} {
		if got := Easter(want.Year); got != want {
			t.Errorf("%d: %v", want.Year, got)
		}
	}
}

func TestTheHolidaysOf2027(t *testing.T) {
	want := map[Day]Holiday{
		{2027, 1, 1}: NewYear, {2027, 1, 6}: Epiphany, {2027, 3, 26}: GoodFriday, {2027, 3, 28}: EasterSunday, {2027, 3, 29}: EasterMonday,
		{2027, 5, 1}: FirstOfMay, {2027, 5, 6}: Ascension, {2027, 5, 16}: Whitsun, {2027, 6, 6}: NationalDay, {2027, 6, 25}: MidsummerEve,
		{2027, 6, 26}: Midsummer, {2027, 11, 6}: AllSaints, {2027, 12, 24}: ChristmasEve, {2027, 12, 25}: Christmas, {2027, 12, 26}: SecondDay, {2027, 12, 31}: NewYearsEve,
	}
	for d := On(2027, time.January, 1); d.Year == 2027; d = d.Add(1) {
		if got := HolidayOn(d); got != want[d] {
			t.Errorf("%v: %q, want %q", d, got, want[d])
		}
	}
	if len(want) != len(Holidays) {
		t.Errorf("%d holidays are listed", len(Holidays))
	}
}

func TestDaysAreCountedAcrossSummerTimeAndYears(t *testing.T) {
	for d, n := On(2026, time.December, 1), 0; n < 800; n++ {
		later := d.Add(n)
		if d.Until(later) != n || later.Until(d) != -n || DayOf(later.Noon()) != later {
			t.Fatalf("%v + %d = %v", d, n, later)
		}
	}
	if w := On(2027, time.January, 3).Week(); w != 53 {
		t.Errorf("week %d", w)
	}
}

// FuzzParseDay: whatever is typed gives a real day or none, and a day written
// out is read back as itself.
func FuzzParseDay(f *testing.F) {
	for _, s := range []string{"2027-03-12", "12 mars", "12/3 -27", "fredag den 12 mars 2027", "29 feb", "\xff", "den den den", "0000-00-00", "１２/3"} {
		f.Add(s, 2027)
	}
	f.Fuzz(func(t *testing.T, s string, year int) {
		d, ok := ParseDay(s, year, swedish)
		if !ok {
			if !d.IsZero() {
				t.Fatalf("a day together with a refusal: %v", d)
			}
			return
		}
		if d.IsZero() {
			return
		}
		raw, err := d.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var again Day
		if err := again.UnmarshalText(raw); err != nil || again != d {
			t.Fatalf("%q became %v and then %v, %v", s, d, again, err)
		}
		if typed, ok := ParseDay(string(raw), 1, swedish); !ok || typed != d {
			t.Fatalf("%q is read as %v, %v", raw, typed, ok)
		}
	})
}
