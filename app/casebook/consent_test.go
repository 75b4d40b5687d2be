package casebook

import (
	"testing"

	"barnrost/app"
)

// When the last yes came is kept by month, and by which letters; a yes that is
// taken back takes both away.
func TestAConsentTellsTheMonthAndTheVersionOfTheLetters(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	b.must(b.book.SaveUnit(ctx, "Enhet Björken", []byte("enhetens hemlighet"), []byte("enhetens frö")))
	i := b.interview()
	want := func(when string, letters int, month bool) {
		t.Helper()
		b.reopen()
		c := b.read(i.ID).Consent
		if now := b.now().Local().Format("2006-01"); c.Letters != letters || month && c.Month != now || !month && c.Month != "" {
			t.Errorf("%s: %+v", when, c)
		}
	}
	part := allYes
	part.Guardian = app.GuardianUnset
	b.must(b.book.SaveConsent(ctx, i.ID, part))
	want("before all is said", 0, false)
	b.must(b.book.SaveConsent(ctx, i.ID, allYes))
	want("by the shipped letters", 0, true)

	b.must(b.book.SaveTemplate(ctx, app.SectionLetters, []byte(`{"format":1}`)))
	quoted := allYes
	quoted.MayQuote = true
	b.must(b.book.SaveConsent(ctx, i.ID, quoted))
	want("a later tick leaves it", 0, true)
	b.must(b.book.SaveConsent(ctx, i.ID, part))
	want("taken back", 0, false)
	forged := allYes
	forged.Month, forged.Letters = "1999-01", 99
	b.must(b.book.SaveConsent(ctx, i.ID, forged))
	want("given anew, by the unit's own letters", 1, true)
}

// writeGoldenConsent makes the vault of what came with consent by the unit's rule.
func writeGoldenConsent(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleWorker)
	b.must(b.book.SaveTemplate(ctx, app.SectionLetters, []byte(`{"format":1,"texts":{"brev-8-12":"# Kom\n\nText"}}`)))
	c := allYes
	c.MayQuote = true
	b.must(b.book.SaveConsent(ctx, b.interview().ID, c))
	g.keep(t, b)
}
