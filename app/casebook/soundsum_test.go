package casebook

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"barnrost/app"
	"barnrost/storage"
)

// wavSum is the SHA-256 of a sound's WAV file, worked out apart from what is
// tested.
func wavSum(samples []int16) string {
	file := append(app.WAVHeader(testRate, int64(len(samples))), packSamples(samples)...)
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

func TestAClosedSoundGetsTheChecksumOfItsWAVFileAndKeepsIt(t *testing.T) {
	b := newBench(t)
	w := b.record(b.interview(), 5*testRate)
	if all := b.book.Unsummed(); len(all) != 0 {
		t.Errorf("a running recording is to be summed: %v", all)
	}
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if all := b.book.Unsummed(); !slices.Equal(all, []app.ID{w.ID()}) {
		t.Errorf("to be summed: %v", all)
	}
	if err := b.book.SumSound(t.Context(), w.ID()); err != nil {
		t.Fatal(err)
	}
	b.reopen()
	rec, err := b.book.Recording(t.Context(), w.ID())
	if err != nil {
		t.Fatal(err)
	}
	want := wavSum(tone(0, 5*testRate))
	if rec.SHA256 != want || b.sound(w.ID()).SHA256() != want || rec.Status != app.SoundWhole {
		t.Errorf("checksum %q, status %s", rec.SHA256, rec.Status)
	}
	if all := b.book.Unsummed(); len(all) != 0 {
		t.Errorf("summed twice: %v", all)
	}
}

func TestASoundThatWasCutOffGetsItsChecksumAfterwards(t *testing.T) {
	b := newBench(t)
	w := b.record(b.interview(), 6*testRate)
	b.reopen()
	for _, id := range b.book.Unsummed() {
		if err := b.book.SumSound(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	rec, err := b.book.Recording(t.Context(), w.ID())
	if err != nil || rec.Status != app.SoundInterrupted || rec.SHA256 != wavSum(tone(0, 6*testRate)) {
		t.Errorf("%+v, %v", rec, err)
	}
}

func TestADamagedSoundGetsNoChecksum(t *testing.T) {
	b := newBench(t)
	w := b.record(b.interview(), 6*testRate)
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.vault.Close(); err != nil {
		t.Fatal(err)
	}
	b.spoil("UPDATE chunk SET box = randomblob(length(box)) WHERE stream = 0 AND seq = 1")
	sealed, err := storage.Open(t.Context(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	if b.vault, err = sealed.Unlock(t.Context(), b.keys, b.now); err != nil {
		t.Fatal(err)
	}
	b.openBook()
	if err := b.book.SumSound(t.Context(), w.ID()); app.CodeOf(err) != app.CodeVaultDamaged {
		t.Errorf("summing: %v", err)
	}
	if rec, err := b.book.Recording(t.Context(), w.ID()); err != nil || rec.SHA256 != "" {
		t.Errorf("checksum %q, %v", rec.SHA256, err)
	}
}
