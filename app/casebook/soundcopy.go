package casebook

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"path/filepath"
	"slices"

	"barnrost/app"
	"barnrost/storage"
)

// CopyRule returns whether new recordings are copied to the unit's folder. It
// reads memory only.
func (c *Casebook) CopyRule() (app.CopyRule, error) {
	var r app.CopyRule
	for _, o := range c.vault.Objects(kindCopyRule) {
		return r, decode(o, &r)
	}
	return r, nil
}

// SaveCopyRule stores it.
func (c *Casebook) SaveCopyRule(ctx context.Context, r app.CopyRule) error {
	err := c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		for _, o := range c.vault.Objects(kindCopyRule) {
			return save(tx, o.ID, r)
		}
		_, err := create(tx, kindCopyRule, false, r)
		return err
	})
	if err == nil {
		c.publish(app.VaultChanged{})
	}
	return err
}

// ToCopy lists the interviews whose recording should have a copy in the unit's
// folder and has none: own, ended, not sent with its sound. It reads memory
// only.
func (c *Casebook) ToCopy() ([]app.Interview, error) {
	rule, err := c.CopyRule()
	if err != nil || !rule.On || rule.Folder == "" {
		return nil, err
	}
	all, err := c.Interviews()
	if err != nil {
		return nil, err
	}
	copies, err := c.SoundCopies()
	if err != nil {
		return nil, err
	}
	var list []app.Interview
	for _, i := range all {
		if i.Origin != app.OriginOwn || i.Recording.IsZero() || soundSent(i) || i.Blocked(app.MatterSound) {
			continue
		}
		if slices.ContainsFunc(copies, func(k app.SoundCopy) bool { return k.Recording == i.Recording && k.Gone.IsZero() }) {
			continue
		}
		if status, _, err := c.Length(i.Recording); err == nil && status != app.SoundRunning {
			list = append(list, i)
		}
	}
	return list, nil
}

func soundSent(i app.Interview) bool {
	return slices.ContainsFunc(i.Sent, func(s app.Sent) bool { return s.WithSound })
}

// CopySound puts a sealed copy of an interview's recording into the unit's
// folder, reads it back and notes it. The copy is a small vault of its own, with
// this vault's keys and passphrase: the interview's particulars and its sound,
// no text. It is called by a random name and tells nobody else anything.
func (c *Casebook) CopySound(ctx context.Context, interview app.ID, progress func(done, total int64)) (app.SoundCopy, error) {
	rule, err := c.CopyRule()
	if err != nil {
		return app.SoundCopy{}, err
	}
	i, err := c.Interview(interview)
	if err != nil {
		return app.SoundCopy{}, err
	}
	name := make([]byte, 10)
	rand.Read(name) // never fails: it ends the program instead
	k := app.SoundCopy{Interview: interview, Recording: i.Recording, Folder: rule.Folder,
		File: hex.EncodeToString(name) + storage.BackupExtension, Made: c.now(), Code: i.Code}
	made, err := c.vault.Salvage(ctx, filepath.Join(k.Folder, k.File), storage.Salvage{
		Only: []storage.ID{storage.ID(interview), storage.ID(i.Recording)}, Progress: progress,
	})
	if err != nil {
		return k, Fault(err)
	}
	k.Size, k.SHA256 = made.Size, hex.EncodeToString(made.SHA256[:])
	err = c.write(context.WithoutCancel(ctx), storage.Text, func(tx *storage.Tx) error {
		id, err := create(tx, kindSoundCopy, false, k)
		if err != nil {
			return err
		}
		k.ID = app.ID(id)
		if err := c.lateCopy(tx, k.Made, copyOfSound(k), i.Recording); err != nil {
			return err
		}
		return c.log(tx, storage.ID(i.Recording), app.ActSoundCopied, "")
	})
	if err == nil {
		c.publish(app.VaultChanged{})
	}
	return k, err
}

// SoundCopies lists the copies that are not said to be gone, the oldest first,
// and which nothing needs any more. It reads memory only.
func (c *Casebook) SoundCopies() ([]app.SoundCopy, error) {
	var all []app.SoundCopy
	for _, o := range c.vault.Objects(kindSoundCopy) {
		var k app.SoundCopy
		if err := decode(o, &k); err != nil {
			return nil, err
		}
		k.ID = app.ID(o.ID)
		i, err := c.Interview(k.Interview)
		switch app.CodeOf(err) {
		case "":
			k.Code, k.Spare = i.Code, soundSent(i) || i.Recording != k.Recording
		case app.CodeNotFound:
			k.Spare = true
		default:
			return nil, err
		}
		all = append(all, k)
	}
	return all, nil
}

// MarkSoundCopyGone notes that a copy does not exist any more.
func (c *Casebook) MarkSoundCopyGone(ctx context.Context, id app.ID) error {
	err := c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		o, err := tx.Object(storage.ID(id))
		if err != nil {
			return err
		}
		var k app.SoundCopy
		if err := decode(o, &k); err != nil {
			return err
		}
		k.Gone = c.now()
		if err := save(tx, o.ID, k); err != nil {
			return err
		}
		return c.noteCopies(tx, folderRef(id), app.CopyGone)
	})
	if err == nil {
		c.publish(app.VaultChanged{})
	}
	return err
}

// folderCopies lists the sealed copies of an interview's sound, for gallring.
func (c *Casebook) folderCopies(interviews []app.Interview) ([]app.Copy, error) {
	all, err := c.SoundCopies()
	var list []app.Copy
	for _, k := range all {
		if !slices.ContainsFunc(interviews, func(i app.Interview) bool { return i.ID == k.Interview }) {
			continue
		}
		list = append(list, copyOfSound(k))
	}
	return list, err
}

// folderRef is how a row of the protocol names a sealed copy.
func folderRef(id app.ID) string { return "copy " + id.String() }

func copyOfSound(k app.SoundCopy) app.Copy {
	held := app.Copy{Ref: folderRef(k.ID), Kind: app.CopyFolder, Holder: filepath.Join(k.Folder, k.File), At: k.Made, State: app.CopyLeft}
	if !k.Gone.IsZero() {
		held.State = app.CopyGone
	}
	return held
}

// FetchCopy brings a recording back from a sealed copy of it: into its
// interview where that is here without sound, else as an interview of its own.
// A recording that is here already gives [app.CodeRecordingExists]; a file of
// another vault [app.CodeCopyNotMine].
func (c *Casebook) FetchCopy(ctx context.Context, file string, progress func(done, total int64)) (app.Interview, error) {
	sealed, err := storage.OpenReadOnly(ctx, file)
	if err != nil {
		return app.Interview{}, copyFault(err)
	}
	v, err := sealed.Unlock(ctx, c.vault.Keys(), c.now)
	if err != nil {
		if errors.Is(err, storage.ErrDamaged) { // these keys open nothing in it
			err = app.Fail(app.CodeCopyNotMine, err)
		}
		return app.Interview{}, errors.Join(copyFault(err), sealed.Close())
	}
	i, err := c.fetch(ctx, &Casebook{vault: v, now: c.now, publish: func(app.Event) {}, logged: map[act]bool{}}, progress)
	return i, errors.Join(err, Fault(v.Close()))
}

func copyFault(err error) error {
	switch {
	case errors.Is(err, storage.ErrMissing), errors.Is(err, storage.ErrReadOnly):
		return app.FileFault(err)
	case errors.Is(err, storage.ErrNotAVault):
		return app.Fail(app.CodeNotABackup, err)
	}
	return Fault(err)
}

// fetch stages the one recording of a copy and makes it an interview's.
func (c *Casebook) fetch(ctx context.Context, from *Casebook, progress func(done, total int64)) (app.Interview, error) {
	all, err := from.Interviews()
	if err != nil {
		return app.Interview{}, err
	}
	if len(all) != 1 || all[0].Recording.IsZero() {
		return app.Interview{}, app.Fail(app.CodeNotABackup, nil) // a whole backup, or something else
	}
	i := all[0]
	here, err := c.Interview(i.ID)
	switch {
	case err == nil && !here.Recording.IsZero():
		if _, err := c.vault.Object(storage.ID(here.Recording)); err == nil {
			return here, app.Fail(app.CodeRecordingExists, nil)
		}
	case err != nil && app.CodeOf(err) != app.CodeNotFound:
		return i, err
	}
	stage, err := c.stageFrom(ctx, from, i.Recording, progress)
	if err != nil {
		return i, err
	}
	defer stage.Abort()
	if err := stage.seal(ctx, i.ID, stage.meta.Started); err != nil {
		return i, err
	}
	return c.adopt(ctx, i, stage)
}

// stageFrom stages a recording of another vault with all that belongs to it.
func (c *Casebook) stageFrom(ctx context.Context, from *Casebook, recording app.ID, progress func(done, total int64)) (_ *StagedSound, err error) {
	o, m, err := from.soundMeta(storage.ID(recording))
	if err != nil {
		return nil, err
	}
	stage, err := c.StageSound(ctx, m.Rate, m.SHA256)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, stage.Abort())
		}
	}()
	stage.meta.Status, stage.meta.Started, stage.meta.Device, stage.meta.Import = m.Status, m.Started, m.Device, m.Import
	err = from.vault.Rows(ctx, o.ID, streamAudio, 0, func(r storage.Row) error {
		samples := make([]int16, len(r.Data)/2)
		unpackSamples(samples, r.Data)
		if progress != nil {
			progress(r.Seq+1, o.Streams[streamAudio].Rows)
		}
		return stage.Append(ctx, samples)
	})
	if err != nil {
		return nil, Fault(err)
	}
	return stage, Fault(from.vault.Rows(ctx, o.ID, streamMarks, 0, func(r storage.Row) error {
		note, err := parseMark(r.Data)
		if err != nil {
			return err
		}
		return stage.note(ctx, note)
	}))
}

// adopt makes a staged recording that of the interview i, which is made anew
// where it is no longer here.
func (c *Casebook) adopt(ctx context.Context, i app.Interview, stage *StagedSound) (app.Interview, error) {
	err := c.write(ctx, storage.Import, func(tx *storage.Tx) error {
		if err := tx.Adopt(stage.staged); err != nil {
			return err
		}
		if err := c.mayReturn(i); err != nil {
			return err
		}
		o, err := tx.Object(storage.ID(i.ID))
		if errors.Is(err, storage.ErrNotFound) {
			i.Recording, i.Transcript, i.Sent = app.ID(stage.staged.ID()), app.ID{}, nil
			id, err := create(tx, kindInterview, false, i)
			i.ID = app.ID(id)
			return errors.Join(err, c.log(tx, stage.staged.ID(), app.ActSoundFetched, ""))
		}
		if err != nil {
			return err
		}
		if i, err = interviewOf(o); err != nil {
			return err
		}
		i.Recording = app.ID(stage.staged.ID())
		return errors.Join(save(tx, o.ID, i), c.log(tx, stage.staged.ID(), app.ActSoundFetched, ""))
	})
	if err == nil {
		c.publish(app.InterviewsChanged{ID: i.ID})
	}
	return i, err
}
