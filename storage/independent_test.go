package storage

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"barnrost/crypto"
)

// A stranger with the passphrase, age and SQLite, but without this program,
// gets everything out of the golden vault. The reader below uses nothing of
// this package but the name of the file; it is the format's description in
// code.

// stranger holds the identities that the slot gave.
type stranger struct {
	*testing.T
	db   *sql.DB
	keys []age.Identity
}

func (s *stranger) open(box []byte, with ...age.Identity) []byte {
	s.Helper()
	r, err := age.Decrypt(bytes.NewReader(box), with...)
	if err != nil {
		s.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		s.Fatal(err)
	}
	return plain
}

// unpad takes length and zeros off: 8 bytes big-endian, then the content.
func (s *stranger) unpad(padded []byte) []byte {
	return padded[8 : 8+binary.BigEndian.Uint64(padded)]
}

func (s *stranger) column(query string, args ...any) []byte {
	s.Helper()
	var box []byte
	if err := s.db.QueryRow(query, args...).Scan(&box); err != nil {
		s.Fatal(query, err)
	}
	return box
}

// ids lists the objects.
func (s *stranger) ids() (list [][]byte) {
	s.Helper()
	rows, err := s.db.Query("SELECT id FROM object")
	if err != nil {
		s.Fatal(err)
	}
	for rows.Next() {
		var id []byte
		if err := rows.Scan(&id); err != nil {
			s.Fatal(err)
		}
		list = append(list, id)
	}
	if err := rows.Close(); err != nil {
		s.Fatal(err)
	}
	return list
}

func TestAStrangerWithAgeAndSQLiteReadsEverything(t *testing.T) {
	db, err := sql.Open("sqlite", "file:testdata/format1.vault?mode=ro&immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	s := &stranger{T: t, db: db}
	passphrase, err := age.NewScryptIdentity(goldenPassphrase)
	if err != nil {
		t.Fatal(err)
	}
	slot := s.open(s.column("SELECT box FROM keyslot"), passphrase)
	if s.keys, err = age.ParseIdentities(bytes.NewReader(slot)); err != nil || len(s.keys) != 3 {
		t.Fatalf("%d identities, %v", len(s.keys), err)
	}
	kinds := map[string]string{}
	for _, id := range s.ids() {
		kind, found := s.object(id)
		kinds[kind] = found
	}
	for kind, want := range map[string]string{
		"transcript": string(line(0)) + string(line(1)) + string(line(2)),
		"recording":  string(pcm(0)[:4000]) + string(pcm(1)[:4000]),
		"mirror":     "",
	} {
		if got, ok := kinds[kind]; !ok || got != want {
			t.Errorf("%s: %d bytes, want %d", kind, len(got), len(want))
		}
	}
	s.catalog()
}

// object reads an object's head and all its rows, and follows the chain.
func (s *stranger) object(id []byte) (kind, content string) {
	s.Helper()
	text := s.open(s.column("SELECT key_box FROM object WHERE id=?", id), s.keys...)
	key, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil {
		s.Fatal(err)
	}
	plain := s.unpad(s.open(s.column("SELECT head_box FROM object WHERE id=?", id), key...))
	n := binary.BigEndian.Uint32(plain)
	var head struct {
		Kind    string
		Object  string
		Streams map[string]struct {
			Rows int
			Last string
		}
	}
	if err := json.Unmarshal(plain[4:4+n], &head); err != nil {
		s.Fatal(err)
	}
	if head.Object != hex.EncodeToString(id) {
		s.Errorf("the head is object %s's", head.Object)
	}
	for stream, end := range head.Streams {
		prev := make([]byte, 32)
		for seq := range end.Rows {
			box := s.column("SELECT box FROM chunk WHERE obj=? AND stream=CAST(? AS INTEGER) AND seq=?", id, stream, seq)
			row := s.open(box, key...)
			if string(row[:4]) != "BRF1" || !bytes.Equal(row[20:36], id) || binary.BigEndian.Uint64(row[40:]) != uint64(seq) || !bytes.Equal(row[64:96], prev) {
				s.Errorf("frame of row %d: %x", seq, row[:128])
			}
			content += string(row[128 : 128+binary.BigEndian.Uint32(row[96:])])
			hash := sha256.Sum256(box)
			prev = hash[:]
		}
		if end.Rows > 0 && hex.EncodeToString(prev) != end.Last {
			s.Error("the chain does not end where the head says")
		}
	}
	return head.Kind, content
}

// catalog checks the signature over the catalog and the hash of an object.
func (s *stranger) catalog() {
	s.Helper()
	plain := s.unpad(s.open(s.column("SELECT box FROM catalog"), s.keys...))
	n := binary.BigEndian.Uint32(plain)
	message, signature := plain[4:4+n], plain[4+n:]
	if !strings.HasPrefix(string(signature), "-----BEGIN SSH SIGNATURE-----") {
		s.Fatalf("signature %q", signature)
	}
	at := 4 + 16 + 8
	signer, err := crypto.ParseVerifyKey(string(message[at+2 : at+2+int(binary.BigEndian.Uint16(message[at:]))]))
	if err != nil {
		s.Fatal(err)
	}
	if err := signer.Verify("barnrost-catalog", message, signature); err != nil {
		s.Error(err)
	}
	for _, id := range s.ids() {
		key := sha256.Sum256(s.column("SELECT key_box FROM object WHERE id=?", id))
		head := sha256.Sum256(s.column("SELECT head_box FROM object WHERE id=?", id))
		both := sha256.Sum256(append(key[:], head[:]...))
		i := bytes.Index(message, id)
		if i < 0 || !bytes.Equal(message[i+17:i+49], both[:]) {
			s.Errorf("the catalog does not vouch for %x", id)
		}
	}
}

// What stands on the recovery sheet, done by hand: sqlite3 takes the slot and
// the boxes out of a copy of the vault, stock age opens them with the sheet's
// key alone. The work opens, what is private does not.
func TestTheSheetOpensTheWorkWithStockToolsAlone(t *testing.T) {
	for _, tool := range []string{"sqlite3", "go"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not here", tool)
		}
	}
	b := newBench(t)
	unit, err := crypto.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	slot, err := crypto.SealRecoverySlot(b.setup.Keys, unit.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	text := b.text(1)
	private := b.create(NewObject{Kind: "reflection", Private: true, Meta: []byte("mine alone")})
	b.write(Text, func(tx *Tx) error { return tx.SetSlot(SlotRecovery, slot) })
	b.close()
	defer b.open()

	dir := t.TempDir()
	run := func(name string, args ...string) (string, error) {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	must := func(out string, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(out, err)
		}
		return out
	}
	stock := filepath.Join(dir, "age")
	build := exec.Command("go", "build", "-o", stock, "filippo.io/age/cmd/age")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatal(string(out))
	}
	if err := os.WriteFile(filepath.Join(dir, "barnrost.vault"), readFile(t, b.path), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "sheet.txt"), []byte(unit.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	// The lines of the sheet, as they are printed.
	must(run("sqlite3", "barnrost.vault", "SELECT writefile('slot.age', box) FROM keyslot WHERE id = 2"))
	must(run(stock, "-d", "-i", "sheet.txt", "-o", "keys.txt", "slot.age"))
	must(run("sqlite3", "barnrost.vault", "SELECT hex(id), writefile(hex(id)||'.key', key_box), writefile(hex(id)||'.head', head_box) FROM object"))
	id := fmt.Sprintf("%X", text[:])
	must(run(stock, "-d", "-i", "keys.txt", "-o", id+".txt", id+".key"))
	must(run(stock, "-d", "-i", id+".txt", "-o", id+".json", id+".head"))
	if head := readFile(t, filepath.Join(dir, id+".json")); !bytes.Contains(head, []byte(`{"code":"TALL-27"}`)) {
		t.Error("the work does not come out")
	}
	if out, err := run(stock, "-d", "-i", "keys.txt", fmt.Sprintf("%X.key", private[:])); err == nil {
		t.Errorf("what is private opens: %s", out)
	}
}
