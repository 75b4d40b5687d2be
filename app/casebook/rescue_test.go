package casebook

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/storage"
)

// typed adds one utterance to a document, as a journal row.
func (b *bench) typed(i app.Interview, d *transcript.Document, words string) {
	b.t.Helper()
	text, err := b.book.OpenText(b.t.Context(), i.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	n := d.Len()
	u := transcript.Utterance{ID: uint64(n + 1), Speaker: transcript.Child, Start: int64(n) * 1000, Text: words}
	if err := d.Apply(transcript.Edit{Kind: transcript.EditInsert, Pos: n, Utterance: u}); err != nil {
		b.t.Fatal(err)
	}
	row, _ := d.TakeRow()
	if err := text.Append(b.t.Context(), row.Encode()); err != nil {
		b.t.Fatal(err)
	}
}

// words is everything in an interview's transcript.
func (b *bench) words(i app.ID) string {
	b.t.Helper()
	text, err := b.book.OpenText(b.t.Context(), i)
	if err != nil {
		b.t.Fatal(err)
	}
	snapshot, journal, err := text.Load(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	d, err := transcript.Load(snapshot, journal)
	if err != nil {
		b.t.Fatal(err)
	}
	var all []string
	for _, u := range d.Utterances() {
		all = append(all, u.Text)
	}
	return strings.Join(all, "|")
}

// reopenAt closes the vault and opens the one at path, damaged or not.
func (b *bench) reopenAt(path string) {
	b.t.Helper()
	if err := b.vault.Close(); err != nil {
		b.t.Fatal(err)
	}
	b.path = path
	sealed, err := storage.Open(b.t.Context(), path)
	if err != nil {
		b.t.Fatal(err)
	}
	if b.vault, err = sealed.Unlock(b.t.Context(), b.keys, b.now); err != nil {
		b.t.Fatal(err)
	}
	b.openBook()
}

func TestADamagedVaultIsToldOfInWordsAndTheRestIsSavedIntoANewOne(t *testing.T) {
	b := newBench(t)
	first, second := b.interview(), b.interview()
	n := 9*testRate + 500
	hurt, whole := b.record(first, n), b.record(second, n)
	for _, w := range []*SoundWriter{hurt, whole} {
		if err := errors.Join(w.Mark(t.Context(), app.Marker{Kind: "nickar", At: 8 * testRate}), w.Close(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	one, two := transcript.New(), transcript.New()
	for _, words := range []string{"hej", "jag heter Knut", "det var allt"} {
		b.typed(first, one, words)
		b.typed(second, two, words)
	}
	want := b.words(second.ID)
	i, err := b.book.Interview(first.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.vault.Close(); err != nil {
		t.Fatal(err)
	}
	b.spoil("UPDATE chunk SET box=zeroblob(length(box)) WHERE obj=x'" + i.Recording.String() + "' AND stream=0 AND seq IN (1,2)")
	b.spoil("DELETE FROM chunk WHERE obj=x'" + i.Recording.String() + "' AND stream=3")
	b.spoil("DELETE FROM chunk WHERE obj=x'" + i.Transcript.String() + "' AND seq=1")
	b.spoil("UPDATE event SET box=zeroblob(9) WHERE seq=1")
	b.reopenAt(b.path)

	report, err := b.book.CheckVault(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []app.VaultDamage{
		{Kind: app.DamageSound, Code: i.Code, From: 2000, To: 6000, Count: 2},
		{Kind: app.DamageWave, Code: i.Code, Count: 1},
		{Kind: app.DamageText, Code: i.Code, Count: 1},
		{Kind: app.DamageLog, Count: 1},
	} {
		if !slices.Contains(report.Damage, want) {
			t.Errorf("%+v is not told of", want)
		}
	}
	if len(report.Damage) != 4 || report.Rows == 0 {
		t.Errorf("told of are %+v", report)
	}

	path := filepath.Join(t.TempDir(), "barnrost.vault")
	made, err := b.book.Rescue(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if made.Contents.Interviews != 2 || made.Contents.Recordings != 2 || !slices.Equal(made.Missing, report.Damage) {
		t.Errorf("made %+v", made)
	}
	b.reopenAt(path)
	if err := b.book.Trouble(); err != nil {
		t.Errorf("the new vault: %v", err)
	}
	if again, err := b.book.CheckVault(t.Context(), nil); err != nil || len(again.Damage) > 0 {
		t.Errorf("the new vault: %+v, %v", again.Damage, err)
	}
	wantTone(t, b.sound(whole.ID()), n)
	got := make([]int16, n)
	s := b.sound(hurt.ID())
	if read, err := s.ReadAt(got, 0); err != nil || read != n {
		t.Fatalf("%d samples, %v", read, err)
	}
	expected := tone(0, n)
	clear(expected[2*testRate : 6*testRate])
	if !slices.Equal(got, expected) {
		t.Error("the rest of the sound is not what was recorded")
	}
	if want := (n + peakSpan - 1) / peakSpan; len(s.Peaks())/2 < want-1 || len(s.Peaks())/2 > want+1 {
		t.Errorf("%d pairs of peaks, want %d", len(s.Peaks())/2, want)
	}
	rec, err := b.book.Recording(t.Context(), hurt.ID())
	if err != nil || len(rec.Markers) != 1 || rec.Markers[0].At != 8*testRate || rec.Status != app.SoundWhole {
		t.Errorf("the recording: %+v, %v", rec, err)
	}
	if len(rec.Gaps) != 1 || rec.Gaps[0].At != 2*testRate || rec.Gaps[0].Reason != app.GapDamage || rec.Gaps[0].Length.Seconds() != 4 {
		t.Errorf("the gaps: %+v", rec.Gaps)
	}
	if got := b.words(second.ID); got != want {
		t.Errorf("the whole text is %q", got)
	}
	if got := b.words(first.ID); got != "hej|det var allt" {
		t.Errorf("of the damaged text is left %q", got)
	}
	log, err := b.book.Log(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	acts := map[app.Act]int{}
	for _, e := range log {
		acts[e.Act]++
	}
	if acts[app.ActLost] != 1 || acts[app.ActRescued] != 1 || acts[app.ActRecorded] != 2 {
		t.Errorf("the log tells of %v", acts)
	}
}

func TestTheRegisterOfBackupsTellsGallringWhereCopiesAre(t *testing.T) {
	b := newBench(t)
	old := b.interview()
	w := b.record(old, testRate)
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	state, err := b.book.BackupState()
	if err != nil || state.Due || !state.Last.ID.IsZero() {
		t.Errorf("at first: %+v, %v", state, err)
	}
	b.clock = b.clock.AddDate(0, 0, 2)
	if state, _ = b.book.BackupState(); !state.Due {
		t.Error("work of two days without a copy is nothing to tell of")
	}
	dir := t.TempDir()
	first, err := b.book.MakeBackup(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.clock = b.clock.AddDate(0, 0, 30)
	if state, _ = b.book.BackupState(); state.Due || state.Since || state.Last.ID != first.ID {
		t.Errorf("nothing was done since: %+v", state)
	}
	later := b.interview()
	if state, _ = b.book.BackupState(); !state.Due || !state.Since {
		t.Errorf("an interview came, and the copy is old: %+v", state)
	}
	second, err := b.book.MakeBackup(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.reopen()
	names := func(id app.ID) string {
		list, err := b.book.Copies(id)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, c := range list {
			if c.Kind != app.CopyBackup {
				t.Errorf("%+v", c)
			}
			all = append(all, filepath.Base(c.Holder)+" "+string(c.State))
		}
		return strings.Join(all, ", ")
	}
	if got := names(old.ID); got != second.File+" kvar, "+first.File+" kvar" {
		t.Errorf("the old interview is in %q", got)
	}
	if got := names(later.ID); got != second.File+" kvar" {
		t.Errorf("the later interview is in %q", got)
	}
	if err := b.book.MarkBackupGone(t.Context(), second.ID); err != nil {
		t.Fatal(err)
	}
	if got := names(later.ID); got != second.File+" gallrad" {
		t.Errorf("after it is gone: %q", got)
	}
	if state, _ = b.book.BackupState(); state.Last.ID != first.ID {
		t.Error("a backup that is gone counts")
	}
}

// A backup that is made while somebody records has the recording so far, and
// the recording does not notice.
func TestARecordingDoesNotNoticeABackup(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	w, err := b.book.NewRecording(t.Context(), i.ID, testRate, "påhittad mikrofon")
	if err != nil {
		t.Fatal(err)
	}
	total := 40 * testRate
	appendTone(t, w, 0, total/2)
	done := make(chan error)
	dir := t.TempDir()
	go func() {
		_, err := b.book.MakeBackup(context.Background(), dir, nil)
		done <- err
	}()
	appendTone(t, w, total/2, total)
	if err := errors.Join(<-done, w.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
	wantTone(t, b.sound(w.ID()), total)
	backups, err := b.book.Backups()
	if err != nil || len(backups) != 1 {
		t.Fatal(backups, err)
	}
	b.reopenAt(filepath.Join(dir, backups[0].File))
	rec, err := b.book.Recording(t.Context(), w.ID())
	if err != nil || rec.Samples < int64(total/2) || rec.Status != app.SoundInterrupted && rec.Status != app.SoundWhole {
		t.Fatalf("in the copy: %+v, %v", rec, err)
	}
	wantTone(t, b.sound(w.ID()), int(rec.Samples))
}

func TestASealedCopyOfEachNewRecordingLiesInTheUnitsFolderUntilItIsSent(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	n := 5*testRate + 77
	w := b.record(i, n)
	if err := w.Mark(t.Context(), app.Marker{Kind: "nickar", At: 3 * testRate}); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	todo := func() int {
		list, err := b.book.ToCopy()
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if err := b.book.SaveCopyRule(t.Context(), app.CopyRule{On: true, Folder: folder}); err != nil {
		t.Fatal(err)
	}
	if todo() != 0 {
		t.Error("a recording that runs is to be copied")
	}
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.typed(i, transcript.New(), "det här följer inte med")
	if todo() != 1 {
		t.Error("a recording that ended is not to be copied")
	}
	away := app.CopyRule{On: true, Folder: filepath.Join(folder, "borta")}
	if err := b.book.SaveCopyRule(t.Context(), away); err != nil {
		t.Fatal(err)
	}
	if _, err := b.book.CopySound(t.Context(), i.ID, nil); app.CodeOf(err) != app.CodeFileUnwritable || todo() != 1 {
		t.Errorf("the folder is away: %v", err)
	}
	if err := b.book.SaveCopyRule(t.Context(), app.CopyRule{On: true, Folder: folder}); err != nil {
		t.Fatal(err)
	}
	k, err := b.book.CopySound(t.Context(), i.ID, nil)
	if err != nil || todo() != 0 {
		t.Fatalf("%v, %d to do", err, todo())
	}
	if strings.Contains(k.File, i.Code) || len(k.File) < 20 {
		t.Errorf("it is called %s", k.File)
	}
	held, err := b.book.Copies(i.ID)
	if err != nil || len(held) != 1 || held[0].Kind != app.CopyFolder {
		t.Errorf("gallring hears of %+v, %v", held, err)
	}
	file := filepath.Join(k.Folder, k.File)

	if _, err := b.book.FetchCopy(t.Context(), file, nil); app.CodeOf(err) != app.CodeRecordingExists {
		t.Errorf("fetched though it is here: %v", err)
	}
	other := newBench(t)
	if _, err := other.book.FetchCopy(t.Context(), file, nil); app.CodeOf(err) != app.CodeCopyNotMine {
		t.Errorf("another person's keys: %v", err)
	}
	// The sound is lost, and so is its interview.
	rec, err := b.book.Recording(t.Context(), w.ID())
	if err != nil {
		t.Fatal(err)
	}
	err = b.vault.Write(t.Context(), storage.Text, func(tx *storage.Tx) error { return tx.Erase(storage.ID(w.ID())) })
	if err != nil {
		t.Fatal(err)
	}
	back, err := b.book.FetchCopy(t.Context(), file, nil)
	if err != nil || back.ID != i.ID || back.Transcript.IsZero() {
		t.Fatalf("fetched back: %+v, %v", back, err)
	}
	got, err := b.book.Recording(t.Context(), back.Recording)
	if err != nil || got.Status != rec.Status || !got.Started.Equal(rec.Started) || !slices.Equal(got.Markers, rec.Markers) || got.Device != rec.Device {
		t.Errorf("the recording is %+v, was %+v, %v", got, rec, err)
	}
	wantTone(t, b.sound(back.Recording), n)
	err = b.vault.Write(t.Context(), storage.Text, func(tx *storage.Tx) error {
		return errors.Join(tx.Erase(storage.ID(back.Recording)), tx.Erase(storage.ID(i.ID)))
	})
	if err != nil {
		t.Fatal(err)
	}
	if back, err = b.book.FetchCopy(t.Context(), file, nil); err != nil || back.ID == i.ID || back.Code != i.Code || !back.Transcript.IsZero() {
		t.Errorf("as an interview of its own: %+v, %v", back, err)
	}
	wantTone(t, b.sound(back.Recording), n)

	// Sent with its sound, nothing needs the copy; the file is not ours to delete.
	if err := b.book.NoteSent(t.Context(), back.ID, app.Sent{WithSound: true}); err != nil {
		t.Fatal(err)
	}
	copies, err := b.book.SoundCopies()
	if err != nil || len(copies) != 1 || !copies[0].Spare {
		t.Errorf("after sending: %+v, %v", copies, err)
	}
	if todo() != 0 {
		t.Error("what was sent is to be copied")
	}
}
