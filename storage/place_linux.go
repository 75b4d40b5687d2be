package storage

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// fuse is statfs's number for any file system in user space: only the mount
// table tells which.
const fuse = 0x65735546

// networkMagic are statfs's numbers for network file systems, from statfs(2)
// and linux/magic.h.
var networkMagic = map[uint32]bool{
	0x6969: true, 0x517B: true, 0xFF534D42: true, 0xFE534D42: true, // nfs, smb, cifs, smb2
	0x564C: true, 0x5346414F: true, 0x6B414653: true, 0x73757245: true, // ncp, afs, kafs, coda
	0x00C36400: true, 0x0BD00BD0: true, 0x47504653: true, // ceph, lustre, gpfs
	0x786F4256: true, 0xBACBACBC: true, // vboxsf, vmhgfs
	0x013661: true, 0x20030528: true, // acfs, orangefs
}

// checkNetwork judges the file system that dir, which exists, lies on.
func checkNetwork(dir string) error {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return explain(fmt.Errorf("storage: place: %w", err))
	}
	magic := uint32(st.Type)
	if networkMagic[magic] {
		return ErrNetwork
	}
	if magic != fuse {
		return nil
	}
	table, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil // no table to ask: a local FUSE is the likelier
	}
	if isNetworkType(mountType(string(table), dir)) {
		return ErrNetwork
	}
	return nil
}

// mountType returns the type of the file system that path lies on, by a table
// in the form of /proc/self/mountinfo (proc(5)); "" where no line fits.
func mountType(table, path string) string {
	best, found := -1, ""
	for line := range strings.Lines(table) {
		before, after, ok := strings.Cut(line, " - ")
		fields, types := strings.Fields(before), strings.Fields(after)
		if !ok || len(fields) < 5 || len(types) < 1 {
			continue
		}
		point := unescapeMount(fields[4])
		if pathBelow(path, point) && len(point) >= best { // the last of equals lies on top
			best, found = len(point), types[0]
		}
	}
	return found
}

// pathBelow reports whether path is point or lies below it.
func pathBelow(path, point string) bool {
	rest, ok := strings.CutPrefix(filepath.Clean(path), filepath.Clean(point))
	return ok && (rest == "" || rest[0] == '/' || point == "/")
}

// unescapeMount undoes the octal escapes of blanks and backslashes.
func unescapeMount(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// syncRoots: no synchronising program names its folder to others here.
func syncRoots() []string { return nil }

// free is what the file system of dir, which exists, has left for us, in bytes.
func free(dir string) (int64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return int64(min(st.Bavail, 1<<40)) * st.Bsize, nil
}
