package transcript

import "cmp"

// Salvage rebuilds a document of which journal rows are gone: everything before
// the first gap comes out as [Load] gives it, and of the rows behind it whatever
// still fits. Words that were typed into a place that is not known any more are
// kept too, where their utterance ends; misfits counts such edits. What cannot
// be known is not undone either: the history begins anew behind a gap.
func Salvage(snapshot []byte, rows [][]byte) (d *Document, misfits int) {
	d, err := Load(snapshot, rows)
	if err == nil {
		return d, 0
	}
	if d == nil { // not even the snapshot
		d = New()
	}
	for _, b := range rows {
		row, err := ParseRow(b)
		if err != nil || row.Reaches() <= d.revision {
			continue
		}
		if row.First > d.revision {
			d.revision = row.First
		}
		for _, e := range row.Edits[d.revision-row.First:] {
			if !d.fit(e) {
				misfits++
			}
		}
		d.revision = row.Reaches()
	}
	d.past, d.future, d.pastBytes, d.pending = nil, nil, 0, nil
	return d, misfits
}

// fit makes an edit as well as it can be made, and reports whether it was made
// as it was meant.
func (d *Document) fit(e Edit) bool {
	if d.apply(e) == nil {
		return true
	}
	switch e.Kind {
	case EditName:
		if e.New != "" {
			d.names = d.names.With(e.Slot, e.New)
		}
	case EditInsert:
		if d.Index(e.Utterance.ID) < 0 {
			e.Pos = len(d.utts)
			_ = d.apply(e) // its place is not known: at the end
		}
	case EditText:
		if e.New == "" {
			return false // nothing of what it took away is missed
		}
		i := d.Index(e.ID)
		if i < 0 {
			u := Utterance{ID: e.ID, Speaker: Speakers[0], Text: e.New}
			if last := len(d.utts) - 1; last >= 0 {
				u.Speaker, u.Start, u.End = cmp.Or(d.utts[last].Speaker, u.Speaker), d.utts[last].End, d.utts[last].End
			}
			_ = d.apply(Edit{Kind: EditInsert, Pos: len(d.utts), Utterance: u})
			return false
		}
		u := &d.utts[i]
		if grown := u.Text + " " + e.New; len(grown) <= MaxText {
			u.Text = grown
		}
	}
	return false
}
