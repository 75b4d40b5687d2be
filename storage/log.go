package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"barnrost/crypto"
)

// The log is a chain twice over. The running hash, which the catalog signs,
// goes over the sealed boxes, so that checking needs no key and little time;
// each event also holds the running hash before it, so that the broken place
// can be named.

// markEvery is how many events may follow the catalog's mark before it moves
// up: unlocking hashes what lies after the mark.
const markEvery = 512

// after returns the log's head with one more box.
func (h logHead) after(box []byte) logHead {
	sum := sha256.New()
	sum.Write([]byte("barnrost-log"))
	sum.Write(h.hash[:])
	own := sha256.Sum256(box)
	sum.Write(own[:])
	return logHead{h.events + 1, [32]byte(sum.Sum(nil))}
}

// eventJSON is an event inside its box.
type eventJSON struct {
	Seq    uint64    `json:"seq"` // from 1
	Prev   string    `json:"prev"`
	Kind   string    `json:"kind"`
	Object string    `json:"object,omitempty"`
	Detail string    `json:"detail,omitempty"`
	At     time.Time `json:"at"`
}

// sealEvent returns the box of the event that follows head.
func sealEvent(e Event, head logHead, to crypto.Recipient) ([]byte, error) {
	js := eventJSON{Seq: head.events + 1, Prev: hex.EncodeToString(head.hash[:]), Kind: e.Kind, Detail: e.Detail, At: e.At.UTC()}
	if !e.Object.IsZero() {
		js.Object = e.Object.String()
	}
	plain, err := json.Marshal(js)
	if err != nil {
		return nil, fmt.Errorf("storage: event: %w", err)
	}
	return crypto.Seal(crypto.Pad(plain), to)
}

// errEvent: an event's plaintext is not one, or another place's.
var errEvent = errors.New("storage: malformed event")

// openEvent opens the event with number seq and returns it with the running
// hash it holds.
func openEvent(box []byte, seq uint64, with ...crypto.Identity) (Event, [32]byte, error) {
	padded, err := crypto.Open(box, with...)
	if err != nil {
		return Event{}, [32]byte{}, err
	}
	plain, err := crypto.Unpad(padded)
	if err != nil {
		return Event{}, [32]byte{}, err
	}
	return parseEvent(plain, seq)
}

func parseEvent(plain []byte, seq uint64) (Event, [32]byte, error) {
	var js eventJSON
	if err := json.Unmarshal(plain, &js); err != nil {
		return Event{}, [32]byte{}, fmt.Errorf("%w: %w", errEvent, err)
	}
	prev, err := hex.DecodeString(js.Prev)
	if err != nil || len(prev) != 32 || js.Seq != seq {
		return Event{}, [32]byte{}, errEvent
	}
	e := Event{Kind: js.Kind, Detail: js.Detail, At: js.At}
	if js.Object != "" {
		raw, err := hex.DecodeString(js.Object)
		if err != nil {
			return Event{}, [32]byte{}, errEvent
		}
		if e.Object, err = toID(raw); err != nil {
			return Event{}, [32]byte{}, errEvent
		}
	}
	return e, [32]byte(prev), nil
}

// eventBatch is how many events one read fetches.
const eventBatch = 128

// walkLog gives fn every event's number and box after from, nil for one that
// is gone, up to the number to.
func (v *Vault) walkLog(ctx context.Context, from, to uint64, fn func(seq uint64, box []byte)) error {
	for from < to {
		last := min(from+eventBatch, to)
		boxes, err := v.eventBoxes(ctx, from, last)
		if err != nil {
			return err
		}
		for seq := from + 1; seq <= last; seq++ {
			fn(seq, boxes[seq])
		}
		from = last
	}
	return nil
}

func (v *Vault) eventBoxes(ctx context.Context, from, to uint64) (_ map[uint64][]byte, err error) {
	v.disk.RLock()
	defer v.disk.RUnlock()
	rows, err := v.db.read.QueryContext(ctx, "SELECT seq, box FROM event WHERE seq > ? AND seq <= ?", int64(from), int64(to))
	if err != nil {
		return nil, explain(err)
	}
	defer func() { err = errors.Join(err, explain(rows.Close())) }()
	boxes := map[uint64][]byte{}
	for rows.Next() {
		var seq int64
		var box []byte
		if err := rows.Scan(&seq, &box); err != nil {
			return nil, explain(err)
		}
		boxes[uint64(seq)] = box
	}
	return boxes, explain(rows.Err())
}

// Logged is an event with its number in the chain, from 1.
type Logged struct {
	Event
	Seq int64
}

// readLog opens the events after the head from, up to the head to, returns
// those that are sound and names every one that is not what the chain says.
// progress may be nil.
func (v *Vault) readLog(ctx context.Context, from, to logHead, progress func(done, total int64)) ([]Logged, []Damage, error) {
	var list []Logged
	var chain []logLink
	keys := v.vaultKeys()
	err := v.walkLog(ctx, from.events, to.events, func(seq uint64, box []byte) {
		if progress != nil {
			progress(int64(seq-from.events), int64(to.events-from.events))
		}
		e, prev, err := openEvent(box, seq, keys...)
		list = append(list, Logged{e, int64(seq)})
		chain = append(chain, logLink{prev, logHead{seq - 1, prev}.after(box).hash, box != nil && err == nil})
	})
	var damage []Damage
	sound := list[:0]
	for i, ok := range judgeLog(chain, from.hash, to.hash) {
		if ok {
			sound = append(sound, list[i])
		} else {
			damage = append(damage, Damage{Part: PartLog, Seq: list[i].Seq})
		}
	}
	return sound, damage, err
}

// logLink is what the chain needs of an event: the running hash before it, as
// it says itself, and after it; whether it could be opened.
type logLink struct {
	prev, after [32]byte
	opened      bool
}

// judgeLog tells which events are what the chain says. Trust runs backwards from
// the end, as it does along rows. An event that nothing behind it vouches for
// must at least follow from the one before.
func judgeLog(chain []logLink, from, to [32]byte) []bool {
	links := make([]link, len(chain))
	for i, l := range chain {
		links[i] = link{l.after, l.prev, l.opened}
	}
	ok := follow(links, to, true)
	for i, l := range chain {
		before := from
		if i > 0 {
			before = chain[i-1].after
		}
		if ok[i] && l.prev != before && (i == 0 || ok[i-1]) {
			ok[i] = false
		}
	}
	return ok
}

// checkLog hashes the log after the mark and looks for events beyond the end.
// Only where something is wrong does it open events to name them.
func (v *Vault) checkLog(ctx context.Context, mark, end logHead) ([]Damage, error) {
	running := mark
	err := v.walkLog(ctx, mark.events, end.events, func(_ uint64, box []byte) { running = running.after(box) })
	if err != nil {
		return nil, err
	}
	var damage []Damage
	if running != end {
		if _, damage, err = v.readLog(ctx, mark, end, nil); err != nil {
			return nil, err
		}
	}
	var least, most sql.NullInt64
	if err := v.db.read.QueryRowContext(ctx, "SELECT min(seq), max(seq) FROM event").Scan(&least, &most); err != nil {
		return nil, explain(err)
	}
	if least.Valid && least.Int64 < 1 {
		damage = append(damage, Damage{Part: PartLog, Seq: least.Int64})
	}
	if most.Int64 > int64(end.events) {
		damage = append(damage, Damage{Part: PartLog, Seq: most.Int64})
	}
	return damage, nil
}

// Events returns the log, the oldest first. Where the chain is broken it
// returns the events that are sound together with a [DamageError] for the
// first that is not.
func (v *Vault) Events(ctx context.Context) ([]Event, error) {
	list, damage, err := v.Log(ctx, nil)
	if err == nil && len(damage) > 0 {
		err = &DamageError{Damage: damage[0]}
	}
	events := make([]Event, len(list))
	for i, l := range list {
		events[i] = l.Event
	}
	return events, err
}

// Log returns the log with its numbers, the oldest first: the events that are
// sound, and every place where the chain is broken, those found at unlock
// included. Opening an event takes 0.3 ms; progress, which may be nil, is told
// how many of how many have been opened.
func (v *Vault) Log(ctx context.Context, progress func(done, total int64)) ([]Logged, []Damage, error) {
	if v.isClosed() {
		return nil, nil, ErrClosed
	}
	v.mu.RLock()
	end, found := v.log, slices.Clone(v.damage)
	v.mu.RUnlock()
	list, damage, err := v.readLog(ctx, logHead{}, end, progress)
	if err != nil {
		return list, damage, v.orClosed(err)
	}
	for _, d := range found {
		if d.Part == PartLog && d.Seq > int64(end.events) { // the rest was read just now
			damage = append(damage, d)
		}
	}
	sortDamage(damage)
	return list, slices.Compact(damage), nil
}

// marked returns the mark that goes with a log at head: it moves up once
// markEvery events follow it.
func marked(mark, head logHead) logHead {
	if head.events-mark.events > markEvery {
		return head
	}
	return mark
}
