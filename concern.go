package main

import (
	"context"

	"barnrost/app"
)

// concern puts a gallringsstopp on an interview whose interviewer was worried
// for the child, once.
func (p *program) concern(ctx context.Context, id app.ID) error {
	book := p.session.book
	all, err := book.Holds()
	if err != nil {
		return err
	}
	for _, h := range all {
		if h.Interview == id && h.Reason == app.HoldConcern && h.Stands() {
			return nil
		}
	}
	_, err = book.Hold(ctx, id, app.HoldConcern)
	return err
}
