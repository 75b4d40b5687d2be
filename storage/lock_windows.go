package storage

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// errReadOnlyFS is what the system says of a write-protected medium.
const errReadOnlyFS = windows.ERROR_WRITE_PROTECT

// tryLock takes LockFileEx's lock, which belongs to the handle.
func tryLock(f *os.File) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()),
		windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return ErrInUse
	}
	if err != nil {
		return fmt.Errorf("storage: lock: %w", err)
	}
	return nil
}

// syncDir does nothing: Windows has no flush of a folder, and MoveFileEx's
// metadata is journalled by NTFS.
func syncDir(string) error { return nil }

// ignoreUnsyncable has nothing to ignore here: syncDir does nothing.
func ignoreUnsyncable(err error) error { return err }
