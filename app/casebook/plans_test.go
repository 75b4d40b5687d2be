package casebook

import (
	"testing"

	"barnrost/app"
)

func TestAPlanThatIsBeingTypedIsKeptOnceAndGoesWhenItIsSaved(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	if raw, err := b.book.PlanDraft(); raw != nil || err != nil {
		t.Fatalf("a new vault has a draft: %s, %v", raw, err)
	}
	b.must(b.book.KeepPlanDraft(ctx, nil)) // none is none
	b.must(b.book.KeepPlanDraft(ctx, []byte("ett")))
	b.must(b.book.KeepPlanDraft(ctx, []byte("två")))
	b.wantCode(b.book.KeepPlanDraft(ctx, make([]byte, app.MaxTemplate+1)), app.CodeTemplate, "too large")
	b.reopen()
	if raw, err := b.book.PlanDraft(); string(raw) != "två" || err != nil || len(b.vault.Objects(kindPlanDraft)) != 1 {
		t.Errorf("kept %s, %v", raw, err)
	}
	b.must(b.book.KeepPlanDraft(ctx, nil))
	if raw, err := b.book.PlanDraft(); raw != nil || err != nil {
		t.Errorf("it is still there: %s, %v", raw, err)
	}
}
