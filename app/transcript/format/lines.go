package format

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"barnrost/app/transcript"
)

// para is a paragraph of a file: its text, with line breaks, or the cells of a
// row of a table.
type para struct {
	text    string
	cells   []string
	heading bool
}

// name is who speaks, before a colon.
var name = regexp.MustCompile(`^(\p{L}[\p{L}\p{N} .'’_/-]{0,29}):(?:[ \t]|$)`)

// said is the dash of the model's printed example: "Barn- ja".
var said = regexp.MustCompile(`^(?i)(socialsekreterare|intervjuare|barn|tolk|annan)[-–—] ?`)

// turnsIn makes turns of paragraphs. In a file where some paragraphs begin with
// a time or a name, the others go on with the turn before them; in any other
// file each paragraph is a turn.
func turnsIn(paras []para, left Left) []Turn {
	c := newClock(paras)
	var turns []Turn
	marked := false
	for _, p := range paras {
		t, _, ok := c.turn(p)
		marked = marked || ok && (t.Timed || t.Name != "")
	}
	began := false
	var last int64 // the end mark before, in files that have only those
	for _, p := range paras {
		if p.heading {
			left[LostHeading]++
			continue
		}
		t, end, ok := c.turn(p)
		begins := ok && (t.Timed || t.Name != "") || !marked
		switch {
		case !marked && strings.TrimSpace(p.text) == "":
			continue
		case c.trailing && !t.Timed && end.ok:
			t.Timed, t.Start, t.End = true, last, max(end.at, last)
			last, begins = t.End, true
		case end.ok && t.Timed && end.at >= t.Start:
			t.End = end.at
		case end.ok:
			t.Text += end.was
		}
		switch {
		case begins || len(turns) == 0 && strings.TrimSpace(t.Text) != "":
			turns = append(turns, t)
			began = true
		case began:
			goOn(&turns[len(turns)-1].Text, t.Text)
		}
	}
	for i := range turns {
		turns[i].Text = strings.TrimSpace(turns[i].Text)
	}
	if c.frames {
		left[LostFrames]++
	}
	return turns
}

// turn reads one paragraph.
func (c clock) turn(p para) (t Turn, end mark, ok bool) {
	if p.cells != nil {
		return c.row(p.cells), mark{}, true
	}
	rest := strings.TrimLeft(p.text, " \t\u00a0")
	if from, to, n := c.leading(rest); n > 0 {
		t.Timed, t.Start, t.End = true, from, to
		rest = strings.TrimLeft(rest[n:], " \t\u00a0")
	}
	if m := name.FindStringSubmatchIndex(rest); m != nil {
		t.Name, t.Mark = strings.TrimSpace(rest[m[2]:m[3]]), rest[:m[1]]
		rest = rest[m[1]:]
		if from, to, n := c.leading(rest); n > 0 && !t.Timed {
			t.Timed, t.Start, t.End = true, from, to
			rest = rest[n:]
		}
	} else if m := said.FindStringSubmatchIndex(rest); m != nil {
		t.Name, t.Mark = rest[m[2]:m[3]], rest[:m[1]]
		rest = rest[m[1]:]
	}
	t.Text, end = c.ending(rest)
	return t, end, true
}

// row reads a row of a table: time, name and text, or two of them.
func (c clock) row(cells []string) (t Turn) {
	if from, to, n := c.leading(cells[0]); n > 0 && strings.TrimSpace(cells[0][n:]) == "" {
		t.Timed, t.Start, t.End = true, from, to
		cells = cells[1:]
	}
	if len(cells) > 1 && utf8.RuneCountInString(cells[0]) <= transcript.MaxName {
		t.Name = transcript.CleanName(strings.TrimSuffix(strings.TrimSpace(cells[0]), ":"))
		cells = cells[1:]
		if t.Name != "" {
			t.Mark = t.Name + ": "
		}
	}
	t.Text = strings.Join(cells, " ")
	return t
}

// readTXT cuts a text file into paragraphs: a line each, a line that begins with
// a tab going on with the one above. Where no line begins with a time or a name
// and blank lines part the text, what stands between them is a paragraph.
func readTXT(s string) []para {
	var paras []para
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	for _, line := range lines {
		if rest, on := strings.CutPrefix(line, "\t"); on && len(paras) > 0 {
			goOn(&paras[len(paras)-1].text, rest)
			continue
		}
		paras = append(paras, para{text: line})
	}
	c := newClock(paras)
	first := -1
	for i, p := range paras {
		if t, end, _ := c.turn(p); t.Timed || t.Name != "" || end.ok {
			first = i
			break
		}
	}
	if first < 0 {
		return blocks(paras)
	}
	// A few lines and a blank one before the first utterance are a title.
	if first > 0 && first <= titleLines && strings.TrimSpace(paras[first-1].text) == "" {
		for i := range first {
			paras[i].heading = strings.TrimSpace(paras[i].text) != ""
		}
	}
	return paras
}

// titleLines is the most lines that are taken for a title.
const titleLines = 6

// blocks joins lines that no blank line parts, if any do.
func blocks(lines []para) []para {
	var out []para
	parted := false
	for i, l := range lines {
		blank := strings.TrimSpace(l.text) == ""
		parted = parted || blank && i > 0
		switch {
		case blank:
			out = append(out, para{})
		case len(out) > 0 && out[len(out)-1].text != "":
			goOn(&out[len(out)-1].text, l.text)
		default:
			out = append(out, l)
		}
	}
	if !parted {
		return lines
	}
	return out
}

// goOn adds a line to a text, until that is longer than an utterance may be: it
// is refused in the end, and a hostile file must not take minutes before that.
func goOn(text *string, line string) {
	if len(*text) <= transcript.MaxText {
		*text += "\n" + line
	}
}
