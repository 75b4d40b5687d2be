package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"barnrost/crypto"
)

// load reads catalog, heads, log and seen bundles into memory and compares
// them with each other.
func (v *Vault) load(ctx context.Context) error {
	c, catalogErr := v.loadCatalog(ctx)
	if catalogErr != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		c = &catalog{vault: v.id}
		v.broken = true
		v.blame(Damage{Part: PartCatalog})
	}
	if err := v.loadObjects(ctx, c); err != nil {
		return err
	}
	v.generation, v.log, v.mark = c.generation, c.log, c.mark
	if catalogErr != nil && len(v.objects) == 0 {
		return fmt.Errorf("%w: nothing can be read: %w", ErrDamaged, catalogErr)
	}
	for _, check := range []func(context.Context, *catalog) error{v.checkEnds, v.loadSeen, v.checkSlots, v.checkEvents} {
		if err := check(ctx, c); err != nil && !errors.Is(err, ErrDamaged) {
			return err
		}
	}
	sortDamage(v.damage)
	return ctx.Err()
}

// blame lists a damage.
func (v *Vault) blame(d ...Damage) { v.damage = append(v.damage, d...) }

// withoutObject returns the damages that are not an object's.
func withoutObject(list []Damage, id ID) []Damage {
	var rest []Damage
	for _, d := range list {
		if d.Object != id {
			rest = append(rest, d)
		}
	}
	return rest
}

// loadCatalog opens the catalog, and settles with it which vault this is: the
// row that says so is not sealed. A catalog of another vault is refused.
func (v *Vault) loadCatalog(ctx context.Context) (*catalog, error) {
	var rows int
	var box []byte
	if err := v.db.read.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM catalog), box FROM catalog").Scan(&rows, &box); err != nil {
		return nil, explain(err)
	}
	c, err := openCatalog(box, v.keys.Vault)
	if err != nil {
		return nil, err
	}
	if c.vault != v.id {
		if v.isOf(ctx, v.id) || !v.isOf(ctx, c.vault) {
			return nil, errCatalog
		}
		v.id = c.vault
		v.blame(Damage{Part: PartVault})
	}
	if rows > 1 {
		v.blame(Damage{Part: PartCatalog})
	}
	return c, nil
}

// isOf reports whether an object says that it belongs to a vault.
func (v *Vault) isOf(ctx context.Context, id ID) bool {
	asked := &Vault{id: id, db: v.db, keys: v.keys}
	rows, err := asked.scanObjects(ctx)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return false
	}
	for _, row := range rows {
		if asked.openObject(row).err == nil {
			return true
		}
	}
	return false
}

// sealedObject is a row of the table object.
type sealedObject struct {
	id        ID
	key, head []byte
}

// loadObjects opens every head and compares it with its entry.
func (v *Vault) loadObjects(ctx context.Context, c *catalog) error {
	rows, err := v.readObjects(ctx, c)
	if err != nil {
		return err
	}
	list := v.openAll(rows)
	v.findSigner(list, c)
	entries := make(map[ID]entry, len(c.entries))
	for _, e := range c.entries {
		entries[e.id] = e
	}
	for _, r := range list {
		e, listed := entries[r.id]
		delete(entries, r.id)
		v.take(r, e, listed)
	}
	for id, e := range entries { // in the catalog and not in the file
		v.unread[id] = e
		v.blame(Damage{Part: PartKey, Object: id})
	}
	v.findRetired()
	return nil
}

// findSigner finds the signing key among the objects. The catalog counts only
// where it is signed by this key; otherwise it is emptied, and the vault can
// only be read. The key counts only where it was wrapped to the owner: a
// recovery key's holder knows the vault's recipient, and must not be able to
// put a key of their own in its place.
func (v *Vault) findSigner(list []openedObject, c *catalog) {
	if v.keys.Owner.IsZero() {
		return // recovery: read only
	}
	for _, r := range list {
		if r.err != nil || r.object.kind != kindSigning || !r.object.private {
			continue
		}
		if key, err := crypto.SigningKeyFromSeed(r.object.meta); err == nil {
			v.signer = key
		}
	}
	if !v.broken && v.signer.Public() != c.signer {
		v.broken = true
		v.blame(Damage{Part: PartCatalog})
		*c = catalog{vault: v.id}
	}
}

// take judges one opened object against its entry in the catalog.
func (v *Vault) take(r openedObject, e entry, listed bool) {
	hidden := listed && e.private && v.keys.Owner.IsZero()
	switch {
	case hidden:
		v.unread[r.id] = e // closed to these keys, which is no damage
	case r.err != nil:
		if listed {
			v.unread[r.id] = e
		}
		v.blame(Damage{Part: r.part, Object: r.id})
	case !listed && !v.broken:
		r.object.unsound, r.object.unlisted = true, true
		v.objects[r.id], v.identities[r.id] = r.object, r.key
		v.blame(Damage{Part: PartHead, Object: r.id})
	default:
		if listed && e.hash != r.object.hash {
			r.object.unsound, r.object.hash = true, e.hash
			v.blame(Damage{Part: PartHead, Object: r.id})
		}
		v.objects[r.id], v.identities[r.id] = r.object, r.key
	}
}

// readObjects reads all rows in one go, and where the table is damaged, those
// that the catalog names one by one.
func (v *Vault) readObjects(ctx context.Context, c *catalog) ([]sealedObject, error) {
	list, err := v.scanObjects(ctx)
	if err == nil || ctx.Err() != nil {
		return list, errors.Join(err, ctx.Err())
	}
	if !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	have := map[ID]bool{}
	for _, o := range list {
		have[o.id] = true
	}
	for _, e := range c.entries {
		if have[e.id] {
			continue
		}
		o := sealedObject{id: e.id}
		row := v.db.read.QueryRowContext(ctx, "SELECT key_box, head_box FROM object WHERE id = ?", e.id[:])
		if row.Scan(&o.key, &o.head) == nil { // else it stays unread, and is named
			list = append(list, o)
		}
	}
	return list, ctx.Err()
}

func (v *Vault) scanObjects(ctx context.Context) (list []sealedObject, err error) {
	rows, err := v.db.read.QueryContext(ctx, "SELECT id, key_box, head_box FROM object")
	if err != nil {
		return nil, explain(err)
	}
	defer func() { err = errors.Join(err, explain(rows.Close())) }()
	for rows.Next() {
		var o sealedObject
		var id []byte
		if err := rows.Scan(&id, &o.key, &o.head); err != nil {
			return list, explain(err)
		}
		if o.id, err = toID(id); err != nil {
			v.blame(Damage{Part: PartKey})
			continue
		}
		list = append(list, o)
	}
	return list, explain(rows.Err())
}

// openedObject is what became of a sealedObject.
type openedObject struct {
	id     ID
	object *object
	key    crypto.Identity
	part   Part // what err is about
	err    error
}

// openAll opens heads on all cores.
func (v *Vault) openAll(rows []sealedObject) []openedObject {
	out := make([]openedObject, len(rows))
	var group sync.WaitGroup
	workers := max(runtime.GOMAXPROCS(0), 2)
	for w := range workers {
		group.Go(func() {
			for i := w; i < len(rows); i += workers {
				out[i] = v.openObject(rows[i])
			}
		})
	}
	group.Wait()
	return out
}

func (v *Vault) openObject(row sealedObject) openedObject {
	r := openedObject{id: row.id}
	private := false
	r.key, r.err = openKey(row.key, v.keys.Vault)
	if errors.Is(r.err, crypto.ErrNotForMe) {
		private = true
		r.key, r.err = openKey(row.key, v.keys.Owner)
	}
	if r.err != nil {
		r.part = PartKey
		return r
	}
	r.object, r.err = openHead(row.head, r.key, v.id, row.id)
	if r.err == nil && r.object.private != private {
		r.err = errHead
	}
	if r.err != nil {
		r.part = PartHead
		return r
	}
	r.object.keyHash = sha256.Sum256(row.key)
	r.object.hash = entryHash(r.object.keyHash, row.head)
	return r
}

// checkEnds looks whether each stream ends where its head says. Rows in the
// middle are looked at when they are read.
func (v *Vault) checkEnds(ctx context.Context, _ *catalog) error {
	for id, o := range v.objects {
		for n, s := range o.streams {
			var most sql.NullInt64
			err := v.db.read.QueryRowContext(ctx, "SELECT max(seq) FROM chunk WHERE obj = ? AND stream = ?", id[:], int64(n)).Scan(&most)
			if err != nil {
				return v.tableDamage(explain(err), Damage{Part: PartRow, Object: id, Stream: n})
			}
			switch last := s.rows - 1; {
			case !most.Valid && s.rows > 0:
				v.blame(Damage{Part: PartRow, Object: id, Stream: n, Seq: 0})
			case most.Valid && most.Int64 < last:
				v.blame(Damage{Part: PartRow, Object: id, Stream: n, Seq: most.Int64 + 1})
			case most.Valid && most.Int64 > last:
				v.blame(Damage{Part: PartExtra, Object: id, Stream: n, Seq: most.Int64})
			}
		}
	}
	return nil
}

// loadSeen reads the imported bundles' hashes.
func (v *Vault) loadSeen(ctx context.Context, c *catalog) (err error) {
	rows, err := v.db.read.QueryContext(ctx, "SELECT hash FROM seen_bundle")
	if err != nil {
		return v.tableDamage(explain(err), Damage{Part: PartSeen})
	}
	defer func() { err = errors.Join(err, explain(rows.Close())) }()
	for rows.Next() {
		var hash []byte
		if err := rows.Scan(&hash); err != nil {
			return explain(err)
		}
		if len(hash) != 32 {
			v.blame(Damage{Part: PartSeen})
			continue
		}
		v.seen[[32]byte(hash)] = true
	}
	if err := rows.Err(); err != nil || !v.broken && hashSeen(v.seen) != c.seen {
		return v.tableDamage(explain(err), Damage{Part: PartSeen})
	}
	return nil
}

// checkEvents checks the end of the log; reading it checks it whole.
func (v *Vault) checkEvents(ctx context.Context, c *catalog) error {
	if v.broken {
		return v.adoptLog(ctx)
	}
	damage, err := v.checkLog(ctx, c.mark, c.log)
	if err != nil {
		return v.tableDamage(err, Damage{Part: PartLog})
	}
	v.blame(damage...)
	return nil
}

// adoptLog takes the log as it lies where no catalog vouches for it.
func (v *Vault) adoptLog(ctx context.Context) error {
	var most sql.NullInt64
	if err := v.db.read.QueryRowContext(ctx, "SELECT max(seq) FROM event").Scan(&most); err != nil {
		return v.tableDamage(explain(err), Damage{Part: PartLog})
	}
	running := logHead{}
	err := v.walkLog(ctx, 0, uint64(most.Int64), func(_ uint64, box []byte) { running = running.after(box) })
	v.log, v.mark = running, running
	return err
}

// tableDamage lists a damage for an error that means one, or for nil, and
// passes any other on.
func (v *Vault) tableDamage(err error, d Damage) error {
	if err == nil || errors.Is(err, ErrDamaged) {
		v.blame(d)
		return nil
	}
	return err
}
