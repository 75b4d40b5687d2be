package casebook

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/crypto"
	"barnrost/storage"
)

// bench is a real vault in a temporary folder that can be closed and opened.
type bench struct {
	t      testing.TB
	path   string
	keys   crypto.Keys
	signer crypto.SigningKey
	vault  *storage.Vault
	book   *Casebook
	events []app.Event
	clock  time.Time
	tick   sync.Mutex // guards clock
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{t: t, path: filepath.Join(t.TempDir(), "valv", "barnrost.vault"), clock: time.Date(2027, 2, 16, 13, 10, 0, 0, time.UTC)}
	var err error
	if b.keys, err = crypto.NewKeys(); err != nil {
		t.Fatal(err)
	}
	if b.signer, err = crypto.NewSigningKey(); err != nil {
		t.Fatal(err)
	}
	slot, err := crypto.SealSlot(b.keys, "sex ord som ingen gissar", 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(b.path), 0o700); err != nil {
		t.Fatal(err)
	}
	b.vault, err = storage.Create(t.Context(), b.path, storage.Setup{Keys: b.keys, Signer: b.signer, Slot: slot, Now: b.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.vault.Close() })
	b.openBook()
	return b
}

func (b *bench) now() time.Time {
	b.tick.Lock()
	defer b.tick.Unlock()
	b.clock = b.clock.Add(time.Second)
	return b.clock
}

func (b *bench) openBook() {
	b.t.Helper()
	var err error
	b.book, err = Open(b.t.Context(), b.vault, b.now, func(e app.Event) { b.events = append(b.events, e) })
	if err != nil {
		b.t.Fatal(err)
	}
}

// reopen ends the session as a crash would, but for SQLite's own close, and
// opens the vault anew.
func (b *bench) reopen() {
	b.t.Helper()
	if err := b.vault.Close(); err != nil {
		b.t.Fatal(err)
	}
	sealed, err := storage.Open(b.t.Context(), b.path)
	if err != nil {
		b.t.Fatal(err)
	}
	if b.vault, err = sealed.Unlock(b.t.Context(), b.keys, b.now); err != nil {
		b.t.Fatal(err)
	}
	if d := b.vault.Damage(); len(d) > 0 {
		b.t.Fatalf("damage after reopening: %v", d)
	}
	b.openBook()
}

func (b *bench) interview() app.Interview {
	b.t.Helper()
	i, err := b.book.CreateInterview(b.t.Context(), 12, "cafe")
	if err != nil {
		b.t.Fatal(err)
	}
	err = b.book.SaveConsent(b.t.Context(), i.ID, app.Consent{ChildTakesPart: true, ChildAllowsRec: true, Guardian: app.GuardianGiven})
	if err != nil {
		b.t.Fatal(err)
	}
	return i
}

// tone is a made-up sound in which every sample tells its position.
func tone(from, n int) []int16 {
	s := make([]int16, n)
	for i := range s {
		s[i] = int16((from + i) * 7919)
	}
	return s
}

const testRate = 16000

// record stores n samples in blocks of two seconds and returns the writer.
func (b *bench) record(i app.Interview, n int) *SoundWriter {
	b.t.Helper()
	w, err := b.book.NewRecording(b.t.Context(), i.ID, testRate, "påhittad mikrofon")
	if err != nil {
		b.t.Fatal(err)
	}
	appendTone(b.t, w, 0, n)
	return w
}

func appendTone(t testing.TB, w interface {
	Append(context.Context, []int16) error
}, from, to int) {
	t.Helper()
	for at := from; at < to; at += 2 * testRate {
		if err := w.Append(t.Context(), tone(at, min(2*testRate, to-at))); err != nil {
			t.Fatal(err)
		}
	}
}

func (b *bench) sound(id app.ID) *Sound {
	b.t.Helper()
	s, err := b.book.OpenSound(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

func wantTone(t *testing.T, s *Sound, n int) {
	t.Helper()
	if s.Len() != int64(n) {
		t.Fatalf("length %d, want %d", s.Len(), n)
	}
	got := make([]int16, n+10)
	read, err := s.ReadAt(got, 0)
	if err != nil || read != n {
		t.Fatalf("read %d, %v; want %d", read, err, n)
	}
	if !slices.Equal(got[:n], tone(0, n)) {
		t.Fatal("the samples are not those recorded")
	}
}

func TestARecordingComesBackSampleForSample(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	n := 5*testRate + 123
	w := b.record(i, n)
	if err := w.Mark(t.Context(), app.Marker{Kind: "nickar", At: 40000}); err != nil {
		t.Fatal(err)
	}
	// A pause flushes a short row; sound goes on after it.
	if err := w.Gap(t.Context(), app.Gap{At: int64(n), Length: time.Minute, Reason: app.GapPause}); err != nil {
		t.Fatal(err)
	}
	total := n + 3*testRate
	appendTone(t, w, n, total)
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.reopen()

	rec, err := b.book.Recording(t.Context(), w.ID())
	if err != nil {
		t.Fatal(err)
	}
	if rec.Status != app.SoundWhole || rec.Samples != int64(total) || len(rec.Markers) != 1 || len(rec.Gaps) != 1 {
		t.Fatalf("recording is %+v", rec)
	}
	s := b.sound(w.ID())
	wantTone(t, s, total)
	if want := (total + peakSpan - 1) / peakSpan; len(s.Peaks())/2 < want-1 || len(s.Peaks())/2 > want+1 {
		t.Fatalf("%d pairs of peaks, want about %d", len(s.Peaks())/2, want)
	}
	// A read that begins anywhere gives the sample of that place.
	for _, at := range []int{0, 1, 2*testRate - 1, 2 * testRate, n - 1, n, n + 1, total - 1} {
		var one [1]int16
		if k, err := s.ReadAt(one[:], int64(at)); err != nil || k != 1 || one[0] != tone(at, 1)[0] {
			t.Fatalf("sample %d reads as %v (%d, %v)", at, one, k, err)
		}
	}
	if k, err := s.ReadAt(make([]int16, 4), int64(total)); k != 0 || err != nil {
		t.Fatalf("past the end: %d, %v", k, err)
	}
}

func TestACutOffRecordingIsKeptAndMarkedInterrupted(t *testing.T) {
	b := newBench(t)
	w := b.record(b.interview(), 6*testRate)
	if err := w.Mark(t.Context(), app.Marker{Kind: "viktigt", At: 99 * testRate}); err != nil { // its sound was lost
		t.Fatal(err)
	}
	b.reopen()
	rec, err := b.book.Recording(t.Context(), w.ID())
	if err != nil {
		t.Fatal(err)
	}
	if rec.Status != app.SoundInterrupted || rec.Samples != 6*testRate {
		t.Fatalf("recording is %+v", rec)
	}
	if rec.Markers[0].At != rec.Samples {
		t.Fatalf("a marker past the end stands at %d", rec.Markers[0].At)
	}
	wantTone(t, b.sound(w.ID()), 6*testRate)
}

func TestNothingIsRecordedWithoutTheThreeTicksOrTwice(t *testing.T) {
	b := newBench(t)
	i, err := b.book.CreateInterview(t.Context(), 7, "hemmet")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.book.NewRecording(t.Context(), i.ID, testRate, ""); app.CodeOf(err) != app.CodeConsentMissing {
		t.Fatalf("without ticks: %v", err)
	}
	with := b.interview()
	b.record(with, testRate)
	if _, err := b.book.NewRecording(t.Context(), with.ID, testRate, ""); app.CodeOf(err) != app.CodeRecordingExists {
		t.Fatalf("a second recording: %v", err)
	}
	if got := len(b.vault.Objects(kindSound)); got != 1 {
		t.Fatalf("%d sounds in the vault, want 1", got)
	}
}

func TestAnImportedSoundIsThereOnlyAfterItsCommit(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	dropped, err := b.book.StageSound(t.Context(), testRate, "")
	if err != nil {
		t.Fatal(err)
	}
	appendTone(t, dropped, 0, 3*testRate)
	b.reopen() // a crash in the middle of the import
	if got, _ := b.book.Interview(i.ID); !got.Recording.IsZero() || len(b.vault.Objects(kindSound)) != 0 {
		t.Fatal("an import that was cut off left something behind")
	}

	staged, err := b.book.StageSound(t.Context(), testRate, "")
	if err != nil {
		t.Fatal(err)
	}
	appendTone(t, staged, 0, 3*testRate)
	if err := b.book.CommitWAV(t.Context(), i.ID, staged); err != nil {
		t.Fatal(err)
	}
	b.reopen()
	got, err := b.book.Interview(i.ID)
	if err != nil {
		t.Fatal(err)
	}
	wantTone(t, b.sound(got.Recording), 3*testRate)
}

func TestTextIsLoadedAsSnapshotAndTheRowsAfterIt(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	text, err := b.book.OpenText(t.Context(), i.ID)
	if err != nil {
		t.Fatal(err)
	}
	steps := []error{
		text.Append(t.Context(), []byte("a")),
		text.Append(t.Context(), []byte("b")),
		text.Snapshot(t.Context(), []byte("ab")),
		text.Append(t.Context(), []byte("c")),
		text.SaveDesk(t.Context(), []byte(`{"at":1200}`)),
	}
	if err := errors.Join(steps...); err != nil {
		t.Fatal(err)
	}
	b.reopen()
	text, err = b.book.OpenText(t.Context(), i.ID)
	if err != nil {
		t.Fatal(err)
	}
	snapshot, journal, err := text.Load(t.Context())
	if err != nil || string(snapshot) != "ab" || len(journal) != 1 || string(journal[0]) != "c" {
		t.Fatalf("loaded %q %q %v", snapshot, journal, err)
	}
	if desk, err := text.Desk(); err != nil || string(desk) != `{"at":1200}` {
		t.Fatalf("desk state %q %v", desk, err)
	}
}

func TestACardIsKeptOnceAndStaysConfirmed(t *testing.T) {
	b := newBench(t)
	card := app.Contact{Name: "Enheten Tallbacken", Kind: app.CardUnit, Words: []string{"a", "b", "c", "d"}, Card: []byte("kort")}
	first, err := b.book.AddContact(t.Context(), card)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.book.ConfirmContact(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	again, err := b.book.AddContact(t.Context(), card)
	if err != nil || again.ID != first.ID || !again.Confirmed {
		t.Fatalf("read again: %+v %v", again, err)
	}
	b.reopen()
	all, err := b.book.Contacts()
	if err != nil || len(all) != 1 || !all[0].Confirmed {
		t.Fatalf("contacts %+v %v", all, err)
	}
}

func TestConfirmingAUnitConfirmsWhomItVouchesForAndNobodyElse(t *testing.T) {
	b := newBench(t)
	add := func(name string, voucher []byte) app.ID {
		k, err := b.book.AddContact(t.Context(), app.Contact{Name: name, Card: []byte(name), Voucher: voucher})
		if err != nil {
			t.Fatal(err)
		}
		return k.ID
	}
	unit := add("Enheten", nil)
	add("Chefen", []byte("Enheten"))
	add("Annan chef", []byte("Annan enhet"))
	add("Ingen", nil)
	if err := b.book.ConfirmContact(t.Context(), unit); err != nil {
		t.Fatal(err)
	}
	all, err := b.book.Contacts()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		if want := k.Name == "Enheten" || k.Name == "Chefen"; k.Confirmed != want {
			t.Errorf("%s confirmed: %v", k.Name, k.Confirmed)
		}
	}
	if err := b.book.ConfirmContact(t.Context(), app.ID{9}); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("a contact that is not there: %v", err)
	}
}

func TestTheLogHasOneRowASessionForRepeatedActs(t *testing.T) {
	b := newBench(t)
	w := b.record(b.interview(), testRate)
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.sound(w.ID())
	b.sound(w.ID())
	events, err := b.vault.Events(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	played := 0
	for _, e := range events {
		if app.Act(e.Kind) == app.ActPlayed && e.Object == storage.ID(w.ID()) {
			played++
		}
	}
	if played != 1 {
		t.Fatalf("%d rows of playing, want 1", played)
	}
}

func TestAnActIsLoggedByTheWriteThatSucceeds(t *testing.T) {
	b := newBench(t)
	text, err := b.book.OpenText(t.Context(), b.interview().ID)
	if err != nil {
		t.Fatal(err)
	}
	edit := func(fail error) error {
		return b.book.write(t.Context(), storage.Text, func(tx *storage.Tx) error {
			if err := b.book.log(tx, text.id, app.ActEdited, ""); err != nil {
				return err
			}
			return fail
		})
	}
	if err := edit(errors.New("disken är full")); err == nil {
		t.Fatal("a failing write succeeded")
	}
	if err := edit(nil); err != nil {
		t.Fatal(err)
	}
	events, err := b.vault.Events(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	edited := 0
	for _, e := range events {
		if app.Act(e.Kind) == app.ActEdited {
			edited++
		}
	}
	if edited != 1 {
		t.Fatalf("%d rows of editing, want 1", edited)
	}
}

func TestFindingARowAgreesWithCounting(t *testing.T) {
	runs := []run{{10, 3}, {4, 1}, {10, 2}, {1, 2}}
	x := newSoundIndex(runs)
	var pos, seq int64
	for _, r := range runs {
		for range r.Rows {
			first := pos
			for range r.Count {
				if s, f := x.find(pos); s != seq || f != first {
					t.Fatalf("sample %d: row %d from %d, want row %d from %d", pos, s, f, seq, first)
				}
				pos++
			}
			seq++
		}
	}
	if pos != x.total {
		t.Fatalf("total %d, want %d", x.total, pos)
	}
}

func TestALongRecordingsPeaksAreFoldedWhileItRuns(t *testing.T) {
	b := newBench(t)
	w, err := b.book.NewRecording(t.Context(), b.interview().ID, testRate, "")
	if err != nil {
		t.Fatal(err)
	}
	const rows, each = 2*foldEvery + 50, 300
	for k := range rows {
		if err := w.Append(t.Context(), tone(k*each, each)); err != nil {
			t.Fatal(err)
		}
	}
	o, err := b.vault.Object(storage.ID(w.ID()))
	if err != nil {
		t.Fatal(err)
	}
	if o.Streams[streamFolds].Rows != 2 {
		t.Fatalf("%d folds after %d rows, want 2", o.Streams[streamFolds].Rows, rows)
	}
	b.reopen() // cut off
	s := b.sound(w.ID())
	wantTone(t, s, rows*each)
	if want := rows * each / peakSpan; len(s.Peaks())/2 < want || len(s.Peaks())/2 > want+2 {
		t.Fatalf("%d pairs of peaks, want %d", len(s.Peaks())/2, want)
	}
}

func TestABundleThatWaitsIsNotedOnceWhereItLayLast(t *testing.T) {
	b := newBench(t)
	for _, path := range []string{"/usb/a.barnrost", "/usb/a.barnrost", "/hem/a.barnrost"} {
		if err := b.book.AddWaiting(t.Context(), Waiting{Path: path, Hash: []byte{1, 2}, Name: "Olle Pil"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.book.AddWaiting(t.Context(), Waiting{Path: "/usb/b.barnrost", Hash: []byte{3}}); err != nil {
		t.Fatal(err)
	}
	b.reopen()
	all, err := b.book.Waiting()
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if i := slices.IndexFunc(all, func(w Waiting) bool { return w.Path == "/hem/a.barnrost" }); i < 0 || all[i].Since.IsZero() {
		t.Errorf("%+v", all)
	}
}
