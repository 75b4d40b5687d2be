package casebook

import (
	"context"
	"slices"
	"strings"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// nouns decodes every object of a kind, the oldest first.
func nouns[T any](c *Casebook, kind string, name func(*T, app.ID)) ([]T, error) {
	var all []T
	for _, o := range c.vault.Objects(kind) {
		var n T
		if err := decode(o, &n); err != nil {
			return nil, err
		}
		name(&n, app.ID(o.ID))
		all = append(all, n)
	}
	return all, nil
}

// noun decodes one object of a kind inside a transaction.
func noun[T any](tx *storage.Tx, id app.ID, kind string) (n T, err error) {
	o, err := tx.Object(storage.ID(id))
	if err != nil {
		return n, err
	}
	if o.Kind != kind {
		return n, storage.ErrNotFound
	}
	return n, decode(o, &n)
}

// Decisions returns the register of gallringsbeslut, the newest registered
// first: those in force and those that were. It reads memory only.
func (c *Casebook) Decisions() ([]app.Decision, error) {
	all, err := nouns(c, kindDecision, func(d *app.Decision, id app.ID) { d.ID = id })
	slices.Reverse(all)
	return all, err
}

// RegisterDecision stores a decision. Where it replaces another, that one must
// be in use; it stays in the register, and says by which it was replaced.
func (c *Casebook) RegisterDecision(ctx context.Context, d app.Decision) (app.Decision, error) {
	now := c.now()
	d, err := d.Check(now)
	if err != nil {
		return d, err
	}
	d.Registered, d.Replaced, d.Ended = now, app.ID{}, time.Time{}
	err = c.disposing(ctx, storage.Text, func(tx *storage.Tx) error {
		id, err := create(tx, kindDecision, false, d)
		if err != nil {
			return err
		}
		d.ID = app.ID(id)
		if !d.Replaces.IsZero() {
			old, err := noun[app.Decision](tx, d.Replaces, kindDecision)
			if err != nil {
				return err
			}
			if !old.Replaced.IsZero() || !old.Ended.IsZero() {
				return app.Fail(app.CodeNotFound, nil)
			}
			old.Replaced = d.ID
			if err := save(tx, storage.ID(d.Replaces), old); err != nil {
				return err
			}
		}
		return c.log(tx, id, app.ActDecided, "")
	})
	return d, err
}

// EndDecision notes that a decision is no longer used. It stays in the
// register; ending it twice changes nothing.
func (c *Casebook) EndDecision(ctx context.Context, id app.ID) error {
	return c.disposing(ctx, storage.Text, func(tx *storage.Tx) error {
		d, err := noun[app.Decision](tx, id, kindDecision)
		if err != nil || !d.Ended.IsZero() || !d.Replaced.IsZero() {
			return err
		}
		d.Ended = c.now()
		if err := save(tx, storage.ID(id), d); err != nil {
			return err
		}
		return c.log(tx, storage.ID(id), app.ActEnded, "")
	})
}

// Holds returns the gallringsstopp, the newest first, lifted ones too. It
// reads memory only.
func (c *Casebook) Holds() ([]app.Hold, error) {
	all, err := nouns(c, kindHold, func(h *app.Hold, id app.ID) { h.ID = id })
	slices.Reverse(all)
	return all, err
}

// Hold puts a gallringsstopp on an interview. It goes before every write that
// waits: a disposal that has been confirmed but whose key is still there is
// stopped by it.
func (c *Casebook) Hold(ctx context.Context, interview app.ID, reason app.HoldReason) (app.Hold, error) {
	if !slices.Contains(app.HoldReasons, reason) {
		return app.Hold{}, app.Fail(app.CodeNotFound, nil)
	}
	var h app.Hold
	err := c.disposing(ctx, storage.Sound, func(tx *storage.Tx) (err error) {
		h, err = c.holdIn(tx, interview, reason)
		return err
	})
	return h, err
}

// holdIn is Hold inside a transaction.
func (c *Casebook) holdIn(tx *storage.Tx, interview app.ID, reason app.HoldReason) (app.Hold, error) {
	i, err := noun[app.Interview](tx, interview, kindInterview)
	if err != nil {
		return app.Hold{}, err
	}
	h := app.Hold{Interview: interview, Reason: reason, SetBy: c.who(), Code: i.Code, Set: c.now()}
	id, err := create(tx, kindHold, false, h)
	if err != nil {
		return app.Hold{}, err
	}
	h.ID = app.ID(id)
	return h, c.log(tx, storage.ID(interview), app.ActHeld, string(reason))
}

// LiftHold lifts a hold. typed must be the code of its interview, as somebody
// wrote it who has read what they lift: [app.CodeDisposalUntyped] otherwise.
func (c *Casebook) LiftHold(ctx context.Context, id app.ID, typed string) error {
	return c.disposing(ctx, storage.Text, func(tx *storage.Tx) error {
		h, err := noun[app.Hold](tx, id, kindHold)
		switch {
		case err != nil:
			return err
		case !h.Stands():
			return nil
		case !strings.EqualFold(strings.TrimSpace(typed), h.Code):
			return app.Fail(app.CodeDisposalUntyped, nil)
		}
		h.Lifted, h.LiftedBy = c.now(), c.who()
		if err := save(tx, storage.ID(id), h); err != nil {
			return err
		}
		return c.log(tx, storage.ID(h.Interview), app.ActLifted, string(h.Reason))
	})
}

// who is the name of the vault's owner, "" before there is one.
func (c *Casebook) who() string {
	p, err := c.Profile()
	if err != nil {
		return ""
	}
	return p.Name
}

// disposing changes something of gallring and tells of it.
func (c *Casebook) disposing(ctx context.Context, p storage.Priority, fn func(*storage.Tx) error) error {
	err := c.write(ctx, p, fn)
	if err == nil {
		c.publish(app.VaultChanged{})
	}
	return err
}
