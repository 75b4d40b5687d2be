package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A vault whose passphrase is lost is succeeded by a new one with new keys:
// made aside, verified, then put into its place while the old file is kept
// under another name. At every moment each of the two lies whole under one of
// the names below, and [Settle] ends what was cut off.
const (
	carryingSuffix  = ".carrying"  // being made: worth nothing, taken away by the next Open or try
	successorSuffix = ".successor" // whole, waiting for its place
)

// Successor makes the vault that succeeds old beside path, and carries over
// what old's keys open; finish, the last transaction, may add what belongs to
// it. Old is only read. The successor waits for [Settle]. On error, and when
// ctx ends, nothing remains of it.
func Successor(ctx context.Context, old *Vault, path string, s Setup, finish func(*Tx, Carried) error, progress func(done, total int64)) (c Carried, err error) {
	aside := path + carryingSuffix
	if err := removeVault(aside); err != nil {
		return c, err
	}
	if _, err := os.Lstat(path + successorSuffix); !errors.Is(err, fs.ErrNotExist) {
		return c, errors.Join(ErrExists, explain(err))
	}
	next, err := Create(ctx, aside, s)
	if err != nil {
		return c, err
	}
	c, err = old.CarryTo(ctx, next, progress)
	if err == nil {
		err = next.Write(ctx, Import, func(tx *Tx) error { return finish(tx, c) })
	}
	if err = errors.Join(err, next.Close()); err != nil {
		return c, errors.Join(err, removeVault(aside))
	}
	if err := os.Rename(aside, path+successorSuffix); err != nil {
		return c, errors.Join(explain(err), removeVault(aside))
	}
	return c, errors.Join(removeVault(aside), explain(syncDir(filepath.Dir(path))))
}

// removeVault takes a half-made vault and what lies beside it away.
func removeVault(path string) error {
	for _, name := range []string{path, path + "-journal", path + lockSuffix, path + asideSuffix, path + asideSuffix + "-journal"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return explain(err)
		}
	}
	return nil
}

// Settle puts a successor that waits beside path into its place, and keeps the
// old vault under a name of its own, which it returns; "" where none waits.
// Neither may be open. It is also to be called before a vault is opened: a
// power cut between its two steps leaves the place empty for a moment.
func Settle(path string, now time.Time) (kept string, err error) {
	next := path + successorSuffix
	if _, err := os.Lstat(next); err != nil {
		// Nothing waits there, or nothing can be seen: a file where a folder
		// should be, a folder that is closed. Whoever opens the vault says so.
		return "", nil
	}
	lock, err := takeLock(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lock.release()) }()
	if _, err := os.Lstat(path); err == nil {
		if kept, err = keepOld(path, now); err != nil {
			return "", err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", explain(err)
	}
	if err := os.Rename(next, path); err != nil {
		return kept, explain(err)
	}
	return kept, explain(syncDir(filepath.Dir(path)))
}

// keepOld renames the old vault to a name that nothing has. A journal that
// would put pages back must stay with it: [ErrUnfinished]; opening the vault
// once, as whoever recovers it has, settles that.
func keepOld(path string, now time.Time) (string, error) {
	if err := isFinished(path); err != nil {
		return "", err
	}
	ending := filepath.Ext(path)
	base := path[:len(path)-len(ending)] + "-" + now.Format("2006-01-02")
	for n := 1; n < 1000; n++ {
		kept := fmt.Sprintf("%s-%d%s", base, n, ending)
		if _, err := os.Lstat(kept); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.Rename(path, kept); err != nil {
			return "", explain(err)
		}
		return kept, explain(syncDir(filepath.Dir(path)))
	}
	return "", ErrExists
}
