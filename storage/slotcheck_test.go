package storage

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"barnrost/crypto"
)

func TestADamagedSlotStaysNamedUntilItIsWrittenAnew(t *testing.T) {
	b := newBench(t)
	b.close()
	b.tamper("UPDATE keyslot SET box=flip(box) WHERE id=1")
	b.tamper("INSERT INTO keyslot(id, box) VALUES(9, x'01')")
	b.open()
	one, nine := Damage{Part: PartSlot, Seq: 1}, Damage{Part: PartSlot, Seq: 9}
	b.text(1) // a write does not make good what it does not touch
	b.reopen()
	if got := b.vault.Damage(); !slices.Equal(got, []Damage{one, nine}) {
		t.Errorf("after another write: %+v", got)
	}
	b.write(Text, func(tx *Tx) error { return tx.SetSlot(SlotPassphrase, b.setup.Slot) })
	b.write(Text, func(tx *Tx) error { return tx.SetSlot(SlotPassphrase, []byte("new")) })
	b.reopen()
	if got := b.vault.Damage(); !slices.Equal(got, []Damage{nine}) {
		t.Errorf("after writing it anew: %+v", got)
	}
}

// A vault whose passphrase slot is gone can be opened by another one's keys,
// and names what is missing.
func TestWithoutThePassphraseSlotTheRestOpensTheVault(t *testing.T) {
	b := newBench(t)
	b.write(Text, func(tx *Tx) error { return tx.SetSlot(SlotRecovery, []byte("r")) })
	b.close()
	b.tamper("DELETE FROM keyslot WHERE id=1")
	b.open()
	if got := b.vault.Damage(); !slices.Equal(got, []Damage{{Part: PartSlot, Seq: 1}}) {
		t.Errorf("damage %+v", got)
	}
}

// The golden vault's catalog is of the first version, which does not know the
// slots: they count as they lie until the next transaction vouches for them.
func TestAnOlderCatalogLearnsOfTheSlotsWithTheNextWrite(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("testdata", "format1.vault"))
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{TB: t, path: filepath.Join(t.TempDir(), "vault")}
	if err := os.WriteFile(b.path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	b.setup.Keys, err = crypto.OpenSlot(s.Slot(), goldenPassphrase)
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	const flip = "UPDATE keyslot SET box=flip(box)"
	for _, write := range []bool{false, true} {
		b.open()
		if write {
			b.text(1)
		}
		b.close()
		b.tamper(flip)
		b.open()
		if got := slices.Equal(b.vault.Damage(), []Damage{{Part: PartSlot, Seq: 1}}); got != write {
			t.Errorf("after a write %v: %+v", write, b.vault.Damage())
		}
		b.close()
		b.tamper(flip)
	}
}
