package storage

import (
	"errors"
	"fmt"
	"os"
)

// lockSuffix is appended to the vault's path for the lock file. The file is
// empty and stays: deleting it would let two copies lock two files of one name.
const lockSuffix = ".lock"

// lockFile keeps a second copy of the program off a vault. The system drops
// the lock when the process ends, however it ends.
type lockFile struct{ file *os.File }

// takeLock locks path's lock file, or returns [ErrInUse] at once. It also
// works between two opens in one process.
func takeLock(path string) (*lockFile, error) {
	f, err := os.OpenFile(path+lockSuffix, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, explain(fmt.Errorf("storage: lock file: %w", err))
	}
	if err := tryLock(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &lockFile{f}, nil
}

// release gives the lock back; a second call does nothing.
func (l *lockFile) release() error {
	if l.file == nil {
		return nil
	}
	f := l.file
	l.file = nil
	return f.Close() // the lock goes with the descriptor
}
