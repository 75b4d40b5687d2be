package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"barnrost/storage/crashtest"
)

// spoolDisk is a disk that can lose its power, and the spool on it.
type spoolDisk struct {
	*crashtest.Disk
	path  string
	setup SpoolSetup
}

func newSpoolDisk(t testing.TB) *spoolDisk {
	t.Helper()
	dir := t.TempDir()
	d := &spoolDisk{crashtest.New(dir), filepath.Join(dir, "barnrost.spool"), newSpoolSetup(t)}
	t.Cleanup(d.Close)
	d.setup.Fixed = map[Stream]int{sound: crashSound}
	if err := os.WriteFile(d.path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d.Load(crashtest.Image{filepath.Base(d.path): nil})
	head, err := d.setup.head()
	if err != nil {
		t.Fatal(err)
	}
	if err := fillSpool(t.Context(), d.path, crashtest.VFS(), head); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *spoolDisk) open(ctx context.Context) (*Spool, error) {
	return OpenSpool(ctx, d.path, WithVFS(crashtest.VFS()))
}

// crashRow is the nth row that is put in, whatever its stream.
func crashRow(n int) (Stream, Row) {
	if n%3 == 2 {
		return notes, Row{Data: line(n)}
	}
	return sound, Row{First: int64(n), Count: crashSound / 2, Rate: 48000, Data: bytes.Repeat(line(n), crashSound)[:crashSound]}
}

// recorded puts rows in, by two processes, and marks each as acknowledged.
func (d *spoolDisk) recorded(t testing.TB, rows int) *crashtest.Log {
	t.Helper()
	log := d.Record()
	n := 0
	for range 2 {
		s, err := d.open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for range rows / 2 {
			stream, row := crashRow(n)
			if err := s.Append(t.Context(), stream, row); err != nil {
				t.Fatal(err)
			}
			n++
			d.Mark(n)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	d.Stop()
	return log
}

// problem opens what a power cut left and says what is wrong with it, if
// anything: each acknowledged row must be there, in its place, and at most one
// more.
func (d *spoolDisk) problem(ctx context.Context, acked int) (problem string) {
	s, err := d.open(ctx)
	if err != nil {
		return err.Error()
	}
	defer func() {
		if err := s.Close(); err != nil && problem == "" {
			problem = err.Error()
		}
	}()
	var found int
	for _, n := range []Stream{sound, notes} {
		at := -1
		lost, err := s.Rows(ctx, d.setup.Key, n, func(r SpoolRow) error {
			for at++; ; at++ {
				if stream, _ := crashRow(at); stream == n {
					break
				}
			}
			if _, want := crashRow(at); !bytes.Equal(want.Data, r.Data) {
				return fmt.Errorf("row %d of stream %d is another", r.Seq, n)
			}
			found++
			return nil
		}, nil)
		if err != nil || len(lost) > 0 {
			return fmt.Sprintf("lost %v, %v", lost, err)
		}
	}
	if found < acked || found > acked+1 {
		return fmt.Sprintf("%d rows, and %d were acknowledged", found, acked)
	}
	stream, row := crashRow(found)
	if err := s.Append(ctx, stream, row); err != nil {
		return "the next row: " + err.Error()
	}
	return ""
}

// cutSpool cuts the power n times and returns how many cuts lost something.
func cutSpool(t *testing.T, n int) (lost int, example string) {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 6))
	d := newSpoolDisk(t)
	log := d.recorded(t, 24)
	for range n {
		p := log.Play()
		p.Go(r.IntN(log.Len()))
		d.Load(p.Crash(r))
		if problem := d.problem(t.Context(), p.Mark()); problem != "" {
			lost++
			example = problem
		}
	}
	return lost, example
}

func TestNoPowerCutLosesWhatASpoolAcknowledged(t *testing.T) {
	n := max(states(t)/6, 50)
	lost, example := cutSpool(t, n)
	t.Logf("%d power cuts", n)
	if lost > 0 {
		t.Errorf("%d of %d power cuts lost something: %s", lost, n, example)
	}
}

func TestThePowerCutsThatASpoolSurvivesBreakWeakerModes(t *testing.T) {
	for _, c := range []struct{ name, journal, sync string }{
		{"DELETE and FULL, SQLite's default", "DELETE", "FULL"},
		{"WAL and NORMAL, what is often advised", "WAL", "NORMAL"},
		{"TRUNCATE without syncs", "TRUNCATE", "OFF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			withPragmas(t, c.journal, c.sync)
			n := max(states(t)/15, 60)
			lost, example := cutSpool(t, n)
			t.Logf("%d of %d lost something, such as: %s", lost, n, example)
			if lost == 0 {
				t.Error("the test does not see what it is for")
			}
		})
	}
}

// A COMMIT that fails may have reached the disk all the same. The same row given
// again is then neither lost nor there twice.
func TestARowThatFailedOnTheDiskAndIsGivenAgainIsThereOnce(t *testing.T) {
	for _, kind := range []fault{
		{op: crashtest.OpWrite, err: crashtest.ErrIO},
		{op: crashtest.OpWrite, err: crashtest.ErrFull},
		{op: crashtest.OpTruncate, err: crashtest.ErrIO},
		{op: crashtest.OpSync, err: crashtest.ErrIO},
	} {
		met := 0
		for n := range 8 {
			f := kind
			f.n, f.stay = n+1, n%2 == 1
			d := newSpoolDisk(t)
			s, err := d.open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			d.Fail(f.strike)
			given := 0
			for tries := 0; given < 4; tries++ {
				stream, row := crashRow(given)
				err := s.Append(t.Context(), stream, row)
				if err == nil {
					given++
					continue
				}
				if !plain(err) {
					t.Errorf("%v: told as %v", &f, err)
				}
				if tries > 3 {
					d.Fail(nil)
				}
			}
			d.Fail(nil)
			if f.met > 0 {
				met++
			}
			if err := s.Close(); err != nil {
				t.Errorf("%v: %v", &f, err)
			}
			if problem := d.problem(t.Context(), 4); problem != "" {
				t.Errorf("%v: %s", &f, problem)
			}
		}
		if met == 0 {
			t.Errorf("no %v was met", kind.op)
		}
	}
}

func TestAPowerCutWhileASpoolIsMadeLeavesNoneOrAWhole(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 7))
	d := newSpoolDisk(t)
	base := filepath.Base(d.path)
	head, err := d.setup.head()
	if err != nil {
		t.Fatal(err)
	}
	d.Load(crashtest.Image{base + asideSuffix: nil})
	log := d.Record()
	if err := fillSpool(t.Context(), d.path+asideSuffix, crashtest.VFS(), head); err != nil {
		t.Fatal(err)
	}
	d.Rename(base+asideSuffix, base)
	d.SyncDir()
	d.Mark(1)
	d.Mark(1) // a moment after the last
	d.Stop()
	whole := 0
	for range 200 {
		p := log.Play()
		p.Go(r.IntN(log.Len()))
		image := p.Crash(r)
		d.Load(image)
		if image[base] == nil {
			if p.Mark() == 1 {
				t.Fatal("a spool that was made is gone")
			}
			continue
		}
		s, err := d.open(t.Context())
		if err != nil {
			t.Fatalf("half a spool: %v", err)
		}
		if err := errors.Join(s.Append(t.Context(), notes, Row{Data: []byte("ja")}), s.Close()); err != nil {
			t.Fatal(err)
		}
		whole++
	}
	if whole == 0 {
		t.Error("none was whole: the test shows nothing")
	}
}
