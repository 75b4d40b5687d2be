package steps

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/keyring"
	"barnrost/assets"
	"barnrost/e2e/program"
	"barnrost/storage"
)

// Vault is where the vault lies in a person's home.
func Vault(home string) string { return filepath.Join(home, "data", "barnrost", "barnrost.vault") }

// Interviews reads the interviews of a vault, the newest first, from a copy of
// its file: the trace tells nobody a code. Nothing may be written to the vault
// at that moment.
func Interviews(t program.T, home string, who Person) []app.Interview {
	t.Helper()
	all, err := peek(Vault(home), who.Passphrase)
	if err != nil {
		t.Fatalf("looking into a copy of the vault: %v", err)
	}
	return all
}

func peek(path, passphrase string) (all []app.Interview, err error) {
	dir, err := os.MkdirTemp("", "kopia")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	copied := filepath.Join(dir, "kopia.vault")
	if err := os.WriteFile(copied, file, 0o600); err != nil {
		return nil, err
	}
	ctx := context.Background()
	sealed, err := storage.Open(ctx, copied)
	if err != nil {
		return nil, err
	}
	keys, err := keyring.New(assets.Words()).Unlock(sealed.Slot(), passphrase)
	if err != nil {
		return nil, errors.Join(err, sealed.Close())
	}
	v, err := sealed.Unlock(ctx, keys, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	book, err := casebook.Open(ctx, v, time.Now, func(app.Event) {})
	if err != nil {
		return nil, err
	}
	return book.Interviews()
}
