package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"maps"
)

// change is what a transaction makes true in memory once it has committed.
type change struct {
	generation uint64
	catalog    [32]byte // SHA-256 of its catalog's box
	objects    map[ID]*object
	erased     []ID
	log, mark  logHead
	seen       map[[32]byte]bool // those added
	slots      map[Slot][32]byte // all; nil where none changed
	adopted    []*Staged
	rotated    bool // the file has other keys now
}

// Write runs fn in one transaction on the writer's goroutine. Events, heads
// and the signed catalog are written in it; where fn or the commit fails,
// nothing of it remains and the error is returned. It returns [ErrDiskFull],
// [ErrReadOnly] (also without the owner's key: nothing can be signed; and after
// [OpenReadOnly]),
// [ErrDamaged] where nothing vouches for the vault, or [ErrClosed].
//
// fn must take less than 200 ms, must not keep its Tx, and must not call
// Write. A panic in it undoes the transaction and comes out of Write.
//
// A ctx that ends while the write waits in the queue withdraws it; one that
// ends later changes nothing.
func (v *Vault) Write(ctx context.Context, p Priority, fn func(*Tx) error) error {
	return v.queue.do(ctx, min(p, Import), func() error { return v.transact(fn) })
}

// transact is Write on the writer's goroutine.
func (v *Vault) transact(fn func(*Tx) error) error {
	if v.isBroken() {
		return &DamageError{Damage: Damage{Part: PartCatalog}}
	}
	if v.readOnly || v.signer.IsZero() {
		return ErrReadOnly
	}
	if v.isRotated() {
		return ErrClosed
	}
	var t *Tx
	committed := false
	defer func() {
		if t != nil && !committed {
			t.restoreStaged()
		}
	}()
	err := v.plain(func(db *sql.Tx) (*change, error) {
		t = newTx(v, db)
		defer t.end()
		if err := fn(t); err != nil {
			return nil, err
		}
		return t.finish()
	})
	committed = err == nil
	return err
}

// plain runs fn in a transaction; staging and sweeping, which touch neither
// heads nor catalog, return no change.
func (v *Vault) plain(fn func(*sql.Tx) (*change, error)) (err error) {
	ctx := context.Background() // one that ended would undo the transaction halfway
	db, err := v.db.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	committed := false
	defer func() {
		if !committed {
			// SQLite may have rolled back by itself already, on a full disk.
			if undo := db.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) && err == nil {
				err = explain(undo)
			}
		}
	}()
	if err := v.resolve(ctx, db); err != nil {
		return err
	}
	c, err := fn(db)
	if err != nil {
		return err
	}
	v.disk.Lock()
	defer v.disk.Unlock()
	if err := db.Commit(); err != nil {
		v.doubt = c
		return explain(err)
	}
	committed = true
	if c != nil {
		v.publish(c)
	}
	return nil
}

// resolve settles a transaction whose COMMIT failed, for instance because the
// journal could not be truncated: the file may or may not have taken it. The
// catalog tells.
func (v *Vault) resolve(ctx context.Context, db *sql.Tx) error {
	if v.doubt == nil {
		return nil
	}
	var box []byte
	if err := db.QueryRowContext(ctx, "SELECT box FROM catalog").Scan(&box); err != nil {
		return explain(err)
	}
	if sha256.Sum256(box) == v.doubt.catalog {
		v.disk.Lock()
		v.publish(v.doubt)
		v.disk.Unlock()
	}
	v.doubt = nil
	return nil
}

// publish makes a change true in memory.
func (v *Vault) publish(c *change) {
	v.mu.Lock()
	v.generation, v.log, v.mark = c.generation, c.log, c.mark
	v.rotated = v.rotated || c.rotated
	maps.Copy(v.objects, c.objects)
	maps.Copy(v.seen, c.seen)
	if c.slots != nil {
		v.damage = withoutSlots(v.damage, v.slots, c.slots)
		v.slots = c.slots
	}
	for _, id := range c.erased {
		delete(v.objects, id)
		delete(v.unread, id)
		delete(v.identities, id)
		v.damage = withoutObject(v.damage, id)
	}
	v.mu.Unlock()
	for _, s := range c.adopted {
		s.adopted()
	}
	v.sweep(c.erased...)
}
