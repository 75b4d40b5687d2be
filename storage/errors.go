package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The errors that callers tell apart with [errors.Is].
var (
	ErrMissing     = errors.New("storage: no vault there")
	ErrExists      = errors.New("storage: a file lies there already")
	ErrInUse       = errors.New("storage: open in another window")
	ErrNewerFormat = errors.New("storage: made by a later version")
	ErrNotAVault   = errors.New("storage: not a vault")
	ErrReadOnly    = errors.New("storage: may not be written")
	ErrDiskFull    = errors.New("storage: disk full")
	ErrDisk        = errors.New("storage: the disk fails") // it was pulled out, or turned read-only, or is worn out
	ErrDamaged     = errors.New("storage: damaged")
	ErrUnfinished  = errors.New("storage: an interrupted write is still to be undone")
	ErrNotFound    = errors.New("storage: no such object or row")
	ErrSeen        = errors.New("storage: bundle imported before")
	ErrNetwork     = errors.New("storage: network place")
	ErrSynced      = errors.New("storage: synchronised place")
	ErrClosed      = errors.New("storage: closed")
	ErrTarget      = errors.New("storage: the place that was chosen") // besides what is wrong with it
	ErrFaulty      = errors.New("storage: what was read back is not what was written")
	// ErrTooLarge: a row, metadata or a Replace beyond [MaxRow], [MaxMeta],
	// [MaxReplaced], [MaxReplacement] or the stream's fixed size.
	ErrTooLarge = errors.New("storage: too large")
	// ErrFinal: a row after the final one.
	ErrFinal = errors.New("storage: the stream is closed")
	// ErrChanged: the stream was replaced while it was being read.
	ErrChanged = errors.New("storage: changed while read")
)

// Part names what of a vault is damaged.
type Part string

// The parts.
const (
	PartCatalog Part = "catalog" // missing, forged or unreadable: nothing vouches for the rest
	PartKey     Part = "key"     // the object's key is gone or unreadable: so is the object
	PartHead    Part = "head"    // not the head that the catalog names; can be read, not written
	PartRow     Part = "row"     // changed, moved, replayed or gone
	PartExtra   Part = "extra"   // rows that nothing vouches for; Seq is the last
	PartLog     Part = "log"     // Seq is the event's
	PartSeen    Part = "seen"    // the set of imported bundles
	PartSlot    Part = "slot"    // changed, gone, or one too many; Seq is the slot's
	PartTables  Part = "tables"  // not those of this format: nothing may be written
	PartVault   Part = "vault"   // the row that names the vault; the catalog says the same
)

// Damage says exactly what is damaged. Object, Stream and Seq are set where
// the part has them.
type Damage struct {
	Part   Part
	Object ID
	Stream Stream
	Seq    int64
}

// DamageError is an [ErrDamaged] that names the place.
type DamageError struct {
	Damage
	Err error // may be nil
}

// Error names the place, never content.
func (e *DamageError) Error() string {
	return fmt.Sprintf("storage: damaged %s: object %s stream %d seq %d", e.Part, e.Object, e.Stream, e.Seq)
}

// Unwrap makes the error an [ErrDamaged] besides its cause.
func (e *DamageError) Unwrap() []error {
	if e.Err == nil {
		return []error{ErrDamaged}
	}
	return []error{ErrDamaged, e.Err}
}

// explain gives an error of SQLite or the file system its meaning here. The
// cause is kept.
func explain(err error) error {
	if err == nil {
		return nil
	}
	if meaning := meaningOf(err); meaning != nil && !errors.Is(err, meaning) {
		return fmt.Errorf("%w: %w", meaning, err)
	}
	return err
}

// meaningOf returns the error that err stands for, or nil.
func meaningOf(err error) error {
	var s *sqlite.Error
	if errors.As(err, &s) {
		switch s.Code() {
		case sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_READONLY_RECOVERY:
			return ErrUnfinished
		}
		switch s.Code() & 0xff { // the low byte is the primary code
		case sqlite3.SQLITE_FULL:
			return ErrDiskFull
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
			return ErrReadOnly
		case sqlite3.SQLITE_IOERR:
			return ErrDisk
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR:
			// Our statements never change: where SQLite makes no sense of
			// one, the file's tables or its header are not ours any more.
			return ErrDamaged
		case sqlite3.SQLITE_NOTADB:
			return ErrNotAVault
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return ErrInUse
		}
		return nil
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return ErrDiskFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, errReadOnlyFS):
		return ErrReadOnly
	case errors.Is(err, syscall.EIO):
		return ErrDisk
	}
	return nil
}
