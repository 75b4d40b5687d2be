package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"barnrost/crypto"
)

// Rotation is what a vault's keys are replaced by.
type Rotation struct {
	Keys   crypto.Keys       // all three new
	Signer crypto.SigningKey // new
	Slot   []byte            // the passphrase slot that opens Keys
	// Recovery is the recovery slot that opens Keys' vault and inbox, nil to
	// have none.
	Recovery []byte
	Event    Event
}

// check refuses what would leave a vault that nothing opens.
func (r Rotation) check(old *Vault) error {
	k := r.Keys
	if k.Vault.IsZero() || k.Inbox.IsZero() || k.Owner.IsZero() || r.Signer.IsZero() || len(r.Slot) == 0 {
		return errors.New("storage: a rotation needs keys, a signer and a slot")
	}
	if k.Vault.Recipient() == old.vaultTo || k.Owner.Recipient() == old.ownerTo || r.Signer.Public() == old.signer.Public() {
		return errors.New("storage: a rotation to the keys there are")
	}
	return nil
}

// Rotate replaces the vault's identities and signing key and wraps every
// object's key anew, in one transaction: a power cut leaves the vault wholly
// under the old keys or wholly under the new. Sealing is done before, on all
// cores, so that the transaction only writes; progress, which may be nil, is
// told how many keys are sealed.
//
// What lay in the file is wrapped to the new keys alone: the old keys open no
// object's key, head or catalog any more. They still open the log's older
// events, whose chain could not be kept if they were sealed anew, and objects
// out of older copies of the file; what was known of an object's own key stays
// known. The retired vault and inbox identities are kept in an object of the
// vault's own, for the log and for bundles still on their way.
//
// A vault in which anything is damaged is not rotated, [ErrDamaged]: what the
// catalog does not vouch for must not be vouched for anew. Afterwards the
// vault can only be closed, and opened again with the new keys; every write
// returns [ErrClosed].
func (v *Vault) Rotate(ctx context.Context, r Rotation, progress func(done, total int64)) error {
	if err := r.check(v); err != nil {
		return err
	}
	v.mu.RLock()
	damage, unread := slices.Clone(v.damage), len(v.unread)
	v.mu.RUnlock()
	switch {
	case !v.Writable():
		return ErrReadOnly
	case len(damage) > 0:
		return &DamageError{Damage: damage[0]}
	case unread > 0:
		return ErrDamaged
	}
	next := v.successor(r)
	keys, err := v.sealKeys(ctx, next, progress)
	if err != nil {
		return v.orClosed(err)
	}
	return v.queue.do(ctx, Import, func() error {
		if v.isRotated() {
			return ErrClosed
		}
		return v.plain(func(db *sql.Tx) (*change, error) { return v.rotate(db, next, r, keys) })
	})
}

// successor is the vault under its new keys, as far as sealing needs it.
func (v *Vault) successor(r Rotation) *Vault {
	return &Vault{id: v.id, keys: r.Keys, signer: r.Signer, now: v.now,
		vaultTo: r.Keys.Vault.Recipient(), ownerTo: r.Keys.Owner.Recipient(), objects: map[ID]*object{}}
}

// sealKeys wraps the keys of all objects there are to the successor.
func (v *Vault) sealKeys(ctx context.Context, next *Vault, progress func(done, total int64)) (map[ID][]byte, error) {
	v.mu.RLock()
	list := slices.Collect(maps.Values(v.objects))
	v.mu.RUnlock()
	var mu sync.Mutex
	var failed error
	boxes := make(map[ID][]byte, len(list))
	work := make(chan *object)
	var group sync.WaitGroup
	for range max(runtime.GOMAXPROCS(0), 2) {
		group.Go(func() {
			for o := range work {
				box, err := v.rewrap(ctx, next, o)
				mu.Lock()
				if failed = errors.Join(failed, err); err == nil {
					boxes[o.id] = box
				}
				if progress != nil {
					progress(int64(len(boxes)), int64(len(list)))
				}
				mu.Unlock()
			}
		})
	}
	for _, o := range list {
		if ctx.Err() != nil {
			break
		}
		if !o.own() {
			work <- o
		}
	}
	close(work)
	group.Wait()
	return boxes, errors.Join(failed, ctx.Err())
}

// rewrap returns the key box of an object for the successor.
func (v *Vault) rewrap(ctx context.Context, next *Vault, o *object) ([]byte, error) {
	key, err := v.identity(ctx, o.id)
	if errors.Is(err, ErrNotFound) {
		return nil, nil // erased meanwhile
	}
	if err != nil {
		return nil, err
	}
	return sealKey(key, next.wrapTo(o.private))
}

// rotate writes everything inside the transaction.
func (v *Vault) rotate(db *sql.Tx, next *Vault, r Rotation, keys map[ID][]byte) (*change, error) {
	v.mu.RLock()
	next.generation, next.log, next.mark = v.generation, v.log, v.mark
	next.seen, next.slots = v.seen, v.slots // only read: nothing else writes now
	list := slices.Collect(maps.Values(v.objects))
	v.mu.RUnlock()
	t := newTx(next, db)
	defer t.end()
	for _, o := range list {
		if o.own() {
			if err := t.drop(o.id); err != nil {
				return nil, err
			}
			continue
		}
		box := keys[o.id]
		if box == nil { // made since
			var err error
			if box, err = v.rewrapNow(db, next, o); err != nil {
				return nil, err
			}
		}
		if err := t.exchangeKey(o, box); err != nil {
			return nil, err
		}
	}
	if err := t.SetSlot(SlotPassphrase, r.Slot); err != nil {
		return nil, err
	}
	if err := t.recoverySlot(r.Recovery); err != nil {
		return nil, err
	}
	if err := v.keepRetired(t); err != nil {
		return nil, err
	}
	if err := t.keepSigner(r.Signer); err != nil {
		return nil, err
	}
	if err := t.Event(r.Event); err != nil {
		return nil, err
	}
	c, err := t.finish()
	if c != nil {
		c.rotated = true
	}
	return c, err
}

// rewrapNow is rewrap of an object that came while keys were being sealed; its
// box is read within the transaction.
func (v *Vault) rewrapNow(db *sql.Tx, next *Vault, o *object) ([]byte, error) {
	var box []byte
	if err := db.QueryRowContext(context.Background(), "SELECT key_box FROM object WHERE id = ?", o.id[:]).Scan(&box); err != nil {
		return nil, explain(err)
	}
	key, err := openKey(box, v.keys.Vault, v.keys.Owner)
	if err != nil {
		return nil, &DamageError{Damage: Damage{Part: PartKey, Object: o.id}, Err: err}
	}
	return sealKey(key, next.wrapTo(o.private))
}

// exchangeKey puts another key box into an object's row; its head stays.
func (t *Tx) exchangeKey(o *object, box []byte) error {
	var head []byte
	if err := t.db.QueryRowContext(context.Background(), "SELECT head_box FROM object WHERE id = ?", o.id[:]).Scan(&head); err != nil {
		return explain(err)
	}
	if entryHash(o.keyHash, head) != o.hash {
		return &DamageError{Damage: Damage{Part: PartHead, Object: o.id}}
	}
	result, err := t.exec("UPDATE object SET key_box = ? WHERE id = ?", box, o.id[:])
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return &DamageError{Damage: Damage{Part: PartKey, Object: o.id}, Err: err}
	}
	o = o.copy()
	o.keyHash = sha256.Sum256(box)
	o.hash = entryHash(o.keyHash, head)
	t.v.objects[o.id] = o
	return nil
}

// drop takes away a row of the vault's own that is written anew.
func (t *Tx) drop(id ID) error {
	if _, err := t.exec("DELETE FROM object WHERE id = ?", id[:]); err != nil {
		return err
	}
	t.erased[id] = true
	return nil
}

func (t *Tx) recoverySlot(box []byte) error {
	if box == nil {
		return t.DropSlot(SlotRecovery)
	}
	return t.SetSlot(SlotRecovery, box)
}

// createOwn makes one of the vault's own objects.
func (t *Tx) createOwn(kind string, private bool, meta []byte) error {
	o, key, err := t.v.newObject(NewObject{Kind: "new", Private: private, Meta: meta})
	if err != nil {
		return err
	}
	o.kind = kind
	t.objects[o.id], t.keys[o.id] = o, key
	return nil
}

// keepSigner stores the signing seed where only the owner's key opens it.
func (t *Tx) keepSigner(k crypto.SigningKey) error { return t.createOwn(kindSigning, true, k.Seed()) }

// retiredKeys are identities that a rotation replaced. They lie with the work:
// a recovery key must open old post and the old log too.
type retiredKeys struct {
	Vault string    `json:"vault"` // AGE-SECRET-KEY-PQ-1…
	Inbox string    `json:"inbox"`
	Until time.Time `json:"until"`
}

// keepRetired stores what the rotation replaces, after what earlier ones did.
func (v *Vault) keepRetired(t *Tx) error {
	list := append(slices.Clone(v.retired), retiredKeys{v.keys.Vault.String(), v.keys.Inbox.String(), v.now().UTC().Round(0)})
	meta, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("storage: retired keys: %w", err)
	}
	return t.createOwn(kindRetired, false, meta)
}

// findRetired reads the retired identities. Only an object that the catalog
// vouches for counts; one that cannot be read is listed as damaged.
func (v *Vault) findRetired() {
	for id, o := range v.objects {
		if o.kind != kindRetired || o.unsound {
			continue
		}
		list, err := parseRetired(o.meta)
		if err != nil {
			v.blame(Damage{Part: PartHead, Object: id})
			continue
		}
		v.retired = list
	}
}

// parseRetired reads what keepRetired stored.
func parseRetired(meta []byte) ([]retiredKeys, error) {
	var list []retiredKeys
	if err := json.Unmarshal(meta, &list); err != nil {
		return nil, errHead // the cause may quote a key
	}
	return list, nil
}

// vaultKeys are the identities that events of the log may be sealed to.
func (v *Vault) vaultKeys() []crypto.Identity {
	keys := []crypto.Identity{v.keys.Vault}
	for _, r := range v.retired {
		if k, err := crypto.ParseIdentity(r.Vault); err == nil {
			keys = append(keys, k)
		}
	}
	return keys
}

// RetiredInboxes returns the inbox identities that rotations replaced: bundles
// made before others had the new card are still on their way to them.
func (v *Vault) RetiredInboxes() []crypto.Identity {
	var keys []crypto.Identity
	for _, r := range v.retired {
		if k, err := crypto.ParseIdentity(r.Inbox); err == nil {
			keys = append(keys, k)
		}
	}
	return keys
}

func (v *Vault) isRotated() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.rotated
}
