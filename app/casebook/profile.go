package casebook

import (
	"context"
	"slices"

	"barnrost/app"
	"barnrost/storage"
)

// profileMeta is the sealed data of the vault's owner: who it is, and what is
// theirs alone. Nothing but [app.Profile] is ever read out of the vault into
// something that is sent.
type profileMeta struct {
	app.Profile
	Autotexts []app.Autotext `json:"autotexts,omitempty"`
}

// Profile returns the vault's owner. It reads memory only.
func (c *Casebook) Profile() (app.Profile, error) {
	m, err := c.profile()
	return m.Profile, err
}

func (c *Casebook) profile() (m profileMeta, err error) {
	for _, o := range c.vault.Objects(kindProfile) {
		return m, decode(o, &m)
	}
	return m, app.Fail(app.CodeNotFound, nil)
}

// SaveProfile stores the vault's owner.
func (c *Casebook) SaveProfile(ctx context.Context, p app.Profile) error {
	return c.changeProfile(ctx, func(m *profileMeta) { m.Profile = p })
}

// Autotexts lists the owner's own abbreviations, in the order of the alphabet.
// It reads memory only.
func (c *Casebook) Autotexts() ([]app.Autotext, error) {
	m, err := c.profile()
	return slices.Clone(m.Autotexts), err
}

// SaveAutotexts replaces the owner's own abbreviations.
func (c *Casebook) SaveAutotexts(ctx context.Context, list []app.Autotext) error {
	return c.changeProfile(ctx, func(m *profileMeta) { m.Autotexts = list })
}

func (c *Casebook) changeProfile(ctx context.Context, change func(*profileMeta)) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		var m profileMeta
		known := c.vault.Objects(kindProfile)
		if len(known) == 0 {
			change(&m)
			_, err := create(tx, kindProfile, false, m)
			return err
		}
		o, err := tx.Object(known[0].ID)
		if err == nil {
			err = decode(o, &m)
		}
		if err != nil {
			return err
		}
		change(&m)
		return save(tx, o.ID, m)
	})
}
