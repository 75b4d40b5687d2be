package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"io"
	"runtime"

	"barnrost/crypto"
)

// A row is trusted when its frame says that it belongs where it lies and the
// next row, or the head for the last one, holds the SHA-256 of its box. Trust
// runs backwards from the head, so a link that does not fit is blamed on the
// row whose own hash nobody vouches for.

// fetchRows and fetchBytes bound one read: the cursor is closed before
// anything is decrypted.
const (
	fetchRows  = 256
	fetchBytes = 2 << 20
)

// Row reads one row. It returns [ErrNotFound] where the stream has no such
// row, and a [DamageError] where it should and the row is not what was written.
func (v *Vault) Row(ctx context.Context, id ID, s Stream, seq int64) (Row, error) {
	r, err := v.reader(ctx, id, s, 2)
	if err != nil {
		return Row{}, v.orClosed(err)
	}
	if seq < 0 || seq >= r.head.rows {
		return Row{}, ErrNotFound
	}
	row, err := r.row(seq)
	return row, v.orClosed(err)
}

// Rows gives fn a stream's rows from the number from on, in order; fn may
// keep Data. It stops at fn's first error and returns it. A damaged row stops
// it with a [DamageError]; the rows behind it can be had by calling again from
// the next number. [ErrChanged] means that the stream was replaced meanwhile.
func (v *Vault) Rows(ctx context.Context, id ID, s Stream, from int64, fn func(Row) error) error {
	r, err := v.reader(ctx, id, s, fetchRows)
	if err != nil {
		return v.orClosed(err)
	}
	for seq := max(from, 0); seq < r.head.rows; seq++ {
		row, err := r.row(seq)
		if err != nil {
			return v.orClosed(err)
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return nil
}

// streamReader reads one stream as it was when the reader was made.
type streamReader struct {
	v      *Vault
	ctx    context.Context
	object *object
	stream Stream
	head   stream
	key    crypto.Identity
	batch  int
	ahead  map[int64]<-chan opened // fetched, and opened by others meanwhile
	opened map[int64]opened        // the last few
}

// opened is a row out of its box.
type opened struct {
	frame    frame
	data     []byte
	hash     [32]byte // SHA-256 of the box
	bad      error    // not nil: the rest but hash is not set
	panicked any      // what opening it panicked with
}

func (v *Vault) reader(ctx context.Context, id ID, s Stream, batch int) (*streamReader, error) {
	o := v.object(id)
	if o == nil {
		return nil, ErrNotFound
	}
	key, err := v.identity(ctx, id)
	if err != nil {
		return nil, err
	}
	return &streamReader{v: v, ctx: ctx, object: o, stream: s, head: o.streams[s], key: key, batch: batch,
		ahead: map[int64]<-chan opened{}, opened: map[int64]opened{}}, nil
}

// row returns the row seq, checked.
func (r *streamReader) row(seq int64) (Row, error) {
	own, err := r.open(seq)
	if err != nil {
		return Row{}, err
	}
	if own.bad == nil {
		if own.bad, err = r.unlinked(seq, own.hash); err != nil {
			return Row{}, err
		}
	}
	if own.bad != nil {
		return Row{}, &DamageError{Damage: Damage{Part: PartRow, Object: r.object.id, Stream: r.stream, Seq: seq}, Err: own.bad}
	}
	f := own.frame
	return Row{Seq: f.seq, First: f.first, Count: f.count, Rate: f.rate, Final: f.final, Data: own.data}, nil
}

// errUnlinked: a row that belongs in its place by its frame, and yet is not
// the one that the chain names.
var errUnlinked = errors.New("storage: not the row of the chain")

// unlinked returns errUnlinked where the chain speaks against the row seq.
// A next row that is itself damaged says nothing.
func (r *streamReader) unlinked(seq int64, hash [32]byte) (bad, err error) {
	named, sure, err := r.named(seq)
	if err != nil || !sure || named == hash {
		return nil, err
	}
	if seq+1 < r.head.rows {
		// Which of the two is wrong? The next, unless it is itself vouched for.
		next, err := r.open(seq + 1)
		if err != nil {
			return nil, err
		}
		after, sure, err := r.named(seq + 1)
		if err != nil || !sure || after != next.hash {
			return nil, err
		}
	}
	return errUnlinked, nil
}

// named returns the hash that the next row, or the head, gives for the row
// seq; sure is false where the next row cannot be read.
func (r *streamReader) named(seq int64) (hash [32]byte, sure bool, err error) {
	if seq == r.head.rows-1 {
		return r.head.last, !r.object.unsound, nil
	}
	next, err := r.open(seq + 1)
	return next.frame.prev, next.bad == nil, err
}

// open returns the row seq out of its box, from memory where it was just read.
func (r *streamReader) open(seq int64) (opened, error) {
	if o, ok := r.opened[seq]; ok {
		return o, nil
	}
	if err := r.reach(seq); err != nil {
		return opened{}, err
	}
	o := <-r.ahead[seq]
	if o.panicked != nil {
		panic(o.panicked) // where the caller can see to it
	}
	delete(r.opened, seq-3)
	delete(r.ahead, seq)
	r.opened[seq] = o
	return o, nil
}

// fetched is the box of a row, nil for a row that is gone.
type fetched struct {
	seq int64
	box []byte
}

// openers is how many boxes are opened at once: all cores, but for one where
// what is read can wait for what somebody does.
func (v *Vault) openers() int {
	if v.gentle {
		return max(runtime.GOMAXPROCS(0)-1, 1)
	}
	return runtime.GOMAXPROCS(0)
}

// unseal begins to open boxes, on all cores, in order.
func (r *streamReader) unseal(boxes []fetched) {
	jobs := make(chan func(), len(boxes))
	for _, f := range boxes {
		result := make(chan opened, 1)
		r.ahead[f.seq] = result
		if f.box == nil {
			result <- opened{bad: ErrNotFound}
			continue
		}
		jobs <- func() { result <- r.openRow(f) }
	}
	close(jobs)
	for range min(len(jobs), r.v.openers()) {
		go func() {
			for job := range jobs {
				job()
			}
		}()
	}
}

// openRow opens a box and compares its frame with its place.
func (r *streamReader) openRow(from fetched) (o opened) {
	defer func() {
		if p := recover(); p != nil {
			o.panicked = p
		}
	}()
	defer spareBoxes.put(from.box)
	o.hash = sha256.Sum256(from.box)
	plain, err := openBox(from.box, r.key)
	if err != nil {
		o.bad = err
		return o
	}
	f, data, err := parseFrame(plain)
	if err == nil && (f.vault != r.v.id || f.object != r.object.id || f.stream != r.stream || f.seq != from.seq) {
		err = errFrame
	}
	o.frame, o.data, o.bad = f, data, err
	return o
}

// openBox is crypto.Open with the memory for it taken at once.
func openBox(box []byte, with crypto.Identity) ([]byte, error) {
	in, err := crypto.OpenReader(bytes.NewReader(box), with)
	if err != nil {
		return nil, err
	}
	plain := bytes.NewBuffer(make([]byte, 0, len(box)))
	_, err = io.Copy(plain, in)
	return plain.Bytes(), err
}

// reach sees to it that the row seq is among those fetched.
func (r *streamReader) reach(seq int64) error {
	if _, ok := r.ahead[seq]; ok {
		return nil
	}
	if err := r.ctx.Err(); err != nil {
		return err
	}
	r.v.disk.RLock()
	defer r.v.disk.RUnlock()
	now := r.v.object(r.object.id)
	if now == nil {
		return ErrNotFound
	}
	if now.streams[r.stream].replaced != r.head.replaced {
		return ErrChanged
	}
	boxes, err := r.fetch(seq, min(seq+int64(r.batch), r.head.rows))
	if errors.Is(err, ErrDamaged) && r.batch > 1 {
		// A page of the file is damaged. One by one, so that only the rows on
		// that page are lost.
		r.batch = 1
		boxes, err = r.fetch(seq, seq+1)
	}
	if errors.Is(err, ErrDamaged) {
		boxes, err = []fetched{{seq: seq}}, nil
	}
	if err != nil {
		return err
	}
	r.unseal(boxes)
	return nil
}

// fetch reads boxes from the row from up to, but without, the row to, at most
// fetchBytes of them.
func (r *streamReader) fetch(from, to int64) ([]fetched, error) {
	return fetch(r.ctx, r.v.db.read, r.object.id, int64(r.stream), from, to)
}

func fetch(ctx context.Context, q querier, id ID, stream, from, to int64) (boxes []fetched, err error) {
	rows, err := q.QueryContext(ctx,
		"SELECT seq, box FROM chunk WHERE obj = ? AND stream = ? AND seq >= ? AND seq < ? ORDER BY seq",
		id[:], stream, from, to)
	if err != nil {
		return nil, explain(err)
	}
	defer func() { err = errors.Join(err, explain(rows.Close())) }()
	size := 0
	for next := from; size < fetchBytes; next++ {
		if !rows.Next() {
			return gone(boxes, next, to), explain(rows.Err())
		}
		var seq int64
		var box sql.RawBytes
		if err := rows.Scan(&seq, &box); err != nil {
			return nil, explain(err)
		}
		boxes = append(gone(boxes, next, seq), fetched{seq, append(spareBoxes.get(len(box)), box...)})
		next = seq
		size += len(box)
	}
	return boxes, nil
}

// fetchWhole is fetch where pages of the file may be damaged: what lies on
// them counts as gone.
func fetchWhole(ctx context.Context, q querier, id ID, stream, from, to int64) ([]fetched, error) {
	boxes, err := fetch(ctx, q, id, stream, from, to)
	if errors.Is(err, ErrDamaged) {
		boxes, err = fetch(ctx, q, id, stream, from, from+1)
	}
	if errors.Is(err, ErrDamaged) {
		boxes, err = []fetched{{seq: from}}, nil
	}
	return boxes, err
}

// gone notes that there are no rows from the row from up to, but without, to.
func gone(boxes []fetched, from, to int64) []fetched {
	for seq := from; seq < to; seq++ {
		boxes = append(boxes, fetched{seq: seq})
	}
	return boxes
}
