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
			if err := c.log(tx, storage.ID(k.ID), app.ActConfirmed, fingerprint(k.Words)); err != nil {
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

// LogInvitation notes that an invitation file was made.
func (c *Casebook) LogInvitation(ctx context.Context, words []string) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		return c.log(tx, storage.ID{}, app.ActInvitation, fingerprint(words))
	})
}
