package storage

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
)

// streamRuns holds the first row of every run. It is the spool's own.
const streamRuns Stream = 255

// spoolPrefix is how many bytes stand before a row's payload: the number of
// its run, 4 bytes big-endian, and the HMAC-SHA256 under the run's secret over
// frame, number and payload.
const spoolPrefix = 4 + sha256.Size

// spoolRun is one process's part of a spool.
type spoolRun struct {
	number uint32
	secret [32]byte
	head   [32]byte // sum of the head it was begun under
}

// SpoolRow is a row of a spool.
type SpoolRow struct {
	Row
	// Run is the number of the run it belongs to: numbers of samples begin at 0
	// in each.
	Run uint32
	// Head is [Spool.Sum] as it was when the run began.
	Head [32]byte
}

// spoolDoubt is a row whose COMMIT failed: the file may or may not have it.
type spoolDoubt struct {
	stream Stream
	seq    int64
	box    [32]byte // SHA-256
	row    [32]byte // sum of the row as the caller gave it
}

// Append writes a row at the end of a stream in a transaction of its own and
// gives it its number; row.Seq is ignored. Once it has returned nil the row
// survives a kill and a power cut. Where it fails nothing was written, or the
// same row given again, which is to be the next in its stream, is known to be
// written. It returns [ErrDiskFull], [ErrTooLarge], [ErrClosed] and the like.
func (s *Spool) Append(ctx context.Context, n Stream, row Row) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if n == streamRuns {
		return fmt.Errorf("storage: stream %d is the spool's own", n)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return ErrClosed
	}
	if s.foreign {
		return &DamageError{Damage: Damage{Part: PartTables, Object: s.head.id}}
	}
	if s.streams[n].rows >= maxSpoolRows {
		return fmt.Errorf("%w: %d rows", ErrTooLarge, maxSpoolRows)
	}
	done, err := s.resolve(n, row)
	if err != nil || done {
		return err
	}
	if s.run == nil {
		if err := s.begin(); err != nil {
			return err
		}
	}
	return s.write(s.run, n, row)
}

// Run returns the number that rows of this process have, and begins its run
// where nothing was written yet.
func (s *Spool) Run() (uint32, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return 0, ErrClosed
	}
	if s.run == nil {
		if err := s.begin(); err != nil {
			return 0, err
		}
	}
	return s.run.number, nil
}

// begin begins this process's run. The lock is held.
func (s *Spool) begin() error {
	if _, err := s.resolve(streamRuns, Row{}); err != nil {
		return err
	}
	run := &spoolRun{number: uint32(s.streams[streamRuns].rows)}
	rand.Read(run.secret[:]) // never fails: it ends the program instead
	if err := s.write(run, streamRuns, Row{Data: append(run.secret[:], s.sum[:]...)}); err != nil {
		return err // a row that came all the same is a run without rows
	}
	s.run = run
	return nil
}

// write seals a row and writes it. The lock is held.
func (s *Spool) write(run *spoolRun, n Stream, row Row) error {
	end := s.streams[n]
	f := frame{vault: s.head.vault, object: s.head.id, stream: n, final: row.Final, seq: end.rows,
		first: row.First, count: row.Count, rate: row.Rate, prev: end.last}
	fixed := s.head.fixed[n]
	if fixed > 0 {
		fixed += spoolPrefix
	}
	box, err := sealRow(sealTo(s.recipient()), f, run.payload(f, row.Data), fixed)
	if err != nil {
		return err
	}
	err = s.commit(n, end.rows, box)
	if err == nil {
		s.streams[n] = spoolEnd{rows: end.rows + 1, last: sha256.Sum256(box)}
	} else if errors.Is(err, errInDoubt) {
		s.doubt = &spoolDoubt{stream: n, seq: end.rows, box: sha256.Sum256(box), row: rowSum(row)}
	}
	return err
}

// payload is what lies behind a row's frame.
func (r *spoolRun) payload(f frame, data []byte) []byte {
	f.length = uint32(spoolPrefix + len(data))
	b := make([]byte, spoolPrefix, spoolPrefix+len(data))
	binary.BigEndian.PutUint32(b, r.number)
	copy(b[4:], r.mac(f, data))
	return append(b, data...)
}

// mac is a row's HMAC.
func (r *spoolRun) mac(f frame, data []byte) []byte {
	head := make([]byte, frameSize, frameSize+4)
	f.put(head)
	m := hmac.New(sha256.New, r.secret[:])
	m.Write(binary.BigEndian.AppendUint32(head, r.number))
	m.Write(data)
	return m.Sum(nil)
}

// errInDoubt: a COMMIT failed.
var errInDoubt = errors.New("storage: a commit failed")

// commit inserts a box. The lock is held.
func (s *Spool) commit(n Stream, seq int64, box []byte) error {
	ctx := context.Background() // one that ended would undo it halfway
	tx, err := s.db.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO chunk(stream, seq, box) VALUES(?, ?, ?)", int64(n), seq, box)
	if err != nil {
		// SQLite may have rolled back by itself already, on a full disk.
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) {
			err = errors.Join(err, undo)
		}
		return explain(err)
	}
	if err := tx.Commit(); err != nil {
		return errors.Join(errInDoubt, explain(err))
	}
	return nil
}

// resolve settles a row whose COMMIT failed, and reports whether row is that
// very one and stands in the file. The lock is held.
func (s *Spool) resolve(n Stream, row Row) (done bool, err error) {
	d := s.doubt
	if d == nil {
		return false, nil
	}
	if err := s.readEnds(context.Background()); err != nil {
		return false, err
	}
	s.doubt = nil
	end := s.streams[d.stream]
	return end.rows == d.seq+1 && end.last == d.box && n == d.stream && rowSum(row) == d.row, nil
}

// rowSum is what tells rows apart that a caller gives.
func rowSum(r Row) [32]byte {
	sum := sha256.New()
	r.Seq = 0
	sumRow(sum, r)
	return [32]byte(sum.Sum(nil))
}
