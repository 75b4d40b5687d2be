package transcript

import (
	"fmt"
	"time"
	"unicode"
	"unicode/utf8"
)

// SetText gives utterance id the text that an editor now shows. The smallest
// change that leads there becomes the edit; at is when the key came, and lets
// keys of one word share an undo step. The text is cleaned first.
func (d *Document) SetText(id uint64, text string, at time.Time) error {
	u, ok := d.Find(id)
	if !ok {
		return fmt.Errorf("%w: no such utterance", ErrMismatch)
	}
	text = Clean(text)
	if text == u.Text {
		return nil
	}
	e := Edit{Kind: EditText, ID: id}
	e.Pos, e.Old, e.New = difference(u.Text, text)
	return d.do(at, e)
}

// Replace puts text in place of the code points [from, to) of utterance id, as
// one step.
func (d *Document) Replace(id uint64, from, to int, text string) error {
	u, ok := d.Find(id)
	if !ok {
		return fmt.Errorf("%w: no such utterance", ErrMismatch)
	}
	a, b := byteAt(u.Text, from), byteAt(u.Text, to)
	if a < 0 || b < a {
		return fmt.Errorf("%w: range", ErrMismatch)
	}
	text = Clean(text)
	if u.Text[a:b] == text {
		return nil
	}
	return d.Apply(Edit{Kind: EditText, ID: id, Pos: from, Old: u.Text[a:b], New: text})
}

// Insert puts u in at index i with a new id, which it returns.
func (d *Document) Insert(i int, u Utterance) (uint64, error) {
	u.ID, u.Text = d.next, Clean(u.Text)
	return u.ID, d.Apply(Edit{Kind: EditInsert, Pos: i, Utterance: u})
}

// Remove takes utterance id out.
func (d *Document) Remove(id uint64) error {
	i := d.Index(id)
	if i < 0 {
		return fmt.Errorf("%w: no such utterance", ErrMismatch)
	}
	return d.Apply(Edit{Kind: EditRemove, Pos: i, Utterance: d.utts[i]})
}

// Split cuts utterance id at code point pos: what follows becomes a new
// utterance by speaker, from start on, whose id is returned. start is moved
// into the order of its neighbours: not before id's own start, not after the
// start of the next. Space around the cut is dropped.
func (d *Document) Split(id uint64, pos int, speaker Speaker, start int64) (uint64, error) {
	return d.Divide(Place{id, pos}, Place{id, pos}, speaker, start)
}

// Merge joins utterance id onto the one before it, which keeps its speaker and
// start, and returns the caret at the seam. ok is false for the first.
func (d *Document) Merge(id uint64) (caret Place, ok bool, err error) {
	i := d.Index(id)
	if i <= 0 {
		return Place{}, false, nil
	}
	before, u := d.utts[i-1], d.utts[i]
	seam := utf8.RuneCountInString(before.Text)
	caret = Place{before.ID, seam}
	edits := []Edit{{Kind: EditRemove, Pos: i, Utterance: u}}
	if u.Text != "" {
		glue := ""
		if before.Text != "" && !spaceAt(before.Text, u.Text) {
			glue = " "
			caret.Pos++
		}
		edits = append(edits, Edit{Kind: EditText, ID: before.ID, Pos: seam, New: glue + u.Text})
	}
	end := u.End
	if end != 0 {
		end = max(end, before.End, before.Start)
	}
	if end != before.End {
		edits = append(edits, Edit{Kind: EditTimes, ID: before.ID, OldTimes: Times{before.Start, before.End}, NewTimes: Times{before.Start, end}})
	}
	if err := d.do(time.Time{}, edits...); err != nil {
		return Place{}, false, err
	}
	return caret, true, nil
}

func spaceAt(left, right string) bool {
	l, _ := utf8.DecodeLastRuneInString(left)
	r, _ := utf8.DecodeRuneInString(right)
	return unicode.IsSpace(l) || unicode.IsSpace(r)
}

// SetSpeaker says who speaks utterance id. The same speaker again is no step.
func (d *Document) SetSpeaker(id uint64, s Speaker) error {
	u, ok := d.Find(id)
	if ok && u.Speaker == s {
		return nil
	}
	return d.Apply(Edit{Kind: EditSpeaker, ID: id, OldSpeaker: u.Speaker, NewSpeaker: s})
}

// SetTimes moves utterance id. End 0 means not known.
func (d *Document) SetTimes(id uint64, start, end int64) error {
	u, ok := d.Find(id)
	if ok && u.Start == start && u.End == end {
		return nil
	}
	return d.Apply(Edit{Kind: EditTimes, ID: id, OldTimes: Times{u.Start, u.End}, NewTimes: Times{start, end}})
}

// OtherSpeaker is who most likely answers the utterance at index i: the last
// one before it who was somebody else, or else the other of interviewer and
// child.
func (d *Document) OtherSpeaker(i int) Speaker {
	if i < 0 || i >= len(d.utts) {
		return Interviewer
	}
	now := d.utts[i].Speaker
	for j := i - 1; j >= 0; j-- {
		if d.utts[j].Speaker != now {
			return d.utts[j].Speaker
		}
	}
	if now == Interviewer {
		return Child
	}
	return Interviewer
}

// difference returns the smallest single replacement that turns a into b, with
// its position in code points. It never cuts inside a code point.
func difference(a, b string) (pos int, old, fresh string) {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	for head > 0 && (head < len(a) && !utf8.RuneStart(a[head]) || head < len(b) && !utf8.RuneStart(b[head])) {
		head--
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	for tail > 0 && !utf8.RuneStart(a[len(a)-tail]) {
		tail--
	}
	return utf8.RuneCountInString(a[:head]), a[head : len(a)-tail], b[head : len(b)-tail]
}
