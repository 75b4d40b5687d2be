package casebook

import (
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
	return c.changeTemplates(ctx, string(section), func(t *app.Templates) bool {
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
		return true
	})
}

// TakeTemplates stores templates that came in an invitation, unless ours are as
// new; taken tells which. The caller has checked who signed it.
func (c *Casebook) TakeTemplates(ctx context.Context, came app.Templates) (taken bool, err error) {
	err = c.changeTemplates(ctx, "invitation", func(t *app.Templates) bool {
		if taken = came.Version > t.Version; taken {
			*t = came
		}
		return taken
	})
	return taken, err
}

// changeTemplates reads, changes and stores the templates in one transaction,
// unless fn says that nothing changed.
func (c *Casebook) changeTemplates(ctx context.Context, detail string, fn func(*app.Templates) bool) error {
	changed := false
	err := c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		var t app.Templates
		known := c.vault.Objects(kindTemplates)
		if len(known) > 0 {
			o, err := tx.Object(known[0].ID)
			if err == nil {
				err = decode(o, &t)
			}
			if err != nil {
				return err
			}
		}
		if changed = fn(&t); !changed {
			return nil
		}
		if err := t.Check(); err != nil {
			return app.Fail(app.CodeTemplate, err)
		}
		if err := c.log(tx, storage.ID{}, app.ActTemplates, detail); err != nil {
			return err
		}
		if len(known) > 0 {
			return save(tx, known[0].ID, t)
		}
		_, err := create(tx, kindTemplates, false, t)
		return err
	})
	if err == nil && changed {
		c.publish(app.TemplatesChanged{})
	}
	return err
}
