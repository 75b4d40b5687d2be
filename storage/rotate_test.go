package storage

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"barnrost/crypto"
	"barnrost/storage/crashtest"
)

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func newRotation(t testing.TB) Rotation {
	t.Helper()
	keys, err := crypto.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := crypto.NewSigningKey()
	if err != nil {
		t.Fatal(err)
	}
	return Rotation{Keys: keys, Signer: signer, Slot: []byte("the slot of the new keys"), Event: Event{Kind: "rotated"}}
}

// rotate replaces the keys and opens the vault with the new ones.
func (b *bench) rotate(r Rotation) {
	b.Helper()
	if err := b.vault.Rotate(b.Context(), r, nil); err != nil {
		b.Fatalf("Rotate: %v", err)
	}
	b.setup.Keys, b.setup.Signer, b.setup.Slot = r.Keys, r.Signer, r.Slot
	b.reopen()
}

// everyKey gives fn the key box of every object in the file.
func (b *bench) everyKey(fn func(box []byte)) {
	b.Helper()
	list, err := b.vault.scanObjects(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, o := range list {
		fn(o.key)
	}
}

func TestAfterRotatingEverythingIsThereUnderTheNewKeysAndNothingUnderTheOld(t *testing.T) {
	b := newBench(t)
	text := b.text(4)
	private := b.create(NewObject{Kind: "reflection", Private: true, Meta: []byte("mine")})
	b.write(Text, func(tx *Tx) error { return tx.Event(Event{Kind: "opened", Object: text}) })
	old := b.setup
	opens := func(k crypto.Keys) (n int) {
		b.everyKey(func(box []byte) {
			if _, err := openKey(box, k.Vault, k.Inbox, k.Owner); err == nil {
				n++
			}
		})
		return n
	}
	if opens(old.Keys) != 3 { // the control: text, reflection, signing seed
		t.Fatal("the old keys do not open what is theirs")
	}
	r := newRotation(t)
	r.Recovery = []byte("the recovery slot of the new keys")
	b.rotate(r)
	if n := opens(old.Keys); n != 0 {
		t.Errorf("the old keys open %d objects", n)
	}
	rows, err := b.read(text, journal)
	if err != nil || len(rows) != 4 || !bytes.Equal(rows[3].Data, line(3)) {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if o, err := b.vault.Object(private); err != nil || !o.Private || string(o.Meta) != "mine" {
		t.Errorf("%+v %v", o, err)
	}
	events, err := b.vault.Events(t.Context())
	if err != nil || len(events) != 2 || events[0].Kind != "opened" || events[1].Kind != "rotated" {
		t.Errorf("the log: %v %v", events, err)
	}
	if d, err := b.vault.Check(t.Context(), nil); err != nil || len(d) > 0 {
		t.Errorf("%v %v", d, err)
	}
	if b.vault.Signer().Public() != r.Signer.Public() || !bytes.Equal(b.slot(SlotPassphrase), r.Slot) || !bytes.Equal(b.slot(SlotRecovery), r.Recovery) {
		t.Error("signer or slots are not the new ones")
	}
	if raw := readFile(t, b.path); bytes.Contains(raw, old.Slot) {
		t.Error("the old slot lies in the file still")
	}
	b.close()
	s, err := Open(t.Context(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := s.Unlock(t.Context(), old.Keys, nil); !errors.Is(err, ErrDamaged) {
		t.Errorf("the old keys open the vault: %v %v", v != nil, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b.open()
	b.append(text, journal, Row{Data: line(4)}) // and the work goes on
}

func TestTheOldLogAndPostOnItsWayOpenAfterTwoRotations(t *testing.T) {
	b := newBench(t)
	first := b.setup.Keys
	b.write(Text, func(tx *Tx) error { return tx.Event(Event{Kind: "first"}) })
	b.rotate(newRotation(t))
	second := b.setup.Keys
	b.rotate(newRotation(t))
	want := []string{first.Inbox.String(), second.Inbox.String()}
	retired := b.vault.RetiredInboxes()
	if len(retired) != 2 || retired[0].String() != want[0] || retired[1].String() != want[1] {
		t.Error("the retired inboxes are not kept")
	}
	events, err := b.vault.Events(t.Context())
	if err != nil || len(events) != 3 || events[0].Kind != "first" {
		t.Errorf("%v %v", events, err)
	}
	if n := len(b.vault.Objects(kindRetired)); n != 0 {
		t.Error("callers see the retired keys")
	}
	// Old post is the work's: who recovers the vault opens it too.
	b.close()
	b.vault = mustUnlock(t, b.path, crypto.Keys{Vault: b.setup.Keys.Vault, Inbox: b.setup.Keys.Inbox})
	if len(b.vault.RetiredInboxes()) != 2 {
		t.Error("a recovery key does not open old post")
	}
	if events, err := b.vault.Events(t.Context()); err != nil || len(events) != 3 {
		t.Errorf("a recovery key does not read the old log: %v", err)
	}
}

func TestARotatedVaultCanOnlyBeClosed(t *testing.T) {
	b := newBench(t)
	r := newRotation(t)
	if err := b.vault.Rotate(t.Context(), r, nil); err != nil {
		t.Fatal(err)
	}
	if err := b.vault.Write(t.Context(), Text, func(tx *Tx) error { return tx.Event(Event{Kind: "x"}) }); !errors.Is(err, ErrClosed) {
		t.Errorf("the old keys still write: %v", err)
	}
	if err := b.vault.Rotate(t.Context(), newRotation(t), nil); !errors.Is(err, ErrClosed) {
		t.Errorf("rotated twice: %v", err)
	}
	b.setup.Keys = r.Keys
}

func TestRotationIsRefusedWhereItWouldLoseOrVouchForSomething(t *testing.T) {
	b := newBench(t)
	same := newRotation(t)
	same.Keys.Vault = b.setup.Keys.Vault
	for name, r := range map[string]Rotation{"nothing": {}, "the same vault key": same} {
		if b.vault.Rotate(t.Context(), r, nil) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.vault.Rotate(ctx, newRotation(t), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("not cancelled: %v", err)
	}
	id := b.text(2)
	if _, err := b.vault.db.write.ExecContext(t.Context(), "DELETE FROM chunk WHERE obj = ?", id[:]); err != nil {
		t.Fatal(err)
	}
	b.reopen()
	if err := b.vault.Rotate(t.Context(), newRotation(t), nil); !errors.Is(err, ErrDamaged) {
		t.Errorf("a damaged vault was rotated: %v", err)
	}
}

func TestAPowerCutWhileRotatingLeavesTheOldKeysOrTheNew(t *testing.T) {
	d := newCrashDisk(t)
	d.Load(d.made(t))
	old, r := testSetup(), newRotation(t)
	v, err := d.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var texts []ID
	for i := range 12 {
		err := v.Write(t.Context(), Text, func(tx *Tx) error {
			id, err := tx.Create(NewObject{Kind: "transcript", Private: i%3 == 0, Meta: fmt.Appendf(nil, "text %d", i)})
			texts = append(texts, id)
			return errors.Join(err, tx.Append(id, journal, Row{Data: line(i)}))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	log := d.Record()
	if err := v.Rotate(t.Context(), r, nil); err != nil {
		t.Fatal(err)
	}
	d.Mark(1)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	d.Stop()
	choice := rand.New(rand.NewPCG(3, 12))
	kept, replaced := 0, 0
	p := log.Play()
	for at := range log.Len() {
		p.Go(at)
		for range 4 {
			d.Load(p.Crash(choice))
			keys := old.Keys
			s, err := Open(t.Context(), d.path, WithVFS(crashtest.VFS()))
			if err != nil {
				t.Fatalf("moment %d: %v", at, err)
			}
			if bytes.Equal(s.Slot(), r.Slot) {
				keys = r.Keys
				replaced++
			} else if kept++; p.Mark() == 1 {
				t.Fatalf("moment %d: an acknowledged rotation is lost", at)
			}
			after, err := s.Unlock(t.Context(), keys, nil)
			if err != nil {
				t.Fatalf("moment %d: the slot's keys do not open the vault: %v", at, err)
			}
			for i, id := range texts {
				if row, err := after.Row(t.Context(), id, journal, 0); err != nil || !bytes.Equal(row.Data, line(i)) {
					t.Fatalf("moment %d: text %d: %v", at, i, err)
				}
			}
			if damage, err := after.Check(t.Context(), nil); err != nil || len(damage) > 0 {
				t.Fatalf("moment %d: %v %v", at, damage, err)
			}
			if err := after.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("%d moments, 4 power cuts each: %d left the old keys, %d the new", log.Len(), kept, replaced)
	if kept == 0 || replaced == 0 {
		t.Error("the cuts do not fall on both sides of the commit")
	}
}

// BenchmarkRotation measures how long the writer is held where 400 objects
// have their keys wrapped anew: 40 interviews with all that belongs to them,
// and as much again.
func BenchmarkRotation(b *testing.B) {
	for range b.N {
		b.StopTimer()
		v := newBench(b)
		for range 8 {
			v.write(Import, func(tx *Tx) error {
				for range 50 {
					if _, err := tx.Create(NewObject{Kind: "interview", Meta: bytes.Repeat([]byte("x"), 2000)}); err != nil {
						return err
					}
				}
				return nil
			})
		}
		r := newRotation(b)
		next := v.vault.successor(r)
		began := time.Now()
		keys, err := v.vault.sealKeys(b.Context(), next, nil)
		if err != nil || len(keys) != 400 {
			b.Fatal(len(keys), err)
		}
		b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms-sealing-before")
		b.StartTimer()
		err = v.vault.plain(func(db *sql.Tx) (*change, error) { return v.vault.rotate(db, next, r, keys) })
		if b.StopTimer(); err != nil {
			b.Fatal(err)
		}
	}
}
