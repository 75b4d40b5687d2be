package storage

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// TestADiskThatFailsIsToldAsSuchAndLosesNothing makes the open vault's files
// unwritable under SQLite, as a disk does that the system has turned
// read-only, and takes that back.
func TestADiskThatFailsIsToldAsSuchAndLosesNothing(t *testing.T) {
	b, id := recording(t, 3)
	row := func(tx *Tx) error { return tx.Append(id, sound, Row{Count: 96000, Rate: 48000, Data: pcm(3)}) }
	heal := closeToWriting(t, filepath.Dir(b.path))
	for range 2 {
		if err := b.vault.Write(t.Context(), Sound, row); !errors.Is(err, ErrDisk) {
			t.Fatalf("Write: %v", err)
		}
	}
	if rows, err := b.read(id, sound); err != nil || len(rows) != 3 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	heal()
	b.write(Sound, row)
	b.reopen()
	if rows, err := b.read(id, sound); err != nil || len(rows) != 4 {
		t.Errorf("%d rows after the disk was well again, %v", len(rows), err)
	}
}

// closeToWriting puts a read-only descriptor in the place of every one that
// this process has open in dir; the returned function puts them back.
func closeToWriting(t *testing.T, dir string) (heal func()) {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[int]int{}
	for _, e := range entries {
		path, err := os.Readlink(filepath.Join("/proc/self/fd", e.Name()))
		if err != nil || filepath.Dir(path) != dir {
			continue
		}
		fd, err := strconv.Atoi(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if kept[fd], err = unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0); err != nil {
			t.Fatal(err)
		}
		replace(t, fd, path)
	}
	if len(kept) == 0 {
		t.Fatalf("nothing is open in %s", dir)
	}
	return func() {
		for fd, old := range kept {
			if err := errors.Join(unix.Dup3(old, fd, unix.O_CLOEXEC), unix.Close(old)); err != nil {
				t.Error(err)
			}
		}
	}
}

func replace(t *testing.T, fd int, path string) {
	t.Helper()
	closed, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(unix.Dup3(closed, fd, unix.O_CLOEXEC), unix.Close(closed)); err != nil {
		t.Fatal(err)
	}
}
