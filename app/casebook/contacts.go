package casebook

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"barnrost/app"
	"barnrost/storage"
)

// Contacts returns the key cards we hold, by name. It reads memory only.
func (c *Casebook) Contacts() ([]app.Contact, error) {
	var all []app.Contact
	for _, o := range c.vault.Objects(kindContact) {
		var k app.Contact
		if err := decode(o, &k); err != nil {
			return nil, err
		}
		k.ID = app.ID(o.ID)
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b app.Contact) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// AddContact stores a card that was read and checked, not confirmed unless
// contact says so. The same card a second time adds nothing: a card is its
// bytes, and confirming is never undone by reading it again.
func (c *Casebook) AddContact(ctx context.Context, contact app.Contact) (app.Contact, error) {
	all, err := c.Contacts()
	if err != nil {
		return app.Contact{}, err
	}
	for _, k := range all {
		if bytes.Equal(k.Card, contact.Card) {
			return k, nil
		}
	}
	contact.Added = c.now()
	err = c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		id, err := create(tx, kindContact, false, contact)
		contact.ID = app.ID(id)
		return err
	})
	if err != nil {
		return app.Contact{}, err
	}
	c.publish(app.ContactsChanged{})
	return contact, nil
}

// ConfirmContact notes that a card's words were compared by voice, and with it
// confirms the cards that it vouches for.
func (c *Casebook) ConfirmContact(ctx context.Context, id app.ID) error {
	all, err := c.Contacts()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(k app.Contact) bool { return k.ID == id })
	if at < 0 {
		return app.Fail(app.CodeNotFound, nil)
	}
	compared := all[at]
	err = c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		for _, k := range all {
			vouched := len(k.Voucher) > 0 && bytes.Equal(k.Voucher, compared.Card)
			if k.Confirmed || k.ID != id && !vouched {
				continue
			}
			k.Confirmed = true
			if err := c.log(tx, storage.ID(k.ID), app.ActConfirmed, strings.Join(k.Words, "-")); err != nil {
				return err
			}
			if err := save(tx, storage.ID(k.ID), k); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		c.publish(app.ContactsChanged{})
	}
	return err
}

// unitMeta is the unit's own data; only the enhetschef's vault has one.
type unitMeta struct {
	Name  string `json:"name"`
	Work  []byte `json:"work"`           // the unit's inbox identity and card
	Seeds app.ID `json:"seeds,omitzero"` // the private object with the signing seed
}

// SaveUnit stores the unit that this enhetschef made: what opens the unit's
// post with the work, what signs in its name with what is private.
func (c *Casebook) SaveUnit(ctx context.Context, name string, work, signing []byte) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		seed, err := tx.Create(storage.NewObject{Kind: kindUnitSeed, Private: true, Meta: signing})
		if err != nil {
			return err
		}
		_, err = create(tx, kindUnit, false, unitMeta{Name: name, Work: work, Seeds: app.ID(seed)})
		return err
	})
}

// Unit returns the unit's secrets, or app.CodeNotFound in a vault that made
// none. It reads memory only.
func (c *Casebook) Unit() (name string, work, signing []byte, err error) {
	units := c.vault.Objects(kindUnit)
	if len(units) == 0 {
		return "", nil, nil, app.Fail(app.CodeNotFound, nil)
	}
	var m unitMeta
	if err := decode(units[0], &m); err != nil {
		return "", nil, nil, err
	}
	seed, err := c.vault.Object(storage.ID(m.Seeds))
	if err != nil {
		return m.Name, m.Work, nil, Fault(err)
	}
	return m.Name, m.Work, seed.Meta, nil
}

// LogInvitation notes that an invitation file was made.
func (c *Casebook) LogInvitation(ctx context.Context, words []string) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		return c.log(tx, storage.ID{}, app.ActInvitation, strings.Join(words, "-"))
	})
}
