package format

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"barnrost/app/transcript"
)

// f4 writes a time as f4transkript does, rounded to a tenth of a second.
func f4(ms int64) string {
	t := (ms + 50) / 100
	s := t / 10
	return fmt.Sprintf("#%02d:%02d:%02d-%d#", s/3600, s/60%60, s%60, t%10)
}

func writeRTF(w io.Writer, p transcript.Paper, turns []Turn, o Options) error {
	b := bufio.NewWriter(w)
	b.WriteString(`{\rtf1\ansi\ansicpg1252\uc1\deff0\deflang1053{\fonttbl{\f0\fswiss Arial;}}` + "\n")
	b.WriteString(`{\stylesheet{\s0\f0\fs22 Normal;}{\s1\outlinelevel0\b\f0\fs32 heading 1;}}\f0\fs22` + "\n")
	if p.Title != "" {
		b.WriteString(`{\pard\s1\outlinelevel0\sa240\b\fs32 ` + escapeRTF(p.Title) + `\par}` + "\n")
	}
	if p.Label != "" {
		b.WriteString(`{\pard\s1\outlinelevel0\sa240\b ` + escapeRTF(p.Label) + `\par}` + "\n")
	}
	for _, t := range turns {
		line := spoken(t)
		if o.Times {
			line = f4(t.Start) + " " + line
			if t.End != 0 {
				line += " " + f4(t.End)
			}
		}
		b.WriteString(`{\pard\sa120 ` + escapeRTF(line) + `\par}` + "\n")
	}
	b.WriteString("}\n")
	return b.Flush()
}

// inWindows reports whether Windows-1252 has a letter, which every reader knows.
func inWindows(r rune) bool {
	c, ok := charmap.Windows1252.EncodeRune(r)
	return ok && c >= 0x80 && charmap.Windows1252.DecodeByte(c) == r
}

// escapeRTF writes text as RTF 1.9.1 has it: letters of Windows-1252 as \'xx,
// others as \uN with a question mark for programs that know only ANSI, above
// U+FFFF as two of them.
func escapeRTF(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\' || r == '{' || r == '}':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\line `)
		case r == '\t':
			b.WriteString(`\tab `)
		case r < 0x80:
			b.WriteRune(r)
		case inWindows(r):
			c, _ := charmap.Windows1252.EncodeRune(r)
			fmt.Fprintf(&b, `\'%02x`, c)
		default:
			for _, u := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, `\u%d?`, int16(u))
			}
		}
	}
	return b.String()
}
