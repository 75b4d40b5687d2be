package transcript

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Piece is a stretch of one utterance on its way from one place to another.
type Piece struct {
	Speaker    Speaker // "" when nobody is named: plain text
	Text       string
	Begins     bool // it holds its utterance from its first letter
	Timed      bool // Start and End are known
	Start, End int64
}

// Pieces returns what lies between two places, one piece an utterance.
func (d *Document) Pieces(from, to Place) []Piece {
	c, err := d.cut(from, to)
	if err != nil {
		return nil
	}
	var list []Piece
	for i := c.i; i <= c.j; i++ {
		u, a, b := d.utts[i], 0, len(d.utts[i].Text)
		if i == c.i {
			a = c.a
		}
		if i == c.j {
			b = c.b
		}
		list = append(list, Piece{u.Speaker, u.Text[a:b], a == 0, true, u.Start, u.End})
	}
	return list
}

// FormatPieces writes pieces as text that is readable anywhere: several as one
// line each, "Speaker: text", a single one as its text alone.
func FormatPieces(list []Piece, word func(Speaker) string) string {
	if len(list) == 1 {
		return list[0].Text
	}
	lines := make([]string, 0, len(list))
	for _, p := range list {
		lines = append(lines, word(p.Speaker)+": "+p.Text)
	}
	return strings.Join(lines, "\n")
}

// longestName is the longest word before a colon that is asked about, in code
// points.
const longestName = 40

// ParsePieces reads text from anywhere. A line that begins with a speaker whom
// speaker knows, and a colon, begins a piece; other lines belong to the piece
// before them. Text without such a line is one piece with its lines kept.
func ParsePieces(text string, speaker func(word string) (Speaker, bool)) []Piece {
	lines := strings.Split(strings.TrimRight(CleanPaste(text), "\n"), "\n")
	var list []Piece
	var said []string // the lines of the piece that is being read
	end := func() {
		if n := len(list); n > 0 {
			list[n-1].Text = strings.Join(said, "\n")
		}
	}
	for n, line := range lines {
		if name, rest, ok := strings.Cut(line, ":"); ok && utf8.RuneCountInString(name) <= longestName {
			if s, known := speaker(strings.TrimSpace(name)); known {
				end()
				list, said = append(list, Piece{Speaker: s, Begins: true}), []string{strings.TrimSpace(rest)}
				continue
			}
		}
		if n == 0 {
			list = append(list, Piece{})
		}
		said = append(said, line)
	}
	end()
	if len(list) > 1 { // blank lines between speakers are air, not text
		for i := range list {
			list[i].Text = strings.Trim(list[i].Text, "\n")
		}
		list = slices.DeleteFunc(list, func(p Piece) bool { return p.Speaker == "" && p.Text == "" })
	}
	return list
}

// Paste puts pieces in place of everything between two places, as one step,
// and returns the caret behind them. A piece of somebody else's that holds its
// utterance from the start becomes an utterance of its own, with its times as
// far as its neighbours' allow; other text joins the utterance it comes into.
func (d *Document) Paste(from, to Place, list []Piece) (Place, error) {
	c, err := d.cut(from, to)
	if err != nil || len(list) == 0 {
		return c.from, err
	}
	for i := range list {
		list[i].Text = Clean(list[i].Text)
	}
	if len(list) == 1 && (list[0].Speaker == "" || !list[0].Begins || list[0].Speaker == c.first.Speaker) {
		return d.ReplaceRange(from, to, list[0].Text, time.Time{})
	}
	rows, caret := d.pasted(c, list)
	for i := range rows {
		if i > 0 {
			rows[i].ID = d.next + uint64(i) - 1
		}
	}
	at := Place{rows[caret.row].ID, caret.pos}
	return at, d.do(time.Time{}, d.rewrite(c, rows, caret)...)
}

// mark is a caret in a list of rows.
type mark struct{ row, pos int }

// pasted returns the utterances that come in place of those that c touches,
// the first with the first one's id, and the caret among them.
func (d *Document) pasted(c cut, list []Piece) (rows []Utterance, caret mark) {
	head, tail := c.first.Text[:c.a], c.last.Text[c.b:]
	first := c.first
	first.Text = head
	low, high := int64(0), int64(MaxMillis)
	if c.i > 0 {
		low = d.utts[c.i-1].Start
	}
	if c.j+1 < len(d.utts) {
		high = d.utts[c.j+1].Start
	}
	place := func(start, end int64) (int64, int64) {
		if len(rows) > 0 {
			low = rows[len(rows)-1].Start
		}
		start = max(min(start, high), low)
		if end < start {
			end = 0
		}
		return start, end
	}
	p, rest := list[0], list
	switch {
	case strings.TrimSpace(head) == "" && p.Speaker != "" && p.Begins:
		first.Speaker, first.Text, rest = p.Speaker, p.Text, list[1:]
		if p.Timed {
			first.Start, first.End = place(p.Start, p.End)
		}
	case p.Speaker == "" || !p.Begins || p.Speaker == c.first.Speaker:
		first.Text, rest = head+p.Text, list[1:]
	}
	rows = append(rows, first)
	for _, p := range rest {
		u := Utterance{Speaker: p.Speaker, Text: p.Text, Start: rows[len(rows)-1].Start}
		if u.Speaker == "" {
			u.Speaker = rows[len(rows)-1].Speaker
		}
		if p.Timed {
			u.Start, u.End = place(p.Start, p.End)
		}
		rows = append(rows, u)
	}
	n := len(rows) - 1
	caret = mark{n, utf8.RuneCountInString(rows[n].Text)}
	switch {
	case strings.TrimSpace(tail) == "":
	case rows[n].Speaker == c.last.Speaker:
		rows[n].Text += tail
	default:
		u := Utterance{Speaker: c.last.Speaker, Text: strings.TrimLeft(tail, " \n")}
		u.Start, u.End = place(c.last.Start, c.last.End)
		rows = append(rows, u)
	}
	return rows, caret
}

// rewrite returns the edits that put rows in place of the utterances that c
// touches, ordered so that undone the caret stands at c's end and redone at
// caret.
func (d *Document) rewrite(c cut, rows []Utterance, caret mark) []Edit {
	edits := d.clear(c)
	now, then := c.first, rows[0]
	if then.Speaker != now.Speaker {
		edits = append(edits, Edit{Kind: EditSpeaker, ID: now.ID, OldSpeaker: now.Speaker, NewSpeaker: then.Speaker})
	}
	if a, b := (Times{now.Start, now.End}), (Times{then.Start, then.End}); a != b {
		edits = append(edits, Edit{Kind: EditTimes, ID: now.ID, OldTimes: a, NewTimes: b})
	}
	edits = append(edits, Edit{Kind: EditText, ID: now.ID, Pos: c.from.Pos, Old: now.Text[c.a:]})
	write := func(id uint64, text string, from, to int) {
		a, b := byteAt(text, from), byteAt(text, to)
		edits = append(edits,
			Edit{Kind: EditText, ID: id, Pos: from, New: text[b:]}, Edit{Kind: EditText, ID: id, Pos: from, New: text[a:b]})
	}
	if caret.row > 0 {
		edits = append(edits, replaced(now.ID, now.Text[:c.a], then.Text)...)
	}
	for i, u := range rows[1:] {
		if i+1 == caret.row {
			u.Text = ""
		}
		edits = append(edits, Edit{Kind: EditInsert, Pos: c.i + 1 + i, Utterance: u})
	}
	if caret.row > 0 {
		write(rows[caret.row].ID, rows[caret.row].Text, 0, caret.pos)
		return edits
	}
	// The caret stays in the first: what was before it may be replaced too.
	edits = append(edits, replaced(now.ID, now.Text[:c.a], "")...)
	write(now.ID, then.Text, 0, caret.pos)
	return edits
}

// replaced returns the edit from one text to another, none if they are alike.
func replaced(id uint64, before, after string) []Edit {
	if before == after {
		return nil
	}
	e := Edit{Kind: EditText, ID: id}
	e.Pos, e.Old, e.New = difference(before, after)
	return []Edit{e}
}

// clear returns the edits that empty the stretch c up to what is left of its
// first utterance, whose text from c's start on stays to be written. The first
// of them marks c's end for the caret.
func (d *Document) clear(c cut) []Edit {
	if c.i == c.j {
		return []Edit{{Kind: EditText, ID: c.first.ID, Pos: c.to.Pos}}
	}
	left := c.last
	left.Text = c.last.Text[c.b:]
	edits := []Edit{{Kind: EditText, ID: c.last.ID, Old: c.last.Text[:c.b]}}
	for i := c.j; i > c.i; i-- {
		u := d.utts[i]
		if i == c.j {
			u = left
		}
		edits = append(edits, Edit{Kind: EditRemove, Pos: i, Utterance: u})
	}
	return edits
}

// PasteFirst puts pieces into an empty document, as one step, and returns the
// caret behind them. What names nobody is speaker's, and what has no time
// starts at start.
func (d *Document) PasteFirst(speaker Speaker, start int64, list []Piece) (Place, error) {
	var edits []Edit
	var caret Place
	for i, p := range list {
		u := Utterance{ID: d.next + uint64(i), Speaker: p.Speaker, Start: start}
		if u.Speaker == "" {
			u.Speaker = speaker
		}
		if p.Timed {
			u.Start, u.End = p.Start, p.End
		}
		text := Clean(p.Text)
		caret = Place{u.ID, utf8.RuneCountInString(text)}
		edits = append(edits, Edit{Kind: EditInsert, Pos: i, Utterance: u}, Edit{Kind: EditText, ID: u.ID, New: text})
	}
	if len(edits) == 0 {
		return Place{}, nil
	}
	return caret, d.do(time.Time{}, edits...)
}
