package storage

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"barnrost/crypto"
)

// inspected is a vault with something of everything, closed.
func inspected(t *testing.T) (*bench, ID) {
	t.Helper()
	b := newBench(t)
	slot, err := crypto.SealSlot(b.setup.Keys, "sol måne hav", 4)
	if err != nil {
		t.Fatal(err)
	}
	id := b.text(6)
	b.create(NewObject{Kind: "mirror", Private: true})
	for range 3 {
		b.write(Text, func(tx *Tx) error { return tx.Event(Event{Kind: "opened"}) })
	}
	b.write(Import, func(tx *Tx) error { return tx.SeenBundle([32]byte{5}) })
	b.close()
	b.tamper("UPDATE keyslot SET box=?", slot) // the shared setup's is no box
	return b, id
}

func TestAWholeVaultIsFoundSoundWithoutAnyKeyAndIsNotChanged(t *testing.T) {
	b, _ := inspected(t)
	b.leftovers()
	dir := filepath.Dir(b.path)
	before := snapshot(t, dir)
	var done, total int64
	r, err := Inspect(t.Context(), b.path, func(d, n int64) { done, total = d, n })
	if err != nil || len(r.Damage) > 0 || len(r.SQLite) > 0 {
		t.Errorf("damage %+v, %v, %v", r.Damage, r.SQLite, err)
	}
	want := Report{Vault: b.vault.id, Format: Format, Size: r.Size, Free: r.Free, Slots: 1, Objects: 3, Rows: 7, Events: 3, Seen: 1, Leftovers: 1}
	if info, err := os.Stat(b.path); err != nil || info.Size() != r.Size {
		t.Errorf("a size of %d, %v", r.Size, err)
	}
	if r.Vault != want.Vault || r.Format != want.Format || r.Slots != want.Slots || r.Objects != want.Objects || r.Rows != want.Rows ||
		r.Events != want.Events || r.Seen != want.Seen || r.Leftovers != want.Leftovers {
		t.Errorf("counted %+v", r)
	}
	if done == 0 || done > total {
		t.Errorf("progress ended at %d of %d", done, total)
	}
	if after := snapshot(t, dir); !sameFiles(before, after) {
		t.Error("the folder is not as it was")
	}
}

// TestDamageIsNamedWithoutAnyKey goes through all that shows from outside; the
// last rows are the controls, which only the keys can see.
func TestDamageIsNamedWithoutAnyKey(t *testing.T) {
	const form = "CAST('x' || substr(box,2) AS BLOB)"
	for _, c := range []struct {
		name, query string
		want        func(id ID) []Damage
	}{
		{"nothing", "", func(ID) []Damage { return nil }},
		{"a row gone", "DELETE FROM chunk WHERE seq=3", func(id ID) []Damage { return []Damage{{PartRow, id, journal, 3}} }},
		{"the first row gone", "DELETE FROM chunk WHERE seq=0", func(id ID) []Damage { return []Damage{{PartRow, id, journal, 0}} }},
		{"a row that is no box", "UPDATE chunk SET box=" + form + " WHERE seq=2", func(id ID) []Damage { return []Damage{{PartRow, id, journal, 2}} }},
		{"a row cut in its header", "UPDATE chunk SET box=substr(box,1,900) WHERE seq=2", func(id ID) []Damage { return []Damage{{PartRow, id, journal, 2}} }},
		{"a row before the first", "INSERT INTO chunk(obj,stream,seq,box) SELECT obj,stream,-1,box FROM chunk WHERE seq=0",
			func(id ID) []Damage { return []Damage{{PartRow, id, journal, -1}} }},
		{"a key that is none", "UPDATE object SET key_box=x'00' WHERE id=?", func(id ID) []Damage { return []Damage{{Part: PartKey, Object: id}} }},
		{"a head that is none", "UPDATE object SET head_box=x'00' WHERE id=?", func(id ID) []Damage { return []Damage{{Part: PartHead, Object: id}} }},
		{"an id that is none", "INSERT INTO object SELECT x'0102', key_box, head_box FROM object LIMIT 1",
			func(ID) []Damage { return []Damage{{Part: PartHead}, {Part: PartKey}} }},
		{"an event gone", "DELETE FROM event WHERE seq=2", func(ID) []Damage { return []Damage{{Part: PartLog, Seq: 2}} }},
		{"an event that is no box", "UPDATE event SET box=x'00' WHERE seq=1", func(ID) []Damage { return []Damage{{Part: PartLog, Seq: 1}} }},
		{"no catalog", "DELETE FROM catalog", func(ID) []Damage { return []Damage{{Part: PartCatalog}} }},
		{"two catalogs", "INSERT INTO catalog SELECT box FROM catalog", func(ID) []Damage { return []Damage{{Part: PartCatalog}} }},
		{"no slot", "DELETE FROM keyslot", func(ID) []Damage { return []Damage{{Part: PartSlot, Seq: 1}} }},
		{"a slot that is none", "UPDATE keyslot SET box=(SELECT box FROM catalog)", func(ID) []Damage { return []Damage{{Part: PartSlot, Seq: 1}} }},
		{"a recovery slot that is a passphrase's", "INSERT INTO keyslot SELECT 2, box FROM keyslot", func(ID) []Damage { return []Damage{{Part: PartSlot, Seq: 2}} }},
		{"a table more", "CREATE TABLE mine(x)", func(ID) []Damage { return []Damage{{Part: PartTables}} }},
		{"a trigger", "CREATE TRIGGER t AFTER INSERT ON chunk BEGIN DELETE FROM event; END", func(ID) []Damage { return []Damage{{Part: PartTables}} }},
		{"a table less", "DROP TABLE seen_bundle", func(ID) []Damage { return []Damage{{Part: PartSeen}, {Part: PartTables}} }},
		{"no vault's row", "DELETE FROM vault", func(ID) []Damage { return []Damage{{Part: PartVault}} }},
		{"an imported bundle of nothing", "INSERT INTO seen_bundle VALUES(x'00')", func(ID) []Damage { return []Damage{{Part: PartSeen}} }},
		{"control: the last row gone", "DELETE FROM chunk WHERE seq=5", func(ID) []Damage { return nil }},
		{"control: a byte inside a box", "UPDATE chunk SET box=CAST(substr(box,1,1700) || x'00' || substr(box,1702) AS BLOB) WHERE seq=2",
			func(ID) []Damage { return nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, id := inspected(t)
			db, err := sql.Open("sqlite", b.path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = db.Exec(c.query, id[:])
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			r, err := Inspect(t.Context(), b.path, nil)
			if err != nil || !slices.Equal(r.Damage, c.want(id)) {
				t.Errorf("damage %+v, %v; want %+v", r.Damage, err, c.want(id))
			}
		})
	}
}

// Pages that a failing disk overwrote are seen by SQLite's own check, or by the
// form of what lay on them, unless only the inside of a box was hit.
func TestPagesLostToTheDiskAreSeenOrLieInsideABox(t *testing.T) {
	const page = 4096
	b, _ := inspected(t)
	whole, err := os.ReadFile(b.path)
	if err != nil {
		t.Fatal(err)
	}
	seen, pages := 0, 0
	for at := page; at < len(whole); at += page {
		broken := bytes.Clone(whole)
		for i := range page {
			broken[at+i] ^= byte(0x55 + i)
		}
		if err := os.WriteFile(b.path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		pages++
		r, err := Inspect(t.Context(), b.path, nil)
		if err != nil {
			t.Errorf("page %d: %v", at/page, err)
		}
		if len(r.Damage) > 0 {
			seen++
		}
	}
	if seen < pages*3/4 {
		t.Errorf("of %d lost pages %d were seen", pages, seen)
	}
	for name, broken := range map[string][]byte{"cut": whole[:len(whole)-page], "longer": append(bytes.Clone(whole), make([]byte, 10)...)} {
		if err := os.WriteFile(b.path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		if r, err := Inspect(t.Context(), b.path, nil); err != nil || len(r.Damage) == 0 {
			t.Errorf("a file that was %s: %+v, %v", name, r.Damage, err)
		}
	}
}

func TestWhatCannotBeInspectedSaysWhy(t *testing.T) {
	b, _ := inspected(t)
	whole, err := os.ReadFile(b.path)
	if err != nil {
		t.Fatal(err)
	}
	put := func(name string, content []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	newer := put("newer", whole)
	db, err := sql.Open("sqlite", newer)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("PRAGMA user_version=99")
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	unfinished := put("unfinished", whole)
	if err := os.WriteFile(unfinished+"-journal", append([]byte("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"), make([]byte, 504)...), 0o600); err != nil {
		t.Fatal(err)
	}
	b.open()
	for path, want := range map[string]error{
		filepath.Join(t.TempDir(), "nothing"):   ErrMissing,
		t.TempDir():                             ErrNotAVault,
		put("text", []byte("Hej, jag är sju.")): ErrNotAVault,
		newer:                                   ErrNewerFormat,
		unfinished:                              ErrUnfinished,
		b.path:                                  ErrInUse,
	} {
		if _, err := Inspect(t.Context(), path, nil); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", filepath.Base(path), err, want)
		}
	}
	b.close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Inspect(ctx, b.path, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
