package casebook

import (
	"testing"

	"barnrost/app"
)

func TestWhoWasAskedIsCountedChangedAndTakenBack(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	waits, err := b.book.AddEnquiry(ctx, app.AnswerWaits, "")
	b.must(err)
	no, err := b.book.AddEnquiry(ctx, app.AnswerNo, "ingen-tid")
	b.must(err)
	waits.Answer = app.AnswerWithdrew
	b.must(b.book.ChangeEnquiry(ctx, waits))
	b.must(b.book.RemoveEnquiry(ctx, no.ID))
	list, err := b.book.Enquiries()
	if err != nil || len(list) != 1 || list[0] != waits {
		t.Fatalf("%+v, %v", list, err)
	}
	for name, err := range map[string]error{
		"an unknown answer": func() error { _, err := b.book.AddEnquiry(ctx, "kanske", ""); return err }(),
		"own words":         func() error { _, err := b.book.AddEnquiry(ctx, app.AnswerNo, "hon heter"); return err }(),
	} {
		if app.CodeOf(err) != app.CodeEnquiry {
			t.Errorf("%s: %v", name, err)
		}
	}
	other := b.interview()
	if err := b.book.RemoveEnquiry(ctx, other.ID); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("an interview was taken for an enquiry: %v", err)
	}
	if _, err := b.book.Interview(other.ID); err != nil {
		t.Errorf("the interview is gone: %v", err)
	}
}
