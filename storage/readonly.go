package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// OpenReadOnly opens a vault's file without writing to it or beside it, such
// as a backup, or a vault on a medium that may not be written. The vault that
// [Sealed.Unlock] makes of it can only be read: Writable is false, Write
// returns [ErrReadOnly], and nothing is swept or given back.
//
// Where a lock file lies beside the file it is taken, and [ErrInUse] returned
// where the vault is open elsewhere; none is made, so nothing keeps a later
// [Open] away from a file that never had one. An interrupted write is not
// undone, which would change the file: [ErrUnfinished]. Otherwise errors are
// those of Open.
//
// The file must not be changed while it is open.
func OpenReadOnly(ctx context.Context, path string, opts ...Option) (_ *Sealed, err error) {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	if err := isVaultFile(path, o.vfs); err != nil {
		return nil, err
	}
	lock, err := lockIfThere(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, lock.release())
		}
	}()
	if o.vfs == "" {
		if err := errors.Join(checkHeader(path, applicationID), isFinished(path)); err != nil {
			return nil, err
		}
	}
	db, err := inspectFiles(ctx, path, o.vfs)
	if err != nil {
		return nil, explain(err)
	}
	return identify(ctx, &Sealed{db: db, lock: lock, readOnly: true})
}

// inspectFiles opens a file that is only read: there is no way in that writes.
func inspectFiles(ctx context.Context, path, vfs string) (_ *files, err error) {
	read, err := openPool(path, vfs, inspecting, readers)
	if err != nil {
		return nil, err
	}
	f := &files{read: read}
	if err := checkPragmas(ctx, read, inspecting); err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

// lockIfThere takes the lock of a vault that has a lock file, and holds
// nothing where there is none.
func lockIfThere(path string) (*lockFile, error) {
	f, err := os.OpenFile(path+lockSuffix, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, errReadOnlyFS) {
		f, err = os.Open(path + lockSuffix)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return &lockFile{}, nil
	}
	if err != nil {
		return nil, explain(fmt.Errorf("storage: lock file: %w", err))
	}
	if err := tryLock(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &lockFile{f}, nil
}

// isFinished returns [ErrUnfinished] where a write to the file was cut off and
// its journal would put pages back. A journal that was truncated to nothing, or
// whose head was zeroed, belongs to a commit that was made. Write-ahead logs
// are never ours, but a tool of somebody's may leave one.
func isFinished(path string) error {
	for _, suffix := range []string{"-journal", "-wal"} {
		started, err := startsWithSomething(path + suffix)
		if err != nil {
			return explain(fmt.Errorf("storage: journal: %w", err))
		}
		if started {
			return ErrUnfinished
		}
	}
	return nil
}

// startsWithSomething reports whether a file is there and begins with anything
// but zero, which is how SQLite judges a journal.
func startsWithSomething(path string) (_ bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	first := []byte{0}
	if _, err := io.ReadFull(f, first); err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	return first[0] != 0, nil
}
