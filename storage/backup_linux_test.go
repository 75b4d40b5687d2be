package storage

import (
	"errors"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// TestADiskThatIsPulledOutEndsTheBackupAndNothingElse makes the files in the
// folder of the backup unwritable while it is made.
func TestADiskThatIsPulledOutEndsTheBackupAndNothingElse(t *testing.T) {
	b, id := recording(t, 12)
	for _, rescue := range []bool{false, true} {
		dir := t.TempDir()
		calls := 0
		progress := func(done, total int64) {
			if calls++; done > total/4 && calls > 0 {
				closeToWriting(t, dir)
				calls = -1 << 30 // once
			}
		}
		var err error
		if rescue {
			_, err = b.vault.Salvage(t.Context(), filepath.Join(dir, "v"), Salvage{Progress: progress})
		} else {
			_, err = b.vault.Backup(t.Context(), dir, progress)
		}
		if !errors.Is(err, ErrTarget) {
			t.Errorf("rescue %v: %v", rescue, err)
		}
		if left := snapshot(t, dir); len(left) > 0 {
			t.Errorf("rescue %v: %d files are left", rescue, len(left))
		}
	}
	b.append(id, sound, Row{Count: 96000, Rate: 48000, Data: pcm(12)})
	b.backup(t.TempDir())
	if list, err := b.vault.Check(t.Context(), nil); err != nil || len(list) > 0 {
		t.Errorf("the vault: %v, %v", list, err)
	}
}

// smallDisk mounts a disk of some size, or skips where that is not allowed.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("no disk can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestADiskWithoutRoomIsToldAsSuchAndHasNothingLeftOnIt(t *testing.T) {
	b, _ := recording(t, 12)
	dir := smallDisk(t, "1m")
	_, err := b.vault.Backup(t.Context(), dir, nil)
	if !errors.Is(err, ErrTarget) || !errors.Is(err, ErrDiskFull) {
		t.Errorf("Backup: %v", err)
	}
	_, err = b.vault.Salvage(t.Context(), filepath.Join(dir, "v"), Salvage{})
	if !errors.Is(err, ErrTarget) || !errors.Is(err, ErrDiskFull) {
		t.Errorf("Salvage: %v", err)
	}
	made := b.backup(t.TempDir())
	err = Restore(t.Context(), made.Path, filepath.Join(dir, "v"), nil)
	if !errors.Is(err, ErrTarget) || !errors.Is(err, ErrDiskFull) {
		t.Errorf("Restore: %v", err)
	}
	for name := range snapshot(t, dir) {
		if name != "v"+lockSuffix {
			t.Errorf("%s is left", name)
		}
	}
}
