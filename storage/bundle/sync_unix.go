//go:build unix

package bundle

import (
	"errors"
	"os"
	"syscall"
)

// syncDir makes a rename in dir durable. Network shares that cannot sync a
// folder say EINVAL or ENOTSUP; the file itself has been synced by then.
func syncDir(dir string) (err error) {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer closeInto(d, &err)
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}
