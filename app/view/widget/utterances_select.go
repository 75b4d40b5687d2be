package widget

import (
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
)

// SpanKind is what a [Span] is marked for.
type SpanKind uint8

// The kinds of span. Each has its own shape, not its colour alone.
const (
	SpanUnsure SpanKind = iota // an uncertain place: a double line below
	SpanHit                    // found: a box
	SpanHere                   // found, and the one gone to: a filled box
	SpanRead                   // read along with the sound: one thick line below
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
	u.editor.draw()
}

// Selection returns what is selected, in the order of the text. ok is false
// when nothing is: both places are then the caret's.
func (u *Utterances) Selection() (from, to transcript.Place, ok bool) {
	if u.anchor == u.caret {
		return u.caret, u.caret, false
	}
	from, to = u.doc.Ordered(u.anchor, u.caret)
	return from, to, true
}

// SelectRange selects from one place to another, leaves the caret at the
// second and brings it into view.
func (u *Utterances) SelectRange(from, to transcript.Place) {
	if u.geo.index(from.ID) < 0 || u.geo.index(to.ID) < 0 {
		return
	}
	u.choose(from, spot{Place: to})
}

// choose selects from anchor to a spot, where the caret then stands.
func (u *Utterances) choose(anchor transcript.Place, to spot) {
	u.doc.EndStep()
	u.enter(to.Place)
	u.anchor, u.upper = u.within(anchor), to.upper
	u.editor.draw()
	u.reveal()
}

// SelectedText returns what is selected, as it would be copied.
func (u *Utterances) SelectedText() string {
	from, to, ok := u.Selection()
	if !ok {
		return ""
	}
	return transcript.FormatPieces(u.doc.Pieces(from, to), u.speakerWord)
}

// ReplaceSelection puts text in place of what is selected, or in at the caret,
// as one step, with the caret behind it.
func (u *Utterances) ReplaceSelection(text string) {
	from, to, _ := u.Selection()
	u.edit(from, to, text, time.Time{})
}

// InsertAtCaret writes text at the caret as one step of its own.
func (u *Utterances) InsertAtCaret(text string) { u.edit(u.caret, u.caret, text, time.Time{}) }

// within returns p held to what its utterance says.
func (u *Utterances) within(p transcript.Place) transcript.Place {
	n := utf8.RuneCountInString(u.utterance(p.ID).Text)
	return transcript.Place{ID: p.ID, Pos: min(max(p.Pos, 0), n)}
}

// edit puts text in place of what lies between two places and leaves the caret
// behind it. at is when a key did it; the zero time makes a step that no key
// joins. A text that cannot be, such as one too long, changes nothing.
func (u *Utterances) edit(from, to transcript.Place, text string, at time.Time) {
	rows := u.doc.Len()
	var caret transcript.Place
	if u.caret.ID == 0 {
		text = transcript.Clean(text)
		if text == "" {
			return
		}
		id, err := u.doc.Insert(0, transcript.Utterance{Speaker: u.ghost, Start: u.newStart(), Text: text})
		if err != nil {
			u.tooLong()
			return
		}
		caret = transcript.Place{ID: id, Pos: utf8.RuneCountInString(text)}
	} else {
		var err error
		if caret, err = u.doc.ReplaceRange(from, to, text, at); err != nil {
			u.tooLong()
			return
		}
	}
	if u.doc.Len() != rows {
		u.settleAt(caret)
		return
	}
	u.caret, u.anchor, u.upper, u.goal = caret, caret, false, noGoal
	u.rewritten()
	u.reveal()
	u.changed()
}

// rewritten shows the active row anew after its text was changed. Nothing but
// its own height may move.
func (u *Utterances) rewritten() {
	i := u.geo.index(u.caret.ID)
	if i < 0 {
		return
	}
	before := u.geo.high[i]
	u.measure(i)
	if u.geo.high[i] != before {
		u.arrange()
		return
	}
	if r := u.rows[u.caret.ID]; r != nil {
		r.show(u.caret.ID)
	}
	u.editor.draw()
}

// erase deletes what is selected, or from the caret to where reach leads.
func (u *Utterances) erase(reach func(transcript.Place) transcript.Place) {
	if from, to, ok := u.Selection(); ok {
		u.edit(from, to, "", time.Time{})
		return
	}
	to := reach(u.caret)
	switch {
	case to == u.caret || u.caret.ID == 0:
	case to.ID == u.caret.ID:
		from, to := u.doc.Ordered(u.caret, to)
		u.edit(from, to, "", u.hooks.Now())
	default: // at an utterance's end: the two become one
		_, later := u.doc.Ordered(u.caret, to)
		u.merge(later.ID)
	}
}

// offer lets the room replace what was just typed, such as an abbreviation.
func (u *Utterances) offer() {
	if u.hooks.AfterTyped == nil || u.caret.ID == 0 {
		return
	}
	at := u.caret
	erase, put, ok := u.hooks.AfterTyped(at.ID, at.Pos, u.utterance(at.ID).Text)
	if ok && erase >= 0 && erase <= at.Pos {
		u.edit(transcript.Place{ID: at.ID, Pos: at.Pos - erase}, at, put, time.Time{})
	}
}

// copied is what this list put on the clipboard: the text alone does not hold
// times.
type copied struct {
	text   string
	pieces []transcript.Piece
}

// copy puts what is selected on the clipboard and reports whether anything
// was.
func (u *Utterances) copy(clip fyne.Clipboard) bool {
	from, to, ok := u.Selection()
	if !ok {
		return false
	}
	pieces := u.doc.Pieces(from, to)
	u.copied = copied{transcript.FormatPieces(pieces, u.speakerWord), pieces}
	clip.SetContent(u.copied.text)
	return true
}

// paste writes what the clipboard holds: utterances with their speakers where
// it tells of some, and with their times where they were copied here.
func (u *Utterances) paste(clip fyne.Clipboard) {
	text := clip.Content()
	if text == "" {
		return
	}
	pieces := transcript.ParsePieces(text, u.speakerOf)
	if text == u.copied.text && len(u.copied.pieces) > 1 {
		pieces = u.copied.pieces
	}
	u.doc.EndStep()
	from, to, _ := u.Selection()
	if len(pieces) == 1 && pieces[0].Speaker == "" {
		u.edit(from, to, pieces[0].Text, time.Time{})
		return
	}
	caret, err := u.pasteRows(from, to, pieces)
	if err != nil {
		u.tooLong()
		return
	}
	u.settleAt(caret)
}

func (u *Utterances) tooLong() {
	if u.hooks.TooLong != nil {
		u.hooks.TooLong()
	}
}

func (u *Utterances) pasteRows(from, to transcript.Place, pieces []transcript.Piece) (transcript.Place, error) {
	if u.caret.ID != 0 {
		return u.doc.Paste(from, to, pieces)
	}
	return u.doc.PasteFirst(u.ghost, u.newStart(), pieces)
}
