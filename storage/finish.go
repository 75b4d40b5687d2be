package storage

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
)

// finish writes what every transaction ends with, heads, events, catalog, and
// returns what is true once it has committed; nil where nothing changed.
func (t *Tx) finish() (*change, error) {
	if len(t.objects)+len(t.erased)+len(t.events)+len(t.seen) == 0 && t.slots == nil && !t.first {
		return nil, nil
	}
	t.v.mu.RLock()
	c := &change{generation: t.v.generation + 1, objects: t.objects, erased: slices.Collect(maps.Keys(t.erased)),
		log: t.v.log, mark: t.v.mark, seen: t.seen, slots: t.slots, adopted: t.adopted}
	t.v.mu.RUnlock()
	for _, o := range t.objects {
		if err := t.writeHead(o); err != nil {
			return nil, err
		}
	}
	if err := t.writeEvents(c); err != nil {
		return nil, err
	}
	return c, t.writeCatalog(c)
}

// writeHead seals an object's head into its row, and its key where it is new.
func (t *Tx) writeHead(o *object) error {
	box, err := sealHead(o, t.v.id)
	if err != nil {
		return err
	}
	o.hash = entryHash(o.keyHash, box)
	if key, isNew := t.keys[o.id]; isNew {
		_, err = t.exec("INSERT INTO object(id, key_box, head_box) VALUES(?, ?, ?)", o.id[:], key, box)
		return err
	}
	r, err := t.exec("UPDATE object SET head_box = ? WHERE id = ?", box, o.id[:])
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n != 1 {
		return &DamageError{Damage: Damage{Part: PartKey, Object: o.id}, Err: err}
	}
	return nil
}

// writeEvents seals the transaction's events into the log.
func (t *Tx) writeEvents(c *change) error {
	for _, e := range t.events {
		box, err := sealEvent(e, c.log, t.v.vaultTo)
		if err != nil {
			return err
		}
		c.log = c.log.after(box)
		if _, err := t.exec("INSERT OR REPLACE INTO event(seq, box) VALUES(?, ?)", int64(c.log.events), box); err != nil {
			return err
		}
	}
	c.mark = marked(c.mark, c.log)
	return nil
}

// writeCatalog signs and seals the catalog of the vault as it will be.
func (t *Tx) writeCatalog(c *change) error {
	next := t.v.catalogAfter(c)
	box, err := sealCatalog(next, t.v.signer, t.v.vaultTo)
	if err != nil {
		return err
	}
	c.catalog = sha256.Sum256(box)
	r, err := t.exec("UPDATE catalog SET box = ?", box)
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	switch {
	case err != nil:
		return fmt.Errorf("storage: catalog: %w", err)
	case n == 1:
		return nil
	case n == 0 && t.first, n > 1: // somebody has put rows of their own beside it
		_, err := t.exec("DELETE FROM catalog")
		if err == nil {
			_, err = t.exec("INSERT INTO catalog(box) VALUES(?)", box)
		}
		return err
	}
	return &DamageError{Damage: Damage{Part: PartCatalog}}
}

// catalogAfter returns the catalog of the vault as it is with c.
func (v *Vault) catalogAfter(c *change) *catalog {
	v.mu.RLock()
	defer v.mu.RUnlock()
	next := &catalog{vault: v.id, generation: c.generation, signer: v.signer.Public(), log: c.log, mark: c.mark}
	erased := make(map[ID]bool, len(c.erased))
	for _, id := range c.erased {
		erased[id] = true
	}
	next.entries = make([]entry, 0, len(v.objects)+len(v.unread)+len(c.objects))
	for id, o := range v.objects {
		if !erased[id] && !o.unlisted && c.objects[id] == nil {
			next.entries = append(next.entries, entry{id, o.private, o.hash})
		}
	}
	for id, o := range c.objects {
		next.entries = append(next.entries, entry{id, o.private, o.hash})
	}
	for id, e := range v.unread {
		if !erased[id] {
			next.entries = append(next.entries, e)
		}
	}
	sortEntries(next.entries)
	seen := v.seen
	if len(c.seen) > 0 {
		seen = maps.Clone(v.seen)
		maps.Copy(seen, c.seen)
	}
	next.seen = hashSeen(seen)
	if next.slots = v.slots; c.slots != nil {
		next.slots = c.slots
	}
	return next
}
