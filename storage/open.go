package storage

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"barnrost/crypto"
)

// Sealed is a vault that is open and not yet unlocked. It holds the lock.
type Sealed struct {
	id       ID
	db       *files
	lock     *lockFile
	slots    map[Slot][]byte
	readOnly bool // by OpenReadOnly
}

// Option changes how a vault is opened.
type Option func(*options)

type options struct{ vfs string }

// WithVFS opens the vault through a VFS registered with SQLite, such as one
// that simulates power cuts. The lock file stays in the system's own.
func WithVFS(name string) Option { return func(o *options) { o.vfs = name } }

// Open takes the vault's lock and opens it. It returns [ErrMissing],
// [ErrInUse], [ErrNewerFormat], [ErrNotAVault], [ErrReadOnly] or [ErrDamaged].
// Of these only ErrMissing means that a vault may be created there.
func Open(ctx context.Context, path string, opts ...Option) (_ *Sealed, err error) {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	if err := isVaultFile(path, o.vfs); err != nil {
		return nil, err
	}
	lock, err := takeLock(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, lock.release())
		}
	}()
	if o.vfs == "" {
		if err := checkHeader(path, applicationID); err != nil {
			return nil, err
		}
	}
	if o.vfs == "" {
		// A successor that was cut off while being made; under the lock nobody
		// makes one. Where it cannot go it only takes room.
		_ = removeVault(path + carryingSuffix)
	}
	return open(ctx, path, o.vfs, lock)
}

// isVaultFile says what speaks against path before it is locked or opened.
func isVaultFile(path, vfs string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ErrMissing
	case err != nil:
		return explain(err)
	case !info.Mode().IsRegular() || info.Size() == 0 && vfs == "":
		return ErrNotAVault
	}
	return nil
}

// checkHeader looks at the first bytes of the file before SQLite does, which
// would set pragmas in any database. The id in them never changes, so that a
// torn write or a journal to be rolled back makes no difference. The lock says
// that nothing else in this process has the file open.
func checkHeader(path string, application uint32) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return explain(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	header := make([]byte, 100) // https://sqlite.org/fileformat2.html#the_database_header
	if _, err := io.ReadFull(f, header); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrNotAVault
	} else if err != nil {
		return explain(err)
	}
	if string(header[:16]) != "SQLite format 3\x00" || binary.BigEndian.Uint32(header[68:]) != application {
		return ErrNotAVault
	}
	return nil
}

// open opens the file under a lock that is held, and leaves the lock alone
// where it fails.
func open(ctx context.Context, path, vfs string, lock *lockFile) (*Sealed, error) {
	db, err := openFiles(ctx, path, vfs, writing)
	if err != nil {
		return nil, explain(err)
	}
	s, err := identify(ctx, &Sealed{db: db, lock: lock})
	if err != nil {
		return nil, err
	}
	if err := checkWritable(ctx, db); err != nil {
		return nil, errors.Join(err, db.close())
	}
	return s, nil
}

// identify reads what an open file says of itself, and closes the file where
// that is no vault.
func identify(ctx context.Context, s *Sealed) (_ *Sealed, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, s.db.close())
		}
	}()
	in := s.db.write // first: only it may roll back an interrupted commit
	if s.readOnly {
		in = s.db.read
	}
	if s.id, err = readVaultRow(ctx, in); err != nil {
		return nil, err
	}
	if s.slots, err = readSlots(ctx, in); err != nil {
		return nil, err
	}
	if len(s.slots) == 0 {
		return nil, fmt.Errorf("%w: no slot", ErrDamaged)
	}
	return s, nil
}

// checkWritable begins and undoes a transaction: a file on a medium that may
// not be written is refused before anyone types into it.
func checkWritable(ctx context.Context, db *files) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version=%d", Format))
	err = explain(errors.Join(err, tx.Rollback()))
	if errors.Is(err, ErrDiskFull) {
		return nil // what is there can be read, and room can be made
	}
	return err
}

// VaultID returns the vault's id; zero where the row that names it is damaged.
func (s *Sealed) VaultID() ID { return s.id }

// Close closes the file and gives up the lock; after Unlock, which hands both
// to the Vault, it does nothing.
func (s *Sealed) Close() error {
	if s.db == nil {
		return nil
	}
	err := errors.Join(s.db.close(), s.lock.release())
	s.db = nil
	return err
}

// Unlock opens the vault with keys. Without the owner's key, as from a
// recovery slot, the vault is read only and what is private is not listed. It
// returns an error only where nothing can be read: [ErrDamaged], which is also
// a [crypto.ErrNotForMe] for another vault's keys. Anything less is listed by
// [Vault.Damage]. After an error s is as before. A nil now is time.Now.
func (s *Sealed) Unlock(ctx context.Context, k crypto.Keys, now func() time.Time) (*Vault, error) {
	if s.db == nil {
		return nil, ErrClosed
	}
	if now == nil {
		now = time.Now
	}
	v := &Vault{id: s.id, db: s.db, lock: s.lock, keys: k, now: now, readOnly: s.readOnly,
		vaultTo: k.Vault.Recipient(), ownerTo: k.Owner.Recipient(),
		objects: map[ID]*object{}, unread: map[ID]entry{}, seen: map[[32]byte]bool{}, identities: map[ID]crypto.Identity{}}
	if err := v.load(ctx); err != nil {
		return nil, err
	}
	if ours, err := ourTables(ctx, s.db.read, schema); err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	} else if !ours {
		v.blame(Damage{Part: PartTables})
		v.readOnly = true
	}
	orphaned, err := orphans(ctx, s.db.read)
	switch {
	case errors.Is(err, errNobodys):
		v.blame(Damage{Part: PartExtra})
	case err != nil && !errors.Is(err, ErrDamaged):
		return nil, err
	}
	if v.readOnly {
		orphaned = nil
	}
	s.db = nil
	v.queue = newQueue()
	v.sweep(orphaned...)
	return v, nil
}
