package casebook

import (
	"context"
	"slices"

	"barnrost/app"
	"barnrost/storage"
)

// Block locks a matter of an interview away until it is decided what becomes
// of it: it is neither read, played nor sent, and can still be disposed of.
// withdrawn notes that the child has withdrawn it. What is blocked so already
// is not blocked twice.
func (c *Casebook) Block(ctx context.Context, interview app.ID, m app.Matter, withdrawn bool) error {
	return c.blocks(ctx, interview, func(tx *storage.Tx, i *app.Interview) error {
		if slices.ContainsFunc(i.Blocks, func(b app.Block) bool { return b.Matter == m && b.Withdrawn == withdrawn }) {
			return nil
		}
		i.Blocks = append(i.Blocks, app.Block{Matter: m, Since: c.now(), Withdrawn: withdrawn})
		if i.ID != interview {
			return nil // another version: the log tells of it once
		}
		if withdrawn {
			if err := c.log(tx, storage.ID(interview), app.ActWithdrew, string(m)); err != nil {
				return err
			}
		}
		return c.log(tx, storage.ID(interview), app.ActBlocked, string(m))
	})
}

// Unblock lets everything of an interview be read, played and sent again.
func (c *Casebook) Unblock(ctx context.Context, interview app.ID) error {
	return c.blocks(ctx, interview, func(tx *storage.Tx, i *app.Interview) error {
		if len(i.Blocks) == 0 {
			return nil
		}
		i.Blocks = nil
		if i.ID != interview {
			return nil
		}
		return c.log(tx, storage.ID(interview), app.ActUnblocked, "")
	})
}

// blocks changes what is locked away of an interview and its versions.
func (c *Casebook) blocks(ctx context.Context, interview app.ID, change func(*storage.Tx, *app.Interview) error) error {
	err := c.disposing(ctx, storage.Sound, func(tx *storage.Tx) error {
		all, err := c.versions(interview)
		if err != nil {
			return err
		}
		for _, i := range all {
			if err := change(tx, &i); err != nil {
				return err
			}
			if err := save(tx, storage.ID(i.ID), i); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		c.publish(app.InterviewsChanged{ID: interview})
	}
	return err
}
