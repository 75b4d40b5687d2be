package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"maps"
	"time"

	"barnrost/crypto"
)

// Tx is a transaction, valid only inside the function given to [Vault.Write]
// and only on its goroutine. After an error of one of its methods the function
// should return that error.
type Tx struct {
	v    *Vault
	db   *sql.Tx
	over bool

	objects map[ID]*object // changed or new, over the vault's
	keys    map[ID][]byte  // key boxes of the new ones
	erased  map[ID]bool
	events  []Event
	seen    map[[32]byte]bool
	slots   map[Slot][32]byte // all as they will be; nil where none changes
	adopted []*Staged
	first   bool // there is no catalog yet
}

func newTx(v *Vault, db *sql.Tx) *Tx {
	return &Tx{v: v, db: db, objects: map[ID]*object{}, keys: map[ID][]byte{},
		erased: map[ID]bool{}, seen: map[[32]byte]bool{}}
}

// end makes every later call fail.
func (t *Tx) end() { t.over = true }

// restoreStaged undoes Adopt after the transaction was undone.
func (t *Tx) restoreStaged() {
	for _, s := range t.adopted {
		s.restored()
	}
}

// exec runs a statement that changes something.
func (t *Tx) exec(query string, args ...any) (sql.Result, error) {
	r, err := t.db.ExecContext(context.Background(), query, args...)
	return r, explain(err)
}

// find returns an object as this transaction sees it.
func (t *Tx) find(id ID) (*object, error) {
	if t.over {
		return nil, ErrClosed
	}
	if t.erased[id] {
		return nil, ErrNotFound
	}
	if o := t.objects[id]; o != nil {
		return o, nil
	}
	if o := t.v.object(id); o != nil {
		return o, nil
	}
	return nil, ErrNotFound
}

// edit returns an object that this transaction may change.
func (t *Tx) edit(id ID) (*object, error) {
	o, err := t.find(id)
	if err != nil {
		return nil, err
	}
	if o.own() {
		return nil, ErrNotFound
	}
	if o.unsound {
		return nil, &DamageError{Damage: Damage{Part: PartHead, Object: id}}
	}
	if t.objects[id] == o {
		return o, nil
	}
	o = o.copy()
	if o.to.IsZero() { // opened from the file: only its identity is at hand
		key, err := t.v.identity(context.Background(), id)
		if err != nil {
			return nil, err
		}
		o.to = key.Recipient()
	}
	t.objects[id] = o
	return o, nil
}

// Create makes an object and returns its id. It has no streams yet.
func (t *Tx) Create(n NewObject) (ID, error) {
	if t.over {
		return ID{}, ErrClosed
	}
	o, key, err := t.v.newObject(n)
	if err != nil {
		return ID{}, err
	}
	t.objects[o.id], t.keys[o.id] = o, key
	return o.id, nil
}

// newObject returns an object with a key of its own, and the key's box. The
// secret half is forgotten: appending needs the public one only.
func (v *Vault) newObject(n NewObject) (*object, []byte, error) {
	if err := n.check(); err != nil {
		return nil, nil, err
	}
	identity, err := crypto.NewIdentity()
	if err != nil {
		return nil, nil, err
	}
	key, err := sealKey(identity, v.wrapTo(n.Private))
	if err != nil {
		return nil, nil, err
	}
	return &object{id: NewID(), kind: n.Kind, private: n.Private, created: v.now().UTC().Round(0),
		meta: bytes.Clone(n.Meta), fixed: maps.Clone(n.Fixed), streams: map[Stream]stream{},
		to: identity.Recipient(), keyHash: sha256.Sum256(key)}, key, nil
}

func (n NewObject) check() error {
	if n.Kind == "" || ownKind(n.Kind) {
		return fmt.Errorf("storage: an object cannot be of kind %q", n.Kind)
	}
	if len(n.Meta) > MaxMeta {
		return fmt.Errorf("%w: metadata of %d bytes", ErrTooLarge, len(n.Meta))
	}
	for s, size := range n.Fixed {
		if size < 1 || size > MaxRow {
			return fmt.Errorf("%w: fixed size %d of stream %d", ErrTooLarge, size, s)
		}
	}
	return nil
}

// Object returns an object as the transaction has it so far, or [ErrNotFound].
func (t *Tx) Object(id ID) (Object, error) {
	o, err := t.find(id)
	if err != nil {
		return Object{}, err
	}
	return o.public(), nil
}

// SetMeta replaces an object's metadata.
func (t *Tx) SetMeta(id ID, meta []byte) error {
	if len(meta) > MaxMeta {
		return fmt.Errorf("%w: metadata of %d bytes", ErrTooLarge, len(meta))
	}
	o, err := t.edit(id)
	if err != nil {
		return err
	}
	o.meta = bytes.Clone(meta)
	return nil
}

// Append writes a row at the end of a stream and gives it its number; row.Seq
// is ignored. It returns [ErrFinal] after a final row and [ErrTooLarge].
func (t *Tx) Append(id ID, s Stream, row Row) error {
	o, err := t.edit(id)
	if err != nil {
		return err
	}
	box, err := o.append(t.v.id, s, row, sealTo(o.to))
	if err != nil {
		return err
	}
	return t.insert(id, s, o.streams[s].rows-1, box)
}

func (t *Tx) insert(id ID, s Stream, seq int64, box []byte) error {
	// A row that lies there already is one that no head vouches for.
	_, err := t.exec("INSERT OR REPLACE INTO chunk(obj, stream, seq, box) VALUES(?, ?, ?, ?)", id[:], int64(s), seq, box)
	return err
}

// append seals a row to o and moves the stream's end behind it.
func (o *object) append(vault ID, n Stream, row Row, seal sealing) ([]byte, error) {
	s := o.streams[n]
	if s.final {
		return nil, ErrFinal
	}
	box, err := sealRow(seal, frame{vault: vault, object: o.id, stream: n, final: row.Final,
		seq: s.rows, first: row.First, count: row.Count, rate: row.Rate, prev: s.last}, row.Data, o.fixed[n])
	if err != nil {
		return nil, err
	}
	o.streams[n] = stream{rows: s.rows + 1, samples: s.samples + int64(row.Count),
		final: row.Final, last: sha256.Sum256(box), replaced: s.replaced}
	return box, nil
}

// Replace writes a stream anew. It is for small streams, such as a text's
// journal that a snapshot replaces: [ErrTooLarge] for more than [MaxReplaced]
// rows before or [MaxReplacement] after.
func (t *Tx) Replace(id ID, s Stream, rows []Row) error {
	o, err := t.edit(id)
	if err != nil {
		return err
	}
	if len(rows) > MaxReplacement || o.streams[s].rows > MaxReplaced {
		return fmt.Errorf("%w: replacing %d rows by %d", ErrTooLarge, o.streams[s].rows, len(rows))
	}
	if _, err := t.exec("DELETE FROM chunk WHERE obj = ? AND stream = ?", id[:], int64(s)); err != nil {
		return err
	}
	o.streams[s] = stream{replaced: o.streams[s].replaced + 1}
	for _, row := range rows {
		if err := t.Append(id, s, row); err != nil {
			return err
		}
	}
	return nil
}

// Erase takes an object away for ever: its key goes in this transaction, its
// rows, which nothing can open any more, in small ones afterwards. An object
// that is damaged can be erased too.
func (t *Tx) Erase(id ID) error {
	o, err := t.find(id)
	if err != nil && !t.v.lostObject(id) {
		return err
	}
	if o != nil && o.own() {
		return ErrNotFound
	}
	if t.erased[id] {
		return ErrNotFound
	}
	if _, err := t.exec("DELETE FROM object WHERE id = ?", id[:]); err != nil {
		return err
	}
	delete(t.objects, id)
	delete(t.keys, id)
	t.erased[id] = true
	return nil
}

// lostObject reports whether the catalog names an object that could not be
// read. One that is private and merely closed to these keys is not lost.
func (v *Vault) lostObject(id ID) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	_, unread := v.unread[id]
	return unread
}

// Event writes a row of the log in this transaction.
func (t *Tx) Event(e Event) error {
	if t.over {
		return ErrClosed
	}
	if e.At.IsZero() {
		e.At = t.v.now()
	}
	e.At = e.At.Round(0).In(time.UTC)
	t.events = append(t.events, e)
	return nil
}

// SeenBundle notes a bundle as imported, or returns [ErrSeen].
func (t *Tx) SeenBundle(hash [32]byte) error {
	if t.over {
		return ErrClosed
	}
	t.v.mu.RLock()
	seen := t.v.seen[hash]
	t.v.mu.RUnlock()
	if seen || t.seen[hash] {
		return ErrSeen
	}
	if _, err := t.exec("INSERT INTO seen_bundle(hash) VALUES(?)", hash[:]); err != nil {
		return err
	}
	t.seen[hash] = true
	return nil
}
