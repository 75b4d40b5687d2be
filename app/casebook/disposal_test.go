package casebook

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
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

// queued is a context that tells when a write with it stands in the queue: only
// what waits there asks for Done.
type queued struct {
	context.Context
	once  *sync.Once
	waits chan struct{}
}

func newQueued(ctx context.Context) queued {
	return queued{ctx, new(sync.Once), make(chan struct{})}
}

func (q queued) Done() <-chan struct{} {
	q.once.Do(func() { close(q.waits) })
	return q.Context.Done()
}

func TestAStopThatComesWhileADisposalWaitsComesFirst(t *testing.T) {
	b := newBench(t)
	i := b.disposable(3)
	b.decide(app.MatterSound)
	plan, err := b.book.PlanDisposal(app.DisposalRequest{Interview: i.ID, Matter: app.MatterSound}, nil)
	b.must(err)
	busy, release := make(chan struct{}), make(chan struct{})
	writing := make(chan error, 3)
	go func() {
		writing <- b.vault.Write(t.Context(), storage.Sound, func(*storage.Tx) error {
			close(busy)
			<-release
			return nil
		})
	}()
	<-busy // the writer is held: what comes now waits in the queue
	disposed := make(chan error, 1)
	first, second := newQueued(t.Context()), newQueued(t.Context())
	go func() {
		_, err := b.book.Dispose(first, plan, i.Code, nil)
		disposed <- err
	}()
	<-first.waits
	go func() {
		_, err := b.book.Hold(second, i.ID, "orosanmalan")
		writing <- err
	}()
	<-second.waits
	close(release)
	b.must(<-writing)
	b.must(<-writing)
	b.wantCode(<-disposed, app.CodeDisposalHeld, "the disposal that was confirmed before the stop")
	if _, err := b.book.OpenSound(t.Context(), i.Recording); err != nil {
		t.Errorf("the sound: %v", err)
	}
}

func TestAReceivedInterviewGoesWithEveryVersionOfItAndAStopOnOneKeepsAll(t *testing.T) {
	b := newBench(t)
	received := func(counter int) app.ID {
		id, err := b.book.Receive(t.Context(), [32]byte{byte(counter)}, app.Interview{
			Code: "HAV-31", Created: b.clock.AddDate(0, -2, 0), Received: &app.Received{
				Subject: app.ID{7}, SenderName: "Eva Ek", SenderKey: "påhittad", Counter: counter, Receipt: "4821", At: b.clock},
		}, []byte("{}"), nil)
		b.must(err)
		return id
	}
	first, second := received(1), received(2)
	b.decide(app.MatterWhole)
	hold, err := b.book.Hold(t.Context(), first, "utlamnande")
	b.must(err)
	request := app.DisposalRequest{Interview: second, Matter: app.MatterWhole}
	_, err = b.dispose(request)
	b.wantCode(err, app.CodeDisposalHeld, "under a stop on the earlier version")
	b.wantCode(b.book.LiftHold(t.Context(), hold.ID, "HAV-13"), app.CodeDisposalUntyped, "lifting with another code")
	b.must(b.book.LiftHold(t.Context(), hold.ID, " hav-31 "))
	row, err := b.dispose(request)
	b.must(err)
	for _, id := range []app.ID{first, second} {
		_, err := b.book.Interview(id)
		b.wantCode(err, app.CodeNotFound, "a version")
	}
	if len(row.Parts) != 4 || row.Left() != 1 || row.Copies[0].Holder != "Eva Ek" {
		t.Errorf("the protocol says %+v", row)
	}
	seen, err := b.book.Seen([32]byte{2})
	if err != nil || !seen {
		t.Error("the bundle could be brought in again")
	}
}

func TestACopyIsFollowedUpAndTheRowKeepsWhatItSaidBefore(t *testing.T) {
	b := newBench(t)
	i := b.disposable(3)
	for n, with := range []bool{true, false} {
		b.must(b.book.NoteSent(t.Context(), i.ID, app.Sent{Bundle: app.ID{byte(n + 1)}, Receiver: "Eva Ek", Words: []string{"sol"}, WithSound: with, At: b.clock, Receipt: "4821"}))
	}
	b.decide(app.MatterSound)
	backup := app.Copy{Ref: "backup 1", Kind: app.CopyBackup, Holder: "USB-minnet", At: b.clock, State: app.CopyLeft}
	row, err := b.dispose(app.DisposalRequest{Interview: i.ID, Matter: app.MatterSound}, backup)
	b.must(err)
	if len(row.Copies) != 2 || row.Left() != 2 {
		t.Fatalf("copies %+v: the bundle without sound holds none", row.Copies)
	}
	b.must(b.book.NoteCopy(t.Context(), row.ID, row.Copies[0].Ref, app.CopyLocked))
	b.must(b.book.NoteCopy(t.Context(), row.ID, row.Copies[0].Ref, app.CopyGone))
	b.must(b.book.NoteCopy(t.Context(), row.ID, row.Copies[0].Ref, app.CopyGone)) // said already
	b.wantCode(b.book.NoteCopy(t.Context(), row.ID, "någon annan", app.CopyGone), app.CodeNotFound, "a copy that is not in the row")
	b.reopen()
	rows, err := b.book.Disposals()
	b.must(err)
	if got := rows[0]; got.Left() != 1 || len(got.Notes) != 2 || got.Copies[0].State != app.CopyLeft || got.Standing()[0].State != app.CopyGone {
		t.Errorf("the row says %+v", got)
	}
}

func TestADecisionIsReplacedAndNeverEdited(t *testing.T) {
	b := newBench(t)
	first := b.decide(app.MatterSound)
	second, err := b.book.RegisterDecision(t.Context(), app.Decision{
		Number: " SN 2027/40 ", Date: b.clock, DecidedBy: "Socialnämnden", Covers: []app.Matter{app.MatterText}, Replaces: first.ID})
	b.must(err)
	all, err := b.book.Decisions()
	b.must(err)
	if len(all) != 2 || all[1].Replaced != second.ID || all[1].Number != first.Number || all[0].Number != "SN 2027/40" || all[1].InForce(b.clock) {
		t.Errorf("the register says %+v", all)
	}
	_, err = b.book.RegisterDecision(t.Context(), app.Decision{
		Number: "SN 3", Date: b.clock, DecidedBy: "Socialnämnden", Covers: []app.Matter{app.MatterText}, Replaces: first.ID})
	b.wantCode(err, app.CodeNotFound, "replacing what was replaced")
	b.must(b.book.EndDecision(t.Context(), second.ID))
	b.must(b.book.EndDecision(t.Context(), second.ID))
	if all, _ = b.book.Decisions(); len(all) != 2 || all[0].Ended.IsZero() {
		t.Errorf("the register says %+v", all)
	}
}

func TestWhatIsBlockedIsNeitherReadPlayedNorSentAndCanStillBeDisposedOf(t *testing.T) {
	b := newBench(t)
	i := b.disposable(3)
	b.must(b.book.Block(t.Context(), i.ID, app.MatterWhole, false))
	_, err := b.book.OpenText(t.Context(), i.ID)
	b.wantCode(err, app.CodeBlocked, "reading")
	_, err = b.book.OpenSound(t.Context(), i.Recording)
	b.wantCode(err, app.CodeBlocked, "playing")
	_, err = b.book.ReadText(i.ID)
	b.wantCode(err, app.CodeBlocked, "sending the text")
	_, err = b.book.ReadSound(t.Context(), i.Recording)
	b.wantCode(err, app.CodeBlocked, "sending the sound")
	b.must(b.book.Unblock(t.Context(), i.ID))
	if _, err := b.book.OpenText(t.Context(), i.ID); err != nil {
		t.Errorf("when the lock was taken away: %v", err)
	}
	b.must(b.book.Block(t.Context(), i.ID, app.MatterSound, false))
	if _, err := b.book.OpenText(t.Context(), i.ID); err != nil {
		t.Errorf("the text, with the sound locked away: %v", err)
	}
	b.decide(app.MatterSound)
	_, err = b.dispose(app.DisposalRequest{Interview: i.ID, Matter: app.MatterSound})
	b.must(err)
	if now := b.read(i.ID); len(now.Blocks) > 0 {
		t.Errorf("what is gone is still locked away: %+v", now.Blocks)
	}
}

func TestAWithdrawalLocksAwayAtOnceAndGoesByADecisionThatCoversIt(t *testing.T) {
	b := newBench(t)
	i := b.disposable(3)
	b.decide(app.MatterWhole) // covers everything but that a child withdraws
	request := app.DisposalRequest{Interview: i.ID, Matter: app.MatterWhole, Withdrawn: true}
	_, err := b.dispose(request)
	b.wantCode(err, app.CodeWithdrawalUndecided, "without a decision on withdrawals")
	b.must(b.book.Block(t.Context(), i.ID, app.MatterWhole, true))
	b.must(b.book.Block(t.Context(), i.ID, app.MatterWhole, true))
	if now := b.read(i.ID); len(now.Blocks) != 1 || !now.Withdrew(app.MatterSound) || !now.Blocked(app.MatterText) {
		t.Errorf("locked away: %+v", now.Blocks)
	}
	_, err = b.book.OpenSound(t.Context(), i.Recording)
	b.wantCode(err, app.CodeBlocked, "playing")

	d, err := b.book.RegisterDecision(t.Context(), app.Decision{Number: "SN 2027/99", Date: b.clock, DecidedBy: "Socialnämnden",
		Covers: []app.Matter{app.MatterWhole}, Months: 24, Condition: app.ConditionChecked, Withdrawal: true})
	b.must(err)
	row, err := b.dispose(request)
	b.must(err)
	if !row.Support.Withdrawn || row.Support.Decision != d.ID {
		t.Errorf("support %+v", row.Support)
	}
	events, err := b.vault.Events(t.Context())
	b.must(err)
	var withdrew int
	for _, e := range events {
		if app.Act(e.Kind) == app.ActWithdrew {
			withdrew++
		}
	}
	if withdrew != 1 {
		t.Errorf("the log tells of %d withdrawals", withdrew)
	}
}

// What Valvet says of gallring is worked out while it is drawn.
func BenchmarkDue(b *testing.B) {
	v := newBench(b)
	for n := range 40 {
		_, err := v.book.Receive(b.Context(), [32]byte{byte(n + 1)}, app.Interview{Code: "HAV-31", Created: v.clock, Received: &app.Received{
			Subject: app.ID{byte(n)}, SenderName: "Eva Ek", SenderKey: "påhittad", At: v.clock}}, []byte("{}"), nil)
		v.must(err)
	}
	for range 5 {
		v.decide(app.MatterSound)
	}
	for b.Loop() {
		if _, err := v.book.Due(); err != nil {
			b.Fatal(err)
		}
	}
}

func TestWhatWasDisposedOfDoesNotComeBackFromASealedCopy(t *testing.T) {
	for _, m := range []app.Matter{app.MatterSound, app.MatterWhole} {
		b := newBench(t)
		i := b.disposable(3)
		b.must(b.book.SaveCopyRule(t.Context(), app.CopyRule{On: true, Folder: t.TempDir()}))
		k, err := b.book.CopySound(t.Context(), i.ID, nil)
		b.must(err)
		b.decide(app.MatterWhole)
		known, err := b.book.Copies(i.ID)
		b.must(err)
		row, err := b.dispose(app.DisposalRequest{Interview: i.ID, Matter: m}, known...)
		b.must(err)
		if row.Left() != 1 {
			t.Errorf("%s: copies %+v", m, row.Copies)
		}
		_, err = b.book.FetchCopy(t.Context(), filepath.Join(k.Folder, k.File), nil)
		b.wantCode(err, app.CodeDisposed, "fetching the "+string(m))
		b.must(b.book.MarkSoundCopyGone(t.Context(), k.ID))
		if rows, err := b.book.Disposals(); err != nil || rows[0].Left() != 0 {
			t.Errorf("%s: the copy is gone and the protocol says %+v, %v", m, rows[0].Standing(), err)
		}
	}
}

func TestABackupThatWasBeingMadeMeanwhileIsACopyToo(t *testing.T) {
	b := newBench(t)
	i := b.disposable(20)
	b.decide(app.MatterSound)
	plan, err := b.book.PlanDisposal(app.DisposalRequest{Interview: i.ID, Matter: app.MatterSound}, nil)
	b.must(err)
	disposed := false
	backup, err := b.book.MakeBackup(t.Context(), t.TempDir(), func(int64, int64) {
		if disposed {
			return
		}
		disposed = true
		_, err := b.book.Dispose(t.Context(), plan, i.Code, nil)
		b.must(err)
	})
	b.must(err)
	rows, err := b.book.Disposals()
	b.must(err)
	if !disposed || len(rows) != 1 || rows[0].Left() != 1 || rows[0].Copies[0].Kind != app.CopyBackup {
		t.Fatalf("disposed %v, the protocol says %+v", disposed, rows)
	}
	b.must(b.book.MarkBackupGone(t.Context(), backup.ID))
	if rows, err = b.book.Disposals(); err != nil || rows[0].Left() != 0 || len(rows[0].Notes) != 1 {
		t.Errorf("the backup is gone and the protocol says %+v, %v", rows[0], err)
	}
}
