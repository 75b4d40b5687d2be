package storage

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
	"time"

	"barnrost/crypto"
)

// kindSigning is the private object that holds the signing seed. It is the
// vault's own: not listed, not written, not erased by callers.
const kindSigning = "signing"

// kindRetired is the vault's own too: the identities that a rotation replaced.
const kindRetired = "retired-keys"

// ownKind reports whether objects of a kind are the vault's own.
func ownKind(kind string) bool { return kind == kindSigning || kind == kindRetired }

// own reports whether o is the vault's own.
func (o *object) own() bool { return ownKind(o.kind) }

// Vault is an open, unlocked vault. It is safe for concurrent use.
type Vault struct {
	id       ID
	db       *files
	lock     *lockFile
	keys     crypto.Keys
	signer   crypto.SigningKey // zero without the owner's key
	retired  []retiredKeys     // what was replaced by rotations, the oldest first
	now      func() time.Time
	readOnly bool // the file is not to be written: see OpenReadOnly
	gentle   bool // reading it leaves a core to others: see openers
	queue    *queue
	sweeps   sweeper

	// disk makes memory and file one: held for writing from COMMIT until
	// memory has followed, for reading while boxes are fetched. It also spares
	// both sides SQLite's sleeping waits for each other.
	disk sync.RWMutex
	// doubt is what a transaction whose COMMIT failed would have made true;
	// only the writer touches it. See Vault.resolve.
	doubt *change

	vaultTo, ownerTo crypto.Recipient

	mu         sync.RWMutex // guards what follows
	generation uint64
	objects    map[ID]*object
	unread     map[ID]entry // in the catalog, but lost, or private without the owner's key
	log, mark  logHead
	seen       map[[32]byte]bool
	slots      map[Slot][32]byte // what the catalog says of the slots
	damage     []Damage
	broken     bool // nothing vouches for the vault: read only
	identities map[ID]crypto.Identity
	rotated    bool // the keys in memory are no longer the file's: see Rotate
	closed     bool
}

// Signer returns the person's signing key; zero where the vault was opened
// without the owner's key.
func (v *Vault) Signer() crypto.SigningKey { return v.signer }

// Keys returns the keys the vault was unlocked with.
func (v *Vault) Keys() crypto.Keys { return v.keys }

// VaultID returns the vault's id.
func (v *Vault) VaultID() ID { return v.id }

// Generation counts the vault's transactions, staging not among them.
func (v *Vault) Generation() uint64 {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.generation
}

// Writable reports whether [Vault.Write] can succeed: the owner's key is there
// to sign with, the catalog vouches for the vault, and it was not opened by
// [OpenReadOnly]. Damage to single objects or rows does not stop anything else
// from being written.
func (v *Vault) Writable() bool { return !v.readOnly && !v.isBroken() && !v.signer.IsZero() }

// Damage lists what unlocking found damaged. Rows are looked at only when
// they are read, or by [Vault.Check].
func (v *Vault) Damage() []Damage {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return slices.Clone(v.damage)
}

// Objects returns the objects of a kind, the oldest first.
func (v *Vault) Objects(kind string) []Object {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []Object
	for _, o := range v.objects {
		if o.kind == kind && !o.own() {
			list = append(list, o.public())
		}
	}
	slices.SortFunc(list, func(a, b Object) int {
		return cmp.Or(a.Created.Compare(b.Created), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return list
}

// Object returns one object, or [ErrNotFound].
func (v *Vault) Object(id ID) (Object, error) {
	o := v.object(id)
	if o == nil {
		return Object{}, ErrNotFound
	}
	return o.public(), nil
}

// Checksum is what the signed catalog keeps of an object: SHA-256 over the
// hash of its key_box and the hash of its head_box, as they lie in the file.
// The head names the last link of the chain of every stream, so the sum stands
// for every row. Anybody with a copy of the file can work it out again.
func (v *Vault) Checksum(id ID) ([32]byte, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if o := v.objects[id]; o != nil && !o.own() {
		return o.hash, nil
	}
	if e, lost := v.unread[id]; lost {
		return e.hash, nil
	}
	return [32]byte{}, ErrNotFound
}

// object returns the published object, or nil.
func (v *Vault) object(id ID) *object {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.objects[id]
}

// Seen reports whether a bundle has been imported.
func (v *Vault) Seen(hash [32]byte) (bool, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.closed {
		return false, ErrClosed
	}
	return v.seen[hash], nil
}

// identity returns an object's identity, opening its key where need be.
func (v *Vault) identity(ctx context.Context, id ID) (crypto.Identity, error) {
	v.mu.RLock()
	key, ok := v.identities[id]
	v.mu.RUnlock()
	if ok {
		return key, nil
	}
	var box []byte
	v.disk.RLock()
	err := v.db.read.QueryRowContext(ctx, "SELECT key_box FROM object WHERE id = ?", id[:]).Scan(&box)
	v.disk.RUnlock()
	if errors.Is(err, sql.ErrNoRows) {
		return crypto.Identity{}, ErrNotFound
	}
	if err != nil {
		return crypto.Identity{}, explain(err)
	}
	if key, err = openKey(box, v.keys.Vault, v.keys.Owner); err != nil {
		return crypto.Identity{}, &DamageError{Damage: Damage{Part: PartKey, Object: id}, Err: err}
	}
	v.mu.Lock()
	v.identities[id] = key
	v.mu.Unlock()
	return key, nil
}

func (v *Vault) isClosed() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.closed
}

func (v *Vault) isBroken() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.broken
}

// wrapTo returns whom an object's key is sealed to.
func (v *Vault) wrapTo(private bool) crypto.Recipient {
	if private {
		return v.ownerTo
	}
	return v.vaultTo
}

// orClosed gives errors that come of a vault's having been closed their name.
func (v *Vault) orClosed(err error) error {
	if err != nil && v.isClosed() {
		return errors.Join(ErrClosed, err)
	}
	return err
}

// Close lets waiting writes finish, closes the file and gives up the lock. A
// second Close returns nil.
func (v *Vault) Close() error {
	v.mu.Lock()
	if v.closed {
		v.mu.Unlock()
		return nil
	}
	v.closed = true
	v.mu.Unlock()
	v.queue.close()
	v.sweeps.end()
	return errors.Join(v.db.close(), v.lock.release())
}
