package casebook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// MakeBackup copies the vault into a folder, reads the copy back whole and
// notes it in the register. progress, which may be nil, is told bytes. Where
// the vault cannot be written the copy counts all the same.
func (c *Casebook) MakeBackup(ctx context.Context, folder string, progress func(done, total int64)) (app.Backup, error) {
	began := c.now()
	work, err := c.work() // before the copying: what comes meanwhile is new
	if err != nil {
		return app.Backup{}, err
	}
	made, err := c.vault.Backup(ctx, folder, progress)
	if err != nil {
		return app.Backup{}, Fault(err)
	}
	b := app.Backup{Folder: folder, File: filepath.Base(made.Path), Made: made.Made, Generation: made.Generation,
		Size: made.Size, SHA256: hex.EncodeToString(made.SHA256[:]), Damaged: len(made.Damage), Work: work}
	err = c.write(context.WithoutCancel(ctx), storage.Text, func(tx *storage.Tx) error {
		id, err := create(tx, kindBackup, false, b)
		if err != nil {
			return err
		}
		b.ID = app.ID(id)
		if err := c.lateCopy(tx, began, copyOfBackup(b), app.ID{}); err != nil {
			return err
		}
		return c.log(tx, id, app.ActBackedUp, strconv.FormatUint(b.Generation, 10))
	})
	if err != nil && !unwritable(err) {
		return b, err
	}
	c.publish(app.VaultChanged{})
	return b, nil
}

// Backups returns the register, the newest first. It reads memory only.
func (c *Casebook) Backups() ([]app.Backup, error) {
	var all []app.Backup
	for _, o := range c.vault.Objects(kindBackup) {
		var b app.Backup
		if err := decode(o, &b); err != nil {
			return nil, err
		}
		b.ID = app.ID(o.ID)
		all = append(all, b)
	}
	slices.SortStableFunc(all, func(a, b app.Backup) int { return b.Made.Compare(a.Made) })
	return all, nil
}

// MarkBackupGone notes that a backup does not exist any more.
func (c *Casebook) MarkBackupGone(ctx context.Context, id app.ID) error {
	err := c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		o, err := tx.Object(storage.ID(id))
		if err != nil {
			return err
		}
		var b app.Backup
		if err := decode(o, &b); err != nil {
			return err
		}
		if !b.Gone.IsZero() {
			return nil
		}
		b.Gone = c.now()
		if err := save(tx, o.ID, b); err != nil {
			return err
		}
		if err := c.noteCopies(tx, backupRef(id), app.CopyGone); err != nil {
			return err
		}
		return c.log(tx, o.ID, app.ActBackupGone, "")
	})
	if err == nil {
		c.publish(app.VaultChanged{})
	}
	return err
}

// BackupState tells how the backups stand. It reads memory only.
func (c *Casebook) BackupState() (app.BackupState, error) {
	var s app.BackupState
	all, err := c.Backups()
	if err != nil {
		return s, err
	}
	for _, b := range all {
		if b.Gone.IsZero() {
			s.Last = b
			break
		}
	}
	work, err := c.work()
	if err != nil {
		return s, err
	}
	s.Since = work != s.Last.Work
	began, err := c.began()
	if err != nil || began.IsZero() {
		return s, err
	}
	if s.Last.ID.IsZero() {
		s.Due = c.now().Sub(began) >= 24*time.Hour // work of a day, and no copy of it
		return s, nil
	}
	s.Due = s.Since && c.now().Sub(s.Last.Made) >= app.BackupDays*24*time.Hour
	return s, nil
}

// began is when the first interview was made of which anything is there.
func (c *Casebook) began() (time.Time, error) {
	all, err := c.Interviews()
	var first time.Time
	for _, i := range all {
		if (!i.Recording.IsZero() || c.HasText(i)) && (first.IsZero() || i.Created.Before(first)) {
			first = i.Created
		}
	}
	return first, err
}

// work stands for everything recorded, written and received: another figure
// means that something came or changed.
func (c *Casebook) work() (string, error) {
	sum := sha256.New()
	for _, kind := range []string{kindInterview, kindSound, kindText} {
		for _, o := range c.vault.Objects(kind) {
			hash, err := c.vault.Checksum(o.ID)
			if err != nil {
				return "", Fault(err)
			}
			sum.Write(hash[:])
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// Copies lists the backups and sealed copies that hold an interview, for
// gallring: of the backups those made since it came into the vault. Of a received one a backup may hold an earlier
// bundle's worth. It reads memory only.
func (c *Casebook) Copies(interview app.ID) ([]app.Copy, error) {
	versions, err := c.versions(interview)
	if err != nil {
		return nil, err
	}
	var since time.Time
	for _, v := range versions {
		o, err := c.vault.Object(storage.ID(v.ID))
		if err != nil {
			return nil, Fault(err)
		}
		if since.IsZero() || o.Created.Before(since) {
			since = o.Created
		}
	}
	list, err := c.folderCopies(versions)
	if err != nil {
		return nil, err
	}
	all, err := c.Backups()
	if err != nil {
		return nil, err
	}
	for _, b := range all {
		if b.Made.Before(since) {
			continue
		}
		list = append(list, copyOfBackup(b))
	}
	return list, nil
}

// backupRef is how a row of the protocol names a backup.
func backupRef(id app.ID) string { return "backup " + id.String() }

func copyOfBackup(b app.Backup) app.Copy {
	held := app.Copy{Ref: backupRef(b.ID), Kind: app.CopyBackup, Holder: filepath.Join(b.Folder, b.File), At: b.Made, State: app.CopyLeft}
	if !b.Gone.IsZero() {
		held.State = app.CopyGone
	}
	return held
}

// Contents tells in figures what the vault holds. It opens the last row of the
// log and reads memory otherwise.
func (c *Casebook) Contents(ctx context.Context) (app.Contents, error) { return Contents(ctx, c.vault) }

// Contents tells in figures what an open vault holds.
func Contents(ctx context.Context, v *storage.Vault) (app.Contents, error) {
	var n app.Contents
	n.Interviews = len(v.Objects(kindInterview))
	for _, o := range v.Objects(kindSound) {
		var m soundMeta
		if decode(o, &m) != nil {
			continue // the check tells of it
		}
		n.Recordings++
		n.Millis += app.SamplesToMillis(o.Streams[streamAudio].Samples, m.Rate)
	}
	events, _, err := v.Log(ctx, nil)
	if len(events) > 0 {
		n.Latest = events[len(events)-1].At
	}
	return n, Fault(err)
}

// NoteRestored logs that this vault was put back from a backup.
func (c *Casebook) NoteRestored(ctx context.Context) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		return c.log(tx, storage.ID{}, app.ActPutBack, strconv.FormatUint(c.vault.Generation(), 10))
	})
}
