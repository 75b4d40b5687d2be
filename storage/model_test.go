package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// model is what a vault should hold, kept in plain Go.
type model struct {
	objects map[ID]*modelObject
	seen    map[[32]byte]bool
	events  []Event
}

type modelObject struct {
	kind    string
	private bool
	meta    []byte
	rows    map[Stream][]Row
}

func (m *model) copy() *model {
	c := &model{objects: map[ID]*modelObject{}, seen: maps.Clone(m.seen), events: slices.Clone(m.events)}
	for id, o := range m.objects {
		d := *o
		d.rows = map[Stream][]Row{}
		for n, rows := range o.rows {
			d.rows[n] = slices.Clone(rows)
		}
		c.objects[id] = &d
	}
	return c
}

// anyID picks an object.
func (m *model) anyID(r *rand.Rand) (ID, bool) {
	ids := slices.SortedFunc(maps.Keys(m.objects), func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	if len(ids) == 0 {
		return ID{}, false
	}
	return ids[r.IntN(len(ids))], true
}

func randomBytes(r *rand.Rand, most int) []byte {
	b := make([]byte, r.IntN(most+1))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func randomRow(r *rand.Rand) Row {
	return Row{First: r.Int64N(1 << 40), Count: r.Uint32N(96000), Rate: 48000, Final: r.IntN(30) == 0, Data: randomBytes(r, 700)}
}

// step does one random thing to both.
func (m *model) step(r *rand.Rand, tx *Tx) error {
	id, some := m.anyID(r)
	what := r.IntN(12)
	if !some {
		what = 0
	}
	o := m.objects[id]
	n := Stream(r.IntN(3))
	switch what {
	case 0, 1:
		made := &modelObject{kind: fmt.Sprint("kind", r.IntN(3)), private: r.IntN(4) == 0, meta: randomBytes(r, 300), rows: map[Stream][]Row{}}
		id, err := tx.Create(NewObject{Kind: made.kind, Private: made.private, Meta: made.meta, Fixed: map[Stream]int{0: 700}})
		m.objects[id] = made
		return err
	case 2, 3:
		o.meta = randomBytes(r, 300)
		return tx.SetMeta(id, o.meta)
	case 4, 5, 6, 7:
		return m.append(id, n, randomRow(r), tx)
	case 8:
		rows := make([]Row, r.IntN(4))
		for i := range rows {
			rows[i] = randomRow(r)
			rows[i].Final = false
		}
		o.rows[n] = nil
		for i, row := range rows {
			row.Seq = int64(i)
			o.rows[n] = append(o.rows[n], row)
		}
		return tx.Replace(id, n, rows)
	case 9:
		if r.IntN(3) > 0 {
			return nil
		}
		delete(m.objects, id)
		return tx.Erase(id)
	case 10:
		e := Event{Kind: "act", Object: id, Detail: fmt.Sprint(r.IntN(99))}
		m.events = append(m.events, e)
		return tx.Event(e)
	default:
		hash := [32]byte{byte(r.IntN(40))}
		err := tx.SeenBundle(hash)
		if m.seen[hash] != errors.Is(err, ErrSeen) {
			return fmt.Errorf("bundle seen %v and %w", m.seen[hash], err)
		}
		m.seen[hash] = true
		return nil
	}
}

func (m *model) append(id ID, n Stream, row Row, tx *Tx) error {
	rows := m.objects[id].rows[n]
	err := tx.Append(id, n, row)
	if len(rows) > 0 && rows[len(rows)-1].Final {
		if !errors.Is(err, ErrFinal) {
			return fmt.Errorf("after the final row: %w", err)
		}
		return nil
	}
	row.Seq = int64(len(rows))
	m.objects[id].rows[n] = append(rows, row)
	return err
}

// compare reports everything in which the vault is not as the model.
func (m *model) compare(b *bench) {
	b.Helper()
	for _, d := range m.differences(b.Context(), b.vault) {
		b.Error(d)
	}
	if d, err := b.vault.Check(b.Context(), nil); err != nil || len(d) > 0 {
		b.Errorf("damage %+v, %v", d, err)
	}
}

// differences tells everything in which a vault is not as the model, read as
// any reader does, each row against the chain.
func (m *model) differences(ctx context.Context, v *Vault) (list []string) {
	differs := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	kinds, listed := map[string]bool{}, 0
	for _, o := range m.objects {
		kinds[o.kind] = true
	}
	for k := range kinds {
		listed += len(v.Objects(k))
	}
	if listed != len(m.objects) {
		differs("%d objects, want %d", listed, len(m.objects))
	}
	for id, want := range m.objects {
		o, err := v.Object(id)
		if err != nil || o.Kind != want.kind || o.Private != want.private || !bytes.Equal(o.Meta, want.meta) {
			differs("object %s is %+v, %v", id, o, err)
		}
		for n := range o.Streams {
			var rows []Row
			err := v.Rows(ctx, id, n, 0, func(r Row) error {
				rows = append(rows, r)
				return nil
			})
			if err != nil || !slices.EqualFunc(rows, want.rows[n], sameRow) {
				differs("stream %d of %s has %d rows, want %d; %v", n, id, len(rows), len(want.rows[n]), err)
			}
		}
		for n, rows := range want.rows {
			if o.Streams[n].Rows != int64(len(rows)) {
				differs("stream %d of %s ends at %d, want %d", n, id, o.Streams[n].Rows, len(rows))
			}
		}
	}
	events, err := v.Events(ctx)
	same := slices.EqualFunc(events, m.events, func(x, y Event) bool {
		return x.Kind == y.Kind && x.Object == y.Object && x.Detail == y.Detail
	})
	if err != nil || !same {
		differs("%d events, want %d; %v", len(events), len(m.events), err)
	}
	for hash := range m.seen {
		if seen, err := v.Seen(hash); !seen || err != nil {
			differs("bundle %x was forgotten; %v", hash[:2], err)
		}
	}
	return list
}

func sameRow(x, y Row) bool {
	return x.Seq == y.Seq && x.First == y.First && x.Count == y.Count && x.Rate == y.Rate && x.Final == y.Final && bytes.Equal(x.Data, y.Data)
}

// Thousands of random changes, some transactions failing, the vault opened
// anew in between: it always holds exactly what a plain map would.
func TestTheVaultIsWhatWasWrittenToIt(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	t.Logf("seed %d", seed)
	b := newBench(t)
	m := &model{objects: map[ID]*modelObject{}, seen: map[[32]byte]bool{}}
	for round := range 60 {
		next := m.copy()
		fails := r.IntN(5) == 0
		err := b.vault.Write(t.Context(), Priority(r.IntN(3)), func(tx *Tx) error {
			for range 1 + r.IntN(12) {
				if err := next.step(r, tx); err != nil {
					return err
				}
			}
			if fails {
				return errMine
			}
			return nil
		})
		switch {
		case err == nil:
			m = next
		case !fails || !errors.Is(err, errMine):
			t.Fatalf("round %d: %v", round, err)
		}
		if r.IntN(8) == 0 {
			b.reopen()
		}
		if r.IntN(6) == 0 || round == 59 {
			m.compare(b)
		}
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
}
