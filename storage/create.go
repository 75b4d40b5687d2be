package storage

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// asideSuffix is appended to the path while a vault is being made. What lies
// there is always a half-made vault, and the next Create takes it away.
const asideSuffix = ".new"

// Create makes a vault at path and opens it. It is made aside and renamed, so
// that a file at path always is a whole vault. It returns [ErrExists],
// [ErrInUse], [ErrReadOnly] or [ErrDiskFull]; the folder must exist, see
// [CheckPlace].
func Create(ctx context.Context, path string, s Setup) (_ *Vault, err error) {
	if s.Signer.IsZero() || s.Keys.Vault.IsZero() || s.Keys.Owner.IsZero() || len(s.Slot) == 0 {
		return nil, errors.New("storage: a vault needs keys, a signer and a slot")
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
	if err := makeAside(ctx, path, s); err != nil {
		return nil, errors.Join(err, removeAside(path))
	}
	sealed, err := open(ctx, path, "", lock)
	if err != nil {
		return nil, err
	}
	v, err := sealed.Unlock(ctx, s.Keys, s.Now)
	if err != nil {
		return nil, errors.Join(err, sealed.Close())
	}
	return v, nil
}

// makeAside makes the vault and moves it into place.
func makeAside(ctx context.Context, path string, s Setup) error {
	return aside(path, func(aside string) error { return fill(ctx, aside, "", s) })
}

// aside makes a file beside path, lets fill write a database into it, and moves
// it into place.
func aside(path string, fill func(aside string) error) error {
	if err := removeAside(path); err != nil {
		return err
	}
	// Made here, and not by SQLite, for the sake of the mode.
	f, err := os.OpenFile(path+asideSuffix, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return explain(err)
	}
	if err := f.Close(); err != nil {
		return explain(err)
	}
	if err := fill(path + asideSuffix); err != nil {
		return err
	}
	if err := os.Remove(path + asideSuffix + "-journal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return explain(err)
	}
	if err := os.Rename(path+asideSuffix, path); err != nil {
		return explain(err)
	}
	return explain(syncDir(filepath.Dir(path)))
}

// removeAside takes a half-made vault away. There is nothing in it: the words
// that open it were not yet accepted.
func removeAside(path string) error {
	for _, name := range []string{path + asideSuffix, path + asideSuffix + "-journal", path + asideSuffix + lockSuffix} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return explain(err)
		}
	}
	return nil
}

// fill writes tables, slot, signer and the first catalog in one transaction.
func fill(ctx context.Context, path, vfs string, s Setup) (err error) {
	db, err := openFiles(ctx, path, vfs, making)
	if err != nil {
		return explain(err)
	}
	defer func() { err = errors.Join(err, explain(db.close())) }()
	now := s.Now
	if now == nil {
		now = time.Now
	}
	v := &Vault{id: NewID(), keys: s.Keys, signer: s.Signer, now: now,
		vaultTo: s.Keys.Vault.Recipient(), ownerTo: s.Keys.Owner.Recipient(),
		objects: map[ID]*object{}}
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer func() {
		if undo := tx.Rollback(); !errors.Is(undo, sql.ErrTxDone) {
			err = errors.Join(err, explain(undo))
		}
	}()
	if err := v.fillTables(ctx, tx, s.Slot); err != nil {
		return err
	}
	return explain(tx.Commit())
}

func (v *Vault) fillTables(ctx context.Context, tx *sql.Tx, slot []byte) error {
	for _, statement := range schema {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return explain(err)
		}
	}
	t := newTx(v, tx)
	defer t.end()
	t.first = true
	v.slots = map[Slot][32]byte{}
	if _, err := t.exec("INSERT INTO vault(format, vault_id) VALUES(?, ?)", Format, v.id[:]); err != nil {
		return err
	}
	if err := t.SetSlot(SlotPassphrase, slot); err != nil {
		return err
	}
	if err := t.keepSigner(v.signer); err != nil {
		return err
	}
	_, err := t.finish()
	return err
}
