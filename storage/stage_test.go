package storage

import (
	"bytes"
	"context"
	"errors"
	"testing"
)

// stage stages a recording of n rows.
func (b *bench) stage(n int) *Staged {
	b.Helper()
	s, err := b.vault.Stage(NewObject{Kind: "recording", Meta: []byte("staged"), Fixed: map[Stream]int{sound: soundSize}})
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		if err := s.Append(b.Context(), sound, Row{First: int64(i) * 96000, Count: 96000, Rate: 48000, Data: pcm(i)}); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Settle(); err != nil {
		b.Fatal(err)
	}
	return s
}

func TestAnImportAppearsAllAtOnce(t *testing.T) {
	b := newBench(t)
	generation := b.vault.Generation()
	s := b.stage(12)
	if b.vault.Generation() != generation || len(b.vault.Objects("recording")) != 0 {
		t.Error("something is seen of a staged object")
	}
	if _, err := b.vault.Row(t.Context(), s.ID(), sound, 0); !errors.Is(err, ErrNotFound) {
		t.Errorf("a staged row is read: %v", err)
	}
	if err := s.SetMeta([]byte("whole")); err != nil {
		t.Fatal(err)
	}
	adopt := func(tx *Tx) error {
		return errors.Join(tx.Adopt(s), tx.SeenBundle([32]byte{3}), tx.Event(Event{Kind: "imported", Object: s.ID()}))
	}
	err := b.vault.Write(t.Context(), Import, func(tx *Tx) error { return errors.Join(adopt(tx), errMine) })
	if !errors.Is(err, errMine) || len(b.vault.Objects("recording")) != 0 {
		t.Fatalf("adopted by a transaction that failed: %v", err)
	}
	// After that failure the staging is as it was.
	if err := s.Append(t.Context(), sound, Row{First: 12 * 96000, Final: true}); err != nil {
		t.Fatal(err)
	}
	b.write(Import, adopt)
	if err := errors.Join(s.Abort(), s.Abort()); err != nil {
		t.Errorf("Abort after Adopt: %v", err)
	}
	for range 2 {
		b.vault.sweeps.group.Wait()
		o, err := b.vault.Object(s.ID())
		if err != nil || string(o.Meta) != "whole" || o.Streams[sound] != (StreamHead{13, 12 * 96000, true}) {
			t.Fatalf("%+v, %v", o, err)
		}
		rows, err := b.read(s.ID(), sound)
		if err != nil || len(rows) != 13 || !bytes.Equal(rows[11].Data, pcm(11)) {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		b.reopen()
	}
}

func TestRowsOnTheirWayAreWaitedForBeforeTheImportIsAdopted(t *testing.T) {
	b := newBench(t)
	s := b.stage(0)
	for i := 0; s.flight == nil; i++ {
		if err := s.Append(t.Context(), sound, Row{Data: pcm(i)}); err != nil {
			t.Fatal(err)
		}
	}
	adopt := func(tx *Tx) error { return tx.Adopt(s) }
	if err := b.vault.Write(t.Context(), Text, adopt); err == nil {
		t.Fatal("adopted while rows may be missing")
	}
	if err := s.Settle(); err != nil {
		t.Fatal(err)
	}
	b.write(Text, adopt)
	if err := s.Settle(); !errors.Is(err, ErrClosed) {
		t.Errorf("Settle after Adopt: %v", err)
	}
	b.reopen()
	if d, err := b.vault.Check(t.Context(), nil); err != nil || len(d) > 0 {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestAbortingWaitsForRowsOnTheirWay(t *testing.T) {
	b := newBench(t)
	for range 5 {
		s := b.stage(0)
		for i := 0; s.flight == nil; i++ {
			if err := s.Append(t.Context(), sound, Row{Data: pcm(i)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Abort(); err != nil {
			t.Fatal(err)
		}
	}
	b.vault.sweeps.group.Wait()
	if n := b.count("SELECT count(*) FROM chunk"); n != 0 {
		t.Errorf("%d rows were left", n)
	}
}

func TestAnAbortedImportLeavesNothing(t *testing.T) {
	b := newBench(t)
	kept := b.text(2)
	s := b.stage(11)
	if err := errors.Join(s.Abort(), s.Abort()); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(t.Context(), sound, Row{}); !errors.Is(err, ErrClosed) {
		t.Errorf("Append after Abort: %v", err)
	}
	if err := s.SetMeta(nil); !errors.Is(err, ErrClosed) {
		t.Errorf("SetMeta after Abort: %v", err)
	}
	if err := b.vault.Write(t.Context(), Import, func(tx *Tx) error { return tx.Adopt(s) }); !errors.Is(err, ErrClosed) {
		t.Errorf("Adopt after Abort: %v", err)
	}
	b.vault.sweeps.group.Wait()
	b.close()
	if n := b.count("SELECT count(*) FROM chunk"); n != 2 {
		t.Errorf("%d rows in the file", n)
	}
	b.open()
	if sound, _ := b.reads(kept, journal); len(sound) != 2 {
		t.Errorf("the other object has %d rows", len(sound))
	}
}

func TestACancelledImportCanOnlyBeAborted(t *testing.T) {
	b := newBench(t)
	s := b.stage(1)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	var err error
	for i := 0; err == nil && i < 10; i++ {
		err = s.Append(ended, sound, Row{Data: pcm(i)})
	}
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("Append: %v", err)
	}
	if err := b.vault.Write(t.Context(), Import, func(tx *Tx) error { return tx.Adopt(s) }); err == nil {
		t.Error("an import with a hole was adopted")
	}
	if err := s.Abort(); err != nil {
		t.Error(err)
	}
}

func TestAnotherVaultsStagingIsRefused(t *testing.T) {
	one, two := newBench(t), newBench(t)
	s := one.stage(1)
	if err := two.vault.Write(t.Context(), Import, func(tx *Tx) error { return tx.Adopt(s) }); !errors.Is(err, ErrNotFound) {
		t.Errorf("Adopt: %v", err)
	}
	one.write(Import, func(tx *Tx) error { return tx.Adopt(s) })
}

func TestSweepingTakesOnlyWhatHasNeitherKeyNorEntry(t *testing.T) {
	b := newBench(t)
	lost, unlisted := b.text(3), b.text(3)
	stray := NewID()
	b.close()
	b.tamper("DELETE FROM object WHERE id=?", lost[:]) // in the catalog, without a key: damage
	b.tamper("INSERT INTO chunk(obj,stream,seq,box) SELECT ?,0,seq,box FROM chunk WHERE obj=?", stray[:], unlisted[:])
	b.open()
	b.vault.sweeps.group.Wait()
	b.close()
	for name, c := range map[string]struct {
		id   ID
		want int64
	}{"in the catalog": {lost, 3}, "with a key": {unlisted, 3}, "neither": {stray, 0}} {
		if n := b.count("SELECT count(*) FROM chunk WHERE obj=?", c.id[:]); n != c.want {
			t.Errorf("%s: %d rows, want %d", name, n, c.want)
		}
	}
	// Without a catalog nothing says what may go.
	b.tamper("INSERT INTO chunk(obj,stream,seq,box) SELECT ?,0,seq,box FROM chunk WHERE obj=?", stray[:], unlisted[:])
	b.tamper("UPDATE catalog SET box=x'00'")
	b.open()
	b.vault.sweeps.group.Wait()
	b.close()
	if n := b.count("SELECT count(*) FROM chunk WHERE obj=?", stray[:]); n != 3 {
		t.Errorf("without a catalog %d rows are left of 3", n)
	}
	b.open()
}
