package casebook

import (
	"context"
	"slices"
	"strings"

	"barnrost/app"
	"barnrost/storage"
)

// Enquiries lists the children who were asked and have no interview, the latest
// month first. It reads memory only.
func (c *Casebook) Enquiries() ([]app.Enquiry, error) {
	var all []app.Enquiry
	for _, o := range c.vault.Objects(kindEnquiry) {
		var e app.Enquiry
		if err := decode(o, &e); err != nil {
			return nil, err
		}
		e.ID = app.ID(o.ID)
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b app.Enquiry) int { return strings.Compare(b.Month, a.Month) })
	return all, nil
}

// AddEnquiry counts a child who was asked, this month.
func (c *Casebook) AddEnquiry(ctx context.Context, answer app.Reply, reason app.Reason) (app.Enquiry, error) {
	e := app.Enquiry{Month: c.now().Local().Format("2006-01"), Answer: answer, Reason: reason}
	if err := e.Check(); err != nil {
		return app.Enquiry{}, err
	}
	err := c.enquired(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		id, err := create(tx, kindEnquiry, false, e)
		if err != nil {
			return err
		}
		e.ID = app.ID(id)
		return c.log(tx, storage.ID{}, app.ActEnquiry, "added")
	}))
	return e, err
}

// ChangeEnquiry stores what a child has answered.
func (c *Casebook) ChangeEnquiry(ctx context.Context, e app.Enquiry) error {
	if err := e.Check(); err != nil {
		return err
	}
	return c.enquired(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := isEnquiry(tx, e.ID); err != nil {
			return err
		}
		if err := save(tx, storage.ID(e.ID), e); err != nil {
			return err
		}
		return c.log(tx, storage.ID{}, app.ActEnquiry, "changed")
	}))
}

// RemoveEnquiry takes one away: it was counted by mistake, or the child is
// counted by an interview from now on.
func (c *Casebook) RemoveEnquiry(ctx context.Context, id app.ID) error {
	return c.enquired(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := isEnquiry(tx, id); err != nil {
			return err
		}
		if err := tx.Erase(storage.ID(id)); err != nil {
			return err
		}
		return c.log(tx, storage.ID{}, app.ActEnquiry, "removed")
	}))
}

// nowInterviewed takes one child who said yes, the longest ago, out of the count:
// from now on an interview counts one.
func (c *Casebook) nowInterviewed(tx *storage.Tx) error {
	all, err := c.Enquiries()
	if err != nil {
		return nil // a count that cannot be read keeps nobody from an interview
	}
	slices.Reverse(all)
	at := slices.IndexFunc(all, func(e app.Enquiry) bool { return e.Answer == app.AnswerYes })
	if at < 0 {
		return nil
	}
	return tx.Erase(storage.ID(all[at].ID))
}

func isEnquiry(tx *storage.Tx, id app.ID) error {
	o, err := tx.Object(storage.ID(id))
	if err == nil && o.Kind != kindEnquiry {
		err = storage.ErrNotFound
	}
	return err
}

func (c *Casebook) enquired(err error) error {
	if err == nil {
		c.publish(app.InterviewsChanged{})
	}
	return err
}
