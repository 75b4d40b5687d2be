package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"barnrost/crypto"
)

const notes Stream = 2 // of a spool in these tests

// testSpool is a spool with its key, as its maker has both.
type testSpool struct {
	testing.TB
	path  string
	setup SpoolSetup
	spool *Spool
}

// newSpoolSetup has rows of sound of a hundred bytes.
func newSpoolSetup(t testing.TB) SpoolSetup {
	t.Helper()
	key, err := NewSpoolKey()
	if err != nil {
		t.Fatal(err)
	}
	made := time.Date(2027, 3, 12, 13, 0, 0, 0, time.UTC)
	return SpoolSetup{Vault: NewID(), ID: NewID(), Key: key, Made: made, Until: made.Add(12 * time.Hour),
		Kit: []byte("frågor som är allas"), Fixed: map[Stream]int{sound: 100}}
}

func newTestSpool(t testing.TB) *testSpool {
	t.Helper()
	s := &testSpool{TB: t, path: filepath.Join(t.TempDir(), "barnrost.spool"), setup: newSpoolSetup(t)}
	var err error
	if s.spool, err = CreateSpool(t.Context(), s.path, s.setup); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.spool.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// again closes the spool and opens it, as another process would.
func (s *testSpool) again() {
	s.Helper()
	if err := s.spool.Close(); err != nil {
		s.Fatal(err)
	}
	var err error
	if s.spool, err = OpenSpool(s.Context(), s.path); err != nil {
		s.Fatal(err)
	}
}

func (s *testSpool) append(n Stream, rows ...Row) {
	s.Helper()
	for _, row := range rows {
		if err := s.spool.Append(s.Context(), n, row); err != nil {
			s.Fatal(err)
		}
	}
}

// read returns a stream's rows and the numbers of those that are lost.
func (s *testSpool) read(n Stream) (rows []SpoolRow, lost []int64) {
	s.Helper()
	damage, err := s.spool.Rows(s.Context(), s.setup.Key, n, func(r SpoolRow) error {
		rows = append(rows, r)
		return nil
	}, nil)
	if err != nil {
		s.Fatal(err)
	}
	for _, d := range damage {
		if d.Part != PartRow || d.Stream != n || d.Object != s.setup.ID {
			s.Errorf("damage %+v", d)
		}
		lost = append(lost, d.Seq)
	}
	return rows, lost
}

// alter changes the file as somebody with a tool would, while it is closed.
func (s *testSpool) alter(query string, args ...any) {
	s.Helper()
	if err := s.spool.Close(); err != nil {
		s.Fatal(err)
	}
	db, err := sql.Open("sqlite", s.path)
	if err != nil {
		s.Fatal(err)
	}
	if _, err := db.Exec(query, args...); err != nil {
		s.Fatal(err)
	}
	if err := db.Close(); err != nil {
		s.Fatal(err)
	}
	s.spool, err = OpenSpool(s.Context(), s.path)
	if err != nil {
		s.Fatal(err)
	}
}

// spoken is a row of sound.
func spoken(i int) Row {
	return Row{First: int64(50 * i), Count: 50, Rate: 8000, Data: bytes.Repeat([]byte{byte(i + 1)}, 100)}
}

func sameSpoolRow(a SpoolRow, b Row, seq int64, run uint32) bool {
	b.Seq = seq
	return a.Run == run && a.Seq == b.Seq && a.First == b.First && a.Count == b.Count && a.Rate == b.Rate &&
		a.Final == b.Final && bytes.Equal(a.Data, b.Data)
}

func TestWhatIsPutIntoASpoolComesOutOfItWithTheKey(t *testing.T) {
	s := newTestSpool(t)
	s.append(sound, spoken(0), spoken(1))
	s.append(notes, Row{Data: []byte("ja")})
	s.again() // another run
	s.append(sound, spoken(0), Row{First: 50, Rate: 8000, Final: true})
	rows, lost := s.read(sound)
	if len(rows) != 4 || len(lost) > 0 {
		t.Fatalf("%d rows, lost %v", len(rows), lost)
	}
	for i, want := range []struct {
		row Row
		run uint32
	}{{spoken(0), 0}, {spoken(1), 0}, {spoken(0), 1}, {Row{First: 50, Rate: 8000, Final: true}, 1}} {
		if !sameSpoolRow(rows[i], want.row, int64(i), want.run) {
			t.Errorf("row %d is %+v", i, rows[i])
		}
	}
	if rows, lost := s.read(notes); len(rows) != 1 || string(rows[0].Data) != "ja" || len(lost) > 0 {
		t.Errorf("%+v, lost %v", rows, lost)
	}
	if s.spool.Count(sound) != 4 || s.spool.ID() != s.setup.ID || s.spool.VaultID() != s.setup.Vault ||
		!s.spool.Until().Equal(s.setup.Until) || !bytes.Equal(s.spool.Kit(), s.setup.Kit) || !s.spool.FitsKey(s.setup.Key) {
		t.Error("the spool does not know what it is")
	}
}

func TestASpoolIsOpenedByNothingButItsKey(t *testing.T) {
	s := newTestSpool(t)
	s.append(sound, spoken(0))
	other, err := NewSpoolKey()
	if err != nil {
		t.Fatal(err)
	}
	for name, k := range map[string]SpoolKey{"another key": other, "no key": {}} {
		if _, err := s.spool.Rows(t.Context(), k, sound, func(SpoolRow) error { return nil }, nil); !errors.Is(err, ErrNotItsKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	box, err := s.spool.box(t.Context(), sound, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := crypto.Open(box, other.identity); !errors.Is(err, crypto.ErrNotForMe) {
		t.Errorf("another key: %v", err)
	}
	if plain, err := crypto.Open(box, s.setup.Key.identity); err != nil || len(plain) != frameSize+spoolPrefix+100 {
		t.Errorf("the control, its own key: %d bytes, %v", len(plain), err)
	}
	text, err := s.setup.Key.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{s.path, s.path + "-journal", s.path + lockSuffix} {
		content, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if bytes.Contains(content, text) || bytes.Contains(content, spoken(0).Data[:40]) {
			t.Errorf("%s holds the key or what was said", filepath.Base(name))
		}
	}
	if content, err := os.ReadFile(s.path); err != nil || !bytes.Contains(content, []byte(s.spool.recipient().String())) {
		t.Errorf("the control, the recipient, is not seen: %v", err)
	}
	if shown := fmt.Sprintf("%v %+v %#v %s", s.setup.Key, s.setup, s.setup.Key, s.setup.Key); bytes.Contains([]byte(shown), text) {
		t.Error("a key shows itself where it is printed")
	}
}

func TestTheRowsOfASpoolHaveOneSizeWhateverIsSaid(t *testing.T) {
	s := newTestSpool(t)
	s.append(sound, spoken(0), Row{Count: 1, Data: []byte{1, 2}}, Row{Final: true})
	var sizes []int
	for seq := range int64(3) {
		box, err := s.spool.box(t.Context(), sound, seq)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(box))
	}
	if sizes[0] != sizes[1] || sizes[1] != sizes[2] {
		t.Errorf("boxes of %v bytes", sizes)
	}
}

// planted is a row of somebody who has the file and not the process: sealed to
// the spool, which anybody can, under a secret of their own.
func (s *testSpool) planted(n Stream, seq int64, prev [32]byte, run spoolRun, row Row) []byte {
	s.Helper()
	f := frame{vault: s.setup.Vault, object: s.setup.ID, stream: n, seq: seq, first: row.First, count: row.Count, rate: row.Rate,
		final: row.Final, prev: prev}
	box, err := sealRow(sealTo(s.spool.recipient()), f, run.payload(f, row.Data), 0)
	if err != nil {
		s.Fatal(err)
	}
	return box
}

func TestWhateverIsDoneToASpoolsRowsIsSeenAndTheRestComesOut(t *testing.T) {
	for _, c := range []struct {
		name  string
		alter func(*testSpool)
		rows  int
		lost  []int64
	}{
		{"nothing: the control", func(*testSpool) {}, 6, nil},
		{"a byte changed", func(s *testSpool) {
			box, _ := s.spool.box(s.Context(), sound, 2)
			box[len(box)-5] ^= 1
			s.alter("UPDATE chunk SET box = ? WHERE stream = 0 AND seq = 2", box)
		}, 5, []int64{2}},
		{"the last one changed", func(s *testSpool) {
			box, _ := s.spool.box(s.Context(), sound, 5)
			box[len(box)-5] ^= 1
			s.alter("UPDATE chunk SET box = ? WHERE stream = 0 AND seq = 5", box)
		}, 5, []int64{5}},
		{"one gone", func(s *testSpool) { s.alter("DELETE FROM chunk WHERE stream = 0 AND seq = 1") }, 5, []int64{1}},
		{"two swapped", func(s *testSpool) {
			s.alter("UPDATE chunk SET seq = -1 - seq WHERE stream = 0 AND seq IN (1, 2)")
			s.alter("UPDATE chunk SET seq = 3 + seq + 1 WHERE seq IN (-2, -3)")
		}, 4, []int64{1, 2}},
		{"one in another's place", func(s *testSpool) {
			box, _ := s.spool.box(s.Context(), sound, 1)
			s.alter("UPDATE chunk SET box = ? WHERE stream = 0 AND seq = 2", box)
		}, 5, []int64{2}},
		{"from another stream", func(s *testSpool) {
			box, _ := s.spool.box(s.Context(), notes, 0)
			s.alter("UPDATE chunk SET box = ? WHERE stream = 0 AND seq = 0", box)
		}, 5, []int64{0}},
		{"one put in by somebody who has no run", func(s *testSpool) {
			prev, _ := s.spool.box(s.Context(), sound, 1)
			box := s.planted(sound, 2, sum256(prev), spoolRun{number: 0, secret: [32]byte{1}}, spoken(9))
			s.alter("UPDATE chunk SET box = ? WHERE stream = 0 AND seq = 2", box)
		}, 5, []int64{2}},
		{"one put behind the last", func(s *testSpool) {
			prev, _ := s.spool.box(s.Context(), sound, 5)
			box := s.planted(sound, 6, sum256(prev), spoolRun{number: 1, secret: [32]byte{1}}, spoken(9))
			s.alter("INSERT INTO chunk(stream, seq, box) VALUES(0, 6, ?)", box)
		}, 6, []int64{6}},
		{"far behind the last", func(s *testSpool) {
			s.alter("INSERT INTO chunk(stream, seq, box) VALUES(0, 1 << 40, x'00')")
		}, 6, nil},
		{"a run's secret gone", func(s *testSpool) {
			s.alter("DELETE FROM chunk WHERE stream = 255 AND seq = 0")
		}, 3, []int64{0, 1, 2}},
		// What cannot be seen: the documentation says so.
		{"the end cut off", func(s *testSpool) { s.alter("DELETE FROM chunk WHERE stream = 0 AND seq >= 4") }, 4, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newTestSpool(t)
			s.append(sound, spoken(0), spoken(1), spoken(2))
			s.append(notes, Row{Data: []byte("ja")})
			s.again()
			s.append(sound, spoken(3), spoken(4), spoken(5))
			c.alter(s)
			rows, lost := s.read(sound)
			if len(rows) != c.rows || !slices.Equal(lost, c.lost) {
				t.Errorf("%d rows, lost %v; want %d and %v", len(rows), lost, c.rows, c.lost)
			}
			for _, r := range rows {
				if !bytes.Equal(r.Data, spoken(int(r.Seq)).Data) {
					t.Errorf("row %d holds what was not said then", r.Seq)
				}
			}
		})
	}
}

// Rows of an earlier run that are put back after the end was cut off and
// another run went on from there.
func TestARowFromBeforeTheEndWasCutOffIsNotTaken(t *testing.T) {
	s := newTestSpool(t)
	s.append(sound, spoken(0), spoken(1), spoken(2))
	old, err := s.spool.box(t.Context(), sound, 1)
	if err != nil {
		t.Fatal(err)
	}
	older, err := s.spool.box(t.Context(), sound, 2)
	if err != nil {
		t.Fatal(err)
	}
	s.alter("DELETE FROM chunk WHERE stream = 0 AND seq > 0")
	s.append(sound, spoken(1), spoken(2))
	for seq, box := range map[int64][]byte{1: old, 2: older} {
		was, _ := s.spool.box(t.Context(), sound, seq)
		s.alter("UPDATE chunk SET box = ? WHERE stream = 0 AND seq = ?", box, seq)
		if rows, lost := s.read(sound); len(rows) != 2 || !slices.Equal(lost, []int64{seq}) {
			t.Errorf("%d rows, lost %v", len(rows), lost)
		}
		s.alter("UPDATE chunk SET box = ? WHERE stream = 0 AND seq = ?", was, seq)
	}
}

// Whoever swaps the head cannot hide it: each row tells under which it was
// sealed, and the vault knows which was the right one.
func TestARowTellsUnderWhichHeadItWasSealed(t *testing.T) {
	s := newTestSpool(t)
	right, err := s.setup.Sum()
	if err != nil || right != s.spool.Sum() {
		t.Fatalf("the setup's sum %x is not the spool's %x, %v", right, s.spool.Sum(), err)
	}
	s.append(sound, spoken(0))
	h := s.spool.head
	h.kit = []byte("andra frågor")
	raw, err := h.encode()
	if err != nil {
		t.Fatal(err)
	}
	sum := sum256(raw)
	s.alter("UPDATE spool SET head = ?, sum = ?", raw, sum[:])
	s.append(sound, spoken(1))
	rows, lost := s.read(sound)
	if len(rows) != 2 || len(lost) > 0 || rows[0].Head != right || rows[1].Head != sum {
		t.Errorf("%+v, lost %v", rows, lost)
	}
}

func sum256(b []byte) [32]byte { return sha256.Sum256(b) }

func TestASpoolIsRefusedForWhatItIs(t *testing.T) {
	s := newTestSpool(t)
	s.append(sound, spoken(0))
	if _, err := OpenSpool(t.Context(), s.path); !errors.Is(err, ErrInUse) {
		t.Errorf("open twice: %v", err)
	}
	if _, err := CreateSpool(t.Context(), s.path, s.setup); !errors.Is(err, ErrInUse) {
		t.Errorf("made over an open one: %v", err)
	}
	if err := s.spool.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := CreateSpool(t.Context(), s.path, s.setup); !errors.Is(err, ErrExists) {
		t.Errorf("made over another: %v", err)
	}
	if err := s.spool.Append(t.Context(), sound, spoken(1)); !errors.Is(err, ErrClosed) {
		t.Errorf("added to a closed one: %v", err)
	}
	whole, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	vault := newBench(t)
	vault.close()
	if _, err := OpenSpool(t.Context(), vault.path); !errors.Is(err, ErrNotAVault) {
		t.Errorf("a vault as a spool: %v", err)
	}
	if _, err := Open(t.Context(), s.path); !errors.Is(err, ErrNotAVault) {
		t.Errorf("a spool as a vault: %v", err)
	}
	vault.open()
	for name, c := range map[string]struct {
		content []byte
		query   string
		err     error
	}{
		"nothing there":   {nil, "", ErrMissing},
		"a text":          {[]byte("Det här är ingen beredskap, bara text."), "", ErrNotAVault},
		"cut off":         {whole[:len(whole)/3], "", ErrDamaged},
		"a later version": {whole, "PRAGMA user_version=9", ErrNewerFormat},
		"no head":         {whole, "DELETE FROM spool", ErrDamaged},
		"two heads":       {whole, "INSERT INTO spool SELECT * FROM spool", ErrDamaged},
		"a damaged head":  {whole, "UPDATE spool SET head = CAST(head || x'20' AS BLOB)", ErrDamaged},
	} {
		path := filepath.Join(t.TempDir(), "spool")
		if c.content != nil {
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if c.query != "" {
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(c.query); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := OpenSpool(t.Context(), path); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.again() // the control
}

func TestASpoolWithSomebodysTriggerIsReadAndNotWritten(t *testing.T) {
	s := newTestSpool(t)
	s.append(sound, spoken(0))
	s.alter("CREATE TRIGGER gone AFTER INSERT ON chunk BEGIN DELETE FROM chunk; END")
	if err := s.spool.Append(t.Context(), sound, spoken(1)); !errors.Is(err, ErrDamaged) {
		t.Errorf("Append: %v", err)
	}
	if rows, _ := s.read(sound); len(rows) != 1 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestARemovedSpoolLeavesOnlyItsEmptyLock(t *testing.T) {
	s := newTestSpool(t)
	s.append(sound, spoken(0))
	if err := s.spool.Remove(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(s.path))
	if err != nil || len(entries) != 1 || entries[0].Name() != "barnrost.spool"+lockSuffix {
		t.Errorf("left: %v, %v", entries, err)
	}
	if _, err := OpenSpool(t.Context(), s.path); !errors.Is(err, ErrMissing) {
		t.Errorf("OpenSpool: %v", err)
	}
	if s.spool, err = CreateSpool(t.Context(), s.path, s.setup); err != nil {
		t.Fatal(err)
	}
}

func TestASpoolThatIsSetAsideIsWholeAndOverwritesNothing(t *testing.T) {
	s := newTestSpool(t)
	s.append(sound, spoken(0))
	other := filepath.Join(filepath.Dir(s.path), "annan.spool")
	if err := os.WriteFile(other, []byte("något"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.spool.SetAside("annan.spool"); !errors.Is(err, ErrExists) {
		t.Errorf("over another: %v", err)
	}
	if content, err := os.ReadFile(other); err != nil || string(content) != "något" {
		t.Errorf("the other is %q, %v", content, err)
	}
	s.again()
	if err := s.spool.SetAside("tredje.spool"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(s.path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it still has its old name: %v", err)
	}
	s.path = filepath.Join(filepath.Dir(s.path), "tredje.spool")
	s.again()
	if rows, lost := s.read(sound); len(rows) != 1 || len(lost) > 0 {
		t.Errorf("%d rows, lost %v", len(rows), lost)
	}
}

func TestASpoolTakesNoMoreThanItsBounds(t *testing.T) {
	s := newTestSpool(t)
	if err := s.spool.Append(t.Context(), sound, Row{Data: make([]byte, 101)}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a row that is too long: %v", err)
	}
	if err := s.spool.Append(t.Context(), streamRuns, Row{}); err == nil {
		t.Error("a row of the spool's own stream")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.spool.Append(cancelled, sound, spoken(0)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	large := s.setup
	large.ID, large.Kit = NewID(), make([]byte, MaxKit+1)
	if _, err := CreateSpool(t.Context(), filepath.Join(t.TempDir(), "x"), large); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a kit that is too large: %v", err)
	}
	large.Kit = large.Kit[:MaxKit]
	whole, err := CreateSpool(t.Context(), filepath.Join(t.TempDir(), "x"), large)
	if err != nil {
		t.Fatalf("the largest kit: %v", err)
	}
	if err := whole.Close(); err != nil {
		t.Error(err)
	}
}

// Property: whatever is put in, in any order and across any number of
// processes, comes out stream by stream.
func TestASpoolIsItsModel(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 5))
	s := newTestSpool(t)
	model := map[Stream][]Row{}
	for range 120 {
		if r.IntN(15) == 0 {
			s.again()
			continue
		}
		n := Stream(r.IntN(4))
		row := Row{First: r.Int64N(1 << 40), Count: r.Uint32(), Rate: r.Uint32(), Final: r.IntN(2) == 0, Data: randomBytes(r, r.IntN(101))}
		s.append(n, row)
		model[n] = append(model[n], row)
	}
	s.again()
	for n := range Stream(4) {
		rows, lost := s.read(n)
		if len(rows) != len(model[n]) || len(lost) > 0 {
			t.Fatalf("stream %d: %d rows of %d, lost %v", n, len(rows), len(model[n]), lost)
		}
		for i, row := range rows {
			if !sameSpoolRow(row, model[n][i], int64(i), row.Run) {
				t.Errorf("stream %d row %d: %+v", n, i, row)
			}
		}
	}
}
