package transcript

import (
	"slices"
	"time"
)

// Document is a transcript with its history. Make one with [New] or [Load].
type Document struct {
	utts  []Utterance
	names Names
	next  uint64 // the id of the next new utterance
	hint  int    // where Index last found something

	past, future []step
	pastBytes    int

	revision uint64 // edits ever made, counted as they are journalled
	pending  []Edit // the newest of them, not yet taken by TakeRow
	sealed   bool   // the last pending edit may not grow any more
}

// New returns an empty document.
func New() *Document { return &Document{next: 1} }

// Len returns the number of utterances.
func (d *Document) Len() int { return len(d.utts) }

// Content is what a document says, without how it came to.
type Content struct {
	Names      Names
	Utterances []Utterance
}

// Content returns a copy of what the document says.
func (d *Document) Content() Content { return Content{d.names, d.Utterances()} }

// At returns the utterance at index i, which must be in [0, Len).
func (d *Document) At(i int) Utterance { return d.utts[i] }

// Utterances returns a copy of the list.
func (d *Document) Utterances() []Utterance { return slices.Clone(d.utts) }

// Index returns where the utterance id stands, or -1.
func (d *Document) Index(id uint64) int {
	for _, i := range [...]int{d.hint, d.hint + 1} {
		if i < len(d.utts) && d.utts[i].ID == id {
			d.hint = i
			return i
		}
	}
	for i := range d.utts {
		if d.utts[i].ID == id {
			d.hint = i
			return i
		}
	}
	return -1
}

// Find returns the utterance id.
func (d *Document) Find(id uint64) (Utterance, bool) {
	i := d.Index(id)
	if i < 0 {
		return Utterance{}, false
	}
	return d.utts[i], true
}

// Revision counts the edits ever made: what the last row taken by
// [Document.TakeRow] reaches once nothing is pending.
func (d *Document) Revision() uint64 { return d.revision }

// Apply makes one edit as a step of its own. Its Turn is set by the document.
func (d *Document) Apply(e Edit) error { return d.do(time.Time{}, e) }

// do applies edits as one step, all or none. A lone text edit with a time is
// typing, and may join the step before it.
func (d *Document) do(at time.Time, edits ...Edit) error {
	if err := d.applyAll(edits); err != nil {
		return err
	}
	d.future = nil
	if len(edits) == 1 && d.joins(edits[0], at) && d.grow(edits[0], at) {
		d.emit(TurnJoin, edits)
		return nil
	}
	d.emit(TurnNew, edits)
	d.push(step{edits: bare(edits), typed: typedMode(edits, at), last: at})
	return nil
}

// applyAll makes all of edits or, with an error, none.
func (d *Document) applyAll(edits []Edit) error {
	if len(edits) == 1 {
		return d.apply(edits[0])
	}
	before, names, next := slices.Clone(d.utts), d.names, d.next
	for _, e := range edits {
		if err := d.apply(e); err != nil {
			d.utts, d.names, d.next = before, names, next
			return err
		}
	}
	return nil
}

// bare returns a copy of edits as a step keeps them: without turns.
func bare(edits []Edit) []Edit {
	out := slices.Clone(edits)
	for i := range out {
		out[i].Turn = 0
	}
	return out
}

// emit hands edits that have been made to the journal, the first with turn.
func (d *Document) emit(turn Turn, edits []Edit) {
	for i, e := range edits {
		e.Turn = TurnMore
		if i == 0 {
			e.Turn = turn
		}
		if e.Turn == TurnJoin && d.extendPending(e) {
			continue
		}
		d.pending = append(d.pending, e)
		d.revision++
		d.sealed = false
	}
}

// extendPending lets the letters of one second leave as one edit.
func (d *Document) extendPending(e Edit) bool {
	n := len(d.pending)
	if n == 0 || d.sealed {
		return false
	}
	last := &d.pending[n-1]
	m, ok := merge(*last, e)
	ok = ok && (last.Turn == TurnNew || last.Turn == TurnJoin)
	if ok {
		*last = m
	}
	return ok
}
