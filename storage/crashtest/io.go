package crashtest

import (
	"errors"
	"sync"
	"sync/atomic"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// openFile is what SQLite keeps of a file that it has open: its own part, and
// the number of our handle, since its memory must not hold Go's pointers.
type openFile struct {
	base   sqlite3.Tsqlite3_file
	handle uintptr
}

// handle is one opening of a file.
type handle struct {
	disk *Disk
	file *file
	name string
}

var (
	handles sync.Map // by number
	numbers atomic.Uintptr
)

func keep(h *handle) uintptr {
	n := numbers.Add(1)
	handles.Store(n, h)
	return n
}

func opened(pFile uintptr) *handle {
	h, ok := handles.Load((*openFile)(memory(pFile)).handle)
	if !ok {
		panic("crashtest: a file that is not open")
	}
	return h.(*handle)
}

// code returns SQLite's code for an error of the disk.
func code(err error, otherwise int32) int32 {
	switch {
	case err == nil:
		return sqlite3.SQLITE_OK
	case errors.Is(err, ErrFull):
		return sqlite3.SQLITE_FULL
	case errors.Is(err, ErrOpen):
		return sqlite3.SQLITE_CANTOPEN
	}
	return otherwise
}

// methods is the table that SQLite calls an open file through.
var methods = sqlite3.Tsqlite3_io_methods{
	FiVersion:               2, // shared memory, no mapping of files
	FxClose:                 entry(xClose),
	FxRead:                  entry(xRead),
	FxWrite:                 entry(xWrite),
	FxTruncate:              entry(xTruncate),
	FxSync:                  entry(xSync),
	FxFileSize:              entry(xFileSize),
	FxLock:                  entry(xLock),
	FxUnlock:                entry(xUnlock),
	FxCheckReservedLock:     entry(xCheckReservedLock),
	FxFileControl:           entry(xFileControl),
	FxSectorSize:            entry(xSectorSize),
	FxDeviceCharacteristics: entry(xDeviceCharacteristics),
	FxShmMap:                entry(xShmMap),
	FxShmLock:               entry(xShmLock),
	FxShmBarrier:            entry(xShmBarrier),
	FxShmUnmap:              entry(xShmUnmap),
}

func xClose(_ *libc.TLS, pFile uintptr) int32 {
	h := opened(pFile)
	h.disk.mu.Lock()
	h.file.locks.unlock(h, sqlite3.SQLITE_LOCK_NONE)
	h.disk.mu.Unlock()
	handles.Delete((*openFile)(memory(pFile)).handle)
	return sqlite3.SQLITE_OK
}

func xRead(_ *libc.TLS, pFile, zBuf uintptr, n int32, at int64) int32 {
	h, p := opened(pFile), buffer(zBuf, n)
	got, err := h.disk.read(h.file, h.name, p, at)
	if err != nil {
		return code(err, sqlite3.SQLITE_IOERR_READ)
	}
	if got < len(p) {
		clear(p[got:])
		return sqlite3.SQLITE_IOERR_SHORT_READ
	}
	return sqlite3.SQLITE_OK
}

func xWrite(_ *libc.TLS, pFile, zBuf uintptr, n int32, at int64) int32 {
	h := opened(pFile)
	return code(h.disk.write(h.file, h.name, buffer(zBuf, n), at), sqlite3.SQLITE_IOERR_WRITE)
}

func xTruncate(_ *libc.TLS, pFile uintptr, size int64) int32 {
	h := opened(pFile)
	return code(h.disk.truncate(h.file, h.name, size), sqlite3.SQLITE_IOERR_TRUNCATE)
}

func xSync(_ *libc.TLS, pFile uintptr, _ int32) int32 {
	h := opened(pFile)
	return code(h.disk.sync(h.file, h.name), sqlite3.SQLITE_IOERR_FSYNC)
}

func xFileSize(_ *libc.TLS, pFile, pSize uintptr) int32 {
	h := opened(pFile)
	setInt64(pSize, h.disk.size(h.file))
	return sqlite3.SQLITE_OK
}

func xLock(_ *libc.TLS, pFile uintptr, level int32) int32 {
	h := opened(pFile)
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	if !h.file.locks.lock(h, level) {
		return sqlite3.SQLITE_BUSY
	}
	return sqlite3.SQLITE_OK
}

func xUnlock(_ *libc.TLS, pFile uintptr, level int32) int32 {
	h := opened(pFile)
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	h.file.locks.unlock(h, level)
	return sqlite3.SQLITE_OK
}

func xCheckReservedLock(_ *libc.TLS, pFile, pResOut uintptr) int32 {
	h := opened(pFile)
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	setInt32(pResOut, 0)
	if h.file.locks.reserved != nil {
		setInt32(pResOut, 1)
	}
	return sqlite3.SQLITE_OK
}

func xFileControl(*libc.TLS, uintptr, int32, uintptr) int32 { return sqlite3.SQLITE_NOTFOUND }

// What SQLite's own VFS says of an ordinary disk.
func xSectorSize(*libc.TLS, uintptr) int32 { return 4096 }

func xDeviceCharacteristics(*libc.TLS, uintptr) int32 {
	return sqlite3.SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

func xShmMap(tls *libc.TLS, pFile uintptr, region, size, extend int32, pp uintptr) int32 {
	h := opened(pFile)
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	s := &h.file.shared
	*(*uintptr)(memory(pp)) = 0
	for extend != 0 && len(s.regions) <= int(region) {
		s.regions = append(s.regions, libc.Xcalloc(tls, 1, libc.Tsize_t(size)))
	}
	if int(region) < len(s.regions) {
		*(*uintptr)(memory(pp)) = s.regions[region]
	}
	if s.mapped == nil {
		s.mapped = map[*handle]bool{}
	}
	s.mapped[h] = true
	return sqlite3.SQLITE_OK
}

func xShmLock(_ *libc.TLS, pFile uintptr, offset, n, flags int32) int32 {
	h := opened(pFile)
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	if flags&sqlite3.SQLITE_SHM_UNLOCK != 0 {
		h.file.shared.unlock(h, offset, n)
		return sqlite3.SQLITE_OK
	}
	if !h.file.shared.lock(h, offset, n, flags&sqlite3.SQLITE_SHM_EXCLUSIVE != 0) {
		return sqlite3.SQLITE_BUSY
	}
	return sqlite3.SQLITE_OK
}

func xShmBarrier(_ *libc.TLS, pFile uintptr) {
	h := opened(pFile)
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
}

func xShmUnmap(tls *libc.TLS, pFile uintptr, _ int32) int32 {
	h := opened(pFile)
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	s := &h.file.shared
	s.unlock(h, 0, sqlite3.SQLITE_SHM_NLOCK)
	delete(s.mapped, h)
	if len(s.mapped) == 0 { // the next to come finds it empty
		for _, r := range s.regions {
			libc.Xfree(tls, r)
		}
		s.regions = nil
	}
	return sqlite3.SQLITE_OK
}
