package storage

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A spool's head and the names of its rows can be written by whoever has the
// disk; a row's inside by whoever has read the recipient, which is anybody.

func FuzzSpoolHead(f *testing.F) {
	setup := newSpoolSetup(f)
	h, err := setup.head()
	if err != nil {
		f.Fatal(err)
	}
	raw, err := h.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add(raw[:len(raw)/2])
	f.Add(append(bytes.Clone(raw), '{', '}'))
	f.Add([]byte(`{"format":2}`))
	f.Add(bytes.Replace(raw, []byte(`"fixed":{"0":100}`), []byte(`"fixed":{"0":-1,"255":9}`), 1))
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, err := parseSpoolHead(raw)
		if err != nil {
			if !errors.Is(err, errSpoolHead) && !errors.Is(err, ErrNewerFormat) {
				t.Fatal(err)
			}
			return
		}
		again, err := h.encode()
		if err != nil {
			t.Fatal(err)
		}
		second, err := parseSpoolHead(again)
		if err != nil {
			t.Fatal(err)
		}
		if twice, err := second.encode(); err != nil || !bytes.Equal(again, twice) {
			t.Errorf("%s became %s, %v", again, twice, err)
		}
	})
}

func FuzzSpoolRow(f *testing.F) {
	run := spoolRun{number: 3, secret: [32]byte{1}}
	fr := frame{vault: ID{1}, object: ID{2}, stream: streamRuns, seq: 3, prev: [32]byte{7}}
	for _, data := range [][]byte{nil, []byte("ja"), append(run.secret[:], make([]byte, 32)...)} {
		payload := run.payload(fr, data)
		fr.length = uint32(len(payload))
		plain := make([]byte, frameSize, frameSize+len(payload))
		fr.put(plain)
		f.Add(append(plain, payload...))
	}
	f.Add(make([]byte, frameSize))
	f.Fuzz(func(t *testing.T, plain []byte) {
		fr, row, tag, err := parseSpoolRow(plain)
		if err != nil {
			return
		}
		if len(tag) != 32 || row.Seq != fr.seq || len(row.Data)+spoolPrefix != int(fr.length) {
			t.Errorf("%+v of %d bytes, a tag of %d", fr, len(row.Data), len(tag))
		}
		if run, ok := parseRun(row.Data); ok && !bytes.Equal(append(run.secret[:], run.head[:]...), row.Data) {
			t.Errorf("%x became %x", row.Data, run.secret)
		}
	})
}

func FuzzSpoolKey(f *testing.F) {
	key, err := NewSpoolKey()
	if err != nil {
		f.Fatal(err)
	}
	text, err := key.MarshalText()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(text[:40])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, text []byte) {
		var k SpoolKey
		if err := k.UnmarshalText(text); err != nil {
			return
		}
		again, err := k.MarshalText()
		var second SpoolKey
		if err = errors.Join(err, second.UnmarshalText(again)); err != nil || k.IsZero() != second.IsZero() {
			t.Errorf("%q became %q, %v", text, again, err)
		}
	})
}

// goldenSpool is a spool as some version of the program left it, with its key.
const goldenSpool = "testdata/format1.spool"

// TestSpoolsOfEveryFormatStayReadable: a recording may lie in one from before
// the program was renewed.
func TestSpoolsOfEveryFormatStayReadable(t *testing.T) {
	if *makeGolden {
		if _, err := os.Stat(goldenSpool); err != nil { // one that is there is never made anew
			writeGoldenSpool(t)
		}
	}
	content, err := os.ReadFile(goldenSpool)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(goldenSpool + ".key")
	if err != nil {
		t.Fatal(err)
	}
	s := &testSpool{TB: t, path: filepath.Join(t.TempDir(), "spool")}
	if err := os.WriteFile(s.path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.setup.Key.UnmarshalText(bytes.TrimSpace(raw)); err != nil {
		t.Fatal(err)
	}
	if s.spool, err = OpenSpool(t.Context(), s.path); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.spool.Close(); err != nil {
			t.Error(err)
		}
	}()
	s.setup.ID = s.spool.ID()
	if string(s.spool.Kit()) != "frågor som är allas" || !s.spool.Until().Equal(time.Date(2027, 3, 13, 1, 0, 0, 0, time.UTC)) {
		t.Errorf("kit %q until %v", s.spool.Kit(), s.spool.Until())
	}
	rows, lost := s.read(sound)
	if len(rows) != 3 || len(lost) > 0 || !sameSpoolRow(rows[2], spoken(0), 2, 1) {
		t.Errorf("%+v, lost %v", rows, lost)
	}
	s.append(sound, spoken(1))
	if rows, lost := s.read(sound); len(rows) != 4 || rows[3].Run != 2 || len(lost) > 0 {
		t.Errorf("%+v, lost %v", rows, lost)
	}
}

func writeGoldenSpool(t *testing.T) {
	s := newTestSpool(t)
	s.append(sound, spoken(0), spoken(1))
	s.again()
	s.append(sound, spoken(0))
	s.append(notes, Row{Data: []byte("ja")})
	key, err := s.setup.Key.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.spool.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(goldenSpool, content, 0o600), os.WriteFile(goldenSpool+".key", append(key, '\n'), 0o600)); err != nil {
		t.Fatal(err)
	}
	if s.spool, err = OpenSpool(t.Context(), s.path); err != nil {
		t.Fatal(err)
	}
}
