package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"barnrost/crypto"
)

// A spool takes in what is sealed to a public key while the vault stays
// locked: nothing that lies on the disk opens it but the key, which its maker
// keeps in the vault. It is a file of its own in the vault's form (format 1):
//
//	spool(format, head, sum)          one row: readable, and the SHA-256 of head
//	chunk(rowid, stream, seq, box)
//
// A box is a row as in the vault: a frame that says where it belongs and which
// box precedes it, and the payload. What is missing is a signature over the
// whole, for signing takes a secret. In its place every process that adds rows
// makes a secret of its own, the run's, and seals it in the first row it
// writes; each row carries an HMAC under it. So whoever can write to the disk,
// but does not sit in the process, cannot read a row, nor alter one, move one,
// put one between others or go on after one, without it being seen. What is not
// seen: rows cut off at the end, which looks like a power cut; a run of their
// own behind the others; another spool in this one's place, whose key the vault
// does not have.
//
// The kit is readable and cannot be signed for the same reason: whoever swaps
// it could sign it too. The sum finds a damaged one; that it was swapped is told
// afterwards, by [Spool.Sum], which the maker keeps in the vault, and by
// [SpoolRow.Head]. A program that stays open keeps the head in memory, so that
// only a swap before its start has any effect.

// spoolApplication marks the file as a spool: "BaSp" in ASCII.
const spoolApplication = 0x42615370

// spoolSchema is format 1.
var spoolSchema = []string{
	`CREATE TABLE spool(format INTEGER NOT NULL, head BLOB NOT NULL, sum BLOB NOT NULL) STRICT`,
	`CREATE TABLE chunk(rowid INTEGER PRIMARY KEY, stream INTEGER NOT NULL, seq INTEGER NOT NULL, box BLOB NOT NULL,
		UNIQUE(stream, seq)) STRICT`,
	fmt.Sprintf(`PRAGMA application_id=%d`, spoolApplication),
	fmt.Sprintf(`PRAGMA user_version=%d`, SpoolFormat),
}

// maxSpoolRows is the most rows of a stream: three days of sound. A row beyond,
// which only somebody else can have put there, is as if it were not.
const maxSpoolRows = 1 << 17

// Spool is an open spool. It is safe for concurrent use.
type Spool struct {
	path string
	lock *lockFile
	head spoolHead
	sum  [32]byte // of the head

	mu      sync.Mutex // guards what follows
	db      *files     // nil once closed
	streams map[Stream]spoolEnd
	foreign bool      // there are tables or triggers of somebody else's: nothing is written
	run     *spoolRun // nil before the first Append
	doubt   *spoolDoubt
}

// spoolEnd is where a stream ends.
type spoolEnd struct {
	rows int64
	last [32]byte // SHA-256 of the last box
}

// CreateSpool makes a spool at path and opens it. It is made aside and renamed,
// so that a file at path always is a whole spool. It returns [ErrExists],
// [ErrInUse], [ErrReadOnly], [ErrDiskFull] or [ErrTooLarge].
func CreateSpool(ctx context.Context, path string, setup SpoolSetup) (_ *Spool, err error) {
	head, err := setup.head()
	if err != nil {
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
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, errors.Join(ErrExists, explain(err))
	}
	if err := aside(path, func(aside string) error { return fillSpool(ctx, aside, "", head) }); err != nil {
		return nil, errors.Join(err, removeAside(path))
	}
	return openSpool(ctx, path, "", lock)
}

// fillSpool writes the tables and the head in one transaction.
func fillSpool(ctx context.Context, path, vfs string, h spoolHead) (err error) {
	raw, err := h.encode()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(raw)
	db, err := openFiles(ctx, path, vfs, making)
	if err != nil {
		return explain(err)
	}
	defer func() { err = errors.Join(err, explain(db.close())) }()
	return inOne(db.write, func(tx *sql.Tx) error {
		for _, statement := range spoolSchema {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return explain(err)
			}
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO spool(format, head, sum) VALUES(?, ?, ?)", SpoolFormat, raw, sum[:])
		return explain(err)
	})
}

// inOne runs fn in a transaction.
func inOne(db *sql.DB, fn func(*sql.Tx) error) (err error) {
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		return explain(err)
	}
	defer func() {
		if undo := tx.Rollback(); !errors.Is(undo, sql.ErrTxDone) {
			err = errors.Join(err, explain(undo))
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	return explain(tx.Commit())
}

// OpenSpool takes a spool's lock and opens it, without its key: to add to it, or
// to read it with [Spool.Rows]. It returns [ErrMissing], [ErrInUse],
// [ErrNewerFormat], [ErrNotAVault] for what is no spool, [ErrReadOnly] or
// [ErrDamaged]: then nothing is known of it.
func OpenSpool(ctx context.Context, path string, opts ...Option) (_ *Spool, err error) {
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
		if err := checkHeader(path, spoolApplication); err != nil {
			return nil, err
		}
	}
	return openSpool(ctx, path, o.vfs, lock)
}

// openSpool opens the file under a lock that is held, and leaves the lock alone
// where it fails.
func openSpool(ctx context.Context, path, vfs string, lock *lockFile) (_ *Spool, err error) {
	db, err := openFiles(ctx, path, vfs, writing)
	if err != nil {
		return nil, explain(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.close())
		}
	}()
	s := &Spool{path: path, lock: lock, db: db, streams: map[Stream]spoolEnd{}}
	if s.head, s.sum, err = readSpoolHead(ctx, db.write); err != nil {
		return nil, err
	}
	ours, err := ourTables(ctx, db.write, spoolSchema)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	s.foreign = !ours
	return s, s.readEnds(ctx)
}

// readSpoolHead reads what describes a spool: [ErrNotAVault],
// [ErrNewerFormat] or [ErrDamaged].
func readSpoolHead(ctx context.Context, db *sql.DB) (spoolHead, [32]byte, error) {
	none := [32]byte{}
	var application, version int64
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&application); err != nil {
		return spoolHead{}, none, explain(err)
	}
	if application != spoolApplication {
		return spoolHead{}, none, ErrNotAVault
	}
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return spoolHead{}, none, explain(err)
	}
	if version > SpoolFormat {
		return spoolHead{}, none, ErrNewerFormat
	}
	var rows, size int64
	err := db.QueryRowContext(ctx, "SELECT count(*), coalesce(max(length(head)), 0) FROM spool").Scan(&rows, &size)
	if err != nil || rows != 1 || size > maxSpoolHead {
		return spoolHead{}, none, fmt.Errorf("%w: spool row: %w", ErrDamaged, err)
	}
	var raw, sum []byte
	if err := db.QueryRowContext(ctx, "SELECT head, sum FROM spool").Scan(&raw, &sum); err != nil {
		return spoolHead{}, none, fmt.Errorf("%w: spool row: %w", ErrDamaged, err)
	}
	if got := sha256.Sum256(raw); string(sum) != string(got[:]) {
		return spoolHead{}, none, fmt.Errorf("%w: spool head", ErrDamaged)
	}
	h, err := parseSpoolHead(raw)
	if errors.Is(err, errSpoolHead) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if err != nil {
		return spoolHead{}, none, err
	}
	again, err := h.encode()
	if err != nil || string(again) != string(raw) {
		return spoolHead{}, none, fmt.Errorf("%w: spool head of another form", ErrDamaged)
	}
	return h, sha256.Sum256(raw), nil
}

// readEnds finds where each stream ends. Its lock is held, or nobody knows s.
func (s *Spool) readEnds(ctx context.Context) (err error) {
	rows, err := s.db.write.QueryContext(ctx,
		"SELECT stream, max(seq) FROM chunk WHERE seq BETWEEN 0 AND ? AND stream BETWEEN 0 AND ? GROUP BY stream", maxSpoolRows-1, int64(streamRuns))
	if err != nil {
		return explain(err)
	}
	ends := map[Stream]spoolEnd{}
	for rows.Next() {
		var n, seq int64
		if err := rows.Scan(&n, &seq); err != nil {
			return errors.Join(explain(err), rows.Close())
		}
		ends[Stream(n)] = spoolEnd{rows: seq + 1}
	}
	if err := errors.Join(explain(rows.Err()), explain(rows.Close())); err != nil {
		return err
	}
	for n, end := range ends {
		box, err := spoolBox(ctx, s.db.write, n, end.rows-1)
		if err != nil {
			return err
		}
		end.last = sha256.Sum256(box)
		ends[n] = end
	}
	s.streams = ends
	return nil
}

// ID returns the spool's id, VaultID that of the vault that has its key.
func (s *Spool) ID() ID { return s.head.id }

// VaultID returns the id of the vault that has the key.
func (s *Spool) VaultID() ID { return s.head.vault }

// Made and Until are the times of the setup, UTC, to the second.
func (s *Spool) Made() time.Time { return s.head.made }

// Until is the end of the setup.
func (s *Spool) Until() time.Time { return s.head.until }

// Kit returns what lies readable in the spool. It must not be altered.
func (s *Spool) Kit() []byte { return s.head.kit }

// Sum is SHA-256 of all that is readable: with it in the vault, a spool is
// recognised as the very one that was made.
func (s *Spool) Sum() [32]byte { return s.sum }

// Count returns how many rows a stream has. It reads memory only.
func (s *Spool) Count(n Stream) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.streams[n].rows
}

// FitsKey reports whether k is the key the spool is sealed to.
func (s *Spool) FitsKey(k SpoolKey) bool { return s.head.to == k.identity.Recipient() && !k.IsZero() }

// recipient is whom rows are sealed to.
func (s *Spool) recipient() crypto.Recipient { return s.head.to }

// Close closes the file and gives up the lock. A second Close returns nil.
func (s *Spool) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil
	}
	err := errors.Join(explain(s.db.close()), s.lock.release())
	s.db = nil
	return err
}

// SetAside gives the file another name in its folder, one that nothing has, and
// closes it: [ErrExists] where something has.
func (s *Spool) SetAside(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return ErrClosed
	}
	err := explain(s.db.close())
	s.db = nil
	if err == nil {
		err = rename(s.path, filepath.Join(filepath.Dir(s.path), name))
	}
	return errors.Join(err, explain(syncDir(filepath.Dir(s.path))), s.lock.release())
}

// Remove takes the spool away for ever, and closes it. What was in it is
// gone, unless somebody has read it before.
func (s *Spool) Remove() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return ErrClosed
	}
	err := explain(s.db.close())
	s.db = nil
	for _, name := range []string{s.path, s.path + "-journal"} {
		if gone := os.Remove(name); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, explain(gone))
		}
	}
	return errors.Join(err, explain(syncDir(filepath.Dir(s.path))), s.lock.release())
}
