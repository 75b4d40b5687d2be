package casebook

import (
	"context"
	"slices"
	"strconv"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// enterProtocol writes the row that tells of the disposal.
func (c *Casebook) enterProtocol(tx *storage.Tx, plan app.DisposalPlan) (app.Disposal, error) {
	d := app.Disposal{
		Code: plan.Code, Matter: plan.Request.Matter, Month: plan.Month, At: c.now(), Support: plan.Support,
		Method: app.MethodKeyDestroyed, Parts: plan.Goes, Copies: plan.Copies, Subject: plan.Request.Interview,
	}
	if p, err := c.Profile(); err == nil {
		d.By, d.Role, d.Unit = p.Name, p.Role, p.Unit
	}
	id, err := create(tx, kindProtocol, false, d)
	d.ID = app.ID(id)
	return d, err
}

// Disposals returns the gallringsprotokoll, the newest row first. It reads
// memory only.
func (c *Casebook) Disposals() ([]app.Disposal, error) {
	all, err := nouns(c, kindProtocol, func(d *app.Disposal, id app.ID) { d.ID = id })
	slices.Reverse(all)
	return all, err
}

// NoteCopy adds to a protocol row what became known of a copy. What the row
// said before stays in it. A backup, or a copy in a folder, that is gone is gone
// for every row that names it.
func (c *Casebook) NoteCopy(ctx context.Context, id app.ID, ref string, state app.CopyState) error {
	return c.disposing(ctx, storage.Text, func(tx *storage.Tx) error {
		d, err := noun[app.Disposal](tx, id, kindProtocol)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(d.Copies, func(c app.Copy) bool { return c.Ref == ref })
		if at < 0 {
			return app.Fail(app.CodeNotFound, nil)
		}
		if d.Copies[at].Kind.Everywhere() {
			return c.noteCopies(tx, ref, state)
		}
		d.ID = id
		return c.noteRow(tx, d, ref, state)
	})
}

// noteCopies adds what became known of a copy to every row that names it.
func (c *Casebook) noteCopies(tx *storage.Tx, ref string, state app.CopyState) error {
	rows, err := c.Disposals()
	if err != nil {
		return err
	}
	for _, d := range rows {
		if !slices.ContainsFunc(d.Copies, func(c app.Copy) bool { return c.Ref == ref }) {
			continue
		}
		if err := c.noteRow(tx, d, ref, state); err != nil {
			return err
		}
	}
	return nil
}

func (c *Casebook) noteRow(tx *storage.Tx, d app.Disposal, ref string, state app.CopyState) error {
	before := len(d.Notes)
	d, err := d.Note(app.CopyNote{Ref: ref, State: state, At: c.now(), By: c.who()})
	if err != nil || len(d.Notes) == before {
		return err
	}
	if err := save(tx, storage.ID(d.ID), d); err != nil {
		return err
	}
	return c.log(tx, storage.ID(d.ID), app.ActCopyNoted, string(state))
}

// lateCopy adds a copy to the rows of what was disposed of while the copy was
// being made: it may hold that, and was not known when the row was written.
// Where only one object was copied, only the row that names it counts.
func (c *Casebook) lateCopy(tx *storage.Tx, began time.Time, late app.Copy, only app.ID) error {
	rows, err := c.Disposals()
	if err != nil {
		return err
	}
	for _, d := range rows {
		names := func(p app.DisposalPart) bool { return p.Object == only }
		if d.At.Before(began) || !only.IsZero() && !slices.ContainsFunc(d.Parts, names) {
			continue
		}
		d.Copies = addCopies(d.Copies, []app.Copy{late})
		if err := save(tx, storage.ID(d.ID), d); err != nil {
			return err
		}
		if err := c.log(tx, storage.ID(d.ID), app.ActCopyNoted, string(late.State)); err != nil {
			return err
		}
	}
	return nil
}

// mayReturn tells whether the sound of an interview may come back from a copy:
// what was disposed of, and what is locked away, may not.
func (c *Casebook) mayReturn(i app.Interview) error {
	rows, err := c.Disposals()
	if err != nil {
		return err
	}
	for _, d := range rows {
		if slices.ContainsFunc(d.Parts, func(p app.DisposalPart) bool { return p.Object == i.ID || p.Object == i.Recording }) {
			return app.Fail(app.CodeDisposed, nil)
		}
	}
	here, err := c.Interview(i.ID)
	switch {
	case app.CodeOf(err) == app.CodeNotFound:
		return nil
	case err == nil && here.Blocked(app.MatterSound):
		return app.Fail(app.CodeBlocked, nil)
	}
	return err
}

// LogProtocol notes that the protocol was saved as files of so many rows.
func (c *Casebook) LogProtocol(ctx context.Context, rows int) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		return c.log(tx, storage.ID{}, app.ActRowsSaved, strconv.Itoa(rows))
	})
}
