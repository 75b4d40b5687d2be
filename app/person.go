package app

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Role is a person's part in the year's work.
type Role string

// The roles that this version knows.
const (
	RoleWorker    Role = "socialsekreterare"
	RoleSupporter Role = "processtodjare"
	RoleManager   Role = "enhetschef"
)

// Roles lists the roles in the order a person chooses them.
var Roles = []Role{RoleWorker, RoleSupporter, RoleManager}

// Language is a language of the program's own words.
type Language string

// The languages: Swedish is the source, English is complete.
const (
	Swedish Language = "sv"
	English Language = "en"
)

// Profile is the person who owns a vault.
type Profile struct {
	Name     string   `json:"name"`
	Role     Role     `json:"role"`
	Unit     string   `json:"unit"`
	Language Language `json:"language"`
}

// maxName is the longest name accepted, in code points: long enough for any
// real name, short enough for a card that is read aloud.
const maxName = 80

// CheckName returns name with outer space trimmed and inner runs of space
// folded, or [CodeNameEmpty] or [CodeNameAbsurd] (control characters, no
// letter at all, longer than 80 code points).
func CheckName(name string) (string, error) {
	if !utf8.ValidString(name) {
		return "", Fail(CodeNameAbsurd, nil)
	}
	for _, r := range name {
		if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return "", Fail(CodeNameAbsurd, nil)
		}
	}
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		return "", Fail(CodeNameEmpty, nil)
	}
	if utf8.RuneCountInString(name) > maxName || !strings.ContainsFunc(name, unicode.IsLetter) {
		return "", Fail(CodeNameAbsurd, nil)
	}
	return name, nil
}
