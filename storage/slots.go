package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
)

// Slot names a row of the table keyslot: one way to the vault's keys.
type Slot int64

// The slots.
const (
	SlotPassphrase Slot = 1 // every vault has it
	SlotRecovery   Slot = 2 // to the unit's recovery key; wraps no owner's key
)

// maxSlot bounds a slot's box: three identities in an age file are 3 kB.
const maxSlot = 64 << 10

// readSlot returns a slot's box, nil where there is none.
func readSlot(ctx context.Context, db *sql.DB, s Slot) ([]byte, error) {
	var box []byte
	err := db.QueryRowContext(ctx, "SELECT box FROM keyslot WHERE id = ?", int64(s)).Scan(&box)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return box, explain(err)
}

// Slot returns the passphrase slot, nil where it is gone.
func (s *Sealed) Slot() []byte { return bytes.Clone(s.slots[SlotPassphrase]) }

// RecoverySlot returns the recovery slot, nil where the vault has none.
func (s *Sealed) RecoverySlot(ctx context.Context) ([]byte, error) {
	if s.db == nil {
		return nil, ErrClosed
	}
	return readSlot(ctx, s.db.read, SlotRecovery)
}

// Slot returns a slot's box as it lies in the file, nil where there is none.
// [Vault.Damage] names one that is not what was written.
func (v *Vault) Slot(ctx context.Context, s Slot) ([]byte, error) {
	if v.isClosed() {
		return nil, ErrClosed
	}
	v.disk.RLock()
	defer v.disk.RUnlock()
	box, err := readSlot(ctx, v.db.read, s)
	return box, v.orClosed(err)
}

// SetSlot writes a slot anew in this transaction and reads it back. The caller
// has opened box before: the old one is overwritten by the commit, and a power
// cut leaves one of the two.
func (t *Tx) SetSlot(s Slot, box []byte) error {
	if t.over {
		return ErrClosed
	}
	if s != SlotPassphrase && s != SlotRecovery || len(box) == 0 {
		return fmt.Errorf("storage: no slot %d of %d bytes", s, len(box))
	}
	if len(box) > maxSlot {
		return fmt.Errorf("%w: a slot of %d bytes", ErrTooLarge, len(box))
	}
	if _, err := t.exec("INSERT INTO keyslot(id, box) VALUES(?, ?) ON CONFLICT(id) DO UPDATE SET box = excluded.box", int64(s), box); err != nil {
		return err
	}
	var back []byte
	if err := t.db.QueryRowContext(context.Background(), "SELECT box FROM keyslot WHERE id = ?", int64(s)).Scan(&back); err != nil {
		return explain(err)
	}
	if !bytes.Equal(back, box) {
		return fmt.Errorf("%w: a slot was not written as it is", ErrDisk)
	}
	t.editSlots()[s] = sha256.Sum256(box)
	return nil
}

// DropSlot takes the recovery slot away; the passphrase's stays always.
// Copies of the file made before still have it.
func (t *Tx) DropSlot(s Slot) error {
	if t.over {
		return ErrClosed
	}
	if s != SlotRecovery {
		return fmt.Errorf("storage: slot %d cannot be dropped", s)
	}
	if _, err := t.exec("DELETE FROM keyslot WHERE id = ?", int64(s)); err != nil {
		return err
	}
	delete(t.editSlots(), s)
	return nil
}
