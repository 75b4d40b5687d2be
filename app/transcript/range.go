package transcript

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Ordered returns two places in the order of the text.
func (d *Document) Ordered(a, b Place) (from, to Place) {
	i, j := d.Index(a.ID), d.Index(b.ID)
	if j < i || i == j && b.Pos < a.Pos {
		return b, a
	}
	return a, b
}

// cut is a stretch of text from one place to another, which may lie in another
// utterance.
type cut struct {
	i, j        int // indices of the first and the last utterance
	first, last Utterance
	from, to    Place
	a, b        int // byte offsets of from in first and of to in last
}

func (d *Document) cut(from, to Place) (cut, error) {
	from, to = d.Ordered(from, to)
	c := cut{i: d.Index(from.ID), j: d.Index(to.ID), from: from, to: to}
	if c.i < 0 || c.j < 0 {
		return c, fmt.Errorf("%w: no such utterance", ErrMismatch)
	}
	c.first, c.last = d.utts[c.i], d.utts[c.j]
	c.a, c.b = byteAt(c.first.Text, from.Pos), byteAt(c.last.Text, to.Pos)
	if c.a < 0 || c.b < 0 {
		return c, fmt.Errorf("%w: range", ErrMismatch)
	}
	return c, nil
}

// ReplaceRange puts text in place of everything between two places, in either
// order, as one step, and returns the caret behind it. What is left of the
// last utterance joins the first, which keeps its speaker and start. at is
// when a key did it, as for [Document.SetText]; the zero time is no typing.
func (d *Document) ReplaceRange(from, to Place, text string, at time.Time) (Place, error) {
	c, err := d.cut(from, to)
	if err != nil {
		return Place{}, err
	}
	text = Clean(text)
	caret := Place{c.from.ID, c.from.Pos + utf8.RuneCountInString(text)}
	if c.i == c.j {
		if old := c.first.Text[c.a:c.b]; old != text {
			err = d.do(at, Edit{Kind: EditText, ID: c.from.ID, Pos: c.from.Pos, Old: old, New: text})
		}
		return caret, err
	}
	return caret, d.do(time.Time{}, d.join(c, text)...)
}

// join returns the edits that put text in place of a stretch over several
// utterances. Their order is what tells [Document.caretAfter] where the caret
// belongs: undone, the last of them is the one at the stretch's end; redone,
// the one that wrote text.
func (d *Document) join(c cut, text string) []Edit {
	tail := c.last.Text[c.b:]
	edits := d.clear(c)
	if end := c.last.End; end != c.first.End && (end == 0 || end >= c.first.Start) {
		edits = append(edits, Edit{Kind: EditTimes, ID: c.first.ID,
			OldTimes: Times{c.first.Start, c.first.End}, NewTimes: Times{c.first.Start, end}})
	}
	return append(edits,
		Edit{Kind: EditText, ID: c.first.ID, Pos: utf8.RuneCountInString(c.first.Text), New: tail},
		Edit{Kind: EditText, ID: c.first.ID, Pos: c.from.Pos, Old: c.first.Text[c.a:], New: text})
}

// Divide is Enter over a stretch of text: what lies between two places goes,
// and what follows becomes a new utterance by speaker from start on, as with
// [Document.Split]. It returns the new utterance's id.
func (d *Document) Divide(from, to Place, speaker Speaker, start int64) (uint64, error) {
	c, err := d.cut(from, to)
	if err != nil {
		return 0, err
	}
	if c.j+1 < len(d.utts) {
		start = min(start, d.utts[c.j+1].Start)
	}
	start = max(start, c.first.Start)
	left := strings.TrimRightFunc(c.first.Text[:c.a], unicode.IsSpace)
	fresh := Utterance{ID: d.next, Speaker: speaker, Start: start, Text: strings.TrimLeftFunc(c.last.Text[c.b:], unicode.IsSpace)}
	if c.last.End > start {
		fresh.End = c.last.End
	}
	edits := d.clear(c)
	if left != c.first.Text {
		edits = append(edits, Edit{Kind: EditText, ID: c.first.ID, Pos: utf8.RuneCountInString(left), Old: c.first.Text[len(left):]})
	}
	if e := c.first.End; e == 0 || e > start {
		edits = append(edits, Edit{Kind: EditTimes, ID: c.first.ID, OldTimes: Times{c.first.Start, e}, NewTimes: Times{c.first.Start, start}})
	}
	edits = append(edits, Edit{Kind: EditInsert, Pos: c.i + 1, Utterance: fresh})
	return fresh.ID, d.do(time.Time{}, edits...)
}
