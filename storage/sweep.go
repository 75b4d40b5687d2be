package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Sweeping takes away rows that nothing can open: of erased objects, and of
// staging that was aborted or cut off. It never touches a row whose object
// has a key or stands in the catalog, however damaged that is.

// sweepTarget is how long one step may hold the writer; sweepMost bounds its
// rows. A step grows while it stays under half the target.
const (
	sweepTarget = 50 * time.Millisecond
	sweepMost   = 256
	vacuumPages = 400
)

// sweeper knows what is being swept.
type sweeper struct {
	mu      sync.Mutex
	ids     []ID
	running bool
	ended   bool
	group   sync.WaitGroup
}

// end waits until no sweep runs and starts none again.
func (s *sweeper) end() {
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	s.group.Wait()
}

// add queues ids and reports whether a sweep has to be started.
func (s *sweeper) add(ids []ID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids = append(s.ids, ids...)
	if s.running || s.ended || len(s.ids) == 0 {
		return false
	}
	s.running = true
	s.group.Add(1)
	return true
}

// next takes one id; the sweep ends where there is none.
func (s *sweeper) next() (ID, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.ids) == 0 {
		s.running = false
		return ID{}, false
	}
	id := s.ids[0]
	s.ids = s.ids[1:]
	return id, true
}

// sweep sees to it that the rows of ids go, in small steps behind every other
// write. What it does not get done, the next open takes up.
func (v *Vault) sweep(ids ...ID) {
	if !v.readOnly && v.sweeps.add(ids) {
		go v.sweepAll()
	}
}

func (v *Vault) sweepAll() {
	defer v.sweeps.group.Done()
	for {
		id, more := v.sweeps.next()
		if !more {
			return
		}
		// An error ends this object's sweep only: a full or closed vault
		// will say so to whoever writes, and the rows are found again.
		if v.sweepObject(id) == nil {
			v.vacuum()
		}
	}
}

// sweepObject deletes an object's rows, step by step.
func (v *Vault) sweepObject(id ID) error {
	p := newPace()
	for {
		var n int
		var took time.Duration
		err := v.queue.do(context.Background(), background, func() (err error) {
			began := time.Now()
			n, err = v.sweepStep(id, p.rows)
			took = time.Since(began)
			return err
		})
		if more, err := p.next(n, took, err); !more {
			return err
		}
	}
}

// pace is how many rows one step of a sweep deletes. What is deleted is first
// copied into the journal: on a disk that an import has filled only short steps
// have room, and these make room for longer ones.
type pace struct{ rows, most int }

func newPace() pace { return pace{rows: 4, most: sweepMost} }

// next sets the length of the next step after one that deleted n rows, and
// reports whether there is one.
func (p *pace) next(n int, took time.Duration, err error) (more bool, _ error) {
	switch {
	case errors.Is(err, ErrDiskFull) && p.rows > 1:
		p.most = p.rows / 2
		p.rows = p.most
	case err != nil || n < p.rows:
		return false, err // that was the last
	case took < sweepTarget/2:
		p.rows = min(p.rows*2, p.most)
	case took > sweepTarget:
		p.rows = max(p.rows/2, 1)
	}
	return true, nil
}

// sweepStep deletes at most n rows and returns how many it deleted.
func (v *Vault) sweepStep(id ID, n int) (int, error) {
	v.mu.RLock()
	kept := v.objects[id] != nil || v.broken
	_, unread := v.unread[id]
	v.mu.RUnlock()
	if kept || unread {
		return 0, nil
	}
	var deleted int64
	err := v.plain(func(db *sql.Tx) (*change, error) {
		r, err := db.ExecContext(context.Background(), `DELETE FROM chunk WHERE rowid IN
			(SELECT rowid FROM chunk WHERE obj = ?1 AND NOT EXISTS (SELECT 1 FROM object WHERE id = ?1) LIMIT ?2)`, id[:], n)
		if err != nil {
			return nil, explain(err)
		}
		deleted, err = r.RowsAffected()
		return nil, explain(err)
	})
	return int(deleted), err
}

// vacuum gives free pages back to the file system in short steps. Where one
// fails for anything but want of room the pages stay free, which is no loss.
func (v *Vault) vacuum() {
	pages := int64(vacuumPages)
	for more := true; more; {
		err := v.queue.do(context.Background(), background, func() error {
			var free int64
			v.disk.Lock()
			defer v.disk.Unlock()
			ctx := context.Background()
			if err := v.db.write.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&free); err != nil {
				return explain(err)
			}
			more = free > pages
			if free == 0 {
				return nil
			}
			_, err := v.db.write.ExecContext(ctx, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", pages))
			return explain(err)
		})
		switch {
		case errors.Is(err, ErrDiskFull) && pages > 1:
			pages /= 4
			pages, more = max(pages, 1), true
		case err != nil:
			return
		}
	}
}

// errNobodys: there are rows of what cannot be an object.
var errNobodys = fmt.Errorf("%w: rows of no object", ErrDamaged)

// orphans returns the objects that have rows but no key, together with
// errNobodys where that is so. It looks one row up for each object, not each
// row.
func orphans(ctx context.Context, db *sql.DB) ([]ID, error) {
	var list []ID
	var nobodys error
	at := []byte{} // sorts before every id
	for {
		var obj []byte
		var kept bool
		err := db.QueryRowContext(ctx, `SELECT obj, EXISTS (SELECT 1 FROM object WHERE id = obj)
			FROM chunk WHERE obj > ? ORDER BY obj LIMIT 1`, at).Scan(&obj, &kept)
		if errors.Is(err, sql.ErrNoRows) {
			return list, nobodys
		}
		if err != nil {
			return list, explain(err)
		}
		if id, err := toID(obj); err != nil {
			nobodys = errNobodys
		} else if !kept {
			list = append(list, id)
		}
		at = obj
	}
}
