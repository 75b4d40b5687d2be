package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// querier is a connection or a transaction to read by.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// still runs fn while nothing can be written, at [Import] priority: sound and
// text go before. It must take no longer than a transaction may.
func (v *Vault) still(ctx context.Context, fn func(querier) error) error {
	return v.queue.do(ctx, Import, func() error {
		if v.readOnly {
			return fn(v.db.read)
		}
		return v.plain(func(db *sql.Tx) (*change, error) { return nil, fn(db) })
	})
}

// cut reads everything that makes rows a vault, and the rows still missing; or
// returns errMore.
func (c *copier) cut(q querier) (*image, error) {
	v := c.v
	v.mu.RLock()
	im := &image{generation: v.generation, log: v.log, mark: v.mark, events: map[uint64][]byte{},
		seen: slices.Collect(maps.Keys(v.seen)), unread: slices.Collect(maps.Values(v.unread))}
	objects := slices.Collect(maps.Values(v.objects))
	v.mu.RUnlock()
	bytes := 0
	for _, o := range objects {
		for n := range o.streams {
			if !c.wants(o.id) {
				continue
			}
			if c.have[o.id][n].replaced != o.streams[n].replaced {
				return nil, c.notYet(im)
			}
			boxes, _, err := c.missing(q, o, n)
			if err != nil {
				return nil, err
			}
			if len(boxes) > 0 {
				im.tails = append(im.tails, tail{o.id, int64(n), boxes})
			}
			for _, b := range boxes {
				bytes += len(b.box)
			}
			// They count as copied from here on: keep what was read.
			if bytes > tailBytes || c.have[o.id][n].rows < o.streams[n].rows {
				return nil, c.notYet(im)
			}
		}
	}
	if !c.withoutLog() && im.log.events > c.events+eventBatch {
		return nil, c.notYet(im)
	}
	return im, c.cutTables(q, im)
}

// notYet keeps the rows that were read, which count as copied.
func (c *copier) notYet(im *image) error {
	for _, t := range im.tails {
		have := c.have[t.id][Stream(t.stream)]
		have.rows = t.boxes[0].seq // they are read again, outside
		c.have[t.id][Stream(t.stream)] = have
	}
	return errMore
}

// cutTables reads the small tables.
func (c *copier) cutTables(q querier, im *image) error {
	err := q.QueryRowContext(c.ctx, "SELECT box FROM catalog").Scan(&im.catalog)
	if err != nil && !errors.Is(err, sql.ErrNoRows) && !errors.Is(explain(err), ErrDamaged) {
		return explain(err)
	}
	err = each(c.ctx, q, "SELECT id, box FROM keyslot", func(scan func(...any) error) error {
		var s sealedSlot
		err := scan(&s.id, &s.box)
		im.slots = append(im.slots, s)
		return err
	})
	if err != nil {
		return err
	}
	if err := each(c.ctx, q, "SELECT id, key_box, head_box FROM object", func(scan func(...any) error) error {
		var o sealedObject
		var id []byte
		if err := scan(&id, &o.key, &o.head); err != nil {
			return err
		}
		var err error
		if o.id, err = toID(id); err == nil {
			im.objects = append(im.objects, o)
		}
		return nil
	}); err != nil && !errors.Is(err, ErrDamaged) { // what the catalog names and is not there is named as damaged
		return err
	}
	if c.withoutLog() {
		return nil
	}
	err = each(c.ctx, q, fmt.Sprintf("SELECT seq, box FROM event WHERE seq > %d AND seq <= %d", c.events, im.log.events), func(scan func(...any) error) error {
		var seq int64
		var box []byte
		if err := scan(&seq, &box); err != nil {
			return err
		}
		im.events[uint64(seq)] = box
		return nil
	})
	if errors.Is(err, ErrDamaged) {
		return nil
	}
	return err
}

// each runs a query and gives fn its rows.
func each(ctx context.Context, q querier, query string, fn func(scan func(...any) error) error) (err error) {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return explain(err)
	}
	defer func() { err = errors.Join(err, explain(rows.Close())) }()
	for rows.Next() {
		if err := fn(rows.Scan); err != nil {
			return explain(err)
		}
	}
	return explain(rows.Err())
}
