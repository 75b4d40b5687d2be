package storage

import (
	"bytes"
	"crypto/sha256"
	"math/rand/v2"
	"os"
	"testing"
)

// What is disposed of must not be found in the file by anybody who reads it
// byte by byte. A key is looked for in pieces: half of one that stayed behind
// when SQLite moved its cells about would be one remnant too many.

// pieces cuts a box into lengths that occur nowhere else.
func pieces(box []byte) [][]byte {
	var list [][]byte
	for at := 0; at+48 <= len(box); at += 48 {
		list = append(list, box[at:at+48])
	}
	return list[1:] // the first is age's own header, the same in every box
}

// remnants counts the pieces of boxes that the vault's file, or anything that
// SQLite put beside it, holds.
func (b *bench) remnants(boxes ...[]byte) int {
	b.Helper()
	var all []byte
	for _, name := range []string{b.path, b.path + "-journal", b.path + "-wal"} {
		data, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			b.Fatal(err)
		}
		all = append(all, data...)
	}
	// One walk over the file, however many pieces: by their first eight bytes.
	wanted := map[[8]byte][]byte{}
	for _, box := range boxes {
		for _, p := range pieces(box) {
			wanted[[8]byte(p)] = p
		}
	}
	n := 0
	for at := 0; at+8 <= len(all); at++ {
		if p := wanted[[8]byte(all[at:])]; p != nil && bytes.HasPrefix(all[at:], p) {
			delete(wanted, [8]byte(p))
			n++
		}
	}
	return n
}

// boxes returns an object's sealed key and the sealed rows of it, as they lie
// in the file.
func (b *bench) boxes(id ID) (key []byte, rows [][]byte) {
	b.Helper()
	if err := b.vault.db.read.QueryRow("SELECT key_box FROM object WHERE id = ?", id[:]).Scan(&key); err != nil {
		b.Fatal(err)
	}
	r, err := b.vault.db.read.Query("SELECT box FROM chunk WHERE obj = ?", id[:])
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	for r.Next() {
		var box []byte
		if err := r.Scan(&box); err != nil {
			b.Fatal(err)
		}
		rows = append(rows, box)
	}
	if err := r.Err(); err != nil {
		b.Fatal(err)
	}
	return key, rows
}

// TestNoPieceOfAnErasedKeyOrRowStaysInTheFile makes, changes and erases
// objects at random, so that SQLite's pages fill, split, join and move, and
// looks for every erased key the moment its transaction is over, and again at
// the end together with the rows.
func TestNoPieceOfAnErasedKeyOrRowStaysInTheFile(t *testing.T) {
	b := newBench(t)
	rnd := rand.New(rand.NewPCG(2027, 612))
	var live []ID
	var keys, rows [][]byte
	for step := range 400 {
		switch n := rnd.IntN(10); {
		case n < 4 || len(live) == 0:
			id := b.create(NewObject{Kind: "transcript", Meta: bytes.Repeat([]byte{'m'}, rnd.IntN(9000))})
			for i := range rnd.IntN(4) {
				b.append(id, journal, Row{Data: bytes.Repeat(line(i), 1+rnd.IntN(200))})
			}
			live = append(live, id)
		case n < 8:
			id := live[rnd.IntN(len(live))]
			b.write(Text, func(tx *Tx) error { return tx.SetMeta(id, bytes.Repeat([]byte{'n'}, rnd.IntN(9000))) })
		default:
			at := rnd.IntN(len(live))
			id := live[at]
			live = append(live[:at], live[at+1:]...)
			key, boxes := b.boxes(id)
			// The control. A piece or two may lie across the end of a page.
			if n := b.remnants(key); n < len(pieces(key))-3 {
				t.Fatalf("only %d pieces of a key are found before it is erased: the search would miss remnants", n)
			}
			b.write(Text, func(tx *Tx) error { return tx.Erase(id) })
			if n := b.remnants(key); n > 0 {
				t.Fatalf("step %d: %d of %d pieces of an erased key are in the file", step, n, len(pieces(key)))
			}
			keys, rows = append(keys, key), append(rows, boxes...)
		}
	}
	b.vault.sweeps.group.Wait()
	if n := b.remnants(keys...); n > 0 {
		t.Errorf("%d pieces of %d erased keys are in the file", n, len(keys))
	}
	if n := b.remnants(rows...); n > 0 || len(rows) == 0 {
		t.Errorf("%d pieces of %d erased rows are in the file", n, len(rows))
	}
	if damage, err := b.vault.Check(t.Context(), nil); err != nil || len(damage) > 0 {
		t.Errorf("check: %v %v", damage, err)
	}
}

// TestTheChecksumOfAnObjectIsWorkedOutFromTheFileAlone: an archivist who holds
// a copy of the vault can tell whether it has what the protocol names.
func TestTheChecksumOfAnObjectIsWorkedOutFromTheFileAlone(t *testing.T) {
	b := newBench(t)
	id := b.text(3)
	got, err := b.vault.Checksum(id)
	if err != nil {
		t.Fatal(err)
	}
	var key, head []byte
	if err := b.vault.db.read.QueryRow("SELECT key_box, head_box FROM object WHERE id = ?", id[:]).Scan(&key, &head); err != nil {
		t.Fatal(err)
	}
	k, h := sha256.Sum256(key), sha256.Sum256(head)
	if want := sha256.Sum256(append(k[:], h[:]...)); got != want {
		t.Errorf("%x, want %x", got, want)
	}
	b.append(id, journal, Row{Data: line(9)})
	if after, _ := b.vault.Checksum(id); after == got {
		t.Error("a row more leaves the checksum as it was")
	}
	b.write(Text, func(tx *Tx) error { return tx.Erase(id) })
	if _, err := b.vault.Checksum(id); err == nil {
		t.Error("what is gone has a checksum")
	}
}
