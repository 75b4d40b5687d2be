package casebook

import (
	"slices"
	"testing"

	"barnrost/app"
	"barnrost/storage"
)

// disposable is an interview with sound and text, and a decision that lets
// both go at once.
func (b *bench) disposable(seconds int) app.Interview {
	b.t.Helper()
	i := b.interview()
	w := b.record(i, seconds*testRate)
	if err := w.Close(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	text, err := b.book.OpenText(b.t.Context(), i.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := text.Append(b.t.Context(), []byte(`{"påhittad":"rad"}`)); err != nil {
		b.t.Fatal(err)
	}
	return b.read(i.ID)
}

func (b *bench) read(id app.ID) app.Interview {
	b.t.Helper()
	i, err := b.book.Interview(id)
	if err != nil {
		b.t.Fatal(err)
	}
	return i
}

// decide registers a decision that covers matters from the first day.
func (b *bench) decide(covers ...app.Matter) app.Decision {
	b.t.Helper()
	d, err := b.book.RegisterDecision(b.t.Context(), app.Decision{
		Number: "SN 2027/12", Date: b.clock.AddDate(0, -1, 0), DecidedBy: "Socialnämnden", Covers: covers,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

// dispose takes both steps as a person does.
func (b *bench) dispose(r app.DisposalRequest, extra ...app.Copy) (app.Disposal, error) {
	b.t.Helper()
	plan, err := b.book.PlanDisposal(r, extra)
	if err != nil {
		return app.Disposal{}, err
	}
	return b.book.Dispose(b.t.Context(), plan, plan.Code, extra)
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) wantCode(err error, want app.Code, what string) {
	b.t.Helper()
	if app.CodeOf(err) != want {
		b.t.Errorf("%s: %q, want %q", what, app.CodeOf(err), want)
	}
}

func TestSoundGoesByDecisionAndTheTextStays(t *testing.T) {
	b := newBench(t)
	i := b.disposable(5)
	request := app.DisposalRequest{Interview: i.ID, Matter: app.MatterSound}
	_, err := b.dispose(request)
	b.wantCode(err, app.CodeNoDecision, "without a decision")

	d := b.decide(app.MatterSound)
	row, err := b.dispose(request)
	b.must(err)
	if row.Code != i.Code || row.Matter != app.MatterSound || row.Millis() != 5000 || row.Support.Number != d.Number ||
		row.Month != "2027-02" || len(row.Parts) != 1 || len(row.Parts[0].Checksum) != 64 || row.Left() != 0 {
		t.Errorf("the protocol says %+v", row)
	}
	_, err = b.book.OpenSound(t.Context(), i.Recording)
	b.wantCode(err, app.CodeNotFound, "the sound")
	b.reopen()
	now := b.read(i.ID)
	if !now.Recording.IsZero() || now.SoundGone.IsZero() || !b.book.HasText(now) {
		t.Errorf("afterwards the interview is %+v", now)
	}
	rows, err := b.book.Disposals()
	b.must(err)
	if len(rows) != 1 || rows[0].Parts[0] != row.Parts[0] {
		t.Errorf("after reopening the protocol says %+v", rows)
	}
	b.wantCode(b.book.MayRecord(i.ID), app.CodeDisposed, "recording anew")
	if damage, err := b.vault.Check(t.Context(), nil); err != nil || len(damage) > 0 {
		t.Errorf("check: %v %v", damage, err)
	}
}

func TestAWholeInterviewLeavesItsCodeInTheProtocolAlone(t *testing.T) {
	b := newBench(t)
	i := b.disposable(3)
	b.decide(app.MatterWhole)
	row, err := b.dispose(app.DisposalRequest{Interview: i.ID, Matter: app.MatterWhole})
	b.must(err)
	if len(row.Parts) != 3 {
		t.Errorf("parts %+v", row.Parts)
	}
	for _, id := range []app.ID{i.ID, i.Recording, i.Transcript} {
		if _, err := b.vault.Object(storage.ID(id)); err == nil {
			t.Errorf("the object %s is still there", id)
		}
	}
	_, err = b.book.Interview(i.ID)
	b.wantCode(err, app.CodeNotFound, "the interview")
	events, err := b.vault.Events(t.Context())
	b.must(err)
	var erased []string
	for _, e := range events {
		if app.Act(e.Kind) == app.ActErased {
			erased = append(erased, e.Detail)
		}
	}
	if !slices.Equal(erased, []string{"ljud", "utskrift", "intervju"}) {
		t.Errorf("the log tells of %v", erased)
	}
}
