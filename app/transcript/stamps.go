package transcript

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// stampForm is a time as it stands in brackets in the text, alone or with a word
// before it: [0:12:34], [12:34], [00:12:34.5], [ohörbart 00:12:34]; and f4's
// #00:12:34-5#.
var stampForm = regexp.MustCompile(`\[(?:[\p{L} ]* )?((?:\d{1,3}:)?\d{1,2}:\d{2})(?:[.,](\d{1,3}))?\]|#(\d{1,3}:\d{2}:\d{2})-(\d)#`)

// stampIn is one of them: where it stands, in bytes, and the time.
type stampIn struct {
	from, to int
	ms       int64
}

func stampsIn(text string) []stampIn {
	if !strings.ContainsAny(text, "[#") {
		return nil
	}
	var list []stampIn
	for _, at := range stampForm.FindAllStringSubmatchIndex(text, -1) {
		group := func(n int) string {
			if at[2*n] < 0 {
				return ""
			}
			return text[at[2*n]:at[2*n+1]]
		}
		if ms, ok := parseStamp(group(1)+group(3), group(2)+group(4)); ok {
			list = append(list, stampIn{at[0], at[1], ms})
		}
	}
	return list
}

// parseStamp reads h:mm:ss or m:ss and the digits after the decimal sign.
func parseStamp(clock, fraction string) (ms int64, ok bool) {
	for i, part := range strings.Split(clock, ":") {
		n, err := strconv.ParseInt(part, 10, 32)
		if err != nil || i > 0 && n > 59 {
			return 0, false
		}
		ms = ms*60 + n
	}
	ms *= 1000
	if fraction != "" {
		n, err := strconv.ParseInt((fraction + "00")[:3], 10, 32)
		if err != nil {
			return 0, false
		}
		ms += n
	}
	return ms, ms <= MaxMillis
}

// TimeMark writes a time as it is put into the text: [0:12:34].
func TimeMark(ms int64) string { return "[" + shortStamp(ms) + "]" }

// shortStamp writes 0:12:34.
func shortStamp(ms int64) string {
	s := max(ms, 0) / 1000
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// TimeAt returns the time of the time mark that code point pos of text lies in
// or touches.
func TimeAt(text string, pos int) (ms int64, ok bool) {
	at := byteAt(text, pos)
	for _, s := range stampsIn(text) {
		if s.from <= at && at <= s.to {
			ms, ok = s.ms, true // of two that meet, the one the caret stands before
		}
	}
	return ms, ok
}

// TimeMarks returns where the time marks of text stand, in code points.
func TimeMarks(text string) (spans [][2]int) {
	for _, s := range stampsIn(text) {
		from := utf8.RuneCountInString(text[:s.from])
		spans = append(spans, [2]int{from, from + utf8.RuneCountInString(text[s.from:s.to])})
	}
	return spans
}
