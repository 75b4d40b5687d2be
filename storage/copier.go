package storage

import (
	"context"
	"database/sql"
	"errors"
)

// A copy is made of rows, not of pages. Pages would need either a read
// transaction as long as the copying, for which every write would wait, or
// SQLite's online backup, which writes to the copy inside the vault's own
// transactions: a recording would wait for a slow stick. Rows are read in short
// batches like any others and written while nobody waits; whatever has changed
// meanwhile is told by the heads, which the vault has in memory. The last few
// rows are read together with heads and catalog in one short transaction, so
// that the copy is the vault as it was at one generation.

// image is what of a vault is read in one moment.
type image struct {
	generation uint64
	slots      []sealedSlot
	catalog    []byte
	objects    []sealedObject
	events     map[uint64][]byte // those not copied before
	log, mark  logHead
	seen       [][32]byte
	tails      []tail
	unread     []entry
}

// sealedSlot is a row of the table keyslot.
type sealedSlot struct {
	id  int64
	box []byte
}

// tail is the end of a stream that was not copied before.
type tail struct {
	id     ID
	stream int64
	boxes  []fetched
}

// copiedStream is how far a copy has come with one stream.
type copiedStream struct {
	rows     int64 // copied
	replaced int   // of the head they were copied by
}

// copier copies a vault's rows.
type copier struct {
	v      *Vault
	ctx    context.Context
	out    *replica
	only   map[ID]bool // nil for all
	skip   map[ID]bool // rows are written by somebody else
	told   func(n int64)
	have   map[ID]map[Stream]copiedStream
	lost   map[ID]bool // unread objects whose rows are copied as they lie
	events uint64      // copied
	noLog  bool        // somebody else writes the log
}

func (v *Vault) copier(ctx context.Context, out *replica) *copier {
	return &copier{v: v, ctx: ctx, out: out, told: func(int64) {},
		have: map[ID]map[Stream]copiedStream{}, lost: map[ID]bool{}}
}

// tailBytes is the most that the last transaction reads: some rows of sound.
const tailBytes = 2 << 20

// errMore: more than tailBytes are missing yet.
var errMore = errors.New("storage: not near the end yet")

// copy copies everything but heads and catalog, and returns these as they were
// when nothing was missing any more.
func (c *copier) copy() (*image, error) {
	for {
		if err := c.pass(); err != nil {
			return nil, err
		}
		var im *image
		err := c.v.still(c.ctx, func(q querier) (err error) {
			im, err = c.cut(q)
			return err
		})
		if errors.Is(err, errMore) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return im, c.end(im)
	}
}

func (c *copier) wants(id ID) bool { return (c.only == nil || c.only[id]) && !c.skip[id] }

// pass copies what there is of every object now.
func (c *copier) pass() error {
	c.v.mu.RLock()
	var objects []*object
	var lost []ID
	for _, o := range c.v.objects {
		objects = append(objects, o)
	}
	for id := range c.v.unread {
		lost = append(lost, id)
	}
	end := c.v.log.events
	c.v.mu.RUnlock()
	for _, o := range objects {
		for n := range o.streams {
			if err := c.stream(o.id, n); err != nil {
				return err
			}
		}
	}
	for _, id := range lost {
		if err := c.asItLies(id); err != nil {
			return err
		}
	}
	return c.log(end)
}

// stream copies a stream up to its end.
func (c *copier) stream(id ID, n Stream) error {
	if !c.wants(id) {
		return nil
	}
	for {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		boxes, anew, err := c.next(id, n)
		if err != nil || len(boxes) == 0 && !anew {
			return err
		}
		if anew {
			if err := c.out.forgetStream(id, int64(n)); err != nil {
				return err
			}
		}
		if err := c.write(id, int64(n), boxes); err != nil {
			return err
		}
	}
}

// next reads the next rows of a stream; anew says that what was copied of it
// before does not count.
func (c *copier) next(id ID, n Stream) (boxes []fetched, anew bool, err error) {
	c.v.disk.RLock()
	defer c.v.disk.RUnlock()
	o := c.v.object(id)
	if o == nil {
		return nil, false, nil // erased meanwhile: end takes it out
	}
	return c.missing(c.v.db.read, o, n)
}

// missing reads rows that o has and the copy has not, one batch of them.
func (c *copier) missing(q querier, o *object, n Stream) (boxes []fetched, anew bool, err error) {
	s, have := o.streams[n], c.have[o.id][n]
	if have.replaced != s.replaced {
		anew, have = true, copiedStream{replaced: s.replaced}
	}
	if have.rows < s.rows {
		if boxes, err = fetchWhole(c.ctx, q, o.id, int64(n), have.rows, s.rows); err != nil {
			return nil, false, err
		}
		have.rows = boxes[len(boxes)-1].seq + 1
	}
	if c.have[o.id] == nil {
		c.have[o.id] = map[Stream]copiedStream{}
	}
	c.have[o.id][n] = have
	return boxes, anew, nil
}

// write writes the rows that are there.
func (c *copier) write(id ID, n int64, boxes []fetched) error {
	for _, f := range boxes {
		if f.box == nil {
			continue // damaged in the vault, and so in the copy
		}
		if err := c.out.chunk(id, n, f.seq, f.box); err != nil {
			return err
		}
		c.told(int64(len(f.box)))
		spareBoxes.put(f.box)
	}
	return nil
}

// asItLies copies the rows of an object whose head cannot be read, or is closed
// to these keys. Nothing can be written to it, so that they stay what they are.
func (c *copier) asItLies(id ID) error {
	if !c.wants(id) || c.lost[id] {
		return nil
	}
	c.lost[id] = true
	for n := range int64(256) {
		from := int64(0)
		for {
			c.v.disk.RLock()
			var most sql.NullInt64
			err := c.v.db.read.QueryRowContext(c.ctx, "SELECT max(seq) FROM chunk WHERE obj = ? AND stream = ?", id[:], n).Scan(&most)
			var boxes []fetched
			if err == nil && most.Valid && most.Int64 >= from {
				boxes, err = fetchWhole(c.ctx, c.v.db.read, id, n, from, most.Int64+1)
			}
			c.v.disk.RUnlock()
			if err != nil && !errors.Is(explain(err), ErrDamaged) {
				return explain(err)
			}
			if len(boxes) == 0 {
				break
			}
			if err := c.write(id, n, boxes); err != nil {
				return err
			}
			from = boxes[len(boxes)-1].seq + 1
		}
	}
	return nil
}

// log copies events up to the number to.
func (c *copier) log(to uint64) error {
	if c.withoutLog() {
		return nil
	}
	var err error
	walkErr := c.v.walkLog(c.ctx, c.events, to, func(seq uint64, box []byte) {
		if box != nil && err == nil {
			err = c.out.exec(len(box), "INSERT INTO event(seq, box) VALUES(?, ?)", int64(seq), box)
		}
	})
	c.events = to
	if errors.Is(walkErr, ErrDamaged) {
		walkErr = nil // those that can be read are copied
	}
	return errors.Join(walkErr, err)
}

func (c *copier) withoutLog() bool { return c.only != nil || c.noLog }

// end writes what cut read, and takes out what was erased while it was copied.
func (c *copier) end(im *image) error {
	for _, t := range im.tails {
		if err := c.write(t.id, t.stream, t.boxes); err != nil {
			return err
		}
	}
	kept := map[ID]bool{}
	for _, o := range im.objects {
		kept[o.id] = true
	}
	for _, e := range im.unread {
		kept[e.id] = true
	}
	for id := range c.have {
		if !kept[id] {
			if err := c.out.forget(id); err != nil {
				return err
			}
		}
	}
	return nil
}
