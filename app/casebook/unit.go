package casebook

import (
	"bytes"
	"context"
	"slices"

	"barnrost/app"
	"barnrost/storage"
)

// unitMeta is the unit's own data, in the vaults that hold its key.
type unitMeta struct {
	Name   string         `json:"name"`
	Work   []byte         `json:"work"`            // the unit's inbox identity and card
	Seeds  app.ID         `json:"seeds,omitzero"`  // the private object with the signing seed; zero without
	Origin *app.KeyOrigin `json:"origin,omitzero"` // nil where the key was made here
}

// SaveUnit stores the unit that this enhetschef made: what opens the unit's
// post with the work, what signs in its name with what is private. It returns
// app.CodeUnitKeyOther where a unit's key lies here already: that one would be
// lost.
func (c *Casebook) SaveUnit(ctx context.Context, name string, work, signing []byte) error {
	return c.unitChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		return c.storeUnit(tx, unitMeta{Name: name, Work: work}, signing, false)
	}))
}

// UnitUnused reports whether the unit's key that lies here was made here and
// has never left: nobody can have sealed anything to it. So it is after a first
// start without an invitation, which makes one. It opens the whole log; where
// that is broken the answer is no.
func (c *Casebook) UnitUnused(ctx context.Context) (bool, error) {
	m, err := c.unit()
	if err != nil || m.Origin != nil {
		return false, err
	}
	events, damage, err := c.vault.Log(ctx, nil)
	if err != nil || len(damage) > 0 {
		return false, Fault(err)
	}
	return !slices.ContainsFunc(events, func(e storage.Logged) bool {
		switch app.Act(e.Kind) {
		case app.ActInvitation, app.ActUnitHanded, app.ActUnitPaper:
			return true
		}
		return false
	}), nil
}

// unused is [Casebook.UnitUnused], and no where there is no key at all.
func (c *Casebook) unused(ctx context.Context) (bool, error) {
	unused, err := c.UnitUnused(ctx)
	if app.CodeOf(err) == app.CodeNotFound {
		return false, nil
	}
	return unused, err
}

// storeUnit keeps a unit's key, in place of a copy of the same key or, if
// replace, of one that was never used, and never of another.
func (c *Casebook) storeUnit(tx *storage.Tx, m unitMeta, signing []byte, replace bool) error {
	old, err := c.unit()
	switch {
	case err == nil && !replace && !bytes.Equal(old.Work, m.Work):
		return app.Fail(app.CodeUnitKeyOther, nil)
	case err != nil && app.CodeOf(err) != app.CodeNotFound:
		return err
	}
	if err := c.dropUnit(tx); err != nil {
		return err
	}
	if signing != nil {
		seed, err := tx.Create(storage.NewObject{Kind: kindUnitSeed, Private: true, Meta: signing})
		if err != nil {
			return err
		}
		m.Seeds = app.ID(seed)
	}
	_, err = create(tx, kindUnit, false, m)
	return err
}

// dropUnit erases what the vault holds of a unit's key.
func (c *Casebook) dropUnit(tx *storage.Tx) error {
	for _, kind := range []string{kindUnitSeed, kindUnit} {
		for _, o := range c.vault.Objects(kind) {
			if err := tx.Erase(o.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// unitChanged tells the window, unless it failed.
func (c *Casebook) unitChanged(err error) error {
	if err == nil {
		c.publish(app.VaultChanged{})
	}
	return err
}

// unit returns the unit's object.
func (c *Casebook) unit() (m unitMeta, err error) {
	units := c.vault.Objects(kindUnit)
	if len(units) == 0 {
		return m, app.Fail(app.CodeNotFound, nil)
	}
	return m, decode(units[0], &m)
}

// Unit returns the unit's secrets, or app.CodeNotFound in a vault that holds
// none. signing is nil where the seed never came, or lies closed to the keys
// that opened the vault. It reads memory only.
func (c *Casebook) Unit() (name string, work, signing []byte, err error) {
	m, err := c.unit()
	if err != nil || m.Seeds.IsZero() {
		return m.Name, m.Work, nil, err
	}
	seed, err := c.vault.Object(storage.ID(m.Seeds))
	switch err = Fault(err); app.CodeOf(err) {
	case "":
		return m.Name, m.Work, seed.Meta, nil
	case app.CodeNotFound:
		return m.Name, m.Work, nil, nil
	}
	return m.Name, m.Work, nil, err
}

// UnitOrigin tells how the unit's key came here, nil where it was made here,
// or app.CodeNotFound in a vault that holds none. It reads memory only.
func (c *Casebook) UnitOrigin() (*app.KeyOrigin, error) {
	m, err := c.unit()
	return m.Origin, err
}

// TakeUnit keeps a unit's key that somebody handed over in a bundle with this
// hash, in place of a lesser copy of the same key. signing is nil where none
// came. A hash seen before gives app.CodeBundleSeen, another unit's key
// that lies here and was used app.CodeUnitKeyOther; both change nothing.
func (c *Casebook) TakeUnit(ctx context.Context, hash [32]byte, name string, work, signing []byte, from app.KeyOrigin) error {
	from.At = c.now()
	unused, err := c.unused(ctx)
	if err != nil {
		return err
	}
	err = c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := tx.SeenBundle(hash); err != nil {
			return err
		}
		if err := c.unwait(tx, hash[:]); err != nil {
			return err
		}
		if err := c.storeUnit(tx, unitMeta{Name: name, Work: work, Origin: &from}, signing, unused); err != nil {
			return err
		}
		return c.log(tx, storage.ID{}, app.ActUnitTaken, string(from.Variant)+" "+fingerprint(from.Words))
	})
	if err == nil {
		c.publish(app.BundlesChanged{})
	}
	return c.unitChanged(err)
}

// TypeUnit keeps a unit's key that was read from its paper: it opens, and
// signs nothing. words are the unit's. It fails like [Casebook.TakeUnit].
func (c *Casebook) TypeUnit(ctx context.Context, name string, work []byte, words []string) error {
	unused, err := c.unused(ctx)
	if err != nil {
		return err
	}
	return c.unitChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		m := unitMeta{Name: name, Work: work, Origin: &app.KeyOrigin{At: c.now()}}
		if err := c.storeUnit(tx, m, nil, unused); err != nil {
			return err
		}
		return c.log(tx, storage.ID{}, app.ActUnitTyped, fingerprint(words))
	}))
}

// LogPaper notes that a paper copy of the unit's key was written.
func (c *Casebook) LogPaper(ctx context.Context, words []string) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		return c.log(tx, storage.ID{}, app.ActUnitPaper, fingerprint(words))
	})
}

// NoteHanded stores that the unit's key left for somebody.
func (c *Casebook) NoteHanded(ctx context.Context, h app.Holder) error {
	return c.unitChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if _, err := create(tx, kindHolder, false, h); err != nil {
			return err
		}
		return c.log(tx, storage.ID{}, app.ActUnitHanded, string(h.Variant)+" "+fingerprint(h.Words))
	}))
}

// Holders lists those the unit's key was handed to from here, the latest
// first. It reads memory only.
func (c *Casebook) Holders() ([]app.Holder, error) {
	var all []app.Holder
	for _, o := range c.vault.Objects(kindHolder) {
		var h app.Holder
		if err := decode(o, &h); err != nil {
			return nil, err
		}
		h.ID = app.ID(o.ID)
		all = append(all, h)
	}
	slices.SortStableFunc(all, func(a, b app.Holder) int { return b.At.Compare(a.At) })
	return all, nil
}

// ProveHolder notes that somebody read the receipt code back: the key is there.
func (c *Casebook) ProveHolder(ctx context.Context, id app.ID) error {
	return c.unitChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		o, err := tx.Object(storage.ID(id))
		if err != nil {
			return err
		}
		var h app.Holder
		if err := decode(o, &h); err != nil {
			return err
		}
		if o.Kind != kindHolder || !h.Proven.IsZero() {
			return storage.ErrNotFound
		}
		h.Proven = c.now()
		if err := c.log(tx, storage.ID{}, app.ActUnitProven, fingerprint(h.Words)); err != nil {
			return err
		}
		return save(tx, o.ID, h)
	}))
}

// GiveUpUnit erases this vault's copy of the unit's key. It returns
// app.CodeUnitKeyUnproven unless a successor has read back that the very same
// key arrived: the last copy is never given up.
func (c *Casebook) GiveUpUnit(ctx context.Context, card []byte) error {
	return c.unitChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		all, err := c.Holders()
		if err != nil {
			return err
		}
		heir := slices.IndexFunc(all, func(h app.Holder) bool {
			return h.Variant == app.Successor && !h.Proven.IsZero() && bytes.Equal(h.Card, card)
		})
		if heir < 0 {
			return app.Fail(app.CodeUnitKeyUnproven, nil)
		}
		if err := c.dropUnit(tx); err != nil {
			return err
		}
		return c.log(tx, storage.ID{}, app.ActUnitGiven, fingerprint(all[heir].Words))
	}))
}
