package storage

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"barnrost/crypto"
)

// patched returns whole with a script's changes made to it: each is an offset
// of 3 bytes, a length of 1, and as many bytes to put there. So the fuzzer
// changes places of a file of 90 kB without having to carry it around. cut
// bytes are taken off the end.
func patched(whole, script []byte, cut uint32) []byte {
	file := append([]byte(nil), whole...)
	for len(script) > 4 {
		at := int(binary.BigEndian.Uint32(append([]byte{0}, script[:3]...)))
		n := min(int(script[3]), len(script)-4)
		if at < len(file) {
			copy(file[at:], script[4:4+n])
		}
		script = script[4+n:]
	}
	return file[:len(file)-int(min(cut, uint32(len(file))))]
}

// patch writes one change of a script.
func patch(at int, b ...byte) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(at))[1:], byte(len(b))), b...)
}

// told reports whether a person can be told of an error.
func told(err error) bool {
	for _, known := range []error{ErrNotAVault, ErrDamaged, ErrNewerFormat, ErrReadOnly, ErrDisk, ErrInUse} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// FuzzVault opens the golden vault with bytes of its file changed, to be written
// or to be read only, and reads all there is: whatever a disk or a stranger does to it, the program neither
// breaks down nor hangs, every error has a name, and no row comes back that was
// not written.
func FuzzVault(f *testing.F) {
	whole, err := os.ReadFile(filepath.Join("testdata", "format1.vault"))
	if err != nil {
		f.Fatal(err)
	}
	path := filepath.Join(f.TempDir(), "vault")
	keys, written := goldenContent(f, path, whole)
	f.Add([]byte{}, uint32(0))
	f.Add([]byte{}, uint32(4096))
	f.Add([]byte{}, uint32(len(whole)-100))
	f.Add(patch(18, 2, 2), uint32(0))                   // write-ahead log
	f.Add(patch(16, 2, 0), uint32(0))                   // another size of page
	f.Add(patch(28, 0, 0, 0, 1), uint32(0))             // fewer pages
	f.Add(patch(32, 0, 0, 0, 2, 0, 0, 0, 9), uint32(0)) // a list of free pages
	f.Add(patch(52, 0, 0, 0, 0, 0, 0, 0, 2), uint32(0)) // no vacuum, another text
	f.Add(patch(60, 0, 0, 0, 9), uint32(0))             // a later format
	f.Add(patch(68, 0, 0, 0, 0), uint32(0))             // somebody else's file
	f.Add(patch(100, 5, 255, 255, 255, 255), uint32(0)) // the schema's page
	for page := 4096; page < len(whole); page += 4096 { // and every other
		f.Add(patch(page, 2, 0, 0, 0, 9), uint32(0))
		f.Add(append(patch(page+8, 0, 0, 0, 1), patch(page+4000, 255)...), uint32(0))
	}
	f.Fuzz(func(t *testing.T, script []byte, cut uint32) {
		if err := os.WriteFile(path, patched(whole, script, cut), 0o600); err != nil {
			t.Fatal(err)
		}
		os.Remove(path + "-journal") // one is left where a vault did not open
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		open := Open
		if len(script)%2 == 1 {
			open = OpenReadOnly
			if _, err := Inspect(ctx, path, nil); err != nil && !told(err) {
				t.Errorf("Inspect: %v", err)
			}
		}
		s, err := open(ctx, path)
		if err == nil {
			err = readAll(ctx, s, keys, func(data []byte) {
				if !written[string(data)] {
					t.Errorf("%d bytes came out that nobody wrote", len(data))
				}
			})
		}
		if err != nil && !told(err) {
			t.Error(err)
		}
	})
}

// readAll unlocks a vault, reads everything in it and closes it. Damage is no
// error as long as the vault opens.
func readAll(ctx context.Context, s *Sealed, keys crypto.Keys, row func([]byte)) error {
	v, err := s.Unlock(ctx, keys, nil)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	var errs []error
	note := func(err error) {
		if err != nil && !errors.Is(err, ErrDamaged) {
			errs = append(errs, err)
		}
	}
	for _, kind := range []string{"transcript", "recording", "mirror"} {
		for _, o := range v.Objects(kind) {
			row(o.Meta)
			for stream := range o.Streams {
				note(v.Rows(ctx, o.ID, stream, 0, func(r Row) error {
					row(r.Data)
					return nil
				}))
			}
		}
	}
	_, err = v.Events(ctx)
	note(err)
	_, err = v.Check(ctx, nil)
	note(err)
	return errors.Join(append(errs, v.Close())...)
}

// goldenContent returns the golden vault's keys and everything that was ever
// written into its rows and metadata.
func goldenContent(f *testing.F, path string, whole []byte) (crypto.Keys, map[string]bool) {
	f.Helper()
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		f.Fatal(err)
	}
	s, err := Open(f.Context(), path)
	if err != nil {
		f.Fatal(err)
	}
	keys, err := crypto.OpenSlot(s.Slot(), goldenPassphrase)
	if err != nil {
		f.Fatal(errors.Join(err, s.Close()))
	}
	written := map[string]bool{}
	if err := readAll(f.Context(), s, keys, func(b []byte) { written[string(b)] = true }); err != nil || len(written) < 6 {
		f.Fatalf("%d rows in the golden vault, %v", len(written), err)
	}
	return keys, written
}
