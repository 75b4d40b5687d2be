package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/keyring"
	"barnrost/app/transcript"
	"barnrost/assets"
	"barnrost/e2e/steps"
	"barnrost/storage"
)

// The drill: the enhetschef makes the sheet, a worker opens the invitation,
// works, forgets, and goes on in a new vault.
func TestAForgottenPassphraseIsRecoveredByKeyboardAndTheWorkGoesOn(t *testing.T) {
	dir, managerHome, workerHome := t.TempDir(), t.TempDir(), t.TempDir()
	manager := start(t, managerHome)
	steps.FirstStart(manager, steps.Manager)
	sheet := steps.MakeRecoveryKey(t, manager, steps.Folder(t, dir, "blad"))
	invitation := steps.SaveInvitation(t, manager, steps.Folder(t, dir, "inbjudan"))
	manager.Quit()

	worker := start(t, workerHome)
	steps.InvitedStart(worker, steps.Worker, invitation)
	imported(t, worker)
	steps.Transcribe(worker)
	worker.Focus("desk.text")
	worker.TypeSaved("Jag vill att ni lyssnar")
	steps.Lock(worker)

	worker.Wait("unlock", "locked")
	worker.Press("unlock.forgot")
	worker.Wait("unlock", "forgot")
	worker.Fill("forgot.key", "p"+sheet[1:]) // the first sign is wrong, or q and p are the same
	if sheet[0] != 'p' {
		worker.Press("forgot.open")
		worker.Wait("problem", "paper-wrong")
	}
	worker.Wait("unlock", "forgot")
	worker.Fill("forgot.key", sheet)
	worker.Press("forgot.open")
	worker.Wait("unlock", "recovered")
	fresh := steps.Worker
	fresh.Passphrase = "elva gula bussar väntar vid bron"
	steps.CarryOver(worker, fresh.Passphrase)
	steps.Lock(worker)
	steps.Unlock(worker, fresh)

	// Both are changed once more, in the window: passphrase, then keys.
	last := fresh
	last.Passphrase = "tolv röda båtar ligger vid kajen"
	steps.OpenSecrets(worker)
	worker.Press("secrets.change")
	worker.Wait("secrets", "present")
	worker.Fill("secrets.present", steps.Worker.Passphrase)
	worker.Press("secrets.next")
	worker.Wait("problem", "wrong-passphrase")
	worker.Wait("secrets", "present")
	worker.Fill("secrets.present", fresh.Passphrase)
	worker.Press("secrets.next")
	worker.Wait("secrets", "words")
	steps.OwnPassphrase(worker, "secrets", last.Passphrase)
	worker.Wait("passphrase", "changed")
	worker.Wait("secrets", "overview")
	worker.Press("secrets.rotate")
	worker.Wait("secrets", "rotate")
	worker.Fill("secrets.rotate.phrase", last.Passphrase)
	worker.Press("secrets.rotate.do")
	worker.Wait("keys", "rotated")
	worker.Wait("room", "unlock")
	worker.Refocus()
	steps.Unlock(worker, last)
	worker.Quit()

	wantTheWork(t, workerHome, last.Passphrase)
	wantTheSheet(t, workerHome, sheet)
	old, err := filepath.Glob(filepath.Join(filepath.Dir(vault(workerHome)), "barnrost-*.vault"))
	if err != nil || len(old) != 1 {
		t.Fatalf("%d old vaults are kept, %v", len(old), err)
	}
	// And the old file is what it was: the first passphrase opens it.
	if err := os.Rename(old[0], vault(workerHome)); err != nil {
		t.Fatal(err)
	}
	wantTheWork(t, workerHome, steps.Worker.Passphrase)
}

// wantTheSheet fails unless the sheet still opens the vault: neither the new
// passphrase nor the new keys took recovery away.
func wantTheSheet(t *testing.T, home, typed string) {
	t.Helper()
	sealed, err := storage.Open(t.Context(), vault(home))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := sealed.Close(); err != nil {
			t.Error(err)
		}
	}()
	slot, err := sealed.RecoverySlot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id, err := keyring.ReadRecoveryKey(typed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keyring.OpenRecovery(slot, id); err != nil {
		t.Error(err)
	}
}

// wantTheWork opens the vault of a program that has ended and fails unless the
// sound and the words are there.
func wantTheWork(t *testing.T, home, passphrase string) {
	t.Helper()
	ctx := t.Context()
	sealed, err := storage.Open(ctx, vault(home))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := keyring.New(assets.Words()).Unlock(sealed.Slot(), passphrase)
	if err != nil {
		t.Fatal(err)
	}
	v, err := sealed.Unlock(ctx, keys, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}()
	if damage, err := v.Check(ctx, nil); err != nil || len(damage) > 0 {
		t.Errorf("damage %v, %v", damage, err)
	}
	book, err := casebook.Open(ctx, v, time.Now, func(app.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	all, err := book.Interviews()
	if err != nil || len(all) != 1 {
		t.Fatalf("%d interviews, %v", len(all), err)
	}
	sound, err := book.ReadSound(ctx, all[0].Recording)
	if err != nil || sound.Len() != 8*rate {
		t.Errorf("the sound is not whole: %v", err)
	}
	words, err := book.ReadText(all[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	snapshot, journal, err := words.Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	document, err := transcript.Load(snapshot, journal)
	if err != nil || len(document.Utterances()) == 0 || document.Utterances()[0].Text[:4] != "Jag " {
		t.Errorf("the words are not there: %v", err)
	}
}
