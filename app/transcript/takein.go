package transcript

import "time"

// TakeIn puts utterances from elsewhere into the document, with names for their
// speakers, as one step that one undo takes back. What was there stays before
// them, or with replace goes. Their ids are made new.
func (d *Document) TakeIn(list []Utterance, names Names, replace bool) error {
	var edits []Edit
	at := len(d.utts)
	if replace {
		for i := len(d.utts) - 1; i >= 0; i-- {
			edits = append(edits, Edit{Kind: EditRemove, Pos: i, Utterance: d.utts[i]})
		}
		at = 0
	}
	for i, s := range Speakers {
		if name := CleanName(names[i]); name != "" && name != d.names[i] {
			edits = append(edits, Edit{Kind: EditName, Slot: s, Old: d.names[i], New: name})
		}
	}
	for i, u := range list {
		u.ID, u.Text = d.next+uint64(i), Clean(u.Text)
		edits = append(edits, Edit{Kind: EditInsert, Pos: at + i, Utterance: u})
	}
	if len(edits) == 0 {
		return nil
	}
	return d.do(time.Time{}, edits...)
}
