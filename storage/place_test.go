package storage

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestSyncedFoldersAreKnownByName(t *testing.T) {
	home := filepath.FromSlash("/home/asa")
	for path, want := range map[string]bool{
		"/home/asa/.local/share/barnrost":                     false,
		"/home/asa/OneDrive/barnrost":                         true,
		"/home/asa/onedrive - Björkdalens kommun/x":           true,
		"/home/asa/OneDrive – Björkdalens kommun/x":           true,
		"/home/asa/Dropbox/x":                                 true,
		"/home/asa/Dropbox (Enheten)/x":                       true,
		"/home/asa/Google Drive/x":                            true,
		"/mnt/g/Min enhet/x":                                  true,
		"/Users/asa/Library/Mobile Documents/x":               true,
		"/Users/asa/Library/CloudStorage/OneDrive-Personal/x": true,
		"/home/asa/Nextcloud/x":                               true,
		"/home/asa/Box/x":                                     true,
		"/home/asa/lådor/Box/x":                               false,
		"/home/asa/Dokument/dropboxes/x":                      false,
		"/home/asa/OneDriver/x":                               false,
		"/srv/molnet/x":                                       true, // a root that the system names
		"/srv/molnetannat/x":                                  false,
		"/SRV/Molnet":                                         true,
	} {
		roots := []string{"", filepath.FromSlash("/srv/molnet")}
		if got := isSynced(filepath.FromSlash(path), home, roots); got != want {
			t.Errorf("%s: synced %v", path, got)
		}
	}
}

func TestNetworkFileSystemsAreKnownByName(t *testing.T) {
	for name, want := range map[string]bool{
		"nfs4": true, "cifs": true, "fuse.sshfs": true, "fuse.rclone": true, "9p": false, "CIFS": true, "fuse.gvfsd-fuse": true,
		"ext4": false, "btrfs": false, "xfs": false, "fuseblk": false, "fuse.gocryptfs": false, "apfs": false, "overlay": false, "": false,
	} {
		if got := isNetworkType(name); got != want {
			t.Errorf("%q: network %v", name, got)
		}
	}
}

func TestAPlaceIsMadeAndLeftClean(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	for range 2 {
		if err := CheckPlace(dir); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(dir)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestAPlaceThatCannotBeAFolderIsNoPlace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "brev.txt")
	if err := os.WriteFile(file, []byte("hej"), 0o600); err != nil {
		t.Fatal(err)
	}
	for what, dir := range map[string]string{
		"a file": file, "below a file": filepath.Join(file, "a", "b"), "a name without end": filepath.Join(t.TempDir(), strings.Repeat("l", 300)),
	} {
		if err := CheckPlace(dir); !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestASyncedPlaceIsRefusedBeforeAnythingIsMade(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "OneDrive - Björkdalens kommun", "Barnröst")
	if err := CheckPlace(dir); !errors.Is(err, ErrSynced) {
		t.Fatalf("%v", err)
	}
	if left, err := os.ReadDir(root); err != nil || len(left) != 0 {
		t.Errorf("made all the same: %v, %v", left, err)
	}
	marked := filepath.Join(root, "whatever")
	if err := os.MkdirAll(filepath.Join(marked, ".stfolder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := CheckPlace(filepath.Join(marked, "deep", "down")); !errors.Is(err, ErrSynced) {
		t.Errorf("a folder with a marker: %v", err)
	}
	link := filepath.Join(root, "innocent")
	if err := os.Mkdir(filepath.Join(root, "Dropbox"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(root, "Dropbox"), link); err != nil {
		if runtime.GOOS == "windows" {
			return // links need a right there
		}
		t.Fatal(err)
	}
	if err := CheckPlace(link); !errors.Is(err, ErrSynced) {
		t.Errorf("a link into a synced folder: %v", err)
	}
}

func TestAFileInTheWayIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := CheckPlace(path); err == nil {
		t.Error("a file is no place")
	}
}
