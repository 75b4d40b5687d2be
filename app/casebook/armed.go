package casebook

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// armedMeta is an interview that was made ready. It holds the only key of its
// spool, and goes with the interview or its sound: then nobody can open what
// lies in the spool any more.
type armedMeta struct {
	Interview app.ID           `json:"interview"`
	Spool     app.ID           `json:"spool"`
	Key       storage.SpoolKey `json:"key"`
	Sum       string           `json:"sum"` // of all that can be read in the spool, in hexadecimal
	Made      time.Time        `json:"made"`
	Until     time.Time        `json:"until"`
	// Taken is set in the transaction that takes in what was recorded.
	Taken *armedTaken `json:"taken,omitempty"`
}

// armedTaken is what was taken in, until the spool is gone.
type armedTaken struct {
	In app.TakenIn `json:"in"`
	// PCM is SHA-256 over the samples as they were stored, in hexadecimal.
	PCM string `json:"pcm,omitempty"`
}

// armed is one of these with its object.
type armed struct {
	id storage.ID
	armedMeta
}

// armedAll lists what was made ready: one, unless somebody was cut off.
func (c *Casebook) armedAll() ([]armed, error) {
	var all []armed
	for _, o := range c.vault.Objects(kindArmed) {
		a := armed{id: o.ID}
		if err := decode(o, &a.armedMeta); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// KeepSpool tells where the spool lies: beside the vault. It is to be called
// before anything about readiness.
func (c *Casebook) KeepSpool(path string) { c.spool, c.room = path, app.ReadyRoom }

// Ready returns the interview that was made ready, or [app.CodeNotFound]. It
// reads memory only, and does not see whether the spool is still there.
func (c *Casebook) Ready() (app.Readiness, error) {
	all, err := c.armedAll()
	if err != nil {
		return app.Readiness{}, err
	}
	for _, a := range all {
		if a.Taken == nil {
			return app.Readiness{Interview: a.Interview, Made: a.Made, Until: a.Until}, nil
		}
	}
	return app.Readiness{}, app.Fail(app.CodeNotFound, nil)
}

// MakeReady makes a spool for an interview that has no sound yet, in place of
// one that was not used: [app.CodeReadyUsed] where one was. kit is what is
// needed at the child's table. Everything is written with the vault open: what
// is recorded later needs the spool's public key alone, and stands in the
// catalog, signed, from when it is taken in.
func (c *Casebook) MakeReady(ctx context.Context, interview app.ID, kit app.Kit) error {
	raw, err := kit.Encode()
	if err != nil {
		return app.Fail(app.CodeTemplate, err)
	}
	if err := c.mayMakeReady(interview); err != nil {
		return err
	}
	if err := c.Disarm(ctx); err != nil {
		return err
	}
	// Where it cannot be told what is free, writing will tell.
	if free, err := storage.Free(filepath.Dir(c.spool)); err == nil && free < c.room {
		return app.Fail(app.CodeReadyRoom, nil)
	}
	key, err := storage.NewSpoolKey()
	if err != nil {
		return Fault(err)
	}
	now := c.now().UTC().Truncate(time.Second)
	setup := storage.SpoolSetup{Vault: c.vault.VaultID(), ID: storage.NewID(), Key: key, Made: now, Until: now.Add(app.ReadyFor),
		Kit: raw, Fixed: spoolFixed}
	sum, err := setup.Sum()
	if err != nil {
		return Fault(err)
	}
	m := armedMeta{Interview: interview, Spool: app.ID(setup.ID), Key: key, Sum: hex.EncodeToString(sum[:]), Made: setup.Made, Until: setup.Until}
	// The key first: a spool without one would be a trap.
	var object storage.ID
	err = c.write(ctx, storage.Text, func(tx *storage.Tx) (err error) {
		if object, err = create(tx, kindArmed, false, m); err != nil {
			return err
		}
		return c.log(tx, storage.ID(interview), app.ActReady, "")
	})
	if err != nil {
		return err
	}
	file, err := storage.CreateSpool(ctx, c.spool, setup)
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		return errors.Join(Fault(err), c.dropArmed(context.WithoutCancel(ctx), object))
	}
	c.publish(app.ReadyChanged{})
	return nil
}

// mayMakeReady tells why an interview cannot be made ready, or nil.
func (c *Casebook) mayMakeReady(interview app.ID) error {
	if c.spool == "" || !c.vault.Writable() {
		return app.Fail(app.CodeReadOnly, nil)
	}
	i, err := c.Interview(interview)
	if err != nil {
		return err
	}
	i.Consent = app.Consent{ChildTakesPart: true, ChildAllowsRec: true, Guardian: app.GuardianGiven} // asked for at the table
	return mayRecord(i)
}

// Disarm takes readiness back: the spool goes, and its key. A spool that was
// used is refused with [app.CodeReadyUsed]; without one nothing happens.
func (c *Casebook) Disarm(ctx context.Context) error {
	all, err := c.armedAll()
	if err != nil || c.spool == "" {
		return err
	}
	file, err := storage.OpenSpool(ctx, c.spool)
	switch {
	case errors.Is(err, storage.ErrMissing):
	case err != nil:
		return spoolFault(err)
	case used(file):
		return errors.Join(app.Fail(app.CodeReadyUsed, nil), file.Close())
	case !mine(all, file):
		return errors.Join(&app.Error{Code: app.CodeReadyOther, Args: map[string]string{"file": filepath.Base(c.spool)}}, file.Close())
	default:
		if err := file.Remove(); err != nil {
			return Fault(err)
		}
	}
	for _, a := range all {
		if err := c.dropArmed(ctx, a.id); err != nil {
			return err
		}
	}
	if len(all) > 0 {
		c.publish(app.ReadyChanged{})
	}
	return nil
}

// Unready is Disarm for an interview that is recorded in the open vault: what
// stood ready for it is needed no more. A spool that was used stays.
func (c *Casebook) Unready(ctx context.Context, interview app.ID) error {
	if r, err := c.Ready(); err != nil || r.Interview != interview {
		return nil
	}
	err := c.Disarm(ctx)
	if app.CodeOf(err) == app.CodeReadyUsed {
		return nil
	}
	return err
}

// mine reports whether one of those made ready has the key of a spool.
func mine(all []armed, file *storage.Spool) bool {
	_, ok := armedOf(all, file)
	return ok
}

func armedOf(all []armed, file *storage.Spool) (armed, bool) {
	for _, a := range all {
		if storage.ID(a.Spool) == file.ID() && file.FitsKey(a.Key) {
			return a, true
		}
	}
	return armed{}, false
}

// dropArmed destroys the key of a spool.
func (c *Casebook) dropArmed(ctx context.Context, object storage.ID) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := tx.Erase(object); err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
		return nil
	})
}

// dropArmedOf destroys the keys of spools of an interview whose sound goes, and
// returns the spools.
func (c *Casebook) dropArmedOf(tx *storage.Tx, interview app.ID) (spools []app.ID, err error) {
	all, err := c.armedAll()
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if a.Interview != interview {
			continue
		}
		if err := tx.Erase(a.id); err != nil {
			return nil, err
		}
		spools = append(spools, a.Spool)
	}
	return spools, nil
}

// sweepSpool takes the spool's file away where it is one of those whose keys
// are gone. What it fails at only takes room.
func (c *Casebook) sweepSpool(ctx context.Context, gone []app.ID) {
	if len(gone) == 0 || c.spool == "" {
		return
	}
	file, err := storage.OpenSpool(ctx, c.spool)
	if err != nil {
		return
	}
	for _, id := range gone {
		if file.ID() == storage.ID(id) {
			_ = file.Remove()
			c.publish(app.ReadyChanged{})
			return
		}
	}
	_ = file.Close()
}

// hasSpool reports whether a file lies where the spool would.
func (c *Casebook) hasSpool() bool {
	_, err := os.Lstat(c.spool)
	return c.spool != "" && !errors.Is(err, fs.ErrNotExist)
}

// spoolFault gives an error of opening a spool its words: it is not the vault
// that is damaged.
func spoolFault(err error) error {
	var known *app.Error
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, storage.ErrDamaged), errors.Is(err, storage.ErrNotAVault), errors.Is(err, storage.ErrNewerFormat):
		return app.Fail(app.CodeReadyUnreadable, err)
	}
	return Fault(err)
}
