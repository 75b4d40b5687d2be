package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/view"
	"barnrost/app/view/backup"
	"barnrost/app/view/vault"
	"barnrost/crypto"
	"barnrost/storage"
)

// backups is what the room about backups needs besides the casebook.
type backups struct{ p *program }

var (
	_ backup.Keeper = backups{}
	_ backup.Book   = (*casebook.Casebook)(nil)
	_ backup.Copies = (*soundCopies)(nil)
)

// Doubt implements [backup.Keeper].
func (b backups) Doubt(folder string) backup.Doubt {
	own, ownErr := os.Stat(b.p.keeper.Folder())
	there, err := os.Stat(folder)
	switch {
	case ownErr == nil && err == nil && os.SameFile(own, there):
		return backup.DoubtSame
	case errors.Is(storage.CheckPlace(folder), storage.ErrSynced):
		return backup.DoubtSynced
	}
	return backup.NoDoubt
}

// Restore implements [backup.Keeper]: the vault that is put beside is closed
// again, and knows what it is.
func (b backups) Restore(ctx context.Context, file, typed, folder string, progress func(done, total int64)) (app.Restored, error) {
	got, keys, err := putBack(ctx, b.p.keeper, file, typed, folder, progress)
	if err != nil {
		return got, err
	}
	v, err := openWith(ctx, got.Path, keys)
	if err != nil {
		return got, err
	}
	book, err := casebook.Open(ctx, v, time.Now, func(app.Event) {})
	if err == nil {
		err = book.NoteRestored(ctx)
	}
	return got, errors.Join(err, casebook.Fault(v.Close()))
}

// Rescue implements [backup.Keeper].
func (b backups) Rescue(ctx context.Context, folder string, progress func(done, total int64)) (app.Rescued, error) {
	if err := storage.CheckPlace(folder); err != nil {
		return app.Rescued{}, casebook.Fault(err)
	}
	return b.p.session.book.Rescue(ctx, filepath.Join(folder, vaultFile), progress)
}

// Change implements [backup.Keeper].
func (b backups) Change(folder string) {
	if b.p.opts.usual {
		b.p.choices.setFolder(folder)
	} else {
		os.Args = withData(os.Args, folder)
	}
	b.p.frame.LockUp()
}

// withData returns a program's arguments with another folder for the vault.
func withData(args []string, folder string) []string {
	out := []string{args[0], "-data=" + folder}
	for i := 1; i < len(args); i++ {
		name, value := flagOf(args[i])
		switch {
		case name != "data":
			out = append(out, args[i])
		case !value:
			i++
		}
	}
	return out
}

// putBack checks a backup with the passphrase it was made under and puts it
// into a folder as the vault of that folder.
func putBack(ctx context.Context, k *keeper, file, typed, folder string, progress func(done, total int64)) (_ app.Restored, keys crypto.Keys, err error) {
	if err := storage.CheckPlace(folder); err != nil {
		return app.Restored{}, keys, casebook.Fault(err)
	}
	path := filepath.Join(folder, vaultFile)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return app.Restored{}, keys, app.Fail(app.CodeVaultExists, err)
	}
	sealed, err := storage.OpenReadOnly(ctx, file)
	if err != nil {
		return app.Restored{}, keys, backupFault(err)
	}
	keys, err = tryWords(k, sealed.Slot(), typed)
	if err != nil {
		return app.Restored{}, keys, errors.Join(err, sealed.Close())
	}
	v, err := sealed.Unlock(ctx, keys, nil)
	if err != nil {
		return app.Restored{}, keys, errors.Join(backupFault(err), sealed.Close())
	}
	defer func() { err = errors.Join(err, casebook.Fault(v.Close())) }()
	damage, err := v.Check(ctx, func(done, total int64) { progress(done, 2*max(total, 1)) })
	if err != nil {
		return app.Restored{}, keys, casebook.Fault(err)
	}
	got := app.Restored{Path: path, Damaged: len(damage)}
	if got.Contents, err = casebook.Contents(ctx, v); err != nil {
		return got, keys, err
	}
	err = storage.Restore(ctx, file, path, func(done, total int64) { progress(total+done, 2*max(total, 1)) })
	return got, keys, casebook.Fault(err)
}

// backupFault tells what is wrong with a file that was chosen as a backup.
func backupFault(err error) error {
	switch {
	case errors.Is(err, storage.ErrMissing), errors.Is(err, storage.ErrReadOnly):
		return app.FileFault(err)
	case errors.Is(err, storage.ErrNotAVault):
		return app.Fail(app.CodeNotABackup, err)
	}
	return unreadable(casebook.Fault(err))
}

// tryWords opens a slot with what was typed, words written out or begun.
func tryWords(k *keeper, slot []byte, typed string) (keys crypto.Keys, err error) {
	for _, p := range app.PhraseCandidates(typed, k.ring.Complete) {
		if keys, err = k.ring.Unlock(slot, p); app.CodeOf(err) != app.CodeWrongPassphrase {
			break
		}
	}
	return keys, unreadable(err)
}

// openWith opens the vault at path with keys that are at hand.
func openWith(ctx context.Context, path string, keys crypto.Keys) (*storage.Vault, error) {
	sealed, err := storage.Open(ctx, path)
	if err != nil {
		return nil, unreadable(casebook.Fault(err))
	}
	v, err := sealed.Unlock(ctx, keys, nil)
	if err != nil {
		return nil, errors.Join(unreadable(casebook.Fault(err)), sealed.Close())
	}
	return v, nil
}

// RestoreBackup implements [unlock.Keeper].
func (k *keeper) RestoreBackup(ctx context.Context, file, typed string, progress func(done, total int64)) (app.Restored, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	got, keys, err := putBack(ctx, k, file, typed, k.dir, progress)
	if err != nil {
		return got, err
	}
	// From here on the vault is there: a cancel would only make it be asked for
	// the passphrase once more.
	ctx = context.WithoutCancel(ctx)
	sealed, err := storage.Open(ctx, got.Path)
	if err != nil {
		return got, unreadable(casebook.Fault(err))
	}
	k.slot = sealed.Slot()
	v, err := sealed.Unlock(ctx, keys, nil)
	if err != nil {
		return got, errors.Join(unreadable(casebook.Fault(err)), sealed.Close())
	}
	s, err := openSession(ctx, v, k.ring, k.publish)
	if err != nil {
		return got, err
	}
	k.session = s
	if err := s.book.NoteRestored(ctx); err != nil && s.book.Trouble() == nil {
		return got, err
	}
	return got, nil
}

func (p *program) openBackup() view.Room {
	return backup.New(backup.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Book: p.session.book, Keeper: backups{p}, Copies: p.copies,
		Pick: p.frame.Pick, Start: p.start, Problem: p.frame.Problem, Back: func() { p.frame.Go("vault") },
	})
}

// backupSection tells in Valvet how the backups stand.
func (p *program) backupSection() vault.Section {
	return vault.Section{ID: "backup", Open: func() { p.frame.Go("backup") }, Status: func() (string, bool) {
		state, err := p.session.book.BackupState()
		if err != nil {
			return "", false // Valvet tells of the damage by itself
		}
		return backup.Status(p.kit.Text, state)
	}}
}

// remind is the quiet line at home: a backup that is due, or a unit's folder
// that was never chosen.
func (p *program) remind() string {
	if state, err := p.session.book.BackupState(); err == nil && state.Due {
		words, _ := backup.Status(p.kit.Text, state)
		return words
	}
	if rule, err := p.session.book.CopyRule(); err == nil && rule.On && rule.Folder == "" {
		return p.kit.Text.T("copies.remind")
	}
	return ""
}
