package storage

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// checkNetwork judges the file system that dir, which exists, lies on.
func checkNetwork(dir string) error {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return explain(fmt.Errorf("storage: place: %w", err))
	}
	if st.Flags&unix.MNT_LOCAL == 0 || isNetworkType(unix.ByteSliceToString(st.Fstypename[:])) {
		return ErrNetwork
	}
	return nil
}

// syncRoots: the names of iCloud's folders are fixed, see syncedNames.
func syncRoots() []string { return nil }

// free is what the file system of dir, which exists, has left for us, in bytes.
func free(dir string) (int64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return int64(min(st.Bavail, 1<<40)) * int64(st.Bsize), nil
}
