package casebook

import (
	"context"

	"barnrost/app"
	"barnrost/storage"
)

// Tickets returns the stock of biobiljetter. It reads memory only.
func (c *Casebook) Tickets() (app.Tickets, error) {
	var t app.Tickets
	list := c.vault.Objects(kindTickets)
	if len(list) == 0 {
		return t, nil
	}
	err := decode(list[0], &t)
	if err == nil {
		_, err = app.Tickets{}.Add(t.Bought, t.Given)
		err = checked(err)
	}
	return t, err
}

// AddTickets counts so many more bought and handed out, and returns the stock.
// Errors: [app.CodeTickets] for what cannot be, which changes nothing.
func (c *Casebook) AddTickets(ctx context.Context, bought, given int) (now app.Tickets, err error) {
	err = c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if now, err = c.Tickets(); err != nil {
			return err
		}
		if now, err = now.Add(bought, given); err != nil {
			return err
		}
		if list := c.vault.Objects(kindTickets); len(list) > 0 {
			return save(tx, list[0].ID, now)
		}
		_, err = create(tx, kindTickets, false, now)
		return err
	})
	return now, err
}
