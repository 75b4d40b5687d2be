package casebook

import (
	"testing"

	"barnrost/app"
)

// writeGoldenEnquiry makes the vault of what came with the count of who was asked.
func writeGoldenEnquiry(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleWorker)
	_, err := b.book.AddEnquiry(ctx, app.AnswerNo, "vill-inte")
	b.must(err)
	g.keep(t, b)
}
