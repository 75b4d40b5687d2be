//go:build unix

package storage

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// errReadOnlyFS is what the system says of a read-only file system.
const errReadOnlyFS = unix.EROFS

// tryLock takes flock's lock, which belongs to the open file and not to the
// process, and which exec in place gives up (Go opens close-on-exec).
func tryLock(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return ErrInUse
	}
	if err != nil {
		return fmt.Errorf("storage: lock: %w", err)
	}
	return nil
}

// syncDir makes a name in dir durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// ignoreUnsyncable takes away what network shares that cannot sync a folder
// say of it; the file itself was synced.
func ignoreUnsyncable(err error) error {
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) {
		return nil
	}
	return err
}
