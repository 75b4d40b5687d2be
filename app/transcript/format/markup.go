package format

import (
	"html"
	"strconv"
	"strings"

	"barnrost/app/transcript"
)

// blockTags begin and end a paragraph.
var blockTags = map[string]bool{"p": true, "div": true, "li": true, "h1": true, "h2": true, "h3": true, "h4": true, "tr": true, "table": true,
	"ul": true, "ol": true, "section": true, "article": true, "main": true, "blockquote": true, "body": true, "dd": true, "dt": true, "pre": true}

// tokens is what readMarkup knows of where it is.
type tokens struct {
	left  Left
	paras []para
	text  strings.Builder
	cells []string
	row   bool
	head  bool // inside a heading, or a head of a table
	pre   bool
	stamp bool // inside oTranscribe's time, whose words are written from its number
}

// readMarkup reads HTML as far as a transcript needs it: paragraphs, line breaks,
// rows of tables, oTranscribe's times. Scripts, styles and titles are no text.
// Every byte is looked at once.
func readMarkup(s string, left Left) ([]para, error) {
	t := &tokens{left: left}
	for s != "" {
		at := strings.IndexByte(s, '<')
		if at != 0 {
			if at < 0 {
				at = len(s)
			}
			t.words(s[:at])
			s = s[at:]
			continue
		}
		if rest, ok := strings.CutPrefix(s, "<!--"); ok {
			_, s, _ = strings.Cut(rest, "-->")
			continue
		}
		if len(s) < 2 || !isLetter(s[1]) && s[1] != '/' && s[1] != '!' && s[1] != '?' {
			t.words("<")
			s = s[1:]
			continue
		}
		n := tagEnd(s)
		name, attrs := tagName(s[1:n])
		s = s[min(n+1, len(s)):]
		switch name {
		case "script", "style", "title", "head":
			if name != "head" {
				s = skipTo(s, "</"+name)
			}
			continue
		}
		t.tag(name, attrs)
	}
	t.end()
	return t.paras, nil
}

// tagEnd is where the tag that s begins with ends: at > outside quotes.
func tagEnd(s string) int {
	var quote byte
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return i
		case (c == '"' || c == '\'') && s[i-1] == '=':
			quote = c
		}
	}
	return len(s)
}

func tagName(s string) (name, attrs string) {
	s = strings.TrimSuffix(s, "/")
	name, attrs = s, ""
	if i := strings.IndexAny(s, " \t\n"); i >= 0 {
		name, attrs = s[:i], s[i:]
	}
	return strings.ToLower(name), attrs
}

// skipTo passes over all up to the tag that begins with end.
func skipTo(s, end string) string {
	for i := 0; i+len(end) <= len(s); i++ {
		if s[i] == '<' && strings.EqualFold(s[i:i+len(end)], end) {
			return s[i:]
		}
	}
	return ""
}

func isLetter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }

// attr returns an attribute's value.
func attr(attrs, name string) string {
	_, rest, ok := strings.Cut(attrs, name+`="`)
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, `"`)
	return html.UnescapeString(value)
}

// words is text between tags. Space of any kind but the no-break one is one blank,
// except where it is kept.
func (t *tokens) words(s string) {
	if t.stamp {
		return
	}
	if !t.pre {
		lead := strings.TrimLeft(s, " \t\n\r\f") != s
		tail := strings.TrimRight(s, " \t\n\r\f") != s
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' }), " ")
		if lead && (s != "" || t.text.Len() > 0) {
			s = " " + s
		}
		if tail && strings.TrimSpace(s) != "" {
			s += " "
		}
	}
	t.text.WriteString(html.UnescapeString(s)) // only now: a tab that was written as one stays
}

func (t *tokens) tag(tag, attrs string) {
	name, closing := strings.CutPrefix(tag, "/")
	switch {
	case name == "br" || name == "br/":
		t.text.WriteByte('\n')
	case name == "img" || name == "svg" || name == "video" || name == "audio":
		if !closing {
			t.left[LostPicture]++
		}
	case name == "span" && closing:
		t.stamp = false
	case name == "span" && strings.Contains(attr(attrs, "class"), "timestamp"):
		if s, err := strconv.ParseFloat(attr(attrs, "data-timestamp"), 64); err == nil && s >= 0 && s*1000 <= transcript.MaxMillis {
			t.text.WriteString("[" + stamp(int64(s*1000+0.5), ".") + "]")
			t.stamp = true
		}
	case name == "td" || name == "th":
		t.head = name == "th" && !closing
		if closing {
			t.cells = append(t.cells, t.taken())
			if name == "th" {
				t.row = false
			}
		} else {
			t.text.Reset()
			t.row = name == "td"
		}
	case name == "tr":
		if closing && t.row && len(t.cells) > 0 {
			t.paras = append(t.paras, para{cells: t.cells})
		}
		t.cells, t.row = nil, false
		t.text.Reset()
	case t.row && blockTags[name]:
		if !closing && t.text.Len() > 0 {
			t.text.WriteByte('\n')
		}
	case blockTags[name]:
		t.end()
		t.head = !closing && (strings.HasPrefix(name, "h") || attr(attrs, "class") == "label")
		t.pre = !closing && (name == "pre" || attr(attrs, "class") == "utterance")
	case name == "a" && !closing && attr(attrs, "href") != "":
		t.left[LostLink]++
	case (name == "b" || name == "strong" || name == "i" || name == "em" || name == "u" || name == "font") && !closing && attr(attrs, "class") != "speaker":
		t.left[LostStyle]++
	}
}

func (t *tokens) taken() string {
	s := transcript.Clean(t.text.String())
	t.text.Reset()
	t.stamp = false
	if t.pre {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(strings.TrimPrefix(l, " "), " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

func (t *tokens) end() {
	s := t.taken()
	if strings.TrimSpace(s) != "" {
		t.paras = append(t.paras, para{text: s, heading: t.head})
	}
	t.head, t.pre = false, false
}
