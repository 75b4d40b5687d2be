package transcript

import (
	"slices"
	"sort"
	"time"
)

// Become makes the document say what c says, as one step, with as few edits as
// the utterances' ids allow. changed is false where it says so already.
func (d *Document) Become(c Content) (changed bool, err error) {
	var edits []Edit
	for i, s := range Speakers {
		if d.names[i] != c.Names[i] {
			edits = append(edits, Edit{Kind: EditName, Slot: s, Old: d.names[i], New: c.Names[i]})
		}
	}
	stay := inOrder(d.utts, c.Utterances)
	for i, u := range slices.Backward(d.utts) {
		if !stay[u.ID] {
			edits = append(edits, Edit{Kind: EditRemove, Pos: i, Utterance: u})
		}
	}
	now := make(map[uint64]Utterance, len(d.utts))
	for _, u := range d.utts {
		now[u.ID] = u
	}
	for i, u := range c.Utterances {
		if stay[u.ID] {
			edits = append(edits, turning(now[u.ID], u)...)
		} else {
			edits = append(edits, Edit{Kind: EditInsert, Pos: i, Utterance: u})
		}
	}
	if len(edits) == 0 {
		return false, nil
	}
	return true, d.do(time.Time{}, edits...)
}

// turning returns the edits that make an utterance another of the same id.
func turning(from, to Utterance) (edits []Edit) {
	if from.Text != to.Text {
		e := Edit{Kind: EditText, ID: from.ID}
		e.Pos, e.Old, e.New = difference(from.Text, to.Text)
		edits = append(edits, e)
	}
	if from.Speaker != to.Speaker {
		edits = append(edits, Edit{Kind: EditSpeaker, ID: from.ID, OldSpeaker: from.Speaker, NewSpeaker: to.Speaker})
	}
	old, fresh := Times{from.Start, from.End}, Times{to.Start, to.End}
	if old != fresh {
		edits = append(edits, Edit{Kind: EditTimes, ID: from.ID, OldTimes: old, NewTimes: fresh})
	}
	return edits
}

// inOrder returns the ids that stand in both lists, as many as keep their
// order: a longest increasing subsequence of their places.
func inOrder(a, b []Utterance) map[uint64]bool {
	place := make(map[uint64]int, len(b))
	for i, u := range b {
		place[u.ID] = i
	}
	var places []int     // in b, of those of a that are in b
	var ids []uint64     // theirs
	var tails []int      // index into places of the last of the best run of each length
	before := []int(nil) // index of the one before in its run
	for _, u := range a {
		p, ok := place[u.ID]
		if !ok {
			continue
		}
		i := len(places)
		places, ids, before = append(places, p), append(ids, u.ID), append(before, -1)
		n := sort.Search(len(tails), func(n int) bool { return places[tails[n]] >= p })
		if n > 0 {
			before[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	stay := make(map[uint64]bool, len(tails))
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			stay[ids[i]] = true
		}
	}
	return stay
}
