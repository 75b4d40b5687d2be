package casebook

import (
	"sync"
	"testing"

	"barnrost/app"
	"barnrost/storage"
)

func TestTheStockOfTicketsIsCountedAndWhatCannotBeChangesNothing(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	if now, err := b.book.Tickets(); err != nil || now != (app.Tickets{}) {
		t.Errorf("%+v %v", now, err)
	}
	_, err := b.book.AddTickets(ctx, 40, 0)
	b.must(err)
	var all sync.WaitGroup // two windows' worth of clicks at once
	for range 8 {
		all.Go(func() { _, _ = b.book.AddTickets(ctx, 0, 1) })
	}
	all.Wait()
	_, err = b.book.AddTickets(ctx, 0, 33)
	b.wantCode(err, app.CodeTickets, "more than there are")
	b.reopen()
	if now, err := b.book.Tickets(); err != nil || now != (app.Tickets{Bought: 40, Given: 8}) || now.Left() != 32 {
		t.Errorf("%+v %v", now, err)
	}
	if n := len(b.vault.Objects(kindTickets)); n != 1 {
		t.Errorf("%d stocks", n)
	}
}

func TestAStockThatCannotBeIsDamage(t *testing.T) {
	b := newBench(t)
	b.must(b.book.write(t.Context(), storage.Text, func(tx *storage.Tx) error {
		_, err := create(tx, kindTickets, false, app.Tickets{Bought: 1, Given: 9})
		return err
	}))
	_, err := b.book.Tickets()
	b.wantCode(err, app.CodeVaultDamaged, "more handed out than bought")
}
