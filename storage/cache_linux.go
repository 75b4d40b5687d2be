package storage

import (
	"os"

	"golang.org/x/sys/unix"
)

// dropCache asks the system to forget what it remembers of a synced file, so
// that reading it reads the disk. It is advice; nothing depends on it.
func dropCache(f *os.File) { _ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED) }
