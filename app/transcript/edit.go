package transcript

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Kind says what an [Edit] does.
type Kind uint8

// The kinds of edit. Splitting and merging are steps of several.
const (
	EditText    Kind = 1 // Old becomes New at code point Pos of utterance ID
	EditInsert  Kind = 2 // Utterance is put in at index Pos
	EditRemove  Kind = 3 // Utterance is taken out at index Pos
	EditSpeaker Kind = 4 // the speaker of ID changes
	EditTimes   Kind = 5 // the times of ID change
	EditName    Kind = 6 // what the speaker Slot is called changes from Old to New
)

// Turn says how an edit moves the undo history. It is stored with the edit so
// that the journal alone rebuilds the history.
type Turn uint8

// The turns. New, Undo and Redo begin a step; the others continue it. Join
// grows the newest step: the next letter of a word.
const (
	TurnNew  Turn = 0
	TurnMore Turn = 1
	TurnJoin Turn = 2
	TurnUndo Turn = 3
	TurnRedo Turn = 4
)

// Times are the start and end of an utterance in milliseconds.
type Times struct{ Start, End int64 }

// Edit is one invertible change. It holds what was there as well as what comes,
// so that applying it to anything else is refused.
type Edit struct {
	Kind       Kind
	Turn       Turn
	ID         uint64
	Pos        int
	Old, New   string
	Utterance  Utterance
	OldSpeaker Speaker
	NewSpeaker Speaker
	OldTimes   Times
	NewTimes   Times
	Slot       Speaker
}

// ErrMismatch means that an edit does not fit the document it was applied to.
// Its text never holds content.
var ErrMismatch = errors.New("transcript: the edit does not fit the text")

// Inverse returns the edit that takes e back.
func (e Edit) Inverse() Edit {
	e.Old, e.New = e.New, e.Old
	e.OldSpeaker, e.NewSpeaker = e.NewSpeaker, e.OldSpeaker
	e.OldTimes, e.NewTimes = e.NewTimes, e.OldTimes
	switch e.Kind {
	case EditInsert:
		e.Kind = EditRemove
	case EditRemove:
		e.Kind = EditInsert
	}
	return e
}

// apply changes the utterances and nothing of the history.
func (d *Document) apply(e Edit) error {
	if e.Kind == EditInsert {
		return d.applyInsert(e)
	}
	if e.Kind == EditName {
		if !e.Slot.Valid() || d.names.Of(e.Slot) != e.Old || CleanName(e.New) != e.New {
			return fmt.Errorf("%w: name", ErrMismatch)
		}
		d.names = d.names.With(e.Slot, e.New)
		return nil
	}
	if e.Kind == EditRemove {
		if e.Pos < 0 || e.Pos >= len(d.utts) || d.utts[e.Pos] != e.Utterance {
			return fmt.Errorf("%w: remove", ErrMismatch)
		}
		d.utts = slices.Delete(d.utts, e.Pos, e.Pos+1)
		return nil
	}
	i := d.Index(e.ID)
	if i < 0 {
		return fmt.Errorf("%w: no such utterance", ErrMismatch)
	}
	u := &d.utts[i]
	switch e.Kind {
	case EditText:
		text, err := replaceAt(u.Text, e.Pos, e.Old, e.New)
		if err != nil {
			return err
		}
		u.Text = text
	case EditSpeaker:
		if u.Speaker != e.OldSpeaker || !e.NewSpeaker.Valid() {
			return fmt.Errorf("%w: speaker", ErrMismatch)
		}
		u.Speaker = e.NewSpeaker
	case EditTimes:
		if (Times{u.Start, u.End}) != e.OldTimes || !timesOK(e.NewTimes.Start, e.NewTimes.End) {
			return fmt.Errorf("%w: times", ErrMismatch)
		}
		u.Start, u.End = e.NewTimes.Start, e.NewTimes.End
	default:
		return fmt.Errorf("%w: unknown kind", ErrMismatch)
	}
	return nil
}

func (d *Document) applyInsert(e Edit) error {
	if err := e.Utterance.check(); err != nil {
		return err
	}
	if e.Pos < 0 || e.Pos > len(d.utts) || len(d.utts) >= MaxUtterances || d.Index(e.Utterance.ID) >= 0 {
		return fmt.Errorf("%w: insert", ErrMismatch)
	}
	d.utts = slices.Insert(d.utts, e.Pos, e.Utterance)
	d.next = max(d.next, e.Utterance.ID+1)
	return nil
}

func replaceAt(text string, pos int, old, fresh string) (string, error) {
	b := byteAt(text, pos)
	if b < 0 || len(text)-b < len(old) || text[b:b+len(old)] != old {
		return "", fmt.Errorf("%w: text", ErrMismatch)
	}
	if !clean(fresh) || len(text)-len(old)+len(fresh) > MaxText {
		return "", fmt.Errorf("%w: new text", ErrMismatch)
	}
	return text[:b] + fresh + text[b+len(old):], nil
}

// merge returns the one text edit that does a and then b, if b touches what a
// wrote. Both are in code points of their own moment: a.New lies at
// [a.Pos, a.Pos+len) when b replaces b.Old at b.Pos.
func merge(a, b Edit) (Edit, bool) {
	if a.Kind != EditText || b.Kind != EditText || a.ID != b.ID {
		return Edit{}, false
	}
	aEnd := a.Pos + utf8.RuneCountInString(a.New)
	bEnd := b.Pos + utf8.RuneCountInString(b.Old)
	if b.Pos > aEnd || bEnd < a.Pos {
		return Edit{}, false
	}
	m := a
	m.Pos = min(a.Pos, b.Pos)
	m.Old, m.New = a.Old, b.New
	if b.Pos < a.Pos {
		m.Old = b.Old[:byteAt(b.Old, a.Pos-b.Pos)] + m.Old
	} else {
		m.New = a.New[:byteAt(a.New, b.Pos-a.Pos)] + m.New
	}
	if bEnd > aEnd {
		m.Old += b.Old[byteAt(b.Old, aEnd-b.Pos):]
	} else {
		m.New += a.New[byteAt(a.New, bEnd-a.Pos):]
	}
	return m, true
}
