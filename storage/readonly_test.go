package storage

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// inspect opens a vault's file to be read only.
func inspect(t testing.TB, path string) *Vault {
	t.Helper()
	s, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatalf("OpenReadOnly: %v", err)
	}
	v, err := s.Unlock(t.Context(), testSetup().Keys, nil)
	if err != nil {
		t.Fatalf("Unlock: %v", errors.Join(err, s.Close()))
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return v
}

// snapshot returns the names and contents of a folder's files.
func snapshot(t testing.TB, dir string) map[string]string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range list {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(content)
	}
	return files
}

func sameFiles(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for name, content := range a {
		if other, ok := b[name]; !ok || other != content {
			return false
		}
	}
	return true
}

// leftovers puts rows without a key into the closed vault: work for a sweep.
func (b *bench) leftovers() {
	b.Helper()
	id := NewID()
	b.tamper("INSERT INTO chunk(obj,stream,seq,box) VALUES(?,0,0,zeroblob(100000))", id[:])
}

func TestReadOnlyAVaultIsReadWholeAndNothingInItsFolderChanges(t *testing.T) {
	b := newBench(t)
	id := b.text(5)
	b.close()
	b.leftovers()
	for _, name := range []string{lockSuffix, "-journal"} {
		if err := os.Remove(b.path + name); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	dir := filepath.Dir(b.path)
	before := snapshot(t, dir)
	v := inspect(t, b.path)
	if list, err := v.Check(t.Context(), nil); err != nil || len(list) > 0 {
		t.Errorf("Check: %v, %v", list, err)
	}
	if row, err := v.Row(t.Context(), id, journal, 4); err != nil || !bytes.Equal(row.Data, line(4)) {
		t.Errorf("a row: %q, %v", row.Data, err)
	}
	if v.Writable() {
		t.Error("it says that it can be written")
	}
	if err := v.Write(t.Context(), Text, func(tx *Tx) error { return tx.SetMeta(id, nil) }); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Write: %v", err)
	}
	if _, err := v.Stage(NewObject{Kind: "sound"}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Stage: %v", err)
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
	if after := snapshot(t, dir); !sameFiles(before, after) {
		t.Error("the folder is not as it was")
	}
	// The control: opened to be written, the same vault is changed.
	b.open()
	b.close()
	if after := snapshot(t, dir); sameFiles(before, after) {
		t.Error("the sweep that was to be seen did not happen")
	}
	b.open()
}

func TestReadOnlyAWriteProtectedFolderIsEnough(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("modes do not bind here")
	}
	b := newBench(t)
	id := b.text(2)
	b.close()
	dir := filepath.Dir(b.path)
	for path, mode := range map[string]os.FileMode{b.path: 0o400, b.path + lockSuffix: 0o400, dir: 0o500} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	defer func() {
		for path, mode := range map[string]os.FileMode{dir: 0o700, b.path: 0o600, b.path + lockSuffix: 0o600} {
			if err := os.Chmod(path, mode); err != nil {
				t.Error(err)
			}
		}
		b.open()
	}()
	if _, err := Open(t.Context(), b.path); !errors.Is(err, ErrReadOnly) {
		t.Errorf("the control, Open: %v", err)
	}
	v := inspect(t, b.path)
	if row, err := v.Row(t.Context(), id, journal, 1); err != nil || !bytes.Equal(row.Data, line(1)) {
		t.Errorf("a row: %q, %v", row.Data, err)
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
}

func TestReadOnlyAndOpenKeepOffEachOther(t *testing.T) {
	b := newBench(t)
	if _, err := OpenReadOnly(t.Context(), b.path); !errors.Is(err, ErrInUse) {
		t.Errorf("OpenReadOnly of an open vault: %v", err)
	}
	b.close()
	v := inspect(t, b.path)
	if _, err := Open(t.Context(), b.path); !errors.Is(err, ErrInUse) {
		t.Errorf("Open while it is read: %v", err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	b.open()
}

func TestReadOnlyAnInterruptedWriteIsToldAndNotUndone(t *testing.T) {
	b := newBench(t)
	b.text(1)
	b.close()
	hot := append([]byte("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"), make([]byte, 504)...) // the magic of a journal
	for _, c := range []struct {
		name, suffix string
		content      []byte
		want         error
	}{
		{"a journal to be rolled back", "-journal", hot, ErrUnfinished},
		{"a write-ahead log", "-wal", []byte("\x37\x7f\x06\x82"), ErrUnfinished},
		{"a journal that was emptied", "-journal", nil, nil},
		{"a journal whose head was zeroed", "-journal", make([]byte, 512), nil},
	} {
		path := b.path + c.suffix
		if err := os.WriteFile(path, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := OpenReadOnly(t.Context(), b.path)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if s != nil {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
		if left, err := os.ReadFile(path); err != nil || !bytes.Equal(left, c.content) {
			t.Errorf("%s: it was changed, %v", c.name, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	b.open()
}

func TestReadOnlyOnlyAVaultOpens(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, bytes.Repeat([]byte("Hej, jag heter Tuva. "), 500), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{filepath.Join(dir, "nothing"): ErrMissing, text: ErrNotAVault, dir: ErrNotAVault} {
		if _, err := OpenReadOnly(t.Context(), path); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", filepath.Base(path), err, want)
		}
	}
	names := []string{}
	for name := range snapshot(t, dir) {
		names = append(names, name)
	}
	if !slices.Equal(names, []string{"text"}) {
		t.Errorf("in the folder lie %v", names)
	}
}

func TestReadOnlyDamageIsNamedAsInAVaultThatCanBeWritten(t *testing.T) {
	b := newBench(t)
	id := b.text(4)
	b.close()
	b.tamper("DELETE FROM chunk WHERE obj=? AND seq=1", id[:])
	v := inspect(t, b.path)
	list, err := v.Check(t.Context(), nil)
	if want := []Damage{{PartRow, id, journal, 1}}; err != nil || !slices.Equal(list, want) {
		t.Errorf("Check names %v, %v", list, err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	b.open()
}
