package casebook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/crypto"
	"barnrost/storage"
)

// fixedSpoolKey is the same in every run: the fuzzer's kept inputs hold none.
func fixedSpoolKey() storage.SpoolKey { return storage.SpoolKey{} }

func (b *bench) spoolPath() string { return filepath.Join(filepath.Dir(b.path), "barnrost.spool") }

var allYes = app.Consent{ChildTakesPart: true, ChildAllowsRec: true, Guardian: app.GuardianGiven}

// ready makes an interview ready and returns it with its spool, opened as a
// program with a locked vault does.
func (b *bench) ready() (app.Interview, *Spool) {
	b.t.Helper()
	b.book.KeepSpool(b.spoolPath())
	i, err := b.book.CreateInterview(b.t.Context(), 9, "cafe")
	b.must(err)
	b.must(b.book.MakeReady(b.t.Context(), i.ID, app.NewKit(app.Swedish, "age1pq1x", app.Templates{})))
	return i, b.openSpool()
}

func (b *bench) openSpool() *Spool {
	b.t.Helper()
	s, err := OpenSpool(b.t.Context(), b.spoolPath(), b.now)
	b.must(err)
	s.running = func() time.Duration { return 0 } // the bench's clock is not the machine's
	b.t.Cleanup(func() { s.file.Close() })
	return s
}

// begin ticks the consent and begins a recording.
func (b *bench) begin(s *Spool) *SpoolWriter {
	b.t.Helper()
	b.must(s.SaveConsent(b.t.Context(), allYes))
	w, err := s.NewRecording(b.t.Context(), spoolRate, "Mikrofonen")
	b.must(err)
	return w
}

// voice is n samples that no other has.
func voice(seed, n int) []int16 {
	out := make([]int16, n)
	for i := range out {
		out[i] = int16((i*31 + seed*977) % 20011)
	}
	return out
}

// heard returns all samples of an interview's recording.
func (b *bench) heard(id app.ID) (app.Recording, []int16) {
	b.t.Helper()
	i, err := b.book.Interview(id)
	b.must(err)
	rec, err := b.book.Recording(b.t.Context(), i.Recording)
	b.must(err)
	s, err := b.book.ReadSound(b.t.Context(), i.Recording)
	b.must(err)
	out := make([]int16, s.Len())
	n, err := s.ReadAt(out, 0)
	b.must(err)
	if n != len(out) || len(s.Peaks()) == 0 {
		b.t.Errorf("%d of %d samples, %d peaks", n, len(out), len(s.Peaks()))
	}
	return rec, out
}

// takeIn takes in what lies there, as after an unlocking.
func (b *bench) takeIn() app.TakenIn {
	b.t.Helper()
	in, err := b.book.TakeIn(b.t.Context(), nil)
	b.must(err)
	return in
}

// nothingLeft: neither spool nor key.
func (b *bench) nothingLeft() {
	b.t.Helper()
	if _, err := os.Lstat(b.spoolPath()); !errors.Is(err, os.ErrNotExist) {
		b.t.Errorf("the spool is still there: %v", err)
	}
	if left := b.vault.Objects(kindArmed); len(left) > 0 {
		b.t.Errorf("%d keys are still there", len(left))
	}
}

func TestWhatIsRecordedWithThePublicKeyAloneIsTheInterviewsOnceTakenIn(t *testing.T) {
	b := newBench(t)
	i, s := b.ready()
	if r, err := b.book.Ready(); err != nil || r.Interview != i.ID || r.Until.Sub(r.Made) != app.ReadyFor {
		t.Errorf("%+v, %v", r, err)
	}
	if s.State() != app.ReadyNow || s.Used() || s.Sound() != "" {
		t.Errorf("%s, used %v, sound %q", s.State(), s.Used(), s.Sound())
	}
	if err := s.MayRecord(); app.CodeOf(err) != app.CodeConsentMissing {
		t.Errorf("without the three yeses: %v", err)
	}
	ctx := t.Context()
	w := b.begin(s)
	parts := [][]int16{voice(1, 96_000), voice(2, 96_000), voice(3, 1_234)}
	b.must(w.Append(ctx, parts[0]))
	b.must(w.Mark(ctx, app.Marker{Kind: "nickar", At: 50_000}))
	b.must(w.Append(ctx, parts[1]))
	b.must(w.Gap(ctx, app.Gap{At: 192_000, Length: time.Minute, Reason: app.GapFika}))
	b.must(w.Append(ctx, parts[2]))
	b.must(w.Mark(ctx, app.Marker{Kind: app.MarkAsked, Code: "K1", At: 500_000})) // past the end
	b.must(s.Concern(ctx))
	b.must(s.SaveTicket(ctx, app.No))
	b.must(s.SaveTicket(ctx, app.Yes))
	b.must(w.Close(ctx))
	if s.Sound() != app.SoundWhole || s.Millis() != 4025 {
		t.Errorf("%q of %d ms", s.Sound(), s.Millis())
	}
	if _, err := s.NewRecording(ctx, spoolRate, ""); app.CodeOf(err) != app.CodeRecordingExists {
		t.Errorf("a second recording: %v", err)
	}
	b.must(s.Close())

	in := b.takeIn()
	if in.Interview != i.ID || in.Millis != 4025 || in.Interrupted || in.Lost > 0 || in.Swapped {
		t.Errorf("taken in: %+v", in)
	}
	rec, pcm := b.heard(i.ID)
	if !slices.Equal(pcm, slices.Concat(parts...)) {
		t.Error("it is not what was recorded")
	}
	if rec.Status != app.SoundWhole || rec.Import || rec.Device != "Mikrofonen" || len(rec.Markers) != 2 || len(rec.Gaps) != 1 {
		t.Errorf("%+v", rec)
	}
	if rec.Markers[0].At != 50_000 || rec.Markers[1].At != rec.Samples || rec.Gaps[0].At != 192_000 || rec.Gaps[0].Reason != app.GapFika {
		t.Errorf("%+v %+v", rec.Markers, rec.Gaps)
	}
	got, err := b.book.Interview(i.ID)
	b.must(err)
	said := allYes
	said.Month = b.now().Local().Format("2006-01")
	if got.Consent != said || got.Recording != in.Recording || got.Visit.Ticket != app.Yes {
		t.Errorf("%+v", got)
	}
	if holds, err := b.book.Holds(); err != nil || len(holds) != 1 || holds[0].Interview != i.ID || holds[0].Reason != app.HoldConcern {
		t.Errorf("holds %+v, %v", holds, err)
	}
	b.nothingLeft()
	acts := b.acts()
	if !slices.Contains(acts, app.ActReady) || !slices.Contains(acts, app.ActTakenIn) {
		t.Errorf("log: %v", acts)
	}
	if again := b.takeIn(); again != (app.TakenIn{}) {
		t.Errorf("taken in twice: %+v", again)
	}
	b.reopen()
	if _, pcm := b.heard(i.ID); len(pcm) != 193_234 {
		t.Errorf("%d samples after all was opened anew", len(pcm))
	}
}

func (b *bench) acts() (acts []app.Act) {
	b.t.Helper()
	entries, err := b.book.Log(b.t.Context(), nil)
	b.must(err)
	for _, e := range entries {
		acts = append(acts, e.Act)
	}
	return acts
}

func TestARecordingThatWasCutOffIsGoneOnWithOverAnHonestGap(t *testing.T) {
	b := newBench(t)
	i, s := b.ready()
	ctx := t.Context()
	w := b.begin(s)
	b.must(w.Append(ctx, voice(1, 96_000)))
	b.must(s.file.Close()) // the program is killed

	s = b.openSpool()
	if s.Sound() != app.SoundInterrupted || s.Consent().Complete() {
		t.Errorf("%q, %+v", s.Sound(), s.Consent())
	}
	b.tick.Lock()
	b.clock = b.clock.Add(time.Minute)
	b.tick.Unlock()
	w = b.begin(s)
	b.must(w.Mark(ctx, app.Marker{Kind: "skratt", At: 100}))
	b.must(w.Append(ctx, voice(2, 48_000)))
	b.must(w.Close(ctx))
	if s.Millis() != 3000 {
		t.Errorf("%d ms", s.Millis())
	}
	b.must(s.Close())

	in := b.takeIn()
	rec, pcm := b.heard(i.ID)
	if in.Interrupted || rec.Status != app.SoundWhole || !slices.Equal(pcm, append(voice(1, 96_000), voice(2, 48_000)...)) {
		t.Errorf("%+v, %s, %d samples", in, rec.Status, len(pcm))
	}
	if len(rec.Gaps) != 1 || rec.Gaps[0].At != 96_000 || rec.Gaps[0].Reason != app.GapInterrupt || rec.Gaps[0].Length < 50*time.Second || rec.Gaps[0].Length > 2*time.Minute {
		t.Errorf("gaps %+v", rec.Gaps)
	}
	if len(rec.Markers) != 1 || rec.Markers[0].At != 96_100 {
		t.Errorf("markers %+v", rec.Markers)
	}
	b.nothingLeft()
}

func TestARecordingThatWasNeverEndedComesInMarkedInterrupted(t *testing.T) {
	b := newBench(t)
	i, s := b.ready()
	w := b.begin(s)
	b.must(w.Append(t.Context(), voice(1, 96_000)))
	b.must(s.file.Close())
	b.reopen()
	b.book.KeepSpool(b.spoolPath())
	in := b.takeIn()
	rec, _ := b.heard(i.ID)
	if !in.Interrupted || rec.Status != app.SoundInterrupted {
		t.Errorf("%+v, %s", in, rec.Status)
	}
	if !slices.Contains(b.acts(), app.ActSalvaged) {
		t.Error("the log does not say so")
	}
	b.nothingLeft()
}

func TestTheTwelveHoursBarABeginningAndNothingElse(t *testing.T) {
	b := newBench(t)
	i, s := b.ready()
	w := b.begin(s)
	b.must(w.Append(t.Context(), voice(1, 96_000)))
	b.tick.Lock()
	b.clock = b.clock.Add(13 * time.Hour)
	b.tick.Unlock()
	b.must(w.Append(t.Context(), voice(2, 96_000))) // what has begun goes on
	b.must(s.file.Close())
	s = b.openSpool()
	b.must(s.SaveConsent(t.Context(), allYes))
	if _, err := s.NewRecording(t.Context(), spoolRate, ""); app.CodeOf(err) != app.CodeReadyOver {
		t.Errorf("after twelve hours: %v", err)
	}
	b.tick.Lock()
	b.clock = b.clock.Add(-48 * time.Hour)
	b.tick.Unlock()
	if _, err := s.NewRecording(t.Context(), spoolRate, ""); app.CodeOf(err) != app.CodeReadyClock {
		t.Errorf("with the clock set back: %v", err)
	}
	b.must(s.Close())
	b.takeIn()
	if rec, pcm := b.heard(i.ID); len(pcm) != 192_000 || rec.Status != app.SoundInterrupted {
		t.Errorf("%d samples, %s", len(pcm), rec.Status)
	}
}

func TestAnUnusedSpoolStaysForItsTimeAndGoesThen(t *testing.T) {
	b := newBench(t)
	_, s := b.ready()
	b.must(s.Close())
	if in := b.takeIn(); in != (app.TakenIn{}) || !b.book.hasSpool() {
		t.Errorf("taken in: %+v", in)
	}
	b.tick.Lock()
	b.clock = b.clock.Add(13 * time.Hour)
	b.tick.Unlock()
	if in := b.takeIn(); in != (app.TakenIn{}) {
		t.Errorf("taken in: %+v", in)
	}
	b.nothingLeft()
}

func TestOneInterviewIsReadyAtATimeAndAnUnusedOneIsReplaced(t *testing.T) {
	b := newBench(t)
	first, s := b.ready()
	b.must(s.Close())
	second, err := b.book.CreateInterview(t.Context(), 11, "hemmet")
	b.must(err)
	kit := app.NewKit(app.English, "", app.Templates{})
	b.must(b.book.MakeReady(t.Context(), second.ID, kit))
	if r, err := b.book.Ready(); err != nil || r.Interview != second.ID || len(b.vault.Objects(kindArmed)) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	s = b.openSpool()
	if k, err := s.Kit(); err != nil || k.Language != app.English {
		t.Errorf("%+v, %v", k, err)
	}
	w := b.begin(s)
	b.must(w.Append(t.Context(), voice(1, 100)))
	b.must(s.Close())
	if err := b.book.MakeReady(t.Context(), first.ID, kit); app.CodeOf(err) != app.CodeReadyUsed {
		t.Errorf("over a recording: %v", err)
	}
	if err := b.book.Disarm(t.Context()); app.CodeOf(err) != app.CodeReadyUsed {
		t.Errorf("disarming a recording: %v", err)
	}
	b.takeIn()
	if _, pcm := b.heard(second.ID); len(pcm) != 100 {
		t.Errorf("%d samples", len(pcm))
	}
	b.must(b.book.MakeReady(t.Context(), first.ID, kit))
	b.must(b.book.Disarm(t.Context()))
	b.nothingLeft()
	b.must(b.book.Disarm(t.Context())) // again, where there is none
}

func TestDisarmingFromTheLockedPageTakesOnlyAnUnusedSpool(t *testing.T) {
	b := newBench(t)
	_, s := b.ready()
	b.must(s.Disarm())
	if b.book.hasSpool() {
		t.Error("it is still there")
	}
	if _, err := b.book.TakeIn(t.Context(), nil); app.CodeOf(err) != app.CodeReadyMissing {
		t.Errorf("the vault does not tell: %v", err)
	}
	_, s = b.ready()
	b.must(s.SaveConsent(t.Context(), allYes))
	if err := s.Disarm(); app.CodeOf(err) != app.CodeReadyUsed {
		t.Errorf("a used one: %v", err)
	}
}

func TestWhyAnInterviewIsNotMadeReady(t *testing.T) {
	b := newBench(t)
	kit := app.NewKit(app.Swedish, "", app.Templates{})
	i, err := b.book.CreateInterview(t.Context(), 9, "cafe")
	b.must(err)
	check := func(name string, id app.ID, want app.Code) {
		t.Helper()
		if err := b.book.MakeReady(t.Context(), id, kit); app.CodeOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
		b.nothingLeft()
	}
	check("nowhere to put it", i.ID, app.CodeReadOnly)
	b.book.KeepSpool(b.spoolPath())
	check("no interview", app.ID{9}, app.CodeNotFound)
	recorded := b.interview()
	b.must(b.record(recorded, 100).Close(t.Context()))
	check("one that has a recording", recorded.ID, app.CodeRecordingExists)
	b.book.room = 1 << 62
	check("a full disk", i.ID, app.CodeReadyRoom)
	b.book.room = app.ReadyRoom
	b.book.KeepSpool(filepath.Join(filepath.Dir(b.path), "saknas", "barnrost.spool"))
	if err := b.book.MakeReady(t.Context(), i.ID, kit); err == nil || len(b.vault.Objects(kindArmed)) > 0 {
		t.Errorf("a folder that is gone: %v, %d keys", err, len(b.vault.Objects(kindArmed)))
	}
}

// The spool of another vault, or one that nobody can read, is left as it is.
func TestASpoolThatIsNotThisVaultsIsLeftAlone(t *testing.T) {
	a, b := newBench(t), newBench(t)
	_, s := a.ready()
	w := a.begin(s)
	a.must(w.Append(t.Context(), voice(1, 100)))
	a.must(s.Close())
	content, err := os.ReadFile(a.spoolPath())
	b.must(err)
	b.book.KeepSpool(b.spoolPath())
	i, err := b.book.CreateInterview(t.Context(), 9, "cafe")
	b.must(err)
	for name, c := range map[string]struct {
		content []byte
		code    app.Code
	}{
		"another vault's":  {content, app.CodeReadyOther},
		"a text":           {[]byte("ingen beredskap alls, bara text som ligger här"), app.CodeReadyUnreadable},
		"a piece of a one": {content[:5000], app.CodeReadyUnreadable},
	} {
		b.must(os.WriteFile(b.spoolPath(), c.content, 0o600))
		if _, err := b.book.TakeIn(t.Context(), nil); app.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
		if err := b.book.MakeReady(t.Context(), i.ID, app.NewKit(app.Swedish, "", app.Templates{})); err == nil {
			t.Errorf("%s was written over", name)
		}
		if now, err := os.ReadFile(b.spoolPath()); err != nil || !bytes.Equal(now, c.content) {
			t.Errorf("%s was changed, %v", name, err)
		}
	}
}

// A vault that was put back from a copy made before: nobody could hear what is
// recorded into the spool, so that it is not offered any more.
func TestASpoolOfThisVaultWithoutItsKeyIsSetAside(t *testing.T) {
	b := newBench(t)
	_, s := b.ready()
	b.must(s.Close())
	for _, o := range b.vault.Objects(kindArmed) {
		b.must(b.book.dropArmed(t.Context(), o.ID))
	}
	_, err := b.book.TakeIn(t.Context(), nil)
	var told *app.Error
	if !errors.As(err, &told) || told.Code != app.CodeReadyOther || b.book.hasSpool() {
		t.Fatalf("%v, still there %v", err, b.book.hasSpool())
	}
	aside, err := OpenSpool(t.Context(), filepath.Join(filepath.Dir(b.path), told.Args["file"]), b.now)
	b.must(err)
	b.must(aside.Close())
	_, s = b.ready() // and another can be made ready
	b.must(s.Close())
}

func TestAnInterviewThatIsRecordedInTheVaultIsReadyNoMore(t *testing.T) {
	b := newBench(t)
	i, s := b.ready()
	b.must(s.Close())
	b.must(b.book.Unready(t.Context(), app.ID{9})) // another
	if !b.book.hasSpool() {
		t.Error("it went for another interview")
	}
	b.must(b.book.Unready(t.Context(), i.ID))
	b.nothingLeft()
	i, s = b.ready()
	b.must(s.SaveConsent(t.Context(), allYes))
	b.must(s.Close())
	b.must(b.book.Unready(t.Context(), i.ID))
	if !b.book.hasSpool() {
		t.Error("a used one went")
	}
}

// An interview that has got a recording meanwhile keeps it, and the other comes
// in beside it.
func TestNoSoundIsDroppedForHavingComeSecond(t *testing.T) {
	b := newBench(t)
	i, s := b.ready()
	w := b.begin(s)
	b.must(w.Append(t.Context(), voice(1, 100)))
	b.must(w.Close(t.Context()))
	b.must(s.Close())
	b.must(b.book.SaveConsent(t.Context(), i.ID, allYes))
	other, err := b.book.NewRecording(t.Context(), i.ID, spoolRate, "")
	b.must(err)
	b.must(other.Append(t.Context(), voice(2, 200)))
	b.must(other.Close(t.Context()))
	in := b.takeIn()
	if in.Interview == i.ID || in.Interview.IsZero() {
		t.Fatalf("%+v", in)
	}
	twin, err := b.book.Interview(in.Interview)
	b.must(err)
	if twin.Code == i.Code || twin.Age != i.Age || twin.Place != i.Place || !twin.Consent.Complete() {
		t.Errorf("%+v", twin)
	}
	if _, pcm := b.heard(twin.ID); !slices.Equal(pcm, voice(1, 100)) {
		t.Error("the second recording is another")
	}
	if _, pcm := b.heard(i.ID); !slices.Equal(pcm, voice(2, 200)) {
		t.Error("the first recording is another")
	}
	b.nothingLeft()
}

func TestGallringOfAnInterviewDestroysTheKeyOfItsSpool(t *testing.T) {
	for _, m := range []app.Matter{app.MatterSound, app.MatterText, app.MatterWhole} {
		t.Run(string(m), func(t *testing.T) {
			b := newBench(t)
			b.book.KeepSpool(b.spoolPath())
			i, err := b.book.CreateInterview(t.Context(), 9, "cafe")
			b.must(err)
			b.must(b.book.MakeReady(t.Context(), i.ID, app.NewKit(app.Swedish, "", app.Templates{})))
			b.must(b.book.SaveConsent(t.Context(), i.ID, allYes))
			b.must(b.record(i, testRate).Close(t.Context()))
			text, err := b.book.OpenText(t.Context(), i.ID)
			b.must(err)
			b.must(text.Append(t.Context(), []byte(`{"påhittad":"rad"}`)))
			b.decide(app.MatterSound, app.MatterText, app.MatterWhole)
			_, err = b.dispose(app.DisposalRequest{Interview: i.ID, Matter: m, Checked: true})
			b.must(err)
			if m == app.MatterText { // the control
				if !b.book.hasSpool() || len(b.vault.Objects(kindArmed)) != 1 {
					t.Error("the spool went with the text")
				}
				return
			}
			b.nothingLeft()
		})
	}
}

// A vault that was made anew with the recovery key, or of what was whole, has
// the key of the spool too.
func TestARecordingFromTheTableOutlivesTheVaultItWasMadeReadyIn(t *testing.T) {
	b := newBench(t)
	i, s := b.ready()
	w := b.begin(s)
	b.must(w.Append(t.Context(), voice(1, 96_000)))
	b.must(w.Close(t.Context()))
	b.must(s.Close())
	next := newBench(t)
	_, err := b.vault.CarryTo(t.Context(), next.vault, nil)
	b.must(err)
	next.openBook()
	next.book.KeepSpool(b.spoolPath())
	if in := next.takeIn(); in.Interview != i.ID {
		t.Errorf("%+v", in)
	}
	if _, pcm := next.heard(i.ID); !slices.Equal(pcm, voice(1, 96_000)) {
		t.Error("it is not what was recorded")
	}
}

// Whoever has everything that lies on the disk, and not the passphrase, opens
// nothing of what was recorded.
func TestNothingOnTheDiskOpensWhatWasRecordedAtTheTable(t *testing.T) {
	b := newBench(t)
	i, s := b.ready()
	w := b.begin(s)
	b.must(w.Append(t.Context(), voice(1, 96_000)))
	b.must(w.Mark(t.Context(), app.Marker{Kind: "skratt", At: 7}))
	b.must(s.Close())
	b.must(b.vault.Close())
	var disk []byte
	entries, err := os.ReadDir(filepath.Dir(b.path))
	b.must(err)
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(filepath.Dir(b.path), e.Name()))
		b.must(err)
		disk = append(disk, content...)
	}
	for _, secret := range [][]byte{
		[]byte("AGE-SECRET-KEY"), packSamples(voice(1, 96_000))[:64], []byte("skratt"), []byte(i.Code), []byte("Mikrofonen"),
		[]byte(`"age"`), []byte("cafe"), []byte("child_takes_part"),
	} {
		if bytes.Contains(disk, secret) {
			t.Errorf("the disk holds %q", secret)
		}
	}
	if !bytes.Contains(disk, []byte("age1pq1")) || !bytes.Contains(disk, []byte(`"until"`)) { // what may be read
		t.Error("the control: the recipient and the end are not seen")
	}
	// The vault's keys open it, and these are behind the passphrase.
	sealed, err := storage.Open(t.Context(), b.path)
	b.must(err)
	if _, err := crypto.OpenSlot(sealed.Slot(), "sex ord som ingen gissade"); err == nil {
		t.Error("a wrong passphrase opens the vault")
	}
	keys, err := crypto.OpenSlot(sealed.Slot(), "sex ord som ingen gissar")
	b.must(err)
	b.vault, err = sealed.Unlock(t.Context(), keys, b.now)
	b.must(err)
	b.openBook()
	b.book.KeepSpool(b.spoolPath())
	b.takeIn()
	if _, pcm := b.heard(i.ID); !slices.Equal(pcm, voice(1, 96_000)) {
		t.Error("the control: the passphrase does not open it")
	}
}

// A ctx that ends, in every place, leaves what can be taken in the next time.
func TestTakingInCanBeCancelledAnywhereAndGoneOnWith(t *testing.T) {
	b := newBench(t)
	i, s := b.ready()
	w := b.begin(s)
	var all []int16
	for n := range 12 {
		b.must(w.Append(t.Context(), voice(n, 96_000)))
		all = append(all, voice(n, 96_000)...)
	}
	b.must(w.Close(t.Context()))
	b.must(s.Close())
	for at := int64(1); ; at += 3 {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := b.book.TakeIn(ctx, func(done, total int64) {
			if total != 24 || done > total {
				t.Errorf("%d of %d", done, total)
			}
			if done == at {
				cancel()
			}
		})
		cancel()
		if err == nil {
			break
		}
		if app.CodeOf(err) != app.CodeCancelled {
			t.Fatalf("at %d: %v", at, err)
		}
		b.reopen()
		b.book.KeepSpool(b.spoolPath())
	}
	if _, pcm := b.heard(i.ID); !slices.Equal(pcm, all) {
		t.Error("it is not what was recorded")
	}
	b.nothingLeft()
}

// The program is killed between the steps that follow the commit: what was taken
// in is there once, and the next opening clears up.
func TestTakingInThatIsKilledAfterItsCommitIsGoneOnWith(t *testing.T) {
	for _, c := range []struct {
		name string
		more func(*bench, *taking)
	}{
		{"before it was read back", func(*bench, *taking) {}},
		{"before the key was destroyed", func(b *bench, t *taking) { b.must(t.file.Remove()) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			i, s := b.ready()
			w := b.begin(s)
			b.must(w.Append(t.Context(), voice(1, 96_000)))
			b.must(w.Close(t.Context()))
			b.must(s.Close())
			all, err := b.book.armedAll()
			b.must(err)
			file, err := storage.OpenSpool(t.Context(), b.spoolPath())
			b.must(err)
			work := b.book.newTaking(all[0], file, nil)
			b.must(work.take(t.Context()))
			c.more(b, work)
			b.must(file.Close())
			b.reopen()
			b.book.KeepSpool(b.spoolPath())
			b.takeIn()
			if _, pcm := b.heard(i.ID); !slices.Equal(pcm, voice(1, 96_000)) {
				t.Error("it is not what was recorded")
			}
			if all, err := b.book.Interviews(); err != nil || len(all) != 1 {
				t.Errorf("%d interviews, %v", len(all), err)
			}
			b.nothingLeft()
		})
	}
}

// The control of reading back: a recording that is not what was taken in keeps
// the spool and its key.
func TestASpoolStaysWhereTheVaultHoldsSomethingElse(t *testing.T) {
	b := newBench(t)
	_, s := b.ready()
	w := b.begin(s)
	b.must(w.Append(t.Context(), voice(1, 96_000)))
	b.must(s.Close())
	all, err := b.book.armedAll()
	b.must(err)
	file, err := storage.OpenSpool(t.Context(), b.spoolPath())
	b.must(err)
	work := b.book.newTaking(all[0], file, nil)
	b.must(work.take(t.Context()))
	b.must(file.Close())
	m := work.armed.armedMeta
	m.Taken.PCM = "ab"
	b.must(b.book.write(t.Context(), storage.Text, func(tx *storage.Tx) error { return save(tx, work.armed.id, m) }))
	if _, err := b.book.TakeIn(t.Context(), nil); app.CodeOf(err) != app.CodeVaultDamaged {
		t.Errorf("TakeIn: %v", err)
	}
	if !b.book.hasSpool() || len(b.vault.Objects(kindArmed)) != 1 {
		t.Error("the spool or its key is gone")
	}
}

// Whatever is damaged in a spool, the rest comes in, and how much is missing is
// told.
func TestOfADamagedSpoolWhatCanBeReadIsTaken(t *testing.T) {
	for _, c := range []struct {
		name   string
		stream int
		seqs   []int64
		gone   bool // not changed but deleted
		lost   int
		silent []int // of ten blocks of two seconds
		whole  bool
	}{
		{"nothing: the control", 0, nil, false, 0, nil, true},
		{"one block changed", 0, []int64{4}, false, 1, []int{4}, true},
		{"two blocks gone", 0, []int64{4, 5}, true, 2, []int{4, 5}, true},
		{"the first gone", 0, []int64{0}, true, 1, []int{0}, true},
		{"the last gone", 0, []int64{9}, true, 0, nil, true},
		{"a marker changed", 1, []int64{0}, false, 1, nil, true},
		{"the end gone", 4, []int64{0}, true, 0, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			i, s := b.ready()
			w := b.begin(s)
			b.must(w.Mark(t.Context(), app.Marker{Kind: "nickar", At: 1}))
			for n := range 10 {
				b.must(w.Append(t.Context(), voice(n, 96_000)))
			}
			b.must(w.Close(t.Context()))
			b.must(s.Close())
			for _, seq := range c.seqs {
				b.damageSpool(c.stream, seq, c.gone)
			}
			in := b.takeIn()
			rec, pcm := b.heard(i.ID)
			if in.Lost != c.lost || in.Interrupted == c.whole {
				t.Errorf("%+v", in)
			}
			for n := range len(pcm) / 96_000 {
				block := pcm[n*96_000 : (n+1)*96_000]
				if silent := slices.Equal(block, make([]int16, 96_000)); silent != slices.Contains(c.silent, n) || !silent && !slices.Equal(block, voice(n, 96_000)) {
					t.Errorf("block %d is not what it should be", n)
				}
			}
			gaps := 0
			for _, g := range rec.Gaps {
				if g.Reason == app.GapDamage && len(c.silent) > 0 && g.At == int64(96_000*c.silent[0]) {
					gaps++
				}
			}
			if gaps != min(len(c.silent), 1) {
				t.Errorf("gaps %+v", rec.Gaps)
			}
			b.nothingLeft()
		})
	}
}

func TestThatWhatIsReadableWasSwappedIsTold(t *testing.T) {
	b := newBench(t)
	i, s := b.ready()
	w := b.begin(s)
	b.must(w.Append(t.Context(), voice(1, 100)))
	b.must(s.Close())
	meta := b.vault.Objects(kindArmed)[0]
	var m armedMeta
	b.must(decode(meta, &m))
	m.Sum = fmt.Sprintf("%064d", 7) // as if another had been made
	b.must(b.book.write(t.Context(), storage.Text, func(tx *storage.Tx) error { return save(tx, meta.ID, m) }))
	if in := b.takeIn(); !in.Swapped || in.Interview != i.ID || in.Millis == 0 {
		t.Errorf("%+v", in)
	}
}

// writeGoldenReady makes the vault of what came with making an interview ready.
func writeGoldenReady(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleWorker)
	b.book.KeepSpool(b.spoolPath())
	b.must(b.book.MakeReady(ctx, b.interview().ID, app.NewKit(app.Swedish, "", app.Templates{})))
	g.keep(t, b)
}

// FuzzSpoolNote: a note is refused as damage, or stays the same when it is
// written again.
func FuzzSpoolNote(f *testing.F) {
	for _, n := range []spoolNote{
		{Begun: &spoolBegun{At: time.Date(2027, 2, 16, 13, 10, 0, 0, time.UTC), Rate: spoolRate, Device: "Mikrofonen"}},
		{Consent: &allYes}, {Concern: true}, {Ticket: app.Yes},
	} {
		raw, err := encode(n)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"begun":null}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		n, err := parseSpoolNote(raw)
		if err != nil {
			if app.CodeOf(err) != app.CodeVaultDamaged {
				t.Fatal(err)
			}
			return
		}
		once, err := encode(n)
		if err != nil {
			return // a time that JSON reads and does not write
		}
		again, err := parseSpoolNote(once)
		if err != nil {
			t.Fatal(err)
		}
		if twice, err := encode(again); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%s became %s, %v", once, twice, err)
		}
	})
}

// damageSpool changes or deletes a row with a tool.
func (b *bench) damageSpool(stream int, seq int64, gone bool) {
	b.t.Helper()
	where := fmt.Sprintf(" WHERE stream = %d AND seq = %d", stream, seq)
	statement := "UPDATE chunk SET box = randomblob(3000)" + where
	if gone {
		statement = "DELETE FROM chunk" + where
	}
	if out, err := exec.Command("sqlite3", b.spoolPath(), statement).CombinedOutput(); err != nil {
		b.t.Fatalf("sqlite3: %v: %s", err, out)
	}
}
