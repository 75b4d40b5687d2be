package casebook

import (
	"os/exec"
	"testing"

	"barnrost/app"
	"barnrost/storage"
)

// spoil changes the closed vault's file behind its back.
func (b *bench) spoil(statement string) {
	b.t.Helper()
	if out, err := exec.Command("sqlite3", b.path, statement).CombinedOutput(); err != nil {
		b.t.Fatalf("sqlite3: %v: %s", err, out)
	}
}

// Nothing vouches for a vault without its catalog: it takes nothing new, and
// all that is in it can be read and heard.
func TestADamagedVaultIsReadAndTakesNothingNew(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	w := b.record(i, 3*testRate)
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	text, err := b.book.OpenText(t.Context(), i.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := text.Append(t.Context(), []byte("en rad")); err != nil {
		t.Fatal(err)
	}
	if err := b.vault.Close(); err != nil {
		t.Fatal(err)
	}
	b.spoil("UPDATE catalog SET box = randomblob(length(box))")
	sealed, err := storage.Open(t.Context(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	if b.vault, err = sealed.Unlock(t.Context(), b.keys, b.now); err != nil {
		t.Fatal(err)
	}
	b.openBook()

	if code := app.CodeOf(b.book.Trouble()); code != app.CodeVaultFrozen {
		t.Errorf("the trouble is %q", code)
	}
	if text, err = b.book.OpenText(t.Context(), i.ID); err != nil {
		t.Fatal(err)
	}
	if _, rows, err := text.Load(t.Context()); err != nil || len(rows) != 1 || string(rows[0]) != "en rad" {
		t.Errorf("rows %q, %v", rows, err)
	}
	wantTone(t, b.sound(w.ID()), 3*testRate)
	if err := text.Append(t.Context(), []byte("en till")); app.CodeOf(err) != app.CodeVaultFrozen {
		t.Errorf("writing: %v", err)
	}
}
