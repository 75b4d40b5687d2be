package storage

import (
	"bytes"
	"errors"
	"testing"

	"barnrost/crypto"
)

func (b *bench) slot(s Slot) []byte {
	b.Helper()
	box, err := b.vault.Slot(b.Context(), s)
	if err != nil {
		b.Fatal(err)
	}
	return box
}

func TestASlotIsReplacedWhollyOrNotAtAll(t *testing.T) {
	b := newBench(t)
	old := b.slot(SlotPassphrase)
	failed := errors.New("after the slot was written")
	err := b.vault.Write(t.Context(), Text, func(tx *Tx) error {
		if err := tx.SetSlot(SlotPassphrase, []byte("half a change")); err != nil {
			return err
		}
		return failed
	})
	if !errors.Is(err, failed) || !bytes.Equal(b.slot(SlotPassphrase), old) {
		t.Fatalf("an undone change left its slot: %v", err)
	}
	b.write(Text, func(tx *Tx) error { return tx.SetSlot(SlotPassphrase, []byte("the new slot")) })
	b.close()
	s, err := Open(t.Context(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	if string(s.Slot()) != "the new slot" {
		t.Error("the old slot is back after opening")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b.open()
	// secure_delete: nothing of the old slot stays in the file's free space.
	if raw := readFile(t, b.path); bytes.Contains(raw, old) {
		t.Error("the old slot lies in the file still")
	} else if !bytes.Contains(raw, []byte("the new slot")) {
		t.Error("the search finds no slot at all")
	}
}

func TestTheRecoverySlotComesAndGoesAndThePassphrasesStays(t *testing.T) {
	b := newBench(t)
	if b.slot(SlotRecovery) != nil {
		t.Fatal("a new vault has a recovery slot")
	}
	b.write(Text, func(tx *Tx) error { return tx.SetSlot(SlotRecovery, []byte("to the unit")) })
	b.close()
	s, err := Open(t.Context(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	if box, err := s.RecoverySlot(t.Context()); err != nil || string(box) != "to the unit" {
		t.Errorf("%q %v", box, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b.open()
	b.write(Text, func(tx *Tx) error { return tx.DropSlot(SlotRecovery) })
	if b.slot(SlotRecovery) != nil {
		t.Error("the recovery slot stays")
	}
	for name, fn := range map[string]func(*Tx) error{
		"drop the passphrase's": func(tx *Tx) error { return tx.DropSlot(SlotPassphrase) },
		"an empty one":          func(tx *Tx) error { return tx.SetSlot(SlotPassphrase, nil) },
		"an unknown one":        func(tx *Tx) error { return tx.SetSlot(7, []byte("x")) },
		"a huge one":            func(tx *Tx) error { return tx.SetSlot(SlotRecovery, make([]byte, maxSlot+1)) },
	} {
		if b.vault.Write(t.Context(), Text, fn) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestAVaultOpenedByRecoveryReadsTheWorkAndWritesNothing(t *testing.T) {
	b := newBench(t)
	unit, err := crypto.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	work := b.text(3)
	private := b.create(NewObject{Kind: "reflection", Private: true, Meta: []byte("for nobody else")})
	slot, err := crypto.SealRecoverySlot(b.setup.Keys, unit.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	b.write(Text, func(tx *Tx) error { return tx.SetSlot(SlotRecovery, slot) })
	b.close()
	defer b.open()
	s, err := Open(t.Context(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	box, err := s.RecoverySlot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	keys, err := crypto.OpenRecoverySlot(box, unit)
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Unlock(t.Context(), keys, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}()
	if row, err := v.Row(t.Context(), work, journal, 2); err != nil || !bytes.Equal(row.Data, line(2)) {
		t.Errorf("the work cannot be read: %v", err)
	}
	if _, err := v.Object(private); !errors.Is(err, ErrNotFound) || len(v.Objects("reflection")) != 0 {
		t.Errorf("what is private is listed: %v", err)
	}
	var sealed []byte
	if err := v.db.read.QueryRowContext(t.Context(), "SELECT key_box FROM object WHERE id = ?", private[:]).Scan(&sealed); err != nil {
		t.Fatal(err)
	}
	if _, err := openKey(sealed, keys.Vault, keys.Inbox); !errors.Is(err, crypto.ErrNotForMe) {
		t.Errorf("the key of what is private opens: %v", err)
	}
	if !v.Signer().IsZero() || v.Writable() {
		t.Error("a recovery key can sign")
	}
	if err := v.Write(t.Context(), Text, func(tx *Tx) error { return tx.Event(Event{Kind: "x"}) }); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a recovery key writes: %v", err)
	}
	if d := v.Damage(); len(d) > 0 {
		t.Errorf("closed to recovery counts as damage: %v", d)
	}
}
