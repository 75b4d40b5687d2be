package crashtest

import (
	"fmt"
	"math/rand/v2"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unsafe"

	"modernc.org/libc"
	_ "modernc.org/sqlite" // sets up the library below
	sqlite3 "modernc.org/sqlite/lib"
)

// vfsName is what the VFS is registered as.
const vfsName = "barnrost-crash"

// mounted has the disks by their folders.
var mounted sync.Map

// VFS registers the disks with SQLite, once in a process, and returns the name
// to open databases with.
var VFS = sync.OnceValue(func() string {
	tls := libc.NewTLS()
	defer tls.Close()
	name, err := libc.CString(vfsName) // SQLite keeps it
	if err != nil {
		panic(err)
	}
	vfs.FzName = name
	if rc := sqlite3.Xsqlite3_vfs_register(tls, uintptr(unsafe.Pointer(&vfs)), 0); rc != sqlite3.SQLITE_OK {
		panic(fmt.Sprintf("crashtest: registering the VFS: %d", rc))
	}
	return vfsName
})

// vfs is the table that SQLite calls through. A variable of the package: it
// neither moves nor goes away.
var vfs = sqlite3.Tsqlite3_vfs{
	FiVersion:          2,
	FszOsFile:          int32(unsafe.Sizeof(openFile{})),
	FmxPathname:        1024,
	FxOpen:             entry(xOpen),
	FxDelete:           entry(xDelete),
	FxAccess:           entry(xAccess),
	FxFullPathname:     entry(xFullPathname),
	FxRandomness:       entry(xRandomness),
	FxSleep:            entry(xSleep),
	FxCurrentTime:      entry(xCurrentTime),
	FxGetLastError:     entry(xGetLastError),
	FxCurrentTimeInt64: entry(xCurrentTimeInt64),
}

// entry returns a function of the package as C code translated to Go calls
// one: by the address of its descriptor.
func entry[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&f)) }

// memory turns an address that SQLite gave into a pointer. It points into
// SQLite's own memory, which Go's collector neither moves nor frees, so that
// what vet warns of cannot happen.
func memory(address uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&address)) }

func setInt32(address uintptr, v int32) { *(*int32)(memory(address)) = v }
func setInt64(address uintptr, v int64) { *(*int64)(memory(address)) = v }

func buffer(address uintptr, n int32) []byte { return unsafe.Slice((*byte)(memory(address)), n) }

// slashed returns a folder's path as SQLite writes it.
func slashed(dir string) string {
	dir = filepath.ToSlash(dir)
	if !strings.HasPrefix(dir, "/") {
		dir = "/" + dir // file:///C:/…
	}
	return path.Clean(dir)
}

// place returns the disk and the name on it that a path names; nil where there
// is no disk in its place.
func place(zName uintptr) (*Disk, string) {
	dir, name := path.Split(libc.GoString(zName))
	d, ok := mounted.Load(path.Clean(dir))
	if !ok {
		return nil, ""
	}
	return d.(*Disk), name
}

func xOpen(_ *libc.TLS, _, zName, pFile uintptr, flags int32, pOutFlags uintptr) int32 {
	of := (*openFile)(memory(pFile))
	*of = openFile{}
	if zName == 0 { // a temporary file: a vault must not need any
		mounted.Range(func(_, d any) bool {
			d.(*Disk).countTemporary()
			return true
		})
		return sqlite3.SQLITE_CANTOPEN
	}
	d, name := place(zName)
	if d == nil {
		return sqlite3.SQLITE_CANTOPEN
	}
	f, err := d.open(name, flags&sqlite3.SQLITE_OPEN_CREATE != 0)
	if err != nil {
		return code(err, sqlite3.SQLITE_CANTOPEN)
	}
	of.handle = keep(&handle{disk: d, file: f, name: name})
	of.base.FpMethods = uintptr(unsafe.Pointer(&methods))
	if pOutFlags != 0 {
		setInt32(pOutFlags, flags)
	}
	return sqlite3.SQLITE_OK
}

func (d *Disk) countTemporary() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.temporary++
}

func xDelete(_ *libc.TLS, _, zName uintptr, syncDir int32) int32 {
	d, name := place(zName)
	if d == nil {
		return sqlite3.SQLITE_IOERR_DELETE
	}
	found, err := d.remove(name, syncDir != 0)
	switch {
	case err != nil:
		return code(err, sqlite3.SQLITE_IOERR_DELETE)
	case !found:
		return sqlite3.SQLITE_IOERR_DELETE_NOENT
	}
	return sqlite3.SQLITE_OK
}

func xAccess(_ *libc.TLS, _, zName uintptr, _ int32, pResOut uintptr) int32 {
	setInt32(pResOut, 0)
	if d, name := place(zName); d != nil && d.exists(name) {
		setInt32(pResOut, 1)
	}
	return sqlite3.SQLITE_OK
}

func xFullPathname(_ *libc.TLS, _, zName uintptr, nOut int32, zOut uintptr) int32 {
	name := libc.GoString(zName)
	if len(name)+1 > int(nOut) {
		return sqlite3.SQLITE_CANTOPEN
	}
	copy(buffer(zOut, nOut), name+"\x00")
	return sqlite3.SQLITE_OK
}

// xRandomness serves the journal's nonce; nothing secret comes of it.
func xRandomness(_ *libc.TLS, _ uintptr, n int32, zOut uintptr) int32 {
	for i := range buffer(zOut, n) {
		buffer(zOut, n)[i] = byte(rand.Uint32())
	}
	return n
}

func xSleep(_ *libc.TLS, _ uintptr, microseconds int32) int32 {
	time.Sleep(time.Duration(microseconds) * time.Microsecond)
	return microseconds
}

// julian returns the time as SQLite counts it, in milliseconds.
func julian() int64 { return time.Now().UnixMilli() + 210866760000000 }

func xCurrentTimeInt64(_ *libc.TLS, _, pTime uintptr) int32 {
	setInt64(pTime, julian())
	return sqlite3.SQLITE_OK
}

func xCurrentTime(_ *libc.TLS, _, pTime uintptr) int32 {
	*(*float64)(memory(pTime)) = float64(julian()) / 86400000
	return sqlite3.SQLITE_OK
}

func xGetLastError(*libc.TLS, uintptr, int32, uintptr) int32 { return 0 }
