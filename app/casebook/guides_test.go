package casebook

import (
	"bytes"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/storage"
)

// wantGuide fails unless an interview's guide is this one; "" for none.
func (b *bench) wantGuide(i app.ID, want string) {
	b.t.Helper()
	got, err := b.book.Guide(i)
	if want == "" {
		b.wantCode(err, app.CodeNotFound, "no guide")
		return
	}
	b.must(err)
	if string(got) != want {
		b.t.Errorf("the guide is %s, not %s", got, want)
	}
}

func (b *bench) wantGuides(n int) {
	b.t.Helper()
	if got := len(b.vault.Objects(kindGuide)); got != n {
		b.t.Errorf("%d guides lie in the vault, not %d", got, n)
	}
}

func TestAnInterviewKeepsTheGuideItWasHeldBy(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	one, two := b.interview(), b.interview()
	b.wantGuide(one.ID, "")
	b.must(b.book.FreezeGuide(ctx, one.ID, []byte(`{"version":1}`)))
	b.must(b.book.FreezeGuide(ctx, two.ID, []byte(`{"version":1}`)))
	b.wantGuides(1) // the same one is kept once
	// Made ready by one version and begun by another: that of the beginning counts.
	b.must(b.book.FreezeGuide(ctx, one.ID, []byte(`{"version":2}`)))
	b.wantGuides(2)
	w := b.record(b.read(one.ID), 100)
	b.must(w.Close(ctx))
	b.must(b.book.FreezeGuide(ctx, one.ID, []byte(`{"version":3}`)))
	b.must(b.book.FreezeGuide(ctx, two.ID, []byte(`{"version":3}`)))
	b.reopen()
	b.wantGuide(one.ID, `{"version":2}`)
	b.wantGuide(two.ID, `{"version":3}`)
	b.wantGuides(2) // the first belongs to nobody any more
}

func TestAGuideGoesWithTheLastInterviewThatWasHeldByIt(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	one, two := b.interview(), b.interview()
	for _, i := range []app.Interview{one, two} {
		b.must(b.book.FreezeGuide(ctx, i.ID, []byte(`{"version":1}`)))
		w := b.record(b.read(i.ID), 100)
		b.must(w.Close(ctx))
	}
	b.decide(app.MatterSound, app.MatterText, app.MatterWhole)
	whole := func(i app.Interview) {
		t.Helper()
		_, err := b.dispose(app.DisposalRequest{Interview: i.ID, Matter: app.MatterSound, Checked: true})
		b.must(err)
		b.wantGuide(i.ID, `{"version":1}`) // with the sound alone it stays
		_, err = b.dispose(app.DisposalRequest{Interview: i.ID, Matter: app.MatterWhole, Checked: true})
		b.must(err)
	}
	whole(one)
	b.wantGuide(two.ID, `{"version":1}`)
	whole(two)
	b.wantGuides(0)
}

func TestWhatCannotBeAGuideIsNotKept(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	for _, raw := range [][]byte{nil, {}, []byte(strings.Repeat("x", app.MaxTemplate+1))} {
		b.wantCode(b.book.FreezeGuide(t.Context(), i.ID, raw), app.CodeNotAGuide, "too little or too much")
	}
	b.wantGuide(i.ID, "")
	b.wantGuides(0)
}

func TestAGuideThatIsBeingChangedIsKeptOnce(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	if raw, err := b.book.GuideDraft(); raw != nil || err != nil {
		t.Fatalf("a new vault has a draft: %s, %v", raw, err)
	}
	b.must(b.book.SaveGuideDraft(ctx, nil)) // none is none
	b.must(b.book.SaveGuideDraft(ctx, []byte("ett")))
	b.must(b.book.SaveGuideDraft(ctx, []byte("två")))
	b.wantCode(b.book.SaveGuideDraft(ctx, make([]byte, app.MaxTemplate+1)), app.CodeNotAGuide, "too large")
	b.reopen()
	if raw, err := b.book.GuideDraft(); string(raw) != "två" || err != nil || len(b.vault.Objects(kindDraft)) != 1 {
		t.Errorf("kept %s, %v", raw, err)
	}
	b.must(b.book.SaveGuideDraft(ctx, nil))
	if raw, err := b.book.GuideDraft(); raw != nil || err != nil {
		t.Errorf("it is still there: %s, %v", raw, err)
	}
}

// TestAGuideThatWasChangedIsNotGivenOut also when its object opens.
func TestAGuideThatWasChangedIsNotGivenOut(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	b.must(b.book.FreezeGuide(t.Context(), i.ID, []byte(`{"version":1}`)))
	o := b.vault.Objects(kindGuide)[0]
	changed := bytes.Replace(o.Meta, []byte(`"digest":"`), []byte(`"digest":"0`), 1)
	b.must(b.book.write(t.Context(), storage.Text, func(tx *storage.Tx) error { return tx.SetMeta(o.ID, changed) }))
	_, err := b.book.Guide(i.ID)
	b.wantCode(err, app.CodeVaultDamaged, "a changed one")
}
