package transcript

import (
	"slices"
	"time"
	"unicode"
	"unicode/utf8"
)

// The history is bounded: it lies in every snapshot. 5,000 steps are about
// 25,000 characters of typing.
const (
	maxSteps     = 5_000
	maxPastBytes = 2 << 20
)

// typingPause ends a step: what was typed before it is undone by itself.
const typingPause = 2 * time.Second

type typing uint8

const (
	notTyped typing = iota
	inserting
	deleting
)

// step is what one undo takes back.
type step struct {
	edits []Edit
	typed typing
	last  time.Time // of the last key of a typed step
}

func (s step) size() int {
	n := 64
	for _, e := range s.edits {
		n += 64 + len(e.Old) + len(e.New) + len(e.Utterance.Text)
	}
	return n
}

// Place is a caret: a code point position in an utterance. ID 0 is nowhere.
type Place struct {
	ID  uint64
	Pos int
}

// CanUndo reports whether there is a step to take back.
func (d *Document) CanUndo() bool { return len(d.past) > 0 }

// CanRedo reports whether there is a step to make again.
func (d *Document) CanRedo() bool { return len(d.future) > 0 }

// Undo takes the newest step back and returns where the caret belongs: nowhere
// if it may stay. ok is false when there is nothing to take back.
func (d *Document) Undo() (caret Place, ok bool) {
	if len(d.past) == 0 {
		return Place{}, false
	}
	s := d.past[len(d.past)-1]
	back := s.inverse()
	if d.applyAll(back) != nil {
		d.forget()
		return Place{}, false
	}
	d.emit(TurnUndo, back)
	d.popPast()
	d.EndStep() // the step now newest was finished when the next began
	d.future = append(d.future, step{edits: s.edits})
	return d.caretAfter(back), true
}

// Redo makes the step last taken back again.
func (d *Document) Redo() (caret Place, ok bool) {
	if len(d.future) == 0 {
		return Place{}, false
	}
	s := d.future[len(d.future)-1]
	if d.applyAll(s.edits) != nil {
		d.forget()
		return Place{}, false
	}
	d.emit(TurnRedo, s.edits)
	d.future = d.future[:len(d.future)-1]
	d.push(s)
	return d.caretAfter(s.edits), true
}

// forget drops a history that does not fit the text. Only a snapshot put
// together by something else can bring one; the text stands.
func (d *Document) forget() {
	d.past, d.future, d.pastBytes = nil, nil, 0
}

// EndStep makes the next key begin a new step: the caret was moved, or the
// text is about to be left.
func (d *Document) EndStep() {
	if n := len(d.past); n > 0 {
		d.past[n-1].typed = notTyped
	}
}

func (s step) inverse() []Edit {
	out := make([]Edit, 0, len(s.edits))
	for _, e := range slices.Backward(s.edits) {
		out = append(out, e.Inverse())
	}
	return out
}

func (d *Document) push(s step) {
	d.past = append(d.past, s)
	d.pastBytes += s.size()
	drop := 0
	for len(d.past)-drop > 1 && (len(d.past)-drop > maxSteps || d.pastBytes > maxPastBytes) {
		d.pastBytes -= d.past[drop].size()
		drop++
	}
	if drop > 0 {
		d.past = slices.Delete(d.past, 0, drop)
	}
}

func (d *Document) popPast() {
	n := len(d.past) - 1
	d.pastBytes -= d.past[n].size()
	d.past = d.past[:n]
}

// grow adds a typed edit to the newest step.
func (d *Document) grow(e Edit, at time.Time) bool {
	if len(d.past) == 0 {
		return false
	}
	s := &d.past[len(d.past)-1]
	if len(s.edits) != 1 {
		return false
	}
	m, ok := merge(s.edits[0], e)
	if !ok {
		return false
	}
	d.pastBytes -= s.size()
	s.edits = []Edit{m} // never in place: Undo may have handed the old one on
	s.last = at
	d.pastBytes += s.size()
	return true
}

// typedMode tells whether a step can grow: one key's worth of text, typed.
func typedMode(edits []Edit, at time.Time) typing {
	if at.IsZero() || len(edits) != 1 || edits[0].Kind != EditText {
		return notTyped
	}
	e := edits[0]
	switch {
	case utf8.RuneCountInString(e.New) == 1:
		return inserting
	case e.New == "" && utf8.RuneCountInString(e.Old) == 1:
		return deleting
	}
	return notTyped
}

// joins reports whether a typed edit belongs to the newest step: the same
// movement, at the same place, without a pause, within one word and the space
// after it.
func (d *Document) joins(e Edit, at time.Time) bool {
	if len(d.past) == 0 {
		return false
	}
	s := d.past[len(d.past)-1]
	if s.typed == notTyped || typedMode([]Edit{e}, at) != s.typed || at.Sub(s.last) > typingPause {
		return false
	}
	last := s.edits[0]
	if last.ID != e.ID {
		return false
	}
	if s.typed == inserting {
		if e.Old != "" || e.Pos != last.Pos+utf8.RuneCountInString(last.New) {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(last.New)
		now, _ := utf8.DecodeRuneInString(e.New)
		return !unicode.IsSpace(before) || unicode.IsSpace(now)
	}
	now, _ := utf8.DecodeRuneInString(e.Old)
	var before rune
	switch e.Pos {
	case last.Pos - 1: // backspace
		before, _ = utf8.DecodeRuneInString(last.Old)
	case last.Pos: // delete
		before, _ = utf8.DecodeLastRuneInString(last.Old)
	default:
		return false
	}
	return !unicode.IsSpace(before) || unicode.IsSpace(now)
}

// caretAfter returns the place the last edit with one leaves the caret at, and
// nowhere where only names changed.
func (d *Document) caretAfter(edits []Edit) Place {
	var p Place
	named := false
	for _, e := range edits {
		switch e.Kind {
		case EditText:
			p = Place{e.ID, e.Pos + utf8.RuneCountInString(e.New)}
		case EditInsert:
			p = Place{e.Utterance.ID, 0}
		case EditRemove:
			if p.ID == e.Utterance.ID || p.ID == 0 {
				p = d.endBefore(e.Pos)
			}
		case EditName:
			named = true
		case EditSpeaker, EditTimes:
			if p.ID == 0 {
				u, _ := d.Find(e.ID)
				p = Place{e.ID, utf8.RuneCountInString(u.Text)}
			}
		}
	}
	if named && p.ID == 0 {
		return p
	}
	if d.Index(p.ID) < 0 {
		return d.endBefore(len(d.utts))
	}
	return p
}

// endBefore is the end of the utterance before index i, or the start of the
// first.
func (d *Document) endBefore(i int) Place {
	switch {
	case len(d.utts) == 0:
		return Place{}
	case i <= 0:
		return Place{d.utts[0].ID, 0}
	}
	u := d.utts[min(i, len(d.utts))-1]
	return Place{u.ID, utf8.RuneCountInString(u.Text)}
}
