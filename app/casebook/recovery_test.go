package casebook

import (
	"slices"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

func (b *bench) recoverySlot() []byte {
	b.t.Helper()
	slot, err := b.vault.Slot(b.t.Context(), storage.SlotRecovery)
	if err != nil {
		b.t.Fatal(err)
	}
	return slot
}

func (b *bench) recovery() app.Recovery {
	b.t.Helper()
	r, err := b.book.Recovery()
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var (
	firstKey = app.RecoveryKey{Recipient: "age1pq1a", Words: []string{"sol", "berg", "hylla", "båt"}, Unit: "Enheten Tallbacken",
		Heard: time.Date(2027, 1, 7, 9, 0, 0, 0, time.UTC)}
	laterKey = app.RecoveryKey{Recipient: "age1pq1b", Words: []string{"kanna", "moln", "tråd", "häst"}, Unit: "Enheten Tallbacken",
		Heard: time.Date(2027, 2, 7, 9, 0, 0, 0, time.UTC)}
)

func TestRecoveryComesAndGoesWithItsSlotAndStandsInTheLog(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	must(t, b.book.OfferRecovery(ctx, firstKey))
	if r := b.recovery(); r.On() || r.Offered == nil || b.recoverySlot() != nil {
		t.Fatalf("an offer made a slot: %+v", r)
	}
	must(t, b.book.SetRecovery(ctx, firstKey, []byte("to the unit")))
	must(t, b.book.OfferRecovery(ctx, firstKey)) // the same invitation once more
	if r := b.recovery(); !r.On() || r.Offered != nil || string(b.recoverySlot()) != "to the unit" {
		t.Fatalf("%+v", r)
	}
	must(t, b.book.DropRecovery(ctx))
	if r := b.recovery(); r.On() || r.Offered == nil || b.recoverySlot() != nil {
		t.Fatalf("%+v", r)
	}
	log, err := b.book.Log(ctx, nil)
	must(t, err)
	var acts []app.Act // the latest first
	for _, e := range log {
		if e.Detail == "sol-berg-hylla-båt" {
			acts = append(acts, e.Act)
		}
	}
	if !slices.Equal(acts, []app.Act{app.ActRecoveryOff, app.ActRecoveryOn}) {
		t.Errorf("the log says %v", acts)
	}
}

func TestANewerKeyIsOfferedAndAnOlderInvitationTakesNothingBack(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	must(t, b.book.OfferRecovery(ctx, firstKey))
	must(t, b.book.SetRecovery(ctx, firstKey, []byte("one")))
	must(t, b.book.OfferRecovery(ctx, laterKey))
	if r := b.recovery(); r.Key.Recipient != firstKey.Recipient || r.Offered == nil || r.Offered.Recipient != laterKey.Recipient || string(b.recoverySlot()) != "one" {
		t.Fatalf("%+v", r)
	}
	must(t, b.book.SetRecovery(ctx, laterKey, []byte("two")))
	must(t, b.book.OfferRecovery(ctx, firstKey))
	if r := b.recovery(); r.Key.Recipient != laterKey.Recipient || r.Offered != nil {
		t.Errorf("an old invitation is offered anew: %+v", r)
	}
}

func TestAKeyOfAUnitThatWasNotComparedMayNotRecover(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	key := firstKey
	key.UnitCard = []byte("the unit's card")
	if may, err := b.book.MayRecover(key); err != nil || may {
		t.Fatalf("a stranger's key: %v %v", may, err)
	}
	c, err := b.book.AddContact(ctx, app.Contact{Name: "Enheten Tallbacken", Kind: app.CardUnit, Card: key.UnitCard})
	must(t, err)
	if may, err := b.book.MayRecover(key); err != nil || may {
		t.Fatalf("one that was not compared: %v %v", may, err)
	}
	must(t, b.book.ConfirmContact(ctx, c.ID))
	if may, err := b.book.MayRecover(key); err != nil || !may {
		t.Errorf("one that was: %v %v", may, err)
	}
}

func TestAChangedSlotOpensTheVaultAndStandsInTheLog(t *testing.T) {
	b := newBench(t)
	must(t, b.book.ChangeSlot(t.Context(), []byte("the new slot")))
	slot, err := b.vault.Slot(t.Context(), storage.SlotPassphrase)
	if err != nil || string(slot) != "the new slot" {
		t.Fatalf("%q %v", slot, err)
	}
	log, err := b.book.Log(t.Context(), nil)
	if err != nil || log[0].Act != app.ActPassphrase {
		t.Errorf("%v", err)
	}
}
