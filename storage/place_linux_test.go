package storage

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

const mounts = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 22 0:35 / /home/asa/server rw - cifs //server/hem rw
41 22 0:36 / /home/asa/my\040files rw - fuse.sshfs asa@server: rw
42 22 0:37 / /mnt rw - tmpfs tmpfs rw
43 42 0:38 / /mnt rw - fuse.rclone moln: rw
broken line
44 22 0:39 /
`

func TestTheMountTableTellsTheFileSystem(t *testing.T) {
	for path, want := range map[string]string{
		"/home/asa/x":           "ext4",
		"/home/asa/server/a/b":  "cifs",
		"/home/asa/serverrum":   "ext4",
		"/home/asa/my files/x":  "fuse.sshfs",
		"/mnt/x":                "fuse.rclone",
		"/":                     "ext4",
		"/home/asa/my\\040file": "ext4",
	} {
		if got := mountType(mounts, path); got != want {
			t.Errorf("%s lies on %q, want %q", path, got, want)
		}
	}
	if got := mountType("", "/x"); got != "" {
		t.Errorf("an empty table says %q", got)
	}
}

func TestALocalFolderIsNoNetwork(t *testing.T) {
	if err := checkNetwork("/proc"); err != nil {
		t.Errorf("/proc: %v", err)
	}
	if err := checkNetwork("/no/such/folder"); err == nil {
		t.Error("a folder that is not there")
	}
}

// asNobody runs fn on a thread whose file accesses are another user's, which
// takes root's right to write everywhere away; without root, plain modes do.
func asNobody(t *testing.T, fn func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		fn()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		if err := unix.Setfsuid(65534); err != nil {
			t.Error(err)
			return
		}
		fn()
	}()
	<-done
}

func TestAFolderThatMayNotBeWrittenIsRefused(t *testing.T) {
	dir, err := os.MkdirTemp("", "barnrost-*") // t.TempDir lies in a folder others may not enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(os.Chmod(dir, 0o700), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(dir, "vault")
	v, err := Create(t.Context(), path, testSetup())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(v.Close(), os.Remove(path+lockSuffix), os.Chmod(dir, 0o555)); err != nil {
		t.Fatal(err)
	}
	asNobody(t, func() {
		for what, err := range map[string]error{
			"a folder": CheckPlace(dir), "a folder below": CheckPlace(filepath.Join(dir, "below")),
		} {
			if !errors.Is(err, ErrReadOnly) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := Open(t.Context(), path); !errors.Is(err, ErrReadOnly) {
			t.Errorf("Open: %v", err)
		}
		if _, err := Create(t.Context(), path+"2", testSetup()); !errors.Is(err, ErrReadOnly) {
			t.Errorf("Create: %v", err)
		}
	})
}

func FuzzMountTable(f *testing.F) {
	f.Add(mounts, "/home/asa/my files")
	f.Add("1 2 3 4 \\0 - x", "/")
	f.Add(`1 2 3 4 /\777 - ext4`, "/\x7f")
	f.Fuzz(func(t *testing.T, table, path string) {
		mountType(table, path) // must not panic
	})
}
