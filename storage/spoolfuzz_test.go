package storage

import (
	"bytes"
	"context"
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

// FuzzSpool opens the golden spool with bytes of its file changed and reads all
// there is: the program neither breaks down nor hangs, every error has a name,
// and no row comes back that was not written.
func FuzzSpool(f *testing.F) {
	whole, err := os.ReadFile(goldenSpool)
	if err != nil {
		f.Fatal(err)
	}
	text, err := os.ReadFile(goldenSpool + ".key")
	if err != nil {
		f.Fatal(err)
	}
	var key SpoolKey
	if err := key.UnmarshalText(bytes.TrimSpace(text)); err != nil {
		f.Fatal(err)
	}
	written := map[string]bool{string(spoken(0).Data): true, string(spoken(1).Data): true, "ja": true}
	path := filepath.Join(f.TempDir(), "spool")
	f.Add([]byte{}, uint32(0))
	f.Add([]byte{}, uint32(4096))
	f.Add([]byte{}, uint32(len(whole)-100))
	f.Add(patch(18, 2, 2), uint32(0))                   // write-ahead log
	f.Add(patch(52, 0, 0, 0, 0, 0, 0, 0, 2), uint32(0)) // no vacuum, another text
	f.Add(patch(60, 0, 0, 0, 9), uint32(0))             // a later format
	f.Add(patch(68, 0, 0, 0, 0), uint32(0))             // somebody else's file
	for page := 4096; page < len(whole); page += 4096 {
		f.Add(patch(page, 2, 0, 0, 0, 9), uint32(0))
		f.Add(append(patch(page+8, 0, 0, 0, 1), patch(page+4000, 255)...), uint32(0))
	}
	f.Fuzz(func(t *testing.T, script []byte, cut uint32) {
		if err := os.WriteFile(path, patched(whole, script, cut), 0o600); err != nil {
			t.Fatal(err)
		}
		os.Remove(path + "-journal")
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		s, err := OpenSpool(ctx, path)
		if err == nil {
			for _, n := range []Stream{sound, 1, notes} {
				_, e := s.Rows(ctx, key, n, func(r SpoolRow) error {
					if !written[string(r.Data)] {
						t.Errorf("%d bytes came out that nobody wrote", len(r.Data))
					}
					return nil
				}, nil)
				if e != nil && !errors.Is(e, ErrNotItsKey) && !told(e) {
					t.Error(e)
				}
			}
			if e := s.Append(ctx, notes, Row{Data: []byte("ja")}); e != nil && !told(e) {
				t.Error(e)
			}
			err = s.Close()
		}
		if err != nil && !told(err) {
			t.Error(err)
		}
	})
}
