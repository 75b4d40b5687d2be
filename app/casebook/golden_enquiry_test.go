package casebook

import (
	"testing"

	"barnrost/app"
	"barnrost/crypto"
)

// writeGoldenEnquiry makes the vault of what came with the count of who was asked.
func writeGoldenEnquiry(t *testing.T, g golden) {
	b := newBench(t)
	ctx := t.Context()
	slot, err := crypto.SealSlot(b.keys, goldenPassphrase, 10)
	b.must(err)
	b.must(b.book.ChangeSlot(ctx, slot))
	b.must(b.book.SaveProfile(ctx, app.Profile{Name: "Anna Ek", Role: app.RoleWorker, Unit: "Enhet Björken", Language: app.Swedish}))
	b.must(b.book.SaveUnit(ctx, "Enhet Björken", []byte("enhetens hemlighet"), []byte("enhetens frö")))
	_, err = b.book.AddEnquiry(ctx, app.AnswerNo, "vill-inte")
	b.must(err)
	g.keep(t, b)
}
