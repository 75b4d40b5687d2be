package bundle

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
)

// endless calls stop after some bytes and would go on for ever.
type endless struct {
	left int
	stop func()
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left -= len(p); e.left <= 0 {
		e.stop()
	}
	return len(p), nil
}

func (e *endless) Close() error { return nil }

func empty(t *testing.T, dir string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	check(t, err)
	for _, f := range files {
		t.Errorf("%s was left", f.Name())
	}
}

func TestTheFileHasARandomNameAndItsOwnersModeOnly(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	dir := t.TempDir()
	path, m, hash, err := WriteFile(context.Background(), dir, request(anna, chief, texts()...))
	check(t, err)
	if base := filepath.Base(path); filepath.Ext(base) != Extension || len(base) != 20+len(Extension) {
		t.Errorf("the file is called %s", base)
	}
	stat, err := os.Stat(path)
	check(t, err)
	if stat.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", stat.Mode())
	}
	f, err := os.Open(path)
	check(t, err)
	defer f.Close()
	back, hash2, err := Read(context.Background(), f, []Identity{chief.inbox}, Handler{})
	check(t, err)
	if hash != hash2 || back.Bundle != m.Bundle {
		t.Error("another bundle came back")
	}
}

func TestACancelledWriteLeavesNothing(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	for _, phase := range []int{1, 2} {
		dir := t.TempDir()
		ctx, cancel := context.WithCancel(context.Background())
		opened := 0
		m := Member{Name: NameTranscriptText, Open: func() (io.ReadCloser, error) {
			if opened++; opened == phase {
				return &endless{300_000, cancel}, nil
			}
			return io.NopCloser(bytes.NewReader(make([]byte, 1_000_000))), nil
		}}
		_, _, _, err := WriteFile(ctx, dir, request(anna, chief, m))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("reading %d: %v", phase, err)
		}
		empty(t, dir)
	}
}

// fullDisk fails after some bytes, or at Sync, or at Close.
type fullDisk struct {
	file
	room            int
	noSync, noClose bool
}

var errFull = errors.New("no space left on device")

func (f *fullDisk) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return f.file.Write(p)
}

func (f *fullDisk) Sync() error {
	if f.noSync {
		return errFull
	}
	return f.file.Sync()
}

func (f *fullDisk) Close() error {
	if err := f.file.Close(); err != nil {
		return err
	}
	if f.noClose {
		return errFull
	}
	return nil
}

func TestAFullDiskLeavesNothing(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	req := request(anna, chief, member(NameSound, noise(9, 400_000)))
	whole := len(write(t, req))
	for name, disk := range map[string]fullDisk{
		"at once":            {room: 0},
		"in the header":      {room: 1000},
		"in the sound":       {room: 200_000},
		"in age's last part": {room: whole - 1},
		"at sync":            {room: 1 << 30, noSync: true},
		"at close":           {room: 1 << 30, noClose: true},
	} {
		dir := t.TempDir()
		_, _, _, err := writeFile(context.Background(), dir, req, func(path string) (file, error) {
			f, err := create(path)
			disk.file = f
			return &disk, err
		})
		if !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
		empty(t, dir)
	}
}

func TestAMemberThatCannotBeReadLeavesNothing(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	broken := errors.New("damaged chunk")
	for name, open := range map[string]func() (io.ReadCloser, error){
		"open": func() (io.ReadCloser, error) { return nil, broken },
		"read": func() (io.ReadCloser, error) { return io.NopCloser(iotest.ErrReader(broken)), nil },
	} {
		dir := t.TempDir()
		_, _, _, err := WriteFile(context.Background(), dir, request(anna, chief, Member{Name: NameSound, Open: open}))
		if !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
		empty(t, dir)
	}
}

func TestReadingStopsInTheMiddleOfAMember(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	file := write(t, request(anna, chief, member(NameSound, noise(5, 1_000_000))))
	ctx, cancel := context.WithCancel(context.Background())
	_, _, err := Read(ctx, bytes.NewReader(file), []Identity{chief.inbox}, Handler{
		Member: func(_ MemberInfo, r io.Reader) error {
			cancel()
			_, err := io.Copy(io.Discard, r)
			return err
		},
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestABrokenDiskIsNotADamagedBundle(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	file := write(t, request(anna, chief, member(NameSound, noise(5, 200_000))))
	broken := errors.New("input/output error")
	for _, n := range []int{0, 10, 1000, 100_000} {
		r := io.MultiReader(bytes.NewReader(file[:n]), iotest.ErrReader(broken))
		_, _, err := Read(context.Background(), r, []Identity{chief.inbox}, Handler{})
		if !errors.Is(err, broken) || errors.Is(err, ErrDamaged) || errors.Is(err, ErrTruncated) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

func TestReadsOfOneByteGiveTheSame(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	file := write(t, request(anna, chief, texts()...))
	_, _, err := Read(context.Background(), iotest.OneByteReader(bytes.NewReader(file)), []Identity{chief.inbox}, Handler{})
	check(t, err)
}
