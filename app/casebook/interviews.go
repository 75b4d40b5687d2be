package casebook

import (
	"context"
	"slices"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// Interviews returns own and received interviews, newest first. It reads
// memory only.
func (c *Casebook) Interviews() ([]app.Interview, error) {
	var all []app.Interview
	for _, o := range c.vault.Objects(kindInterview) {
		i, err := interviewOf(o)
		if err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	slices.SortStableFunc(all, func(a, b app.Interview) int { return b.Created.Compare(a.Created) })
	return all, nil
}

// Interview returns one interview. It reads memory only.
func (c *Casebook) Interview(id app.ID) (app.Interview, error) {
	o, err := c.vault.Object(storage.ID(id))
	if err != nil {
		return app.Interview{}, Fault(err)
	}
	if o.Kind != kindInterview {
		return app.Interview{}, app.Fail(app.CodeNotFound, nil)
	}
	return interviewOf(o)
}

func interviewOf(o storage.Object) (app.Interview, error) {
	var i app.Interview
	err := decode(o, &i)
	i.ID = app.ID(o.ID)
	return i, err
}

// CreateInterview stores a new interview under a random code. A child who was
// counted as having said yes is counted by it from now on.
func (c *Casebook) CreateInterview(ctx context.Context, age int, place app.Place) (app.Interview, error) {
	if _, err := app.CheckAge(age); err != nil {
		return app.Interview{}, err
	}
	code, err := c.newCode()
	if err != nil {
		return app.Interview{}, err
	}
	i := app.Interview{Code: code, Age: age, Place: place, Created: c.now(), Origin: app.OriginOwn}
	err = c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		id, err := create(tx, kindInterview, false, i)
		i.ID = app.ID(id)
		if err == nil {
			err = c.nowInterviewed(tx)
		}
		return err
	})
	if err != nil {
		return app.Interview{}, err
	}
	c.publish(app.InterviewsChanged{ID: i.ID})
	return i, nil
}

// newCode returns a random code that no interview has or had. It reads memory
// only.
func (c *Casebook) newCode() (string, error) {
	all, err := c.Interviews()
	if err != nil {
		return "", err
	}
	gone, err := c.Disposals()
	if err != nil {
		return "", err
	}
	// A code that stands in the protocol means that interview for ever.
	return app.NewCode(pick, func(code string) bool {
		return slices.ContainsFunc(all, func(i app.Interview) bool { return i.Code == code }) ||
			slices.ContainsFunc(gone, func(d app.Disposal) bool { return d.Code == code })
	}), nil
}

// SaveConsent stores the ticks, and when the last of those that bar recording
// came: in which month, and by which version of the letters.
func (c *Casebook) SaveConsent(ctx context.Context, id app.ID, consent app.Consent) error {
	letters := c.lettersVersion()
	return c.change(ctx, id, func(_ *storage.Tx, i *app.Interview) error {
		i.Consent = dated(consent, i.Consent, c.now(), letters)
		return nil
	})
}

// lettersVersion is the version of the unit's letters, 0 for the shipped ones and
// for those that cannot be read: they keep nobody from saying yes.
func (c *Casebook) lettersVersion() int {
	t, err := c.Templates()
	if err != nil {
		return 0
	}
	return t.Version
}

// dated tells of a consent in which month it became complete, at, and by which
// version of the letters, unless it was before.
func dated(now, before app.Consent, at time.Time, letters int) app.Consent {
	now.Month, now.Letters = before.Month, before.Letters
	switch {
	case !now.Complete():
		now.Month, now.Letters = "", 0
	case now.Month == "":
		now.Month, now.Letters = at.Local().Format("2006-01"), letters
	}
	return now
}

// change reads an interview inside a transaction, lets fn alter it and stores
// it, so that two changes at once cannot undo each other.
func (c *Casebook) change(ctx context.Context, id app.ID, fn func(*storage.Tx, *app.Interview) error) error {
	err := c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		o, err := tx.Object(storage.ID(id))
		if err != nil {
			return err
		}
		i, err := interviewOf(o)
		if err != nil {
			return err
		}
		if err := fn(tx, &i); err != nil {
			return err
		}
		return save(tx, o.ID, i)
	})
	if err == nil {
		c.publish(app.InterviewsChanged{ID: id})
	}
	return err
}
