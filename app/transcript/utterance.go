package transcript

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits that keep a damaged or hostile file from filling the memory. An
// interview of 50 minutes is 45,000 characters in 700 utterances.
const (
	MaxUtterances = 100_000
	MaxText       = 1 << 20              // bytes in one utterance
	MaxMillis     = 7 * 24 * 3600 * 1000 // a week of sound
)

// Utterance is one turn of one speaker.
type Utterance struct {
	ID      uint64 // unique and never reused within a document; not 0
	Speaker Speaker
	Start   int64 // milliseconds
	End     int64 // milliseconds, not before Start; 0 when it is not known
	Text    string
}

var errUtterance = errors.New("transcript: an utterance that cannot be")

func (u Utterance) check() error {
	switch {
	case u.ID == 0:
		return fmt.Errorf("%w: no id", errUtterance)
	case !u.Speaker.Valid():
		return fmt.Errorf("%w: unknown speaker", errUtterance)
	case !timesOK(u.Start, u.End):
		return fmt.Errorf("%w: its times", errUtterance)
	case !textOK(u.Text):
		return fmt.Errorf("%w: its text", errUtterance)
	}
	return nil
}

func timesOK(start, end int64) bool {
	return start >= 0 && start <= MaxMillis && end <= MaxMillis && (end == 0 || end >= start)
}

func textOK(s string) bool { return len(s) <= MaxText && Clean(s) == s }

// Clean returns s as a document holds text: valid UTF-8, every kind of line
// end as \n, and no control characters but \n and \t. Letters, combining marks
// and joined emoji pass unchanged, code point by code point.
func Clean(s string) string {
	if clean(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return '\n'
		case unicode.Is(unicode.Cc, r) || r == '\uFEFF':
			return -1
		}
		return r
	}, s)
}

func clean(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r == '\n' || r == '\t' {
			continue
		}
		if r < ' ' || r >= 0x7f && r <= 0x9f || r == '\u2028' || r == '\u2029' || r == '\uFEFF' {
			return false
		}
	}
	return true
}

// byteAt returns the byte offset of code point pos in s, or -1 if s is
// shorter. Position len is the end.
func byteAt(s string, pos int) int {
	if pos < 0 {
		return -1
	}
	for i := range s {
		if pos == 0 {
			return i
		}
		pos--
	}
	if pos == 0 {
		return len(s)
	}
	return -1
}
