package storage

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/crypto"
)

// lost is a vault of some work whose passphrase is forgotten, opened with what
// a recovery slot gives.
type lost struct {
	*bench
	text, sound, private ID
	old                  *Vault
}

func newLost(t *testing.T, before func(*lost)) *lost {
	t.Helper()
	l := &lost{bench: newBench(t)}
	l.text = l.bench.text(5)
	l.sound = l.create(NewObject{Kind: "sound", Meta: []byte("a sound"), Fixed: map[Stream]int{sound: soundSize}})
	for i := range 3 {
		l.append(l.sound, sound, Row{First: int64(i) * 96000, Count: 96000, Rate: 48000, Data: pcm(i), Final: i == 2})
	}
	l.private = l.create(NewObject{Kind: "reflection", Private: true, Meta: []byte("mine alone")})
	l.write(Text, func(tx *Tx) error {
		return errors.Join(tx.SeenBundle([32]byte{7}), tx.Event(Event{Kind: "opened", Object: l.text}))
	})
	if before != nil {
		before(l)
	}
	l.close()
	l.vault = mustUnlock(t, l.path, crypto.Keys{Vault: l.setup.Keys.Vault, Inbox: l.setup.Keys.Inbox})
	l.old = l.vault
	return l
}

func successorSetup(t *testing.T) Setup {
	t.Helper()
	r := newRotation(t)
	return Setup{Keys: r.Keys, Signer: r.Signer, Slot: r.Slot, Now: newClock().now}
}

func recovered(tx *Tx, _ Carried) error { return tx.Event(Event{Kind: "recovered"}) }

func names(t *testing.T, dir string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestAForgottenPassphraseCostsNothingOfTheWork(t *testing.T) {
	l := newLost(t, nil)
	s := successorSetup(t)
	var last, total int64
	c, err := Successor(t.Context(), l.old, l.path, s, recovered, func(done, of int64) { last, total = done, of })
	if err != nil {
		t.Fatal(err)
	}
	if c.Objects != 2 || c.Rows != 8 || c.Private != 2 || c.Events != 1 || len(c.Lost) > 0 { // private: and the signing seed
		t.Errorf("%+v", c)
	}
	if last != total || total != 16 {
		t.Errorf("progress ended at %d of %d", last, total)
	}
	l.close()
	before := readFile(t, l.path)
	kept, err := Settle(l.path, time.Date(2027, 3, 12, 9, 0, 0, 0, time.UTC))
	if err != nil || filepath.Base(kept) != "vault-2027-03-12-1.barnrost" || !bytes.Equal(readFile(t, kept), before) {
		t.Fatalf("the old file is not kept as it was: %q %v", kept, err)
	}
	l.setup = s
	l.open()
	rows, err := l.read(l.text, journal)
	if err != nil || len(rows) != 5 || !bytes.Equal(rows[4].Data, line(4)) {
		t.Errorf("%d rows of text, %v", len(rows), err)
	}
	rows, err = l.read(l.sound, sound)
	if err != nil || len(rows) != 3 || !bytes.Equal(rows[1].Data, pcm(1)) || !rows[2].Final {
		t.Errorf("%d rows of sound, %v", len(rows), err)
	}
	if _, err := l.vault.Object(l.private); !errors.Is(err, ErrNotFound) {
		t.Error("what is private came along")
	}
	if seen, err := l.vault.Seen([32]byte{7}); err != nil || !seen {
		t.Error("a bundle could be imported twice")
	}
	events, err := l.vault.Events(t.Context())
	if err != nil || len(events) != 2 || events[0].Object != l.text || events[1].Kind != "recovered" {
		t.Errorf("%v %v", events, err)
	}
	if inboxes := l.vault.RetiredInboxes(); len(inboxes) != 1 || inboxes[0].String() != testSetup().Keys.Inbox.String() {
		t.Error("post on its way can no longer be opened")
	}
	if d, err := l.vault.Check(t.Context(), nil); err != nil || len(d) > 0 {
		t.Errorf("%v %v", d, err)
	}
	l.append(l.text, journal, Row{Data: line(5)})
	if got, want := names(t, filepath.Dir(l.path)), 4; len(got) != want { // vault, its lock and journal, the old one
		t.Errorf("left behind: %v", got)
	}
}

func TestWhatIsDamagedIsNamedAndTheRestComesAlong(t *testing.T) {
	l := newLost(t, func(l *lost) {
		if _, err := l.vault.db.write.ExecContext(t.Context(), "UPDATE chunk SET box = zeroblob(500) WHERE obj = ? AND seq = 3", l.text[:]); err != nil {
			t.Fatal(err)
		}
	})
	s := successorSetup(t)
	c, err := Successor(t.Context(), l.old, l.path, s, recovered, nil)
	if err != nil || !slices.Contains(c.Lost, Damage{PartRow, l.text, journal, 3}) || c.Rows != 6 {
		t.Fatalf("%+v %v", c, err)
	}
	l.close()
	if _, err := Settle(l.path, time.Now()); err != nil {
		t.Fatal(err)
	}
	l.setup = s
	l.open()
	if rows, err := l.read(l.text, journal); err != nil || len(rows) != 3 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestAnAbandonedCarryingLeavesTheOldVaultAloneAndNothingElse(t *testing.T) {
	l := newLost(t, nil)
	before := names(t, filepath.Dir(l.path))
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Successor(ctx, l.old, l.path, successorSetup(t), recovered, func(done, _ int64) {
		if done == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("not cancelled: %v", err)
	}
	if after := names(t, filepath.Dir(l.path)); !slices.Equal(before, after) {
		t.Errorf("left behind: %v", after)
	}
	if _, err := Successor(t.Context(), l.old, l.path, successorSetup(t), func(*Tx, Carried) error { return ErrDiskFull }, nil); !errors.Is(err, ErrDiskFull) {
		t.Errorf("%v", err)
	}
	if kept, err := Settle(l.path, time.Now()); kept != "" || err != nil {
		t.Errorf("something was put in the vault's place: %q %v", kept, err)
	}
	if rows, err := l.read(l.text, journal); err != nil || len(rows) != 5 {
		t.Errorf("the old vault: %d rows, %v", len(rows), err)
	}
}

func TestAKillWhileCarryingLeavesTheOldVaultAndNoRest(t *testing.T) {
	l := newLost(t, nil)
	// What a kill leaves: the half-made vault with its lock and journal.
	for _, name := range []string{"", lockSuffix, "-journal"} {
		if err := os.WriteFile(l.path+carryingSuffix+name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l.close()
	if kept, err := Settle(l.path, time.Now()); kept != "" || err != nil {
		t.Errorf("a half-made vault was put in the place: %q %v", kept, err)
	}
	l.open()
	if rows, err := l.read(l.text, journal); err != nil || len(rows) != 5 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	for _, name := range names(t, filepath.Dir(l.path)) {
		if strings.Contains(name, carryingSuffix) {
			t.Errorf("%s lies there still", name)
		}
	}
}

// A kill at each step of exchanging the files: the next start ends it.
func TestTheNextStartEndsAnExchangeThatWasCutOff(t *testing.T) {
	for _, step := range []string{"before", "between"} {
		l := newLost(t, nil)
		s := successorSetup(t)
		if _, err := Successor(t.Context(), l.old, l.path, s, recovered, nil); err != nil {
			t.Fatal(err)
		}
		// A half-made one from an earlier try is swept by the next try only.
		if _, err := Successor(t.Context(), l.old, l.path, successorSetup(t), recovered, nil); !errors.Is(err, ErrExists) {
			t.Errorf("%s: a waiting successor was overwritten: %v", step, err)
		}
		l.close()
		now := time.Date(2027, 3, 12, 9, 0, 0, 0, time.UTC)
		if step == "between" {
			if _, err := keepOld(l.path, now); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(t.Context(), l.path); !errors.Is(err, ErrMissing) {
				t.Fatal("the control: without Settle there is no vault")
			}
		}
		if _, err := Settle(l.path, now); err != nil {
			t.Fatalf("%s: %v", step, err)
		}
		l.setup = s
		l.open()
		if rows, err := l.read(l.text, journal); err != nil || len(rows) != 5 {
			t.Errorf("%s: %d rows, %v", step, len(rows), err)
		}
		// A second exchange the same day takes another name.
		if kept, err := Settle(l.path, now); kept != "" || err != nil {
			t.Errorf("%s: settled twice: %q %v", step, kept, err)
		}
	}
}

// BenchmarkSuccessor carries two minutes of sound over and reads them back.
func BenchmarkSuccessor(b *testing.B) {
	const rows = 60
	for range b.N {
		b.StopTimer()
		v := newBench(b)
		id := v.create(NewObject{Kind: "sound", Fixed: map[Stream]int{sound: soundSize}})
		for i := range rows {
			v.append(id, sound, Row{First: int64(i) * 96000, Count: 96000, Rate: 48000, Data: pcm(i), Final: i == rows-1})
		}
		v.reopen()
		r := newRotation(b)
		b.SetBytes(rows * soundSize)
		b.StartTimer()
		_, err := Successor(b.Context(), v.vault, v.path, Setup{Keys: r.Keys, Signer: r.Signer, Slot: r.Slot}, recovered, nil)
		if b.StopTimer(); err != nil {
			b.Fatal(err)
		}
	}
}

// What is wrong with a place is told by whoever opens the vault in it.
func TestAPlaceWhereNothingCanWaitIsNoTrouble(t *testing.T) {
	file := filepath.Join(t.TempDir(), "letter.txt")
	if err := os.WriteFile(file, []byte("Hej"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(file, "vault"), filepath.Join(t.TempDir(), "none", "vault")} {
		if kept, err := Settle(path, time.Now()); kept != "" || err != nil {
			t.Errorf("%s: %q, %v", path, kept, err)
		}
	}
}
