package format

import (
	"html"
	"regexp"
	"strings"

	"barnrost/app"
)

// cue is the line of a subtitle's times. Only its own clock is read: a hyphen
// and an angle bracket may stand in the words too.
var cue = regexp.MustCompile(`^\s*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})(\s.*)?$`)

// cueLine reports whether one of a file's first lines is such a line.
func cueLine(head string) bool {
	for i, line := range strings.Split(head, "\n") {
		if i == 3 {
			break
		}
		if cue.MatchString(line) {
			return true
		}
	}
	return false
}

var (
	// tag is a mark inside the words of a subtitle, with <v Name> told apart.
	tag = regexp.MustCompile(`<(/?)([a-zA-Z]*)([^<>]*)>|\{\\[^{}]*\}`)
	// voice is the name in it, behind the classes.
	voice = regexp.MustCompile(`^(?:\.[^\s]*)?\s+(.*)$`)
)

// blank stands for a line with nothing on it, which would end the subtitle.
const blank = "\u00a0"

// readCues reads WebVTT and SRT.
func readCues(s string, k Kind, left Left) ([]Turn, error) {
	var turns []Turn
	var c clock
	for _, block := range blocksOf(s) {
		at := -1
		for i, line := range block[:min(len(block), 2)] {
			if cue.MatchString(line) {
				at = i
				break
			}
		}
		if at < 0 {
			if first := block[0]; !strings.HasPrefix(first, "WEBVTT") && !strings.HasPrefix(first, "STYLE") && !strings.HasPrefix(first, "REGION") {
				left[LostNote]++
			}
			continue
		}
		m := cue.FindStringSubmatch(block[at])
		from, ok1 := c.one(m[1])
		to, ok2 := c.one(m[2])
		if !ok1 || !ok2 || to < from {
			return nil, app.Fail(app.CodeNotATranscript, nil)
		}
		if strings.TrimSpace(m[3]) != "" {
			left[LostPlace]++
		}
		lines := block[at+1:]
		for i, l := range lines {
			if l == blank || k == VTT && l == "&nbsp;" {
				lines[i] = ""
			}
		}
		turns = append(turns, voices(strings.Join(lines, "\n"), k, from, to, left)...)
	}
	return turns, nil
}

func (c clock) one(s string) (int64, bool) {
	from, _, n := clock{short: true}.leading(strings.Replace(s, ",", ".", 1))
	return from, n > 0
}

// blocksOf cuts a file at its empty lines.
func blocksOf(s string) (blocks [][]string) {
	open := false
	for _, line := range strings.Split(s, "\n") {
		switch {
		case line == "":
			open = false
		case open:
			blocks[len(blocks)-1] = append(blocks[len(blocks)-1], line)
		default:
			blocks, open = append(blocks, []string{line}), true
		}
	}
	return blocks
}

// voices are the turns of one subtitle: one, or in WebVTT one for each voice.
func voices(s string, k Kind, from, to int64, left Left) []Turn {
	turns := []Turn{{Timed: true, Start: from, End: to}}
	var b strings.Builder
	end := func() {
		t := &turns[len(turns)-1]
		t.Text = b.String()
		if k == VTT {
			t.Text = html.UnescapeString(t.Text)
		}
		b.Reset()
	}
	for at := 0; ; {
		m := tag.FindStringSubmatchIndex(s[at:])
		if m == nil {
			b.WriteString(s[at:])
			break
		}
		b.WriteString(s[at : at+m[0]])
		name, word, closing := "", "", false
		if m[4] >= 0 {
			closing = m[3] > m[2]
			word, name = s[at+m[4]:at+m[5]], s[at+m[6]:at+m[7]]
		}
		switch v := voice.FindStringSubmatch(name); {
		case word == "v" && !closing && k == VTT:
			if strings.TrimSpace(b.String()) != "" {
				end()
				turns = append(turns, Turn{Timed: true, Start: from, End: to})
			} else {
				b.Reset()
			}
			if v != nil {
				t := &turns[len(turns)-1]
				t.Name = strings.TrimSpace(html.UnescapeString(v[1]))
				t.Mark = t.Name + ": "
			}
		case word == "v" && k == VTT:
		case k == SRT && !known(word) && m[4] >= 0, k == VTT && m[4] < 0:
			b.WriteString(s[at+m[0] : at+m[1]]) // no mark of this form
		case !closing:
			left[LostStyle]++
		}
		at += m[1]
	}
	end()
	for i := range turns {
		t := &turns[i]
		if m := nameIn(t.Text); k == SRT && m != "" {
			t.Name, t.Mark = strings.TrimSpace(strings.TrimRight(m, ": \t")), m
			t.Text = t.Text[len(m):]
		}
		t.Text = strings.TrimSpace(t.Text)
	}
	return turns
}

// known are the marks that subtitles have.
func known(word string) bool {
	switch strings.ToLower(word) {
	case "b", "i", "u", "s", "font":
		return true
	}
	return false
}

// nameIn is the name that s begins with, with what parts it from the text.
func nameIn(s string) string {
	if m := name.FindStringIndex(s); m != nil {
		return s[:m[1]]
	}
	return ""
}
