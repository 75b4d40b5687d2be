package storage

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"slices"
	"testing"

	"barnrost/crypto"
)

// reads returns which rows of a stream can be had, going on behind each that
// is damaged, and which are named as damaged.
func (b *bench) reads(id ID, s Stream) (sound, damaged []int64) {
	b.Helper()
	for from := int64(0); ; {
		err := b.vault.Rows(b.Context(), id, s, from, func(r Row) error {
			if !bytes.Equal(r.Data, line(int(r.Seq))) {
				b.Errorf("row %d came back with another's words", r.Seq)
			}
			sound = append(sound, r.Seq)
			return nil
		})
		if err == nil {
			return sound, damaged
		}
		var d *DamageError
		if !errors.As(err, &d) || !errors.Is(err, ErrDamaged) || d.Object != id || d.Stream != s || d.Part != PartRow {
			b.Fatalf("error %v names %+v", err, d)
		}
		damaged = append(damaged, d.Seq)
		from = d.Seq + 1
	}
}

func TestEveryTamperedRowIsNamedAndTheRestIsGivenBack(t *testing.T) {
	const rows = 6
	// Boxes of an earlier state of the same stream, for the replays.
	old := func(b *bench, id ID) [][]byte {
		boxes := make([][]byte, rows)
		b.close()
		db, err := sql.Open("sqlite", b.path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range boxes {
			if err := db.QueryRow("SELECT box FROM chunk WHERE obj=? AND seq=?", id[:], i).Scan(&boxes[i]); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		b.open()
		return boxes
	}
	for _, c := range []struct {
		name   string
		tamper func(b *bench, id, other ID, old [][]byte)
		bad    []int64
	}{
		{"nothing", func(*bench, ID, ID, [][]byte) {}, nil},
		{"a byte changed", func(b *bench, id, _ ID, _ [][]byte) {
			b.tamper("UPDATE chunk SET box=CAST(substr(box,1,1700) || x'00' || substr(box,1702) AS BLOB) WHERE obj=? AND seq=2", id[:])
		}, []int64{2}},
		{"cut short", func(b *bench, id, _ ID, _ [][]byte) {
			b.tamper("UPDATE chunk SET box = substr(box,1,length(box)-1) WHERE obj=? AND seq=0", id[:])
		}, []int64{0}},
		{"two swapped", func(b *bench, id, _ ID, _ [][]byte) {
			b.tamper("UPDATE chunk SET seq = CASE seq WHEN 1 THEN 104 ELSE 101 END WHERE obj=? AND seq IN (1,4)", id[:])
			b.tamper("UPDATE chunk SET seq = seq - 100 WHERE obj=? AND seq > 100", id[:])
		}, []int64{1, 4}},
		{"one deleted", func(b *bench, id, _ ID, _ [][]byte) {
			b.tamper("DELETE FROM chunk WHERE obj=? AND seq=3", id[:])
		}, []int64{3}},
		{"the last deleted", func(b *bench, id, _ ID, _ [][]byte) {
			b.tamper("DELETE FROM chunk WHERE obj=? AND seq=5", id[:])
		}, []int64{5}},
		{"all deleted", func(b *bench, id, _ ID, _ [][]byte) {
			b.tamper("DELETE FROM chunk WHERE obj=?", id[:])
		}, []int64{0, 1, 2, 3, 4, 5}},
		{"closed up over a gap", func(b *bench, id, _ ID, _ [][]byte) {
			b.tamper("DELETE FROM chunk WHERE obj=? AND seq=3", id[:])
			b.tamper("UPDATE chunk SET seq = seq - 1 WHERE obj=? AND seq > 3", id[:])
		}, []int64{3, 4, 5}},
		{"another object's row", func(b *bench, id, other ID, _ [][]byte) {
			b.tamper("UPDATE chunk SET box=(SELECT box FROM chunk WHERE obj=? AND seq=2) WHERE obj=? AND seq=2", other[:], id[:])
		}, []int64{2}},
		{"one replayed", func(b *bench, id, _ ID, old [][]byte) {
			b.tamper("UPDATE chunk SET box=? WHERE obj=? AND seq=2", old[2], id[:])
		}, []int64{2}},
		{"the first replayed", func(b *bench, id, _ ID, old [][]byte) {
			b.tamper("UPDATE chunk SET box=? WHERE obj=? AND seq=0", old[0], id[:])
		}, []int64{0}},
		{"the last replayed", func(b *bench, id, _ ID, old [][]byte) {
			b.tamper("UPDATE chunk SET box=? WHERE obj=? AND seq=5", old[5], id[:])
		}, []int64{5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			id, other := b.text(rows), b.text(rows)
			before := old(b, id)
			anew := make([]Row, rows)
			for i := range anew {
				anew[i].Data = line(i)
			}
			b.write(Text, func(tx *Tx) error { return tx.Replace(id, journal, anew) })
			b.close()
			c.tamper(b, id, other, before)
			b.open()
			sound, damaged := b.reads(id, journal)
			if !slices.Equal(damaged, c.bad) || len(sound)+len(damaged) != rows {
				t.Errorf("reading names %v, want %v; sound are %v", damaged, c.bad, sound)
			}
			for seq := range int64(rows) {
				_, err := b.vault.Row(t.Context(), id, journal, seq)
				if bad := slices.Contains(c.bad, seq); bad != errors.Is(err, ErrDamaged) || !bad && err != nil {
					t.Errorf("Row(%d): %v", seq, err)
				}
			}
			var named []int64
			list, err := b.vault.Check(t.Context(), nil)
			for _, d := range list {
				if d.Part != PartRow || d.Object != id || d.Stream != journal {
					t.Errorf("Check blames %+v", d)
				}
				named = append(named, d.Seq)
			}
			if err != nil || !slices.Equal(named, c.bad) {
				t.Errorf("Check names %v, want %v; %v", named, c.bad, err)
			}
			if sound, damaged := b.reads(other, journal); len(sound) != rows || damaged != nil {
				t.Errorf("the other object: %v damaged", damaged)
			}
		})
	}
}

func TestTamperingBesideTheRowsIsSeenAtUnlock(t *testing.T) {
	for _, c := range []struct {
		name   string
		tamper func(b *bench, id, other ID)
		want   func(id ID) Damage
	}{
		{"rows at the end gone", func(b *bench, id, _ ID) { b.tamper("DELETE FROM chunk WHERE obj=? AND seq>=2", id[:]) },
			func(id ID) Damage { return Damage{PartRow, id, journal, 2} }},
		{"a row too many", func(b *bench, id, _ ID) {
			b.tamper("INSERT INTO chunk(obj,stream,seq,box) VALUES(?,?,9,x'00')", id[:], journal)
		}, func(id ID) Damage { return Damage{PartExtra, id, journal, 9} }},
		{"the object gone", func(b *bench, id, _ ID) { b.tamper("DELETE FROM object WHERE id=?", id[:]) },
			func(id ID) Damage { return Damage{Part: PartKey, Object: id} }},
		{"its key another's", func(b *bench, id, other ID) {
			b.tamper("UPDATE object SET key_box=(SELECT key_box FROM object WHERE id=?) WHERE id=?", other[:], id[:])
		}, func(id ID) Damage { return Damage{Part: PartHead, Object: id} }},
		{"its key damaged", func(b *bench, id, _ ID) {
			b.tamper("UPDATE object SET key_box=CAST(substr(key_box,1,1700) || x'00' || substr(key_box,1702) AS BLOB) WHERE id=?", id[:])
		}, func(id ID) Damage { return Damage{Part: PartKey, Object: id} }},
		{"its head another's", func(b *bench, id, other ID) {
			b.tamper("UPDATE object SET head_box=(SELECT head_box FROM object WHERE id=?) WHERE id=?", other[:], id[:])
		}, func(id ID) Damage { return Damage{Part: PartHead, Object: id} }},
		{"key and head another's", func(b *bench, id, other ID) {
			b.tamper("UPDATE object SET (key_box,head_box)=(SELECT key_box,head_box FROM object WHERE id=?) WHERE id=?", other[:], id[:])
		}, func(id ID) Damage { return Damage{Part: PartHead, Object: id} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			id, other := b.text(4), b.text(4)
			b.close()
			c.tamper(b, id, other)
			b.open()
			if got := b.vault.Damage(); !slices.Equal(got, []Damage{c.want(id)}) {
				t.Errorf("damage %+v, want %+v", got, c.want(id))
			}
			if sound, damaged := b.reads(other, journal); len(sound) != 4 || damaged != nil {
				t.Errorf("the other object: %v", damaged)
			}
			if !b.vault.Writable() {
				t.Error("one damaged object stops all writing")
			}
			b.text(1) // writing goes on, and does not make the damage good
			b.vault.sweeps.group.Wait()
			b.reopen()
			if got := b.vault.Damage(); !slices.Equal(got, []Damage{c.want(id)}) {
				t.Errorf("after another write: %+v", got)
			}
			// What is damaged can be erased, and is then no damage.
			b.write(Text, func(tx *Tx) error { return tx.Erase(id) })
			b.reopen()
			if got := b.vault.Damage(); len(got) != 0 {
				t.Errorf("after erasing: %+v", got)
			}
		})
	}
}

func TestAnOldHeadIsSeenAndNotWrittenOn(t *testing.T) {
	b := newBench(t)
	id := b.text(3)
	b.close()
	db, err := sql.Open("sqlite", b.path)
	if err != nil {
		t.Fatal(err)
	}
	var head []byte
	if err := errors.Join(db.QueryRow("SELECT head_box FROM object WHERE id=?", id[:]).Scan(&head), db.Close()); err != nil {
		t.Fatal(err)
	}
	b.open()
	b.append(id, journal, Row{Data: line(3)})
	b.close()
	b.tamper("UPDATE object SET head_box=? WHERE id=?", head, id[:])
	b.open()
	want := []Damage{{PartExtra, id, journal, 3}, {Part: PartHead, Object: id}}
	if got := b.vault.Damage(); !slices.Equal(got, want) {
		t.Errorf("damage %+v, want %+v", got, want)
	}
	if sound, damaged := b.reads(id, journal); len(sound) != 3 || damaged != nil {
		t.Errorf("what the old head knows: %v, %v", sound, damaged)
	}
	if err := b.vault.Write(t.Context(), Text, func(tx *Tx) error { return tx.SetMeta(id, nil) }); !errors.Is(err, ErrDamaged) {
		t.Errorf("written on an old head: %v", err)
	}
}

func TestAForgedCatalogStopsWritingButNotReading(t *testing.T) {
	b := newBench(t)
	id := b.text(3)
	b.close()
	// Somebody who has got hold of the vault's recipient, but not of the
	// signing key, writes a catalog of their own.
	forger, err := crypto.NewSigningKey()
	if err != nil {
		t.Fatal(err)
	}
	forged, err := sealCatalog(&catalog{vault: b.vault.id, generation: 99, signer: forger.Public()}, forger, b.setup.Keys.Vault.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	for name, box := range map[string][]byte{"another signer's": forged, "unreadable": []byte("x")} {
		b.tamper("UPDATE catalog SET box=?", box)
		b.open()
		if got := b.vault.Damage(); !slices.Contains(got, Damage{Part: PartCatalog}) {
			t.Errorf("%s: damage %+v", name, got)
		}
		if sound, damaged := b.reads(id, journal); len(sound) != 3 || damaged != nil {
			t.Errorf("%s: %v, %v", name, sound, damaged)
		}
		if err := b.vault.Write(t.Context(), Text, func(*Tx) error { return nil }); !errors.Is(err, ErrDamaged) || b.vault.Writable() {
			t.Errorf("%s: Write: %v", name, err)
		}
		b.close()
	}
	// The holder of a recovery key, who has the vault's key but not the
	// owner's, puts a signing key of their own beside it.
	o, key, err := b.vault.newObject(NewObject{Kind: "new", Meta: forger.Seed()})
	if err != nil {
		t.Fatal(err)
	}
	for _, private := range []bool{false, true} {
		o.kind, o.private = kindSigning, private
		head, err := sealHead(o, b.vault.id)
		if err != nil {
			t.Fatal(err)
		}
		b.tamper("INSERT OR REPLACE INTO object(id, key_box, head_box) VALUES(?,?,?)", o.id[:], key, head)
		b.tamper("UPDATE catalog SET box=?", forged)
		b.open()
		if b.vault.Signer().Public() != b.setup.Signer.Public() {
			t.Error("the forger's key became the vault's")
		}
		if err := b.vault.Write(t.Context(), Text, func(*Tx) error { return nil }); !errors.Is(err, ErrDamaged) {
			t.Errorf("Write under a forger's catalog: %v", err)
		}
		b.close()
	}
	b.tamper("DELETE FROM catalog")
	b.open()
	if sound, _ := b.reads(id, journal); len(sound) != 3 {
		t.Errorf("without a catalog: %v", sound)
	}
}

func TestATamperedLogIsNamed(t *testing.T) {
	const n = 8
	for _, c := range []struct {
		name, query string
		seq         int64
	}{
		{"changed", "UPDATE event SET box=CAST(substr(box,1,1700) || x'00' || substr(box,1702) AS BLOB) WHERE seq=3", 3},
		{"deleted", "DELETE FROM event WHERE seq=3", 3},
		{"the last deleted", "DELETE FROM event WHERE seq=8", 8},
		{"doubled", "UPDATE event SET box=(SELECT box FROM event WHERE seq=2) WHERE seq=3", 3},
		{"added", "INSERT INTO event(seq, box) SELECT 9, box FROM event WHERE seq=8", 9},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			for range n {
				b.write(Text, func(tx *Tx) error { return tx.Event(Event{Kind: "opened"}) })
			}
			b.close()
			b.tamper(c.query)
			b.open()
			want := []Damage{{Part: PartLog, Seq: c.seq}}
			if got := b.vault.Damage(); !slices.Equal(got, want) {
				t.Errorf("unlocking finds %+v, want %+v", got, want)
			}
			list, err := b.vault.Events(t.Context())
			var d *DamageError
			if c.seq <= n && (!errors.As(err, &d) || d.Damage != want[0]) {
				t.Errorf("Events: %v", err)
			}
			if len(list) < n-1 {
				t.Errorf("only %d events given back", len(list))
			}
			b.write(Text, func(tx *Tx) error { return tx.Event(Event{Kind: "edited"}) })
			if c.seq <= n { // the damage stays visible
				b.reopen()
				if got := b.vault.Damage(); !slices.Equal(got, want) {
					t.Errorf("after another event: %+v", got)
				}
			}
		})
	}
}

func TestAForgottenBundleIsSeen(t *testing.T) {
	b := newBench(t)
	b.write(Import, func(tx *Tx) error { return tx.SeenBundle([32]byte{5}) })
	b.close()
	b.tamper("DELETE FROM seen_bundle")
	b.open()
	if got := b.vault.Damage(); !slices.Equal(got, []Damage{{Part: PartSeen}}) {
		t.Errorf("damage %+v", got)
	}
}

// Whole pages of the file are overwritten, as by a failing disk: whatever
// becomes of it, nothing wrong is given out and the program goes on.
func TestPagesLostToTheDiskLoseOnlyWhatLayOnThem(t *testing.T) {
	const page = 4096
	b := newBench(t)
	id := b.text(40)
	b.close()
	whole, err := os.ReadFile(b.path)
	if err != nil {
		t.Fatal(err)
	}
	opened, rows := 0, 0
	for at := 0; at < len(whole); at += 5 * page {
		broken := bytes.Clone(whole)
		for i := range page {
			broken[at+i] ^= byte(0x55 + i)
		}
		if err := os.WriteFile(b.path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(t.Context(), b.path)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotAVault) {
				t.Errorf("page %d: Open: %v", at/page, err)
			}
			continue
		}
		v, err := s.Unlock(t.Context(), b.setup.Keys, nil)
		if err != nil {
			if err := errors.Join(s.Close()); err != nil {
				t.Error(err)
			}
			continue
		}
		b.vault = v
		if _, err := v.Object(id); err == nil {
			opened++
			sound, _ := b.reads(id, journal)
			rows += len(sound)
		}
		b.close()
	}
	if opened == 0 || rows < 10*opened {
		t.Errorf("of 40 rows in %d damaged vaults %d were given back", opened, rows)
	}
	if err := os.WriteFile(b.path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	b.open()
}
