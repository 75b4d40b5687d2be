package crashtest

import sqlite3 "modernc.org/sqlite/lib"

// locks are the locks on one file, of SQLite's five levels
// (https://sqlite.org/lockingv3.html): who reads, who means to write, and
// whether that one already keeps new readers out. The disk's lock guards them.
type locks struct {
	held     map[*handle]int32 // by their owners
	reserved *handle           // the one that is above SHARED
}

// lock raises h's lock, or reports that others are in the way.
func (l *locks) lock(h *handle, level int32) bool {
	if l.held == nil {
		l.held = map[*handle]int32{}
	}
	if l.held[h] >= level {
		return true
	}
	other := l.reserved != nil && l.reserved != h
	switch level {
	case sqlite3.SQLITE_LOCK_SHARED:
		if other && l.held[l.reserved] >= sqlite3.SQLITE_LOCK_PENDING {
			return false
		}
	case sqlite3.SQLITE_LOCK_RESERVED:
		if other {
			return false
		}
		l.reserved = h
	default: // PENDING comes on the way to EXCLUSIVE
		if other {
			return false
		}
		l.reserved = h
		if len(l.held) > 1 {
			l.held[h] = sqlite3.SQLITE_LOCK_PENDING
			return false
		}
	}
	l.held[h] = level
	return true
}

// unlock lowers h's lock to SHARED or none.
func (l *locks) unlock(h *handle, level int32) {
	if l.held[h] <= level {
		return
	}
	if l.reserved == h {
		l.reserved = nil
	}
	if level == sqlite3.SQLITE_LOCK_NONE {
		delete(l.held, h)
		return
	}
	l.held[h] = level
}

// sharedMemory is what the connections to one file share in WAL mode, which
// only the controls use.
type sharedMemory struct {
	regions   []uintptr // in SQLite's memory
	mapped    map[*handle]bool
	shared    [sqlite3.SQLITE_SHM_NLOCK]map[*handle]bool
	exclusive [sqlite3.SQLITE_SHM_NLOCK]*handle
}

// lock takes n locks from the one numbered from on, all or none.
func (s *sharedMemory) lock(h *handle, from, n int32, alone bool) bool {
	for i := from; i < from+n; i++ {
		if s.exclusive[i] != nil && s.exclusive[i] != h {
			return false
		}
		if others := len(s.shared[i]); alone && (others > 1 || others == 1 && !s.shared[i][h]) {
			return false
		}
	}
	for i := from; i < from+n; i++ {
		if alone {
			s.exclusive[i] = h
			continue
		}
		if s.shared[i] == nil {
			s.shared[i] = map[*handle]bool{}
		}
		s.shared[i][h] = true
	}
	return true
}

func (s *sharedMemory) unlock(h *handle, from, n int32) {
	for i := from; i < from+n; i++ {
		delete(s.shared[i], h)
		if s.exclusive[i] == h {
			s.exclusive[i] = nil
		}
	}
}
