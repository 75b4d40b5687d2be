package storage

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Restore copies the file of a backup to path, where no file may lie: a vault
// is never overwritten. It is written aside, synced, compared with what was
// read, and renamed into place. On an error or where ctx ends nothing is left.
// progress, which may be nil, is told bytes.
//
// Whether from is a vault, and whole, is for the caller to have found out, by
// [OpenReadOnly] and [Vault.Check]; it may still be open so. Errors are those of
// [Create], with [ErrTarget] where path is meant, and [ErrFaulty].
func Restore(ctx context.Context, from, path string, progress func(done, total int64)) (err error) {
	lock, err := takeLock(path)
	if err != nil {
		return target(err)
	}
	defer func() { err = errors.Join(err, lock.release()) }()
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(ErrExists, explain(err))
	}
	aside := path + asideSuffix
	if err := removeAside(path); err != nil {
		return target(err)
	}
	if err := copyAside(ctx, from, aside, progress); err != nil {
		return errors.Join(err, target(removeAside(path)))
	}
	if err := rename(aside, path); err != nil {
		return errors.Join(target(err), target(removeAside(path)))
	}
	return target(syncDir(filepath.Dir(path)))
}

// copyAside copies from to a new file, and reads that back.
func copyAside(ctx context.Context, from, aside string, progress func(done, total int64)) (err error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	in, err := os.Open(from)
	if err != nil {
		return explain(err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	info, err := in.Stat()
	if err != nil {
		return explain(err)
	}
	out, err := os.OpenFile(aside, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return target(err)
	}
	total, done := 2*info.Size(), int64(0)
	told := func(n int64) { done += n; progress(min(done, total), total) }
	sum, err := pour(ctx, out, in, told)
	if err = errors.Join(err, target(out.Close())); err != nil {
		return err
	}
	again, _, err := sumFile(ctx, aside, told)
	if err != nil {
		return target(err)
	}
	if again != sum {
		return fmt.Errorf("%w: a restored file", ErrFaulty)
	}
	return nil
}

// pour copies in to out, syncing as it goes, and returns the SHA-256 of what
// was read.
func pour(ctx context.Context, out *os.File, in io.Reader, told func(n int64)) ([32]byte, error) {
	h, buffer, unsynced := sha256.New(), make([]byte, 1<<20), 0
	for {
		if err := ctx.Err(); err != nil {
			return [32]byte{}, err
		}
		n, err := in.Read(buffer)
		h.Write(buffer[:n])
		if _, err := out.Write(buffer[:n]); err != nil {
			return [32]byte{}, target(err)
		}
		told(int64(n))
		if unsynced += n; unsynced >= syncEvery || errors.Is(err, io.EOF) {
			unsynced = 0
			if err := out.Sync(); err != nil {
				return [32]byte{}, target(err)
			}
		}
		if errors.Is(err, io.EOF) {
			return [32]byte(h.Sum(nil)), nil
		}
		if err != nil {
			return [32]byte{}, explain(err)
		}
	}
}
