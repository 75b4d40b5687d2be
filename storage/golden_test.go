package storage

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"barnrost/crypto"
)

// makeGolden writes testdata/format<Format>.vault anew. A file of a released
// format is never made again: it is what that version left on people's disks.
var makeGolden = flag.Bool("golden", false, "write the golden vault of this format")

const goldenPassphrase = "sol måne hav skog berg älv"

// TestVaultsOfEveryFormatStayReadable opens a vault that each version of the
// format wrote, with its passphrase, and finds everything in it.
func TestVaultsOfEveryFormatStayReadable(t *testing.T) {
	if *makeGolden {
		writeGolden(t, filepath.Join("testdata", "format1.vault"))
	}
	files, err := filepath.Glob(filepath.Join("testdata", "format*.vault"))
	if err != nil || len(files) != Format {
		t.Fatalf("golden vaults %v for %d formats, %v", files, Format, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			b := &bench{TB: t, path: filepath.Join(t.TempDir(), "vault")}
			if err := os.WriteFile(b.path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), b.path)
			if err != nil {
				t.Fatal(err)
			}
			keys, err := crypto.OpenSlot(s.Slot(), goldenPassphrase)
			if err != nil {
				t.Fatal(errors.Join(err, s.Close()))
			}
			if b.vault, err = s.Unlock(t.Context(), keys, nil); err != nil {
				t.Fatal(errors.Join(err, s.Close()))
			}
			defer b.close()
			checkGolden(b)
		})
	}
}

func writeGolden(t *testing.T, path string) {
	setup := testSetup()
	slot, err := crypto.SealSlot(setup.Keys, goldenPassphrase, 10)
	if err != nil {
		t.Fatal(err)
	}
	setup.Slot, setup.Now = slot, newClock().now
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.RemoveAll(path)); err != nil {
		t.Fatal(err)
	}
	v, err := Create(t.Context(), path, setup)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{TB: t, path: path, vault: v, setup: setup}
	text := b.text(3)
	b.write(Text, func(tx *Tx) error {
		return tx.Replace(text, journal, []Row{{Data: line(0)}, {Data: line(1)}, {Data: line(2)}})
	})
	snd := b.create(NewObject{Kind: "recording", Meta: []byte("ljud"), Fixed: map[Stream]int{sound: 4000}})
	for i := range 2 {
		b.append(snd, sound, Row{First: int64(i) * 2000, Count: 2000, Rate: 16000, Data: pcm(i)[:4000]})
	}
	b.append(snd, sound, Row{First: 4000, Rate: 16000, Final: true})
	b.create(NewObject{Kind: "mirror", Private: true, Meta: []byte("bara min")})
	b.write(Import, func(tx *Tx) error {
		return errors.Join(tx.SeenBundle([32]byte{1, 2, 3}), tx.Event(Event{Kind: "imported", Object: text, Detail: "1"}))
	})
	b.close()
	if err := errors.Join(os.Remove(path+lockSuffix), os.Remove(path+"-journal")); err != nil {
		t.Fatal(err)
	}
}

func checkGolden(b *bench) {
	b.Helper()
	if d, err := b.vault.Check(b.Context(), nil); err != nil || len(d) > 0 {
		b.Errorf("damage %+v, %v", d, err)
	}
	texts, sounds, mirrors := b.vault.Objects("transcript"), b.vault.Objects("recording"), b.vault.Objects("mirror")
	if len(texts) != 1 || len(sounds) != 1 || len(mirrors) != 1 {
		b.Fatalf("%d texts, %d recordings, %d mirrors", len(texts), len(sounds), len(mirrors))
	}
	if got, damaged := b.reads(texts[0].ID, journal); len(got) != 3 || damaged != nil {
		b.Errorf("text: rows %v, damaged %v", got, damaged)
	}
	rows, err := b.read(sounds[0].ID, sound)
	if err != nil || len(rows) != 3 || !bytes.Equal(rows[1].Data, pcm(1)[:4000]) || rows[1].First != 2000 || !rows[2].Final {
		b.Errorf("sound: %d rows, %v", len(rows), err)
	}
	if !mirrors[0].Private || string(mirrors[0].Meta) != "bara min" || mirrors[0].Created.Year() != 2027 {
		b.Errorf("mirror: %+v", mirrors[0])
	}
	events, err := b.vault.Events(b.Context())
	if err != nil || len(events) != 1 || events[0].Kind != "imported" || events[0].Object != texts[0].ID || events[0].Detail != "1" {
		b.Errorf("log: %+v, %v", events, err)
	}
	if seen, err := b.vault.Seen([32]byte{1, 2, 3}); !seen || err != nil {
		b.Errorf("the bundle is forgotten: %v", err)
	}
	b.write(Text, func(tx *Tx) error { return tx.SetMeta(texts[0].ID, []byte("skrivbart")) })
}
