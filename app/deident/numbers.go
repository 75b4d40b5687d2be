package deident

import (
	"regexp"
	"strings"
)

// A personal number as people write it: with or without the century, with a
// hyphen, a plus (from a hundred years on), a dash or a space, or nothing.
var number = regexp.MustCompile(`(?:(?:18|19|20)[ ]?)?[0-9]{2}[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[-+–‑−]?[ ]?[0-9]{4}`)

// numbers finds personnummer and samordningsnummer whose date can be and whose
// check digit is right.
func numbers(text string) []span {
	if !strings.ContainsAny(text, figures) {
		return nil
	}
	return matches(Number, number, text, isNumber)
}

const figures = "0123456789"

func isNumber(s string) bool {
	d := digits(s)
	if len(d) == 12 {
		d = d[2:]
	}
	return len(d) == 10 && isDate(d[2:6]) && luhn(d)
}

// isDate reports whether mmdd is a day. A samordningsnummer has 60 added to the
// day.
func isDate(mmdd string) bool {
	two := func(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }
	month, day := two(mmdd[:2]), two(mmdd[2:])
	if day > 60 {
		day -= 60
	}
	return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// luhn is the check of the ten figures: every second one doubled, their cross
// sums added, a multiple of ten (Skatteverket, SKV 704).
func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		n := int(d[i] - '0')
		if (len(d)-i)%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

var (
	email = regexp.MustCompile(`[\p{L}\p{N}](?:[\p{L}\p{N}._%+-]{0,63})@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*\.\p{L}{2,24}`)
	// A number that begins as Swedish ones do, in groups, 8 to 11 figures long.
	phone = regexp.MustCompile(`(?:(?:\+|00)46[ -]?(?:\(0\)[ -]?)?|0)[1-9][0-9]{0,3}[ ]?[-–/]?[ ]?[0-9]{2,8}(?:[ -]?[0-9]{2,4}){0,4}`)
)

func emails(text string) []span {
	if !strings.Contains(text, "@") {
		return nil
	}
	return matches(Email, email, text, nil)
}

func phones(text string) []span {
	if !strings.ContainsAny(text, figures) {
		return nil
	}
	return matches(Phone, phone, text, isPhone)
}

func isPhone(s string) bool {
	n := len(digits(s))
	if s[0] != '0' || s[1] == '0' { // with the country's number
		return n >= 9 && n <= 15
	}
	return n >= 8 && n <= 11
}
