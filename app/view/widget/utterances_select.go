package widget

import (
	"time"
	"unicode/utf8"

	"barnrost/app/transcript"
)

// SpanKind is what a [Span] is marked for.
type SpanKind uint8

// The kinds of span. Each has its own shape, not its colour alone.
const (
	SpanUnsure SpanKind = iota // an uncertain place: a wavy line below
	SpanHit                    // found: a box
	SpanHere                   // found, and the one gone to: a filled box
)

// Span is a stretch of an utterance's text that is marked, in code points.
type Span struct {
	From, To int
	Kind     SpanKind
}

// SetHighlights marks stretches of text, by utterance. What was marked before
// is not any more.
func (u *Utterances) SetHighlights(spans map[uint64][]Span) {
	u.spans = spans
	for _, r := range u.rows {
		r.Refresh()
	}
}

// Selection returns what is selected, in the order of the text. ok is false
// when nothing is.
func (u *Utterances) Selection() (from, to transcript.Place, ok bool) {
	if u.chosen == nil || u.chosen[1] != u.Caret() {
		return u.Caret(), u.Caret(), false
	}
	from, to = u.doc.Ordered(u.chosen[0], u.chosen[1])
	return from, to, from != to
}

// SelectRange selects from one place to another, leaves the caret at the
// second and brings it into view.
func (u *Utterances) SelectRange(from, to transcript.Place) {
	u.GoTo(to)
	u.chosen = &[2]transcript.Place{from, u.Caret()}
}

// ReplaceSelection puts text in place of what is selected, or in at the caret,
// as one step, with the caret behind it.
func (u *Utterances) ReplaceSelection(text string) {
	from, to, _ := u.Selection()
	u.replace(from, to, text)
}

// InsertAtCaret writes text at the caret as one step of its own.
func (u *Utterances) InsertAtCaret(text string) { u.replace(u.Caret(), u.Caret(), text) }

func (u *Utterances) replace(from, to transcript.Place, text string) {
	if u.active == 0 {
		u.editor.load("")
		u.typed(text)
		u.GoToEnd()
		return
	}
	caret, err := u.doc.ReplaceRange(from, to, text, time.Time{})
	if err != nil {
		u.refuse()
		return
	}
	u.chosen = nil
	delete(u.geo.cache, caret.ID)
	u.settleAt(caret)
}

// offer lets the room replace what was just typed, such as an abbreviation.
func (u *Utterances) offer() {
	if u.hooks.AfterTyped == nil || u.active == 0 {
		return
	}
	at, text := u.Caret(), u.editor.Text
	erase, put, ok := u.hooks.AfterTyped(at.ID, at.Pos, text)
	if ok && erase >= 0 && erase <= at.Pos && at.Pos <= utf8.RuneCountInString(text) {
		u.replace(transcript.Place{ID: at.ID, Pos: at.Pos - erase}, at, put)
	}
}
