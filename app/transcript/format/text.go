package format

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"barnrost/app/transcript"
)

// crlf ends a line of TXT and SRT.
const crlf = "\r\n"

// spoken is a turn's text with its speaker's word before it.
func spoken(t Turn) string {
	if t.Name == "" {
		return t.Text
	}
	return t.Name + ": " + t.Text
}

// headLines are a paper's title and label.
func headLines(p transcript.Paper) (lines []string) {
	for _, s := range []string{p.Title, p.Label} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}

func writeTXT(w io.Writer, p transcript.Paper, turns []Turn, o Options) error {
	b := bufio.NewWriter(w)
	for _, line := range headLines(p) {
		b.WriteString(line + crlf)
	}
	if len(headLines(p)) > 0 {
		b.WriteString(crlf)
	}
	for _, t := range turns {
		line := spoken(t)
		if o.Times {
			line = span(t) + " " + line
		}
		b.WriteString(strings.ReplaceAll(line, "\n", crlf+"\t") + crlf)
	}
	return b.Flush()
}

// ends gives each turn an end: its own, the start of the next, or a while that
// its words take.
func ends(turns []Turn, i int) int64 {
	t := turns[i]
	switch {
	case t.End > t.Start:
		return t.End
	case t.End == 0 && i+1 < len(turns) && turns[i+1].Start > t.Start:
		return turns[i+1].Start
	case t.End != 0:
		return t.End
	}
	const least, letter = 1_000, 60 // ms; some 17 letters a second are read aloud
	return t.Start + least + int64(len(t.Text))*letter
}

// unbroken fills empty lines, which would end a subtitle.
func unbroken(s, fill string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if l == "" {
			lines[i] = fill
		}
	}
	return strings.Join(lines, "\n")
}

// escapeVTT writes what would be a mark as the letters it is.
// Source: W3C, WebVTT, section 4.2.2.
var escapeVTT = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func writeVTT(w io.Writer, p transcript.Paper, turns []Turn) error {
	b := bufio.NewWriter(w)
	b.WriteString("WEBVTT")
	if p.Title != "" {
		b.WriteString(" - " + strings.ReplaceAll(p.Title, "-->", "->"))
	}
	b.WriteString("\n\n")
	if p.Label != "" {
		b.WriteString("NOTE " + strings.ReplaceAll(p.Label, "-->", "->") + "\n\n")
	}
	for i, t := range turns {
		b.WriteString(stamp(t.Start, ".") + " --> " + stamp(ends(turns, i), ".") + "\n")
		if t.Name != "" {
			b.WriteString("<v " + escapeVTT.Replace(t.Name) + ">")
		}
		b.WriteString(unbroken(escapeVTT.Replace(t.Text), "&nbsp;") + "\n\n")
	}
	return b.Flush()
}

func writeSRT(w io.Writer, turns []Turn) error {
	b := bufio.NewWriter(w)
	for i, t := range turns {
		b.WriteString(strconv.Itoa(i+1) + crlf + stamp(t.Start, ",") + " --> " + stamp(ends(turns, i), ",") + crlf)
		b.WriteString(strings.ReplaceAll(unbroken(spoken(t), blank), "\n", crlf) + crlf + crlf)
	}
	return b.Flush()
}
