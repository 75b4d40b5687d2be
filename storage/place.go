package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// CheckPlace says whether a vault may lie in dir, which it creates with mode
// 0700 where it is missing. It returns [ErrNetwork] for a network file system,
// on which locks and fsync cannot be relied on; [ErrSynced] for a folder that
// a service copies elsewhere or that roams, which would copy half-written
// files; [ErrReadOnly]; [ErrDiskFull]; or nil.
func CheckPlace(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("storage: place: %w", err)
	}
	if err := judge(dir); err != nil { // before anything is made there
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unusable(err)
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return explain(fmt.Errorf("storage: place: %w", err))
	}
	if err := judge(real); err != nil {
		return err
	}
	return tryWriting(real)
}

// unusable explains why a folder could not be made. A file in its way, a name
// that is too long and the like mean that nothing can be written there.
func unusable(err error) error {
	err = explain(fmt.Errorf("storage: place: %w", err))
	if errors.Is(err, ErrDiskFull) || errors.Is(err, ErrReadOnly) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrReadOnly, err)
}

// judge looks at a path and the file system of the nearest folder on it that
// exists.
func judge(path string) error {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // then the rules about the home folder do not apply
	}
	if isSynced(path, home, syncRoots()) {
		return ErrSynced
	}
	existing := path
	for {
		if _, err := os.Stat(existing); err == nil || filepath.Dir(existing) == existing {
			break
		}
		existing = filepath.Dir(existing)
	}
	if hasSyncMarker(existing) {
		return ErrSynced
	}
	return checkNetwork(existing)
}

// Free returns how many bytes may still be written in dir, which must exist.
func Free(dir string) (int64, error) {
	n, err := free(dir)
	if err != nil {
		return 0, explain(fmt.Errorf("storage: place: %w", err))
	}
	return n, nil
}

// tryWriting makes a file and takes it away again.
func tryWriting(dir string) error {
	f, err := os.CreateTemp(dir, ".barnrost-*")
	if err != nil {
		return explain(fmt.Errorf("storage: place: %w", err))
	}
	_, err = f.Write(make([]byte, 1))
	return explain(errors.Join(err, f.Close(), os.Remove(f.Name())))
}

// syncedNames are folder names, in lower case, that synchronising programs
// make, wherever they stand in a path.
var syncedNames = map[string]bool{
	"onedrive": true, "skydrive": true, "dropbox": true, "google drive": true, "googledrive": true,
	"google drive file stream": true, "my drive": true, "min enhet": true, "icloud drive": true,
	"iclouddrive": true, "mobile documents": true, "cloudstorage": true, "nextcloud": true,
	"owncloud": true, "box sync": true, "pcloud drive": true, "pclouddrive": true, "proton drive": true,
	"tresorit": true, "seafile": true, "seadrive": true, "megasync": true, "jottacloud": true,
	"creative cloud files": true, "sharefile": true,
}

// syncedPrefixes cover names that a service lengthens: "OneDrive - Göteborgs
// Stad", "Dropbox (Unit)".
var syncedPrefixes = []string{"onedrive -", "onedrive –", "onedrive-", "dropbox (", "dropbox -", "nextcloud-", "nextcloud -"}

// syncedAtHome are names too common to mean anything but just below the home
// folder.
var syncedAtHome = map[string]bool{"box": true, "mega": true, "sync": true, "syncthing": true}

// isSynced judges a path by its names and by the roots that the system names.
func isSynced(path, home string, roots []string) bool {
	for _, root := range roots {
		if root != "" && within(path, root) {
			return true
		}
	}
	for _, name := range strings.FieldsFunc(path, isSeparator) {
		name = strings.ToLower(name)
		if syncedNames[name] {
			return true
		}
		for _, prefix := range syncedPrefixes {
			if strings.HasPrefix(name, prefix) {
				return true
			}
		}
	}
	if home == "" || !within(path, home) {
		return false
	}
	below := strings.FieldsFunc(path[len(filepath.Clean(home)):], isSeparator)
	return len(below) > 0 && syncedAtHome[strings.ToLower(below[0])]
}

func isSeparator(r rune) bool { return r == '/' || r == filepath.Separator }

// within reports whether path is root or lies below it. Case is ignored: so do
// the systems on which roots are named.
func within(path, root string) bool {
	path, root = strings.ToLower(filepath.Clean(path)), strings.ToLower(filepath.Clean(root))
	rest, ok := strings.CutPrefix(path, root)
	return ok && (rest == "" || isSeparator(rune(rest[0])) || strings.HasSuffix(root, string(filepath.Separator)))
}

// syncMarkers are files that lie in the root of a synchronised folder,
// whatever it is called.
var syncMarkers = []string{".dropbox.cache", ".dropbox", ".stfolder", ".nextcloudsync.log", ".owncloudsync.log",
	".tmp.drivedownload", ".tmp.driveupload", ".849C9593-D756-4E56-8D6E-42412F2A707B"}

// hasSyncMarker looks for a marker in dir and every folder above it but the
// home folder, where ".dropbox" holds settings only.
func hasSyncMarker(dir string) bool {
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	for ; ; dir = filepath.Dir(dir) {
		for _, name := range syncMarkers {
			if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) && err == nil && dir != home {
				return true
			}
		}
		if filepath.Dir(dir) == dir {
			return false
		}
	}
}

// networkTypes are file systems on the network, and folders shared by a
// virtual machine's host, whose locks and fsync are no better. FUSE ones have
// their prefix taken off. 9p and virtiofs are not among them: whole containers
// and virtual machines run on these, with no other disk.
var networkTypes = map[string]bool{
	"nfs": true, "nfs4": true, "cifs": true, "smb": true, "smb2": true, "smb3": true, "smbfs": true, "smbnetfs": true,
	"ncpfs": true, "ncp": true, "afs": true, "afpfs": true, "coda": true, "ceph": true, "glusterfs": true, "lustre": true,
	"gpfs": true, "drvfs": true, "vboxsf": true, "vmhgfs": true, "vmhgfs-fuse": true, "prl_fs": true,
	"webdav": true, "davfs": true, "davfs2": true, "sshfs": true, "curlftpfs": true, "ftpfs": true, "rclone": true, "s3fs": true,
	"gcsfuse": true, "goofys": true, "gvfsd-fuse": true, "kio-fuse": true, "onedriver": true, "google-drive-ocamlfuse": true,
	"juicefs": true, "seadrive": true, "acfs": true, "orangefs": true, "pvfs2": true, "moosefs": true, "beegfs": true,
}

// isNetworkType judges a file system by its name in the mount table.
func isNetworkType(name string) bool {
	name = strings.ToLower(name)
	name = strings.TrimPrefix(name, "fuse.")
	return networkTypes[name]
}
