package storage

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
)

// ErrNotItsKey: a key that is not the spool's.
var ErrNotItsKey = errors.New("storage: not this spool's key")

// Rows opens a stream's rows with the spool's key and gives those that are
// whole to fn, in order; fn may keep Data. It stops at fn's first error and
// returns it. lost names the rows that are gone or not what was written: those
// behind them come all the same. progress, which may be nil, is told after
// each row how many of the stream were looked at.
func (s *Spool) Rows(ctx context.Context, k SpoolKey, n Stream, fn func(SpoolRow) error, progress func(done, total int64)) (lost []Damage, err error) {
	if !s.FitsKey(k) {
		return nil, ErrNotItsKey
	}
	r := &spoolReader{s: s, ctx: ctx, key: k, stream: n, runs: map[uint32]*spoolRun{}}
	if err := r.readRuns(); err != nil {
		return nil, err
	}
	total := s.Count(n)
	if progress == nil {
		progress = func(int64, int64) {}
	}
	// A row is given out when the next that can be read has named it: of two
	// that do not fit, the earlier is the one that nobody vouches for.
	var held *spoolOpened
	give := func() error {
		if held == nil {
			return nil
		}
		row := held.row
		held = nil
		return fn(row)
	}
	var run uint32
	err = r.each(0, total, func(o spoolOpened) error {
		defer progress(o.seq+1, total)
		if o.bad == nil && o.row.Run < run {
			o.bad = errUnlinked // an earlier run's, put behind a later one's
		}
		if o.bad != nil {
			lost = append(lost, Damage{Part: PartRow, Object: s.head.id, Stream: n, Seq: o.seq})
			return give()
		}
		if held != nil && held.hash != o.prev {
			lost = append(lost, Damage{Part: PartRow, Object: s.head.id, Stream: n, Seq: held.seq})
			held = nil
		}
		if err := give(); err != nil {
			return err
		}
		held, run = &o, o.row.Run
		return nil
	})
	if err == nil {
		err = give()
	}
	return lost, err
}

// spoolReader reads one stream.
type spoolReader struct {
	s      *Spool
	ctx    context.Context
	key    SpoolKey
	stream Stream
	runs   map[uint32]*spoolRun
}

// spoolOpened is a row out of its box.
type spoolOpened struct {
	seq  int64
	row  SpoolRow
	prev [32]byte // of the box before, as the row says
	hash [32]byte // of its own box
	bad  error
}

// readRuns opens the secrets of all runs. A run whose first row is damaged has
// none, and nothing vouches for its rows.
func (r *spoolReader) readRuns() error {
	of := *r
	of.stream = streamRuns
	return of.each(0, r.s.Count(streamRuns), func(o spoolOpened) error {
		if run, ok := parseRun(o.row.Data); ok && o.bad == nil && int64(o.row.Run) == o.seq {
			run.number = o.row.Run
			r.runs[run.number] = &run
		}
		return nil
	})
}

// parseRun reads the payload of a run's first row: its secret, and the sum of
// the head that it was begun under.
func parseRun(data []byte) (run spoolRun, ok bool) {
	if len(data) != len(run.secret)+len(run.head) {
		return run, false
	}
	copy(run.secret[:], data)
	copy(run.head[:], data[len(run.secret):])
	return run, true
}

// each opens the rows from the number from up to, but without, to.
func (r *spoolReader) each(from, to int64, fn func(spoolOpened) error) error {
	for seq := from; seq < to; seq++ {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		o, err := r.open(seq)
		if err != nil {
			return err
		}
		if err := fn(o); err != nil {
			return err
		}
	}
	return nil
}

// open reads and opens one row. An error is the disk's; a row that is damaged
// is bad.
func (r *spoolReader) open(seq int64) (spoolOpened, error) {
	o := spoolOpened{seq: seq}
	box, err := r.s.box(r.ctx, r.stream, seq)
	if err != nil || box == nil {
		o.bad = ErrNotFound
		return o, err
	}
	o.hash = sha256.Sum256(box)
	plain, err := openBox(box, r.key.identity)
	if err != nil {
		o.bad = err
		return o, nil
	}
	var tag []byte
	var f frame
	if f, o.row, tag, o.bad = parseSpoolRow(plain); o.bad != nil {
		return o, nil
	}
	o.prev = f.prev
	if f.vault != r.s.head.vault || f.object != r.s.head.id || f.stream != r.stream || f.seq != seq {
		o.bad = errFrame
		return o, nil
	}
	run := r.runOf(o.row)
	if run == nil || !hmac.Equal(tag, run.mac(f, o.row.Data)) {
		o.bad = errUnlinked
		return o, nil
	}
	o.row.Head = run.head
	return o, nil
}

// runOf returns the run that must vouch for a row, or nil. The first row of one
// vouches for itself.
func (r *spoolReader) runOf(row SpoolRow) *spoolRun {
	if r.stream != streamRuns {
		return r.runs[row.Run]
	}
	run, ok := parseRun(row.Data)
	if !ok {
		return nil
	}
	run.number = row.Run
	return &run
}

// parseSpoolRow reads a row's plaintext.
func parseSpoolRow(plain []byte) (frame, SpoolRow, []byte, error) {
	f, payload, err := parseFrame(plain)
	if err != nil {
		return frame{}, SpoolRow{}, nil, err
	}
	if len(payload) < spoolPrefix {
		return frame{}, SpoolRow{}, nil, errFrame
	}
	row := SpoolRow{Row: Row{Seq: f.seq, First: f.first, Count: f.count, Rate: f.rate, Final: f.final, Data: payload[spoolPrefix:]},
		Run: binary.BigEndian.Uint32(payload)}
	return f, row, payload[4:spoolPrefix], nil
}

// box reads a row's box, nil where it is gone or lies on a damaged page.
func (s *Spool) box(ctx context.Context, n Stream, seq int64) ([]byte, error) {
	s.mu.Lock()
	db := s.db
	s.mu.Unlock()
	if db == nil {
		return nil, ErrClosed
	}
	return spoolBox(ctx, db.read, n, seq)
}

func spoolBox(ctx context.Context, db *sql.DB, n Stream, seq int64) ([]byte, error) {
	var box []byte
	err := db.QueryRowContext(ctx, "SELECT box FROM chunk WHERE stream = ? AND seq = ?", int64(n), seq).Scan(&box)
	if err = explain(err); errors.Is(err, sql.ErrNoRows) || errors.Is(err, ErrDamaged) {
		return nil, nil
	}
	return box, err
}
