package storage

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"barnrost/storage/crashtest"
)

// crashSound is the payload of a row of sound here: it fills three pages, as
// real ones do 47, and a thousand vaults are read in seconds.
const crashSound = 9000

// snapshots is the stream of the texts' snapshots.
const snapshots Stream = 3

// crashDisk is a disk that can lose its power, and the vault on it.
type crashDisk struct {
	*crashtest.Disk
	path  string
	setup Setup
}

// newCrashDisk mounts an empty disk. Only the lock file, and an empty file for
// the vault, lie in the system's own folder.
func newCrashDisk(t testing.TB) *crashDisk {
	t.Helper()
	dir := t.TempDir()
	d := &crashDisk{crashtest.New(dir), filepath.Join(dir, "vault.barnrost"), testSetup()}
	t.Cleanup(d.Close)
	if err := os.WriteFile(d.path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return d
}

// made returns what lies on a disk with a new vault.
func (d *crashDisk) made(t testing.TB) crashtest.Image {
	t.Helper()
	d.Load(crashtest.Image{filepath.Base(d.path): nil})
	if err := fill(t.Context(), d.path, crashtest.VFS(), d.setup); err != nil {
		t.Fatal(err)
	}
	return d.Image()
}

// open opens the vault on the disk.
func (d *crashDisk) open(ctx context.Context) (*Vault, error) {
	s, err := Open(ctx, d.path, WithVFS(crashtest.VFS()))
	if err != nil {
		return nil, err
	}
	v, err := s.Unlock(ctx, d.setup.Keys, nil)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return v, nil
}

// work is an afternoon with a vault: a recording with its peaks, typing with
// snapshots, imports, erasing. What the vault should hold after each
// transaction is kept beside it.
type work struct {
	*crashDisk
	t      testing.TB
	r      *rand.Rand
	vault  *Vault
	model  *model
	after  map[uint64][]*model // by generation; more than one where a COMMIT failed
	sound  ID
	text   ID
	others []ID // imported or private
	count  int
	doubt  *model // what a write that failed would have made true
}

// worked does an afternoon's work on the disk and returns the record of it.
func (d *crashDisk) worked(t testing.TB, r *rand.Rand, steps int) (*crashtest.Log, map[uint64][]*model) {
	t.Helper()
	log := d.Record()
	w := d.begin(t, r)
	for range steps {
		w.step()
	}
	if err := w.vault.Close(); err != nil {
		t.Fatal(err)
	}
	d.Stop()
	return log, w.after
}

// begin opens a new vault on the disk and makes what every afternoon needs.
func (d *crashDisk) begin(t testing.TB, r *rand.Rand) *work {
	t.Helper()
	v, err := d.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := &work{crashDisk: d, t: t, r: r, vault: v, after: map[uint64][]*model{},
		model: &model{objects: map[ID]*modelObject{}, seen: map[[32]byte]bool{}}}
	w.after[v.Generation()] = []*model{w.model}
	d.Mark(int(v.Generation()))
	w.write(Sound, func(tx *Tx, m *model) (err error) {
		w.sound, err = m.create(tx, NewObject{Kind: "sound", Meta: []byte("recording"), Fixed: map[Stream]int{sound: crashSound}})
		return err
	})
	w.write(Text, func(tx *Tx, m *model) (err error) {
		w.text, err = m.create(tx, NewObject{Kind: "text"})
		return err
	})
	return w
}

// write runs a transaction and marks it as acknowledged.
func (w *work) write(p Priority, fn func(*Tx, *model) error) {
	w.t.Helper()
	next := w.model.copy()
	if err := w.vault.Write(context.Background(), p, func(tx *Tx) error { return fn(tx, next) }); err != nil {
		w.t.Fatalf("Write: %v", err)
	}
	w.acknowledge(next)
}

// acknowledge notes what the vault must hold from now on.
func (w *work) acknowledge(m *model) {
	generation := w.vault.Generation()
	w.model, w.after[generation] = m, append(w.after[generation], m)
	w.Mark(int(generation))
}

func (m *model) create(tx *Tx, n NewObject) (ID, error) {
	id, err := tx.Create(n)
	m.objects[id] = &modelObject{kind: n.Kind, private: n.Private, meta: n.Meta, rows: map[Stream][]Row{}}
	return id, err
}

func (m *model) replace(tx *Tx, id ID, n Stream, rows ...Row) error {
	m.objects[id].rows[n] = nil
	for i, row := range rows {
		row.Seq = int64(i)
		m.objects[id].rows[n] = append(m.objects[id].rows[n], row)
	}
	return tx.Replace(id, n, rows)
}

func (m *model) event(tx *Tx, e Event) error {
	m.events = append(m.events, e)
	return tx.Event(e)
}

// step does one of the things that are done with a vault.
func (w *work) step() {
	w.count++
	switch n := w.r.IntN(17); {
	case n < 5:
		w.record()
	case n < 9:
		w.write(Text, func(tx *Tx, m *model) error {
			return m.append(w.text, journal, Row{Data: line(w.count)}, tx)
		})
	case n < 10:
		w.write(Text, func(tx *Tx, m *model) error {
			return errors.Join(m.replace(tx, w.text, snapshots, Row{Data: randomBytes(w.r, 3000)}), m.replace(tx, w.text, journal))
		})
	case n < 11: // the peaks are folded
		w.write(Sound, func(tx *Tx, m *model) error {
			m.objects[w.sound].meta = fmt.Appendf(nil, "folded %d", w.count)
			return errors.Join(m.replace(tx, w.sound, peaks), tx.SetMeta(w.sound, m.objects[w.sound].meta))
		})
	case n < 12:
		w.write(Text, func(tx *Tx, m *model) error {
			id, err := m.create(tx, NewObject{Kind: "reflection", Private: true, Meta: line(w.count)})
			w.others = append(w.others, id)
			return errors.Join(err, m.event(tx, Event{Kind: "opened", Object: id}))
		})
	case n < 14:
		w.imports(w.r.IntN(4) == 0)
	case n < 15: // the catalog must vouch for the slot that lies there
		w.write(Text, func(tx *Tx, _ *model) error { return tx.SetSlot(SlotRecovery, append(randomBytes(w.r, 2000), 1)) })
	default:
		w.erase()
	}
}

func (w *work) record() {
	w.write(Sound, func(tx *Tx, m *model) error {
		data := randomBytes(w.r, crashSound)
		return errors.Join(m.append(w.sound, sound, Row{Count: uint32(len(data) / 2), Rate: 48000, Data: data}, tx),
			m.append(w.sound, peaks, Row{Data: line(w.count)}, tx))
	})
}

// imports stages an object in two flushes with a recording's row between them,
// and adopts it or gives it up.
func (w *work) imports(givenUp bool) {
	s, err := w.vault.Stage(NewObject{Kind: "received", Fixed: map[Stream]int{sound: crashSound}})
	if err != nil {
		w.t.Fatal(err)
	}
	made := &modelObject{kind: "received", meta: line(w.count), rows: map[Stream][]Row{}}
	for i := range 4 {
		row := Row{Seq: int64(i), Data: randomBytes(w.r, crashSound), Final: i == 3}
		made.rows[sound] = append(made.rows[sound], row)
		if err := s.Append(context.Background(), sound, row); err != nil {
			w.t.Fatal(err)
		}
		if i == 1 {
			s.mu.Lock()
			err := s.flush(context.Background()) // as after 1.8 MB
			s.mu.Unlock()
			if err != nil {
				w.t.Fatal(err)
			}
			w.record()
		}
	}
	if err := errors.Join(s.SetMeta(made.meta), s.Settle()); err != nil {
		w.t.Fatal(err)
	}
	if !givenUp {
		w.write(Import, func(tx *Tx, m *model) error {
			hash := [32]byte{byte(w.count), 1}
			m.objects[s.ID()], m.seen[hash] = made, true
			return errors.Join(tx.Adopt(s), tx.SeenBundle(hash), m.event(tx, Event{Kind: "imported", Object: s.ID()}))
		})
		w.others = append(w.others, s.ID())
	}
	if err := s.Abort(); err != nil {
		w.t.Fatal(err)
	}
}

// erase takes the oldest of the other objects away, and sees its rows swept
// and the file grow shorter, or goes on meanwhile.
func (w *work) erase() {
	if len(w.others) == 0 {
		return
	}
	id := w.others[0]
	w.others = w.others[1:]
	w.write(Text, func(tx *Tx, m *model) error {
		delete(m.objects, id)
		return errors.Join(tx.Erase(id), m.event(tx, Event{Kind: "erased", Object: id}))
	})
	if w.r.IntN(2) == 0 {
		w.vault.sweeps.group.Wait()
	}
}
