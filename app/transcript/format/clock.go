package format

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"barnrost/app/transcript"
)

// digits is a time as it stands in files: hours may be missing, the fraction
// follows a dot, a comma, or as in f4 and in films a hyphen, a colon or a
// semicolon.
const digits = `(\d{1,3}:)?(\d{1,2}):(\d{2})(?:([.,:;-])(\d{1,3}))?`

var (
	// bracketed is a time, or a start and an end, in one of the usual signs:
	// [ ] ( ) { } < > and f4's # #.
	bracketed = regexp.MustCompile(`^\s*[\[({<#]\s*` + digits + `(?:\s*(?:-->|--|[–—-])\s*` + digits + `)?\s*[\])}>#]:?`)
	// bare is one with no sign around it.
	bare = regexp.MustCompile(`^\s*` + digits + `(?:\s*(?:-->|[–—])\s*` + digits + `)?(?:[ \t\x{a0}]|$)`)
	// last is one at the end.
	last = regexp.MustCompile(`\s*[\[({<#]` + digits + `[\])}>#]\s*$`)
	// pictures are two digits behind the seconds, which InqScribe counts as
	// pictures of a film.
	pictures = regexp.MustCompile(`[\[({]\d{1,3}:\d{2}:\d{2}([.:;])(\d{2})[\])}]`)
)

// fewFractions is how many fractions must all be below 30 before they are taken
// for pictures: by chance that happens to one file in 1,300.
const (
	fewFractions = 6
	perSecond    = 30
)

// clock reads a file's times.
type clock struct {
	frames   bool // two digits count pictures
	short    bool // a bare m:ss is a time: most lines have one
	trailing bool // times stand behind what they tell of, and only there
}

func newClock(paras []para) clock {
	var c clock
	fractions, below, colons, bares, tails, heads, filled := 0, 0, 0, 0, 0, 0, 0
	for _, p := range paras {
		for _, m := range pictures.FindAllStringSubmatch(p.text, -1) {
			fractions++
			if m[2] < "30" {
				below++
			}
			if m[1] != "." {
				colons++
			}
		}
		if strings.TrimSpace(p.text) == "" || p.heading {
			continue
		}
		filled++
		if m := bare.FindStringSubmatch(p.text); m != nil && m[1] == "" {
			bares++
		}
		if bracketed.MatchString(p.text) {
			heads++
		}
		if last.MatchString(p.text) {
			tails++
		}
	}
	c.frames = fractions > 0 && below == fractions && (fractions >= fewFractions || colons == fractions)
	c.short = bares >= 3 && 2*bares >= filled
	c.trailing = tails > 0 && heads == 0 && 3*tails >= filled
	return c
}

// leading returns the time, or times, that s begins with, and their length in
// bytes; 0 if there is none.
func (c clock) leading(s string) (from, to int64, n int) {
	form := bracketed
	m := form.FindStringSubmatchIndex(s)
	if m == nil {
		form = bare
		if m = form.FindStringSubmatchIndex(s); m == nil {
			return 0, 0, 0
		}
	}
	g := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return s[m[2*i]:m[2*i+1]]
	}
	if form == bare && g(1) == "" && !c.short && g(7) == "" {
		return 0, 0, 0
	}
	from, ok := c.millis(g(1), g(2), g(3), g(4), g(5))
	if !ok {
		return 0, 0, 0
	}
	if g(7) != "" {
		if to, ok = c.millis(g(6), g(7), g(8), g(9), g(10)); !ok || to < from {
			return 0, 0, 0
		}
	}
	return from, to, m[1]
}

// mark is a time behind a paragraph.
type mark struct {
	at  int64
	ok  bool
	was string
}

// ending takes the time off the end of s: f4's sign always, others where all
// times stand there.
func (c clock) ending(s string) (string, mark) {
	m := last.FindStringSubmatchIndex(s)
	if m == nil || !c.trailing && !strings.HasSuffix(strings.TrimSpace(s), "#") {
		return s, mark{}
	}
	g := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return s[m[2*i]:m[2*i+1]]
	}
	at, ok := c.millis(g(1), g(2), g(3), g(4), g(5))
	if !ok {
		return s, mark{}
	}
	return s[:m[0]], mark{at, true, s[m[0]:]}
}

// millis reads a time's parts.
func (c clock) millis(h, m, s, sign, fraction string) (int64, bool) {
	var ms int64
	for _, part := range []string{strings.TrimSuffix(h, ":"), m, s} {
		n, _ := strconv.ParseInt("0"+part, 10, 32)
		ms = ms*60 + n
	}
	if h != "" && m > "59" && len(m) == 2 || s > "59" {
		return 0, false
	}
	ms *= 1000
	n, _ := strconv.ParseInt("0"+fraction, 10, 32)
	switch {
	case c.frames && len(fraction) == 2 && sign != "-" && sign != ",", len(fraction) == 2 && (sign == ":" || sign == ";") && n < perSecond:
		ms += n * 1000 / perSecond
	case fraction != "":
		n, _ = strconv.ParseInt((fraction + "00")[:3], 10, 32)
		ms += n
	}
	return ms, ms <= transcript.MaxMillis
}

// stamp writes hh:mm:ss and the milliseconds behind sign.
func stamp(ms int64, sign string) string {
	s := ms / 1000
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", s/3600, s/60%60, s%60, sign, ms%1000)
}

// span writes a turn's times as TXT has them.
func span(t Turn) string {
	if t.End == 0 {
		return "[" + stamp(t.Start, ".") + "]"
	}
	return "[" + stamp(t.Start, ".") + " --> " + stamp(t.End, ".") + "]"
}
