package round

import "time"

// Holiday names a day on which nobody in Sweden expects an office to be open.
// Its words lie under holiday.<holiday>.
type Holiday string

// The public holidays by lag (1989:253) om allmänna helgdagar, with the three
// eves that working life treats as such.
const (
	NewYear       Holiday = "newyear"
	Epiphany      Holiday = "epiphany"
	GoodFriday    Holiday = "goodfriday"
	EasterSunday  Holiday = "easter"
	EasterMonday  Holiday = "eastermonday"
	FirstOfMay    Holiday = "firstofmay"
	Ascension     Holiday = "ascension"
	Whitsun       Holiday = "whitsun"
	NationalDay   Holiday = "nationalday"
	MidsummerEve  Holiday = "midsummereve"
	Midsummer     Holiday = "midsummer"
	AllSaints     Holiday = "allsaints"
	ChristmasEve  Holiday = "christmaseve"
	Christmas     Holiday = "christmas"
	SecondDay     Holiday = "secondday"
	NewYearsEve   Holiday = "newyearseve"
	noHoliday     Holiday = ""
	easterToWhite         = 49 // days from Easter to Whitsun
)

// Holidays lists them in the order of the year.
var Holidays = []Holiday{NewYear, Epiphany, GoodFriday, EasterSunday, EasterMonday, FirstOfMay, Ascension, Whitsun, NationalDay,
	MidsummerEve, Midsummer, AllSaints, ChristmasEve, Christmas, SecondDay, NewYearsEve}

// Easter is Easter Sunday of a year in the Gregorian calendar, by the way of
// counting published anonymously in Nature, 20 April 1876.
func Easter(year int) Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return On(year, time.Month(n/31), n%31+1)
}

// saturdayFrom is the first Saturday on or after a day.
func saturdayFrom(d Day) Day { return d.Add((int(time.Saturday-d.Weekday()) + 7) % 7) }

// fixed are the holidays that have their date.
var fixed = map[[2]int]Holiday{
	{1, 1}: NewYear, {1, 6}: Epiphany, {5, 1}: FirstOfMay, {6, 6}: NationalDay,
	{12, 24}: ChristmasEve, {12, 25}: Christmas, {12, 26}: SecondDay, {12, 31}: NewYearsEve,
}

// HolidayOn tells which holiday a day is, "" for none.
func HolidayOn(d Day) Holiday {
	if h := fixed[[2]int{int(d.Month), d.Date}]; h != noHoliday {
		return h
	}
	switch Easter(d.Year).Until(d) {
	case -2:
		return GoodFriday
	case 0:
		return EasterSunday
	case 1:
		return EasterMonday
	case 39:
		return Ascension
	case easterToWhite:
		return Whitsun
	}
	midsummer := saturdayFrom(On(d.Year, time.June, 20))
	switch d {
	case midsummer.Add(-1):
		return MidsummerEve
	case midsummer:
		return Midsummer
	case saturdayFrom(On(d.Year, time.October, 31)):
		return AllSaints
	}
	return noHoliday
}

// working reports whether a day is neither a holiday nor of a weekend.
func working(d Day) bool {
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday && HolidayOn(d) == noHoliday
}
