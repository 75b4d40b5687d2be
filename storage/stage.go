package storage

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"barnrost/crypto"
)

// A staged object gathers boxes and writes them in one transaction. Most of a
// small one is waiting for the disk, so it grows while it takes less than half
// of stageTarget, and shrinks above it: a recording that comes in between waits
// for one at most. stageLeast and stageMost bound its bytes: ten chunks of
// sound and twenty. What waits is in memory beside what is being written.
const (
	stageTarget = 50 * time.Millisecond
	stageLeast  = 1800 << 10
	stageMost   = 3600 << 10
)

// nextStage returns how many bytes the transaction after one of n bytes gathers.
func nextStage(n int, took time.Duration) int {
	switch {
	case took < stageTarget/2:
		return min(2*n, stageMost)
	case took > stageTarget:
		return max(n/2, stageLeast)
	}
	return n
}

// Staged is an object that is being imported. Its rows are in the file and
// its key only in memory, so that a kill leaves the vault as it was; the next
// open sweeps the rows. [Tx.Adopt] makes it an object.
type Staged struct {
	v   *Vault
	id  ID
	key []byte

	sealer *crypto.Sealer

	mu      sync.Mutex // guards what follows
	object  *object
	begun   <-chan begun // the next box; nil before the first
	waiting []stagedRow
	bytes   int           // of what waits
	gather  int           // how many of them make a transaction
	flight  <-chan landed // rows on their way into the file; nil if none are
	state   stageState
}

type stageState uint8

const (
	stageOpen     stageState = iota
	stageFailed              // a flush failed: the rows in the file are not known
	stageAdopting            // in a transaction that has not ended
	stageAdopted             // an object now
	stageAborted
)

type stagedRow struct {
	stream Stream
	seq    int64
	box    []byte
}

// Stage begins an object of which nothing is known to the vault until
// [Tx.Adopt]. Every Staged must be adopted or aborted.
func (v *Vault) Stage(n NewObject) (*Staged, error) {
	if v.isClosed() {
		return nil, ErrClosed
	}
	if v.readOnly {
		return nil, ErrReadOnly
	}
	o, key, err := v.newObject(n)
	if err != nil {
		return nil, err
	}
	sealer, err := crypto.NewSealer(o.to)
	if err != nil {
		return nil, err
	}
	return &Staged{v: v, id: o.id, key: key, sealer: sealer, object: o, gather: stageLeast}, nil
}

// ID returns the id that the object will have.
func (s *Staged) ID() ID { return s.id }

// usable reports whether s may still be added to. Its lock is held.
func (s *Staged) usable() error {
	if s.state != stageOpen {
		return fmt.Errorf("storage: staging is over: %w", ErrClosed)
	}
	return nil
}

// Append adds a row. It is written with some others in a transaction of its
// own, at Import priority, while the next are sealed; it counts only once the
// object is adopted. A write that failed is told by a later call. After an
// error of a write or of ctx the object can only be aborted.
func (s *Staged) Append(ctx context.Context, n Stream, row Row) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(); err != nil {
		return err
	}
	if s.v.isClosed() {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		s.state = stageFailed
		return err
	}
	box, err := s.object.append(s.v.id, n, row, s.seal)
	if err != nil {
		return err
	}
	s.waiting = append(s.waiting, stagedRow{n, s.object.streams[n].rows - 1, box})
	s.bytes += len(box)
	if s.bytes < s.gather {
		return nil
	}
	return s.flush(ctx)
}

// begun is a box whose key exchange is done.
type begun struct {
	box *crypto.Begun
	err error
}

// seal seals a row. A row names the hash of the one before, so that rows are
// sealed one after the other; but the key exchange, a third of the work, is
// done while the row before is sealed.
func (s *Staged) seal(plain []byte) ([]byte, error) {
	mine := s.begun
	next := make(chan begun, 1)
	begin := func() begun {
		box, err := s.sealer.Begin(spareBoxes.get(s.sealer.Room(len(plain))))
		return begun{box, err}
	}
	if mine == nil {
		first := make(chan begun, 1)
		first <- begin()
		mine = first
	}
	go func() { next <- begin() }()
	s.begun = next
	b := <-mine
	if b.err != nil {
		return nil, b.err
	}
	return b.box.Seal(plain)
}

// Settle waits until nothing is on its way into the file any more, as
// [Tx.Adopt] demands.
func (s *Staged) Settle() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(); err != nil {
		return err
	}
	return s.land()
}

// flush sends the waiting rows on their way. Its lock is held.
func (s *Staged) flush(ctx context.Context) error {
	if err := s.land(); err != nil {
		return err
	}
	rows, flight := s.waiting, make(chan landed, 1)
	s.waiting, s.bytes, s.flight = nil, 0, flight
	go func() {
		var took time.Duration
		write := task{run: func() error {
			return s.v.queue.do(ctx, Import, func() error {
				began := time.Now()
				defer func() { took = time.Since(began) }()
				return s.v.plain(func(db *sql.Tx) (*change, error) {
					for i, r := range rows {
						if err := insertStaged(db, s.id, rows[i:i+1]); err != nil {
							return nil, err
						}
						spareBoxes.put(r.box) // SQLite has copied it; no row is written twice
					}
					return nil, nil
				})
			})
		}}
		flight <- landed{write.protected(), took}
	}()
	return nil
}

// landed is how a transaction of staged rows ended, and how long the writer was
// held by it.
type landed struct {
	result
	took time.Duration
}

// land waits for the rows on their way. Its lock is held.
func (s *Staged) land() error {
	if s.flight == nil {
		return nil
	}
	r := <-s.flight
	s.flight = nil
	if r.panicked != nil {
		s.state = stageFailed
		panic(r.panicked)
	}
	if r.err != nil {
		s.state = stageFailed
		return r.err
	}
	s.gather = nextStage(s.gather, r.took)
	return nil
}

func insertStaged(db *sql.Tx, id ID, rows []stagedRow) error {
	for _, r := range rows {
		_, err := db.ExecContext(context.Background(),
			"INSERT INTO chunk(obj, stream, seq, box) VALUES(?, ?, ?, ?)", id[:], int64(r.stream), r.seq, r.box)
		if err != nil {
			return explain(err)
		}
	}
	return nil
}

// SetMeta replaces the metadata.
func (s *Staged) SetMeta(meta []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(); err != nil {
		return err
	}
	if len(meta) > MaxMeta {
		return fmt.Errorf("%w: metadata of %d bytes", ErrTooLarge, len(meta))
	}
	s.object.meta = bytes.Clone(meta)
	return nil
}

// Abort forgets the object; its rows are swept. After Adopt has committed, or
// a second time, it does nothing, so that it can be deferred.
func (s *Staged) Abort() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == stageAdopted || s.state == stageAborted {
		return nil
	}
	if s.state == stageAdopting {
		return errors.New("storage: aborted while being adopted")
	}
	// Rows that came after the sweep would stay. Whether they came is all one.
	_ = s.land()
	s.state, s.waiting, s.key = stageAborted, nil, nil
	s.v.sweep(s.id)
	return nil
}

// Adopt makes a staged object, which must be settled, one of the vault's, in
// this transaction. Until that has ended nothing can be added to the staging;
// where it fails, the staging is as it was before.
func (t *Tx) Adopt(s *Staged) error {
	if t.over {
		return ErrClosed
	}
	// Never wait here: whoever holds the lock may be waiting for this writer.
	if !s.mu.TryLock() {
		return errors.New("storage: adopted while being added to")
	}
	defer s.mu.Unlock()
	if err := s.usable(); err != nil {
		return err
	}
	if s.v != t.v {
		return ErrNotFound
	}
	if s.flight != nil {
		return errors.New("storage: adopted before Settle")
	}
	if err := insertStaged(t.db, s.id, s.waiting); err != nil {
		return err
	}
	t.objects[s.id], t.keys[s.id] = s.object.copy(), s.key
	t.adopted = append(t.adopted, s)
	s.state = stageAdopting
	return nil
}

// adopted notes that the adopting transaction has committed, restored that it
// has not.
func (s *Staged) adopted() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state, s.waiting, s.key = stageAdopted, nil, nil
}

func (s *Staged) restored() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = stageOpen
}
