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

// An interview counts a child who had been counted as having said yes, and no
// other; the sum is what it was, or one more where nobody had.
func TestAnInterviewTakesThePlaceOfOneWhoSaidYes(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	count := func() app.Asked {
		t.Helper()
		enquiries, err := b.book.Enquiries()
		b.must(err)
		interviews, err := b.book.Interviews()
		b.must(err)
		gone, err := b.book.Disposals()
		b.must(err)
		return app.CountAsked("2000-01", "2199-12", enquiries, interviews, gone)
	}
	for _, answer := range []app.Reply{app.AnswerYes, app.AnswerNo, app.AnswerWaits, app.AnswerYes} {
		_, err := b.book.AddEnquiry(ctx, answer, "")
		b.must(err)
	}
	for n, want := range []int{4, 4, 4, 5, 6} { // two had said yes
		if a := count(); a.Asked != want || a.No != 1 || a.Waiting != 1 || a.Yes != want-2 {
			t.Errorf("after %d interviews: %+v", n, a)
		}
		b.interview()
	}
	b.reopen()
	if a := count(); a.Asked != 7 || a.Yes != 5 {
		t.Errorf("after a restart: %+v", a)
	}
}
