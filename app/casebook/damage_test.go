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

// What cannot be read any more can go all the same, with its row of the
// protocol: a damaged disk does not keep what a decision lets go.
func TestADamagedSoundCanBeDisposedOf(t *testing.T) {
	b := newBench(t)
	i := b.disposable(3)
	b.decide(app.MatterSound)
	if err := b.vault.Close(); err != nil {
		t.Fatal(err)
	}
	b.spoil("UPDATE object SET key_box = randomblob(200) WHERE id = x'" + i.Recording.String() + "'")
	sealed, err := storage.Open(t.Context(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	if b.vault, err = sealed.Unlock(t.Context(), b.keys, b.now); err != nil {
		t.Fatal(err)
	}
	b.openBook()
	if b.book.Damaged() == 0 {
		t.Fatal("the damage is not seen")
	}
	row, err := b.dispose(app.DisposalRequest{Interview: i.ID, Matter: app.MatterSound})
	if err != nil || len(row.Parts) != 1 || len(row.Parts[0].Checksum) != 64 {
		t.Fatalf("%+v, %v", row, err)
	}
	if damage, err := b.vault.Check(t.Context(), nil); err != nil || len(damage) > 0 {
		t.Errorf("check: %v %v", damage, err)
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
