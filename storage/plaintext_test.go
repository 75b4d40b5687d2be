package storage

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// needles are what must not be found in any file: metadata, text, sound, the
// names of kinds and acts, fingerprints, secrets.
func needles(b *bench) map[string][]byte {
	private := b.setup.Keys.Vault.String()
	return map[string][]byte{
		"metadata":                []byte("TALL-27"),
		"text":                    []byte("jag vill att ni lyssnar"),
		"sound":                   pcm(0x1234)[:64],
		"a kind":                  []byte("transcript"),
		"an act":                  []byte("exported"),
		"a detail":                []byte("SHA256:fingeravtryck"),
		"a date":                  []byte("2027-03-12"),
		"a key":                   []byte(private[len(private)-40:]),
		"the seed":                b.setup.Signer.Seed(),
		"a signer":                []byte("ssh-ed25519"),
		"a recipient":             []byte("age1pq1"),
		"the frame":               []byte(frameMagic + string(b.vault.id[:])),
		"the vault's id in words": []byte(hex.EncodeToString(b.vault.id[:])),
	}
}

// scan looks for needles in every file of the vault's folder.
func (b *bench) scan(when string, list map[string][]byte) {
	b.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(b.path), "*"))
	if err != nil || len(files) < 2 {
		b.Fatal(files, err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		for what, needle := range list {
			if bytes.Contains(content, needle) {
				b.Errorf("%s: %s holds %s", when, filepath.Base(f), what)
			}
		}
	}
}

func TestNoFileHoldsAnythingReadable(t *testing.T) {
	b := newBench(t)
	list := needles(b)
	id := b.text(5)
	snd := b.create(NewObject{Kind: "recording", Private: true, Meta: []byte("TALL-27"), Fixed: map[Stream]int{sound: soundSize}})
	staged, err := b.vault.Stage(NewObject{Kind: "transcript", Meta: []byte("TALL-27")})
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		if err := staged.Append(t.Context(), sound, Row{Data: pcm(0x1234)}); err != nil {
			t.Fatal(err)
		}
	}
	large := bytes.Repeat([]byte("jag vill att ni lyssnar "), 100_000)
	b.write(Text, func(tx *Tx) error {
		err := errors.Join(
			tx.SetMeta(id, []byte("TALL-27, changed")),
			tx.Append(id, journal, Row{Data: large}),
			tx.Replace(id, journal, []Row{{Data: large}}),
			tx.Append(snd, sound, Row{Data: pcm(0x1234)}),
			tx.Event(Event{Kind: "exported", Object: id, Detail: "SHA256:fingeravtryck"}))
		// The journal of a transaction that is under way may be read: it is
		// another file than the one whose locks a close would drop.
		files, globErr := filepath.Glob(b.path + "-journal")
		if globErr != nil || len(files) != 1 {
			t.Errorf("no journal to look at: %v %v", files, globErr)
			return err
		}
		content, readErr := os.ReadFile(files[0])
		for what, needle := range list {
			if bytes.Contains(content, needle) {
				t.Errorf("the journal holds %s", what)
			}
		}
		return errors.Join(err, readErr)
	})
	b.close()
	b.scan("closed", list)
	// The control: the scan does find a needle.
	if err := os.WriteFile(filepath.Join(filepath.Dir(b.path), "control"), []byte("x TALL-27 x"), 0o600); err != nil {
		t.Fatal(err)
	}
	control := &bench{TB: quiet{t, new(bool)}, path: b.path}
	control.scan("control", list)
	if !*control.TB.(quiet).failed {
		t.Error("the scan finds nothing at all")
	}
	b.open()
}

// quiet notes errors instead of reporting them.
type quiet struct {
	testing.TB
	failed *bool
}

func (q quiet) Errorf(string, ...any) { *q.failed = true }
func (q quiet) Helper()               {}
