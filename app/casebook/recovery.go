package casebook

import (
	"bytes"
	"context"

	"barnrost/app"
	"barnrost/storage"
)

// Recovery tells how the vault stands with its unit's recovery key; zero where
// none was ever heard of. It reads memory only.
func (c *Casebook) Recovery() (app.Recovery, error) {
	r, _, err := c.recovery()
	return r, err
}

func (c *Casebook) recovery() (r app.Recovery, id storage.ID, err error) {
	for _, o := range c.vault.Objects(kindRecovery) { // at most one
		return r, o.ID, decode(o, &r)
	}
	return r, id, nil
}

// OfferRecovery notes that the unit has a recovery key. One that the slot is
// for already, or an older one than was heard of, changes nothing.
func (c *Casebook) OfferRecovery(ctx context.Context, key app.RecoveryKey) error {
	r, id, err := c.recovery()
	if err != nil {
		return err
	}
	latest := r.Key
	if r.Offered != nil {
		latest = *r.Offered
	}
	if latest.Recipient == key.Recipient || latest.Unit == key.Unit && key.Heard.Before(latest.Heard) {
		return nil
	}
	r.Offered = &key
	if r.Key.Recipient == key.Recipient {
		r.Offered = nil
	}
	return c.recoveryChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error { return keepRecovery(tx, id, r) }))
}

// SetRecovery makes the vault's recovery slot: slot wraps its keys to key.
func (c *Casebook) SetRecovery(ctx context.Context, key app.RecoveryKey, slot []byte) error {
	return c.setRecovery(ctx, key, slot, app.ActRecoveryOn)
}

// FoundRecovery does the same in the vault of whoever made the key.
func (c *Casebook) FoundRecovery(ctx context.Context, key app.RecoveryKey, slot []byte) error {
	return c.setRecovery(ctx, key, slot, app.ActRecoveryKey)
}

func (c *Casebook) setRecovery(ctx context.Context, key app.RecoveryKey, slot []byte, act app.Act) error {
	_, id, err := c.recovery()
	if err != nil {
		return err
	}
	r := app.Recovery{Key: key, Since: c.now()}
	return c.recoveryChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := tx.SetSlot(storage.SlotRecovery, slot); err != nil {
			return err
		}
		if err := c.log(tx, storage.ID{}, act, fingerprint(key.Words)); err != nil {
			return err
		}
		return keepRecovery(tx, id, r)
	}))
}

// DropRecovery takes the recovery slot away; the key stays on offer.
func (c *Casebook) DropRecovery(ctx context.Context) error {
	r, id, err := c.recovery()
	if err != nil || !r.On() {
		return err
	}
	next := app.Recovery{Offered: r.Offered}
	if next.Offered == nil {
		next.Offered = &r.Key
	}
	return c.recoveryChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := tx.DropSlot(storage.SlotRecovery); err != nil {
			return err
		}
		if err := c.log(tx, storage.ID{}, app.ActRecoveryOff, fingerprint(r.Key.Words)); err != nil {
			return err
		}
		return keepRecovery(tx, id, next)
	}))
}

func keepRecovery(tx *storage.Tx, id storage.ID, r app.Recovery) error {
	if !id.IsZero() {
		return save(tx, id, r)
	}
	_, err := create(tx, kindRecovery, false, r)
	return err
}

func (c *Casebook) recoveryChanged(err error) error {
	if err == nil {
		c.publish(app.VaultChanged{})
	}
	return err
}

// MayRecover reports whether recovery may be turned on for a key: it was made
// here, or the words of the unit whose invitation brought it were compared. A
// false invitation must not get at a vault's keys. It reads memory only.
func (c *Casebook) MayRecover(key app.RecoveryKey) (bool, error) {
	if key.UnitCard == nil {
		return true, nil
	}
	all, err := c.Contacts()
	for _, k := range all {
		if k.Confirmed && bytes.Equal(k.Card, key.UnitCard) {
			return true, nil
		}
	}
	return false, err
}

// ChangeSlot puts a passphrase slot in the place of the one there is. The
// caller has opened it.
func (c *Casebook) ChangeSlot(ctx context.Context, slot []byte) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := tx.SetSlot(storage.SlotPassphrase, slot); err != nil {
			return err
		}
		return c.log(tx, storage.ID{}, app.ActPassphrase, "")
	})
}
