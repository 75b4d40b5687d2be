package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// replica is the file of a vault that is made from another's rows: a backup, or
// what was saved of a damaged one. It is written aside under a name of its own
// and given its real name only when it has been read back.
type replica struct {
	path     string
	file     *os.File // held open to sync the file with
	db       *sql.DB
	tx       *sql.Tx
	unsynced int64
}

// syncEvery is how many bytes may lie between the program and the disk. What
// nobody has synced the system writes when it likes, and then everything else
// waits for it, a recording among it.
const syncEvery = 2 << 20

// target marks an error of the place that is written to, as against one of the
// vault that is read.
func target(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrTarget, explain(err))
}

// newReplica begins a file at path, which is taken away if it lies there: only
// a replica that was cut off has such a name.
func newReplica(ctx context.Context, path string) (_ *replica, err error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, target(err)
	}
	r := &replica{path: path}
	defer func() {
		if err != nil {
			err = target(errors.Join(err, r.abandon()))
		}
	}()
	if r.file, err = os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600); err != nil {
		return nil, err
	}
	name, err := replicaSource(path)
	if err != nil {
		return nil, err
	}
	if r.db, err = sql.Open("sqlite", name); err != nil {
		return nil, err
	}
	r.db.SetMaxOpenConns(1)
	if r.tx, err = r.db.BeginTx(context.WithoutCancel(ctx), nil); err != nil {
		return nil, err
	}
	for _, statement := range schema {
		if _, err := r.tx.Exec(statement); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// replicaSource names a file that only this process has, and that is thrown
// away where anything goes wrong: no locks, which network shares lack, and no
// journal on the disk. What a vault's file itself remembers is as always.
func replicaSource(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if path = filepath.ToSlash(path); !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	q := url.Values{"mode": {"rw"}, "nolock": {"1"}, "_txlock": {"immediate"}, "_defensive": {"1"}, "_dqs": {"0"}, "_error_rc": {"1"}}
	for _, p := range []string{"auto_vacuum=INCREMENTAL", "journal_mode=MEMORY", "synchronous=OFF", "temp_store=MEMORY",
		"secure_delete=ON", "foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "cache_size=-8000"} {
		q.Add("_pragma", p)
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String(), nil
}

// exec runs a statement, of size bytes where these are many.
func (r *replica) exec(size int, query string, args ...any) error {
	if _, err := r.tx.Exec(query, args...); err != nil {
		return target(err)
	}
	if r.unsynced += int64(size); r.unsynced < syncEvery {
		return nil
	}
	r.unsynced = 0
	return target(r.file.Sync())
}

// chunk writes one row of a stream.
func (r *replica) chunk(id ID, stream, seq int64, box []byte) error {
	return r.exec(len(box), "INSERT INTO chunk(obj, stream, seq, box) VALUES(?, ?, ?, ?)", id[:], stream, seq, box)
}

// forget takes an object's rows out again.
func (r *replica) forget(id ID) error {
	return r.exec(0, "DELETE FROM chunk WHERE obj = ?", id[:])
}

// forgetStream takes one stream's rows out again.
func (r *replica) forgetStream(id ID, stream int64) error {
	return r.exec(0, "DELETE FROM chunk WHERE obj = ? AND stream = ?", id[:], stream)
}

// finish ends the writing: everything is on the disk, as far as the system can
// be made to say so.
func (r *replica) finish() error {
	err := r.tx.Commit()
	r.tx = nil
	err = errors.Join(err, r.db.Close())
	r.db = nil
	err = errors.Join(err, r.file.Sync(), r.file.Close())
	r.file = nil
	return target(err)
}

// abandon closes what is open and takes the file away.
func (r *replica) abandon() error {
	var errs []error
	if r.tx != nil {
		errs = append(errs, r.tx.Rollback())
	}
	if r.db != nil {
		errs = append(errs, r.db.Close())
	}
	if r.file != nil {
		errs = append(errs, r.file.Close())
	}
	r.tx, r.db, r.file = nil, nil, nil
	if err := os.Remove(r.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// rename gives a finished file a name that nothing had. On disks without hard
// links two that look at the same moment could both find it free.
func rename(from, to string) error {
	err := os.Link(from, to)
	if err == nil {
		return os.Remove(from)
	}
	if _, there := os.Lstat(to); there == nil {
		return ErrExists
	} else if !errors.Is(there, fs.ErrNotExist) {
		return there
	}
	return os.Rename(from, to)
}

// sumFile returns a file's SHA-256 and size, read from the disk itself where
// the system lets go of what it remembers of it.
func sumFile(ctx context.Context, path string, progress func(n int64)) (sum [32]byte, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	dropCache(f)
	h, buffer := sha256.New(), make([]byte, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return sum, 0, err
		}
		n, err := f.Read(buffer)
		h.Write(buffer[:n])
		size += int64(n)
		if progress != nil {
			progress(int64(n))
		}
		if errors.Is(err, io.EOF) {
			return [32]byte(h.Sum(nil)), size, nil
		}
		if err != nil {
			return sum, 0, err
		}
	}
}
