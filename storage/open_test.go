package storage

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"barnrost/crypto"
)

// tamper changes the closed file behind the vault's back.
func (b *bench) tamper(query string, args ...any) {
	b.Helper()
	db, err := sql.Open("sqlite", b.path)
	if err != nil {
		b.Fatal(err)
	}
	r, err := db.Exec(query, args...)
	if err == nil {
		if n, _ := r.RowsAffected(); n == 0 && !strings.HasPrefix(query, "PRAGMA") {
			b.Errorf("%s changed nothing", query)
		}
	}
	if err := errors.Join(err, db.Close()); err != nil {
		b.Fatalf("%s: %v", query, err)
	}
}

// count asks the closed file for a number.
func (b *bench) count(query string, args ...any) (n int64) {
	b.Helper()
	db, err := sql.Open("sqlite", b.path)
	if err != nil {
		b.Fatal(err)
	}
	err = db.QueryRow(query, args...).Scan(&n)
	if err := errors.Join(err, db.Close()); err != nil {
		b.Fatalf("%s: %v", query, err)
	}
	return n
}

func TestOnlyAWholeVaultOpens(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	foreign := filepath.Join(dir, "foreign")
	db, err := sql.Open("sqlite", foreign)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE vault(format INTEGER)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path string
		want       error
	}{
		{"nothing there", filepath.Join(dir, "nothing"), ErrMissing},
		{"an empty file", write("empty", ""), ErrNotAVault},
		{"text", write("text", strings.Repeat("Hej, jag heter Tuva. ", 500)), ErrNotAVault},
		{"random bytes", write("random", strings.Repeat("\x93\x11\xf0\x00\x7f", 4096)), ErrNotAVault},
		{"a folder", dir, ErrNotAVault},
		{"another program's SQLite file", foreign, ErrNotAVault},
	} {
		before, _ := os.ReadFile(c.path)
		s, err := Open(t.Context(), c.path)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if s != nil {
			t.Errorf("%s was opened: %v", c.name, s.Close())
		}
		if after, _ := os.ReadFile(c.path); string(after) != string(before) {
			t.Errorf("%s was changed by being opened", c.name)
		}
	}
}

func TestASecondCopyIsRefusedUntilTheFirstCloses(t *testing.T) {
	b := newBench(t)
	for range 2 { // refused twice: the first refusal must not take the lock away
		if _, err := Open(t.Context(), b.path); !errors.Is(err, ErrInUse) {
			t.Fatalf("second Open: %v", err)
		}
	}
	if _, err := Create(t.Context(), b.path, b.setup); !errors.Is(err, ErrInUse) {
		t.Fatalf("Create over an open vault: %v", err)
	}
	b.close()
	s, err := Open(t.Context(), b.path)
	if err != nil {
		t.Fatalf("after Close: %v", err)
	}
	if _, err := Open(t.Context(), b.path); !errors.Is(err, ErrInUse) {
		t.Fatalf("a vault not yet unlocked is in use too: %v", err)
	}
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	b.open()
}

func TestCreateNeverTouchesAFileThatLiesThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "v")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(t.Context(), path, testSetup()); !errors.Is(err, ErrExists) {
		t.Fatalf("Create: %v", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "mine" {
		t.Errorf("the file is now %q, %v", got, err)
	}
}

func TestAnInterruptedCreationIsMadeAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "v")
	for _, name := range []string{path + asideSuffix, path + asideSuffix + "-journal"} {
		if err := os.WriteFile(name, []byte("half a vault"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrMissing) {
		t.Fatalf("Open of a half-made vault: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Create(ended, path, testSetup()); !errors.Is(err, context.Canceled) {
		t.Fatalf("Create with an ended context: %v", err)
	}
	if left, _ := filepath.Glob(path + "*"); len(left) != 1 { // the lock file
		t.Errorf("a failed Create left %v", left)
	}
	v, err := Create(t.Context(), path, testSetup())
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(path + asideSuffix + "*"); len(left) != 0 {
		t.Errorf("beside the vault lie %v", left)
	}
}

func TestOthersCannotReadTheFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are the folder's there")
	}
	b := newBench(t)
	b.text(1)
	files, err := filepath.Glob(b.path + "*")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", f, info.Mode(), err)
		}
	}
}

func TestALaterFormatIsRefusedAndLeftAlone(t *testing.T) {
	for _, change := range []string{"PRAGMA user_version=2", "UPDATE vault SET format=2"} {
		b := newBench(t)
		b.close()
		b.tamper(change)
		if _, err := Open(t.Context(), b.path); !errors.Is(err, ErrNewerFormat) {
			t.Errorf("%s: %v", change, err)
		}
		if _, err := Create(t.Context(), b.path, b.setup); !errors.Is(err, ErrExists) {
			t.Errorf("%s: Create: %v", change, err)
		}
	}
}

func TestAnotherPersonsKeysOpenNothing(t *testing.T) {
	b := newBench(t)
	b.close()
	s, err := Open(t.Context(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(s.Slot()); got != string(b.setup.Slot) {
		t.Errorf("slot %q", got)
	}
	other, err := crypto.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Unlock(t.Context(), other, nil); !errors.Is(err, ErrDamaged) || !errors.Is(err, crypto.ErrNotForMe) {
		t.Errorf("Unlock with other keys: %v", err)
	}
	// A failed attempt leaves the sealed vault usable.
	v, err := s.Unlock(t.Context(), b.setup.Keys, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.vault = v
	if err := s.Close(); err != nil || b.text(1).IsZero() {
		t.Errorf("Sealed.Close after Unlock: %v", err)
	}
}

func TestRecoveryReadsTheWorkAndForgesNothing(t *testing.T) {
	b := newBench(t)
	work := b.text(2)
	private := b.create(NewObject{Kind: "mirror", Private: true, Meta: []byte("only mine")})
	b.close()
	v := mustUnlock(t, b.path, crypto.Keys{Vault: b.setup.Keys.Vault, Inbox: b.setup.Keys.Inbox})
	b.vault = v
	if d := v.Damage(); len(d) > 0 {
		t.Errorf("what is closed to these keys is no damage: %v", d)
	}
	if rows, err := b.read(work, journal); err != nil || len(rows) != 2 {
		t.Errorf("the work: %d rows, %v", len(rows), err)
	}
	if _, err := v.Object(private); !errors.Is(err, ErrNotFound) {
		t.Errorf("the private object: %v", err)
	}
	if !v.Signer().IsZero() || v.Writable() {
		t.Error("a recovery key can sign")
	}
	if err := v.Write(t.Context(), Text, func(tx *Tx) error { return tx.SetMeta(work, nil) }); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Write: %v", err)
	}
	b.reopen() // with all keys: nothing was lost
	if o, err := b.vault.Object(private); err != nil || string(o.Meta) != "only mine" {
		t.Errorf("private afterwards: %v", err)
	}
}

func TestTheSignerIsTheOneGiven(t *testing.T) {
	b := newBench(t)
	b.reopen()
	if b.vault.Signer().Public() != b.setup.Signer.Public() {
		t.Error("another signer came back")
	}
	if list := b.vault.Objects(kindSigning); len(list) != 0 {
		t.Error("the seed is listed")
	}
}

func TestEveryConnectionHasThePragmas(t *testing.T) {
	b := newBench(t)
	for a, db := range map[access]*sql.DB{writing: b.vault.db.write, reading: b.vault.db.read} {
		name := map[access]string{writing: "writer", reading: "reader"}[a]
		if err := checkPragmas(t.Context(), db, a); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := db.Exec(`SELECT "not a column"`); err == nil {
			t.Errorf("%s: double-quoted strings are accepted", name)
		}
	}
	if _, err := b.vault.db.read.Exec("DELETE FROM keyslot"); err == nil {
		t.Error("the reading connection can write")
	}
	b.close()
	if mode := b.count("PRAGMA auto_vacuum"); mode != 2 {
		t.Errorf("auto_vacuum in the file is %d", mode)
	}
	b.tamper("PRAGMA journal_mode=WAL") // somebody's tool
	b.open()
	if err := checkPragmas(t.Context(), b.vault.db.read, reading); err != nil {
		t.Errorf("after WAL: %v", err)
	}
}

func TestAPathMayHoldAnything(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Åsa & Öst 100% #1 ?x=y")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "valv;ö.db")
	v, err := Create(t.Context(), path, testSetup())
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	if err := mustUnlock(t, path, testSetup().Keys).Close(); err != nil {
		t.Error(err)
	}
}
