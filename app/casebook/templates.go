package casebook

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"

	"barnrost/app"
	"barnrost/storage"
)

// Templates returns the unit's own templates, none where it has no own version
// of any. It reads memory only.
func (c *Casebook) Templates() (app.Templates, error) {
	var t app.Templates
	for _, o := range c.vault.Objects(kindTemplates) {
		return t, decode(o, &t)
	}
	return t, nil
}

// Template returns the unit's own version of one section, nil where the shipped
// one holds. It reads memory only.
func (c *Casebook) Template(section app.Section) ([]byte, error) {
	t, err := c.Templates()
	return t.Sections[section], err
}

// SaveTemplate stores the unit's own version of a section; nil goes back to the
// shipped one. Where the unit's key does not lie it is a draft of one's own: it
// counts for no change, so that what the unit sends later is taken.
func (c *Casebook) SaveTemplate(ctx context.Context, section app.Section, raw []byte) error {
	_, err := c.unit()
	if err != nil && app.CodeOf(err) != app.CodeNotFound {
		return err
	}
	draft := err != nil
	return c.changeTemplates(ctx, string(section), func(t *app.Templates) {
		if !draft {
			t.Version++
		}
		t.Sections = maps.Clone(t.Sections)
		if t.Sections == nil {
			t.Sections = map[app.Section]json.RawMessage{}
		}
		if raw == nil {
			delete(t.Sections, section)
		} else {
			t.Sections[section] = raw
		}
		t.Changed = c.now()
	})
}

// OfferTemplates takes templates that came in a unit's invitation, whose
// signature and sections the caller has checked: at once from a unit whose words
// have been compared, otherwise they wait with its card. contact is the unit's,
// and own the card of the unit whose key lies here, nil for none.
func (c *Casebook) OfferTemplates(ctx context.Context, contact app.ID, came app.Templates, own []byte) (outcome app.Taken, err error) {
	err = c.offering(ctx, contact, func(tx *storage.Tx, k *app.Contact) error {
		came.Unit = app.UnitMark(k.Card)
		if !k.Confirmed && !bytes.Equal(k.Card, own) {
			outcome = app.TakenLater
			if k.Offered == nil || k.Offered.Version < came.Version {
				k.Offered = &came
			}
			return nil
		}
		outcome, err = c.take(tx, k, came, own)
		return err
	})
	return outcome, err
}

// SettleOffered takes what a unit's card brought once its words have been
// compared; without any it does nothing. own is as for [Casebook.OfferTemplates].
func (c *Casebook) SettleOffered(ctx context.Context, contact app.ID, own []byte) (outcome app.Taken, err error) {
	err = c.offering(ctx, contact, func(tx *storage.Tx, k *app.Contact) error {
		if k.Offered == nil || !k.Confirmed {
			return nil
		}
		outcome, err = c.take(tx, k, *k.Offered, own)
		return err
	})
	return outcome, err
}

// UseOffered makes what a confirmed unit offered hold here in place of another
// unit's: somebody has said yes to that.
func (c *Casebook) UseOffered(ctx context.Context, contact app.ID) error {
	return c.offering(ctx, contact, func(tx *storage.Tx, k *app.Contact) error {
		if k.Offered == nil || !k.Confirmed {
			return app.Fail(app.CodeNotConfirmed, nil)
		}
		came := *k.Offered
		k.Offered = nil
		return c.storeTemplates(tx, came, "invitation")
	})
}

// take makes templates hold, or leaves them with the card where another unit's
// hold.
func (c *Casebook) take(tx *storage.Tx, k *app.Contact, came app.Templates, own []byte) (app.Taken, error) {
	now, err := c.templates(tx)
	if err != nil {
		return app.TakenNone, err
	}
	mark := ""
	if own != nil {
		mark = app.UnitMark(own)
	}
	outcome := now.Outcome(came, mark)
	switch k.Offered = nil; outcome {
	case app.TakenOther:
		k.Offered = &came
	case app.TakenNew:
		return outcome, c.storeTemplates(tx, came, "invitation")
	}
	return outcome, nil
}

// offering reads a unit's contact, lets fn change it and what holds, and stores
// it, in one transaction.
func (c *Casebook) offering(ctx context.Context, contact app.ID, fn func(*storage.Tx, *app.Contact) error) error {
	err := c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		k, err := noun[app.Contact](tx, contact, kindContact)
		if err != nil {
			return err
		}
		if k.Kind != app.CardUnit {
			return app.Fail(app.CodeNotFound, nil)
		}
		before := k.Offered
		if err := fn(tx, &k); err != nil || k.Offered == before {
			return err
		}
		if k.Offered != nil {
			if err := k.Offered.Check(); err != nil {
				return app.Fail(app.CodeTemplate, err)
			}
		}
		return save(tx, storage.ID(contact), k)
	})
	if err == nil {
		c.publish(app.TemplatesChanged{})
		c.publish(app.ContactsChanged{})
	}
	return err
}

// changeTemplates reads, changes and stores the templates in one transaction.
func (c *Casebook) changeTemplates(ctx context.Context, detail string, fn func(*app.Templates)) error {
	err := c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		t, err := c.templates(tx)
		if err != nil {
			return err
		}
		fn(&t)
		return c.storeTemplates(tx, t, detail)
	})
	if err == nil {
		c.publish(app.TemplatesChanged{})
	}
	return err
}

// templates reads them as a transaction has them so far.
func (c *Casebook) templates(tx *storage.Tx) (t app.Templates, err error) {
	known := c.vault.Objects(kindTemplates)
	if len(known) == 0 {
		return t, nil
	}
	o, err := tx.Object(known[0].ID)
	if err != nil {
		return t, err
	}
	return t, decode(o, &t)
}

// storeTemplates keeps them in place of those there are.
func (c *Casebook) storeTemplates(tx *storage.Tx, t app.Templates, detail string) error {
	if err := t.Check(); err != nil {
		return app.Fail(app.CodeTemplate, err)
	}
	if err := c.log(tx, storage.ID{}, app.ActTemplates, detail); err != nil {
		return err
	}
	if known := c.vault.Objects(kindTemplates); len(known) > 0 {
		return save(tx, known[0].ID, t)
	}
	_, err := create(tx, kindTemplates, false, t)
	return err
}
