package storage

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// checkNetwork judges the drive that dir, which exists, lies on.
func checkNetwork(dir string) error {
	volume := filepath.VolumeName(dir)
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) && !strings.HasPrefix(volume, `\\.\`) ||
		strings.HasPrefix(strings.ToUpper(volume), `\\?\UNC\`) {
		return ErrNetwork // \\server\share
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return fmt.Errorf("storage: place: %w", err)
	}
	if windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return ErrNetwork
	}
	return nil
}

// syncRoots are the folders that OneDrive names in the environment, and the
// one that roams with the person from machine to machine.
func syncRoots() []string {
	roots := []string{os.Getenv("OneDrive"), os.Getenv("OneDriveCommercial"), os.Getenv("OneDriveConsumer"), os.Getenv("APPDATA")}
	if dir, err := windows.KnownFolderPath(windows.FOLDERID_RoamingAppData, windows.KF_FLAG_DONT_VERIFY); err == nil {
		roots = append(roots, dir)
	}
	return roots
}

// free is what the drive of dir, which exists, has left for us, in bytes.
func free(dir string) (int64, error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var ours uint64
	if err := windows.GetDiskFreeSpaceEx(path, &ours, nil, nil); err != nil {
		return 0, err
	}
	return int64(min(ours, 1<<62)), nil
}
