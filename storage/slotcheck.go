package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// editSlots returns what the catalog will say of the slots, to be changed.
func (t *Tx) editSlots() map[Slot][32]byte {
	if t.slots == nil {
		t.v.mu.RLock()
		t.slots = maps.Clone(t.v.slots)
		t.v.mu.RUnlock()
	}
	return t.slots
}

// withoutSlots returns the damages that are not of slots written anew.
func withoutSlots(list []Damage, was, is map[Slot][32]byte) []Damage {
	return slices.DeleteFunc(slices.Clone(list), func(d Damage) bool {
		return d.Part == PartSlot && was[Slot(d.Seq)] != is[Slot(d.Seq)]
	})
}

// readSlots reads the whole table.
func readSlots(ctx context.Context, db *sql.DB) (_ map[Slot][]byte, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id, box FROM keyslot")
	if err != nil {
		return nil, fmt.Errorf("%w: slots: %w", ErrDamaged, err)
	}
	defer func() { err = errors.Join(err, explain(rows.Close())) }()
	slots := map[Slot][]byte{}
	for rows.Next() {
		var id Slot
		var box []byte
		if err := rows.Scan(&id, &box); err != nil {
			return nil, explain(err)
		}
		slots[id] = box
	}
	return slots, explain(rows.Err())
}

// checkSlots compares the slots with the catalog. One of the first version
// says nothing of them, and they count as they lie.
func (v *Vault) checkSlots(ctx context.Context, c *catalog) error {
	slots, err := readSlots(ctx, v.db.read)
	if err != nil {
		v.slots = c.slots
		return v.tableDamage(err, Damage{Part: PartSlot})
	}
	there := make(map[Slot][32]byte, len(slots))
	for id, box := range slots {
		there[id] = sha256.Sum256(box)
	}
	if c.slots == nil {
		v.slots = there
		return nil
	}
	v.slots = c.slots
	for id, hash := range there {
		if own, known := c.slots[id]; !known || own != hash {
			v.blame(Damage{Part: PartSlot, Seq: int64(id)})
		}
	}
	for id := range c.slots {
		if _, kept := there[id]; !kept {
			v.blame(Damage{Part: PartSlot, Seq: int64(id)})
		}
	}
	return nil
}
