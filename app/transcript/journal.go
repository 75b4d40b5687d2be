package transcript

import (
	"fmt"
	"slices"
	"time"
)

// Row is one row of the journal: the edits since the row before it.
type Row struct {
	First uint64 // how many edits the document had seen before
	Edits []Edit
}

// Reaches returns the document's revision after the row.
func (r Row) Reaches() uint64 { return r.First + uint64(len(r.Edits)) }

// Encode returns the row as it is stored. The same row always gives the same
// bytes.
func (r Row) Encode() []byte {
	var w encoder
	w.byte(0)
	w.uint(r.First)
	w.int(len(r.Edits))
	for _, e := range r.Edits {
		w.edit(e)
	}
	return w.done()
}

// ParseRow reads what [Row.Encode] wrote, or returns [ErrDamaged] or
// [ErrNewer].
func ParseRow(b []byte) (Row, error) {
	r := decoder{b: b}
	r.version()
	row := Row{First: r.uint(), Edits: r.edits()}
	if err := r.end(); err != nil {
		return Row{}, err
	}
	return row, nil
}

// TakeRow hands over the edits not taken before. ok is false when there are
// none. A row that could not be stored is kept by the caller and stored before
// the next; storing one twice does no harm.
func (d *Document) TakeRow() (row Row, ok bool) {
	if len(d.pending) == 0 {
		return Row{}, false
	}
	row = Row{First: d.revision - uint64(len(d.pending)), Edits: d.pending}
	d.pending = nil
	return row, true
}

// Snapshot returns the whole document with its history. Together with the rows
// that come after it, it is everything [Load] needs; rows before it are no
// longer needed, and no harm.
func (d *Document) Snapshot() []byte {
	d.sealed = true
	var w encoder
	w.byte(0)
	w.uint(d.revision)
	w.uint(d.next)
	w.int(len(d.utts))
	for _, u := range d.utts {
		w.utterance(u)
	}
	for _, steps := range [...][]step{d.past, d.future} {
		w.int(len(steps))
		for _, s := range steps {
			w.int(len(s.edits))
			for _, e := range s.edits {
				w.edit(e)
			}
		}
	}
	w.names(d.names)
	return w.done()
}

func parseSnapshot(b []byte) (*Document, error) {
	r := decoder{b: b}
	r.version()
	d := &Document{revision: r.uint(), next: r.uint()}
	seen := map[uint64]bool{}
	for range r.int(MaxUtterances) {
		u := r.utterance()
		if r.err != nil || seen[u.ID] || u.ID >= d.next {
			r.fail()
			break
		}
		seen[u.ID] = true
		d.utts = append(d.utts, u)
	}
	past, future := r.steps(), r.steps()
	d.names = r.names()
	if err := r.end(); err != nil {
		return nil, err
	}
	for _, s := range past {
		d.push(s)
	}
	d.future = future
	return d, nil
}

func (r *decoder) steps() []step {
	var steps []step
	for range r.count() {
		edits := r.edits()
		if r.err == nil && (len(edits) == 0 || slices.ContainsFunc(edits, func(e Edit) bool { return e.Turn != 0 })) {
			r.fail()
		}
		if r.err != nil {
			return nil
		}
		steps = append(steps, step{edits: edits})
	}
	return steps
}

// RowError names the journal row that could not be read. Its text holds no
// content.
type RowError struct {
	Row int // index into the rows given to [Load]
	Err error
}

// Error says which row, counted from 1.
func (e *RowError) Error() string {
	return fmt.Sprintf("transcript: journal row %d: %v", e.Row+1, e.Err)
}

// Unwrap returns what was wrong: [ErrDamaged], [ErrNewer] or [ErrMismatch].
func (e *RowError) Unwrap() error { return e.Err }

// Load rebuilds a document and its history from a snapshot, which may be
// empty, and the journal rows after it. A row that cannot be read gives a
// [*RowError] together with the document as it was before that row. A snapshot
// that cannot be read gives no document.
func Load(snapshot []byte, rows [][]byte) (*Document, error) {
	d := New()
	if len(snapshot) > 0 {
		var err error
		if d, err = parseSnapshot(snapshot); err != nil {
			return nil, fmt.Errorf("transcript: snapshot: %w", err)
		}
	}
	for i, b := range rows {
		row, err := ParseRow(b)
		if err == nil {
			err = d.replay(row)
		}
		if err == nil {
			continue
		}
		// What the row already did is not kept: a row is all or nothing.
		whole, again := Load(snapshot, rows[:i])
		if again != nil {
			return nil, again
		}
		return whole, &RowError{Row: i, Err: err}
	}
	d.pending = nil
	return d, nil
}

// replay makes a row's edits, but for those the document has seen.
func (d *Document) replay(row Row) error {
	if row.First > d.revision {
		return fmt.Errorf("%w: a row is missing before it", ErrDamaged)
	}
	if row.Reaches() <= d.revision {
		return nil
	}
	edits := row.Edits[d.revision-row.First:]
	for len(edits) > 0 {
		n := 1
		for n < len(edits) && edits[n].Turn == TurnMore {
			n++
		}
		if err := d.replayStep(edits[0].Turn, bare(edits[:n])); err != nil {
			return err
		}
		edits = edits[n:]
	}
	d.revision = row.Reaches()
	return nil
}

func (d *Document) replayStep(turn Turn, edits []Edit) error {
	if turn == TurnMore || turn == TurnJoin && len(edits) > 1 {
		return fmt.Errorf("%w: half a step", ErrDamaged)
	}
	if err := d.applyAll(edits); err != nil {
		return err
	}
	s := step{edits: edits}
	switch turn {
	case TurnNew:
		d.future = nil
		d.push(s)
	case TurnJoin:
		d.future = nil
		if !d.grow(edits[0], time.Time{}) {
			return fmt.Errorf("%w: nothing to join", ErrDamaged)
		}
	case TurnUndo:
		undone := step{edits: s.inverse()}
		// The step may lie beyond the bound of the history; the row holds it all.
		if n := len(d.past); n > 0 {
			if !slices.Equal(d.past[n-1].edits, undone.edits) {
				return fmt.Errorf("%w: not the newest step", ErrDamaged)
			}
			d.popPast()
		}
		d.future = append(d.future, undone)
	case TurnRedo:
		n := len(d.future)
		if n == 0 || !slices.Equal(d.future[n-1].edits, edits) {
			return fmt.Errorf("%w: not the step taken back", ErrDamaged)
		}
		d.future = d.future[:n-1]
		d.push(s)
	}
	return nil
}
