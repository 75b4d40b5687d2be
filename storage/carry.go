package storage

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"
)

// carryBatch is how many objects, events or seen bundles one transaction of a
// carrying holds: sealing their heads takes 0.3 ms each.
const carryBatch = 64

// Carried is what [Vault.CarryTo] did.
type Carried struct {
	Objects int
	Rows    int64
	Events  int
	Private int // objects that the keys do not open: they stay in the old file only
	// Lost is what could not be read: an object, or a stream from the row Seq on.
	Lost []Damage
}

// CarryTo copies everything that v's keys open into another vault, which must
// be new: objects under their ids and times, seen bundles, the log's events,
// and v's inbox identities for post still on its way. Everything is sealed
// anew, and then read back and compared with what was read from v. A stream
// that is damaged is carried up to the damage, which Lost names. progress,
// which may be nil, counts rows, each twice: written and read back.
func (v *Vault) CarryTo(ctx context.Context, next *Vault, progress func(done, total int64)) (Carried, error) {
	v.mu.RLock()
	c := &carrying{from: v, to: next, progress: progress, sums: map[streamID][32]byte{}}
	for _, o := range v.objects {
		if !o.own() {
			c.list = append(c.list, o)
		}
	}
	seen := slices.Collect(maps.Keys(v.seen))
	for id, e := range v.unread {
		if e.private && v.keys.Owner.IsZero() {
			c.done.Private++
		} else {
			c.done.Lost = append(c.done.Lost, Damage{Part: PartKey, Object: id})
		}
	}
	v.mu.RUnlock()
	slices.SortFunc(c.list, func(a, b *object) int { return slices.Compare(a.id[:], b.id[:]) })
	for _, o := range c.list {
		for _, s := range o.streams {
			c.total += 2 * s.rows
		}
	}
	for _, part := range []func(context.Context) error{
		c.objects,
		func(ctx context.Context) error { return c.seen(ctx, seen) },
		c.log, c.inboxes, c.verify,
	} {
		if err := part(ctx); err != nil {
			return c.done, v.orClosed(err)
		}
	}
	sortDamage(c.done.Lost)
	return c.done, nil
}

// streamID names a stream of a vault.
type streamID struct {
	object ID
	stream Stream
}

// carrying is one run of CarryTo.
type carrying struct {
	from, to    *Vault
	list        []*object
	sums        map[streamID][32]byte // over the rows that were carried
	progress    func(done, total int64)
	read, total int64
	done        Carried
}

func (c *carrying) step() {
	c.read++
	if c.progress != nil {
		c.progress(c.read, max(c.total, c.read))
	}
}

func (c *carrying) objects(ctx context.Context) (err error) {
	var batch []*Staged
	defer func() {
		for _, s := range batch {
			err = errors.Join(err, s.Abort())
		}
	}()
	for i, o := range c.list {
		s, err := c.to.stageAs(o)
		if err != nil {
			return err
		}
		batch = append(batch, s)
		if err := c.rows(ctx, o, s); err != nil {
			return err
		}
		if len(batch) < carryBatch && i < len(c.list)-1 {
			continue
		}
		if err := c.adopt(ctx, batch); err != nil {
			return err
		}
		batch = nil
	}
	return nil
}

// stageAs stages an object that is to have the id and time of another.
func (v *Vault) stageAs(o *object) (*Staged, error) {
	if v.object(o.id) != nil {
		return nil, fmt.Errorf("storage: carried to a vault that has the object: %w", ErrExists)
	}
	s, err := v.Stage(NewObject{Kind: o.kind, Private: o.private, Meta: o.meta, Fixed: o.fixed})
	if err != nil {
		return nil, err
	}
	s.id, s.object.id, s.object.created = o.id, o.id, o.created
	return s, nil
}

func (c *carrying) rows(ctx context.Context, o *object, s *Staged) error {
	for _, n := range slices.Sorted(maps.Keys(o.streams)) {
		sum := sha256.New()
		err := c.from.Rows(ctx, o.id, n, 0, func(row Row) error {
			sumRow(sum, row)
			c.step()
			c.done.Rows++
			return s.Append(ctx, n, row)
		})
		var damage *DamageError
		if errors.As(err, &damage) {
			c.done.Lost = append(c.done.Lost, damage.Damage)
		} else if err != nil {
			return err
		}
		c.sums[streamID{o.id, n}] = [32]byte(sum.Sum(nil))
	}
	return s.Settle()
}

// sumRow adds a row to a sum: everything of it that a caller sees.
func sumRow(sum hash.Hash, r Row) {
	b := binary.BigEndian.AppendUint64(nil, uint64(r.Seq))
	b = binary.BigEndian.AppendUint64(b, uint64(r.First))
	b = binary.BigEndian.AppendUint32(b, r.Count)
	b = binary.BigEndian.AppendUint32(b, r.Rate)
	b = append(b, boolByte(r.Final))
	b = binary.BigEndian.AppendUint64(b, uint64(len(r.Data)))
	sum.Write(b)
	sum.Write(r.Data)
}

func (c *carrying) adopt(ctx context.Context, batch []*Staged) error {
	err := c.to.Write(ctx, Import, func(tx *Tx) error {
		for _, s := range batch {
			if err := tx.Adopt(s); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		c.done.Objects += len(batch)
	}
	return err
}

func (c *carrying) seen(ctx context.Context, seen [][32]byte) error {
	return inBatches(ctx, c.to, seen, func(tx *Tx, h [32]byte) error { return tx.SeenBundle(h) })
}

// log copies the events that can be read, with their times. The old chain
// stays in the old file; where it is broken, Lost says so.
func (c *carrying) log(ctx context.Context) error {
	list, damage, err := c.from.Log(ctx, nil)
	if err != nil {
		return err
	}
	c.done.Lost = append(c.done.Lost, damage...)
	c.done.Events = len(list)
	return inBatches(ctx, c.to, list, func(tx *Tx, e Logged) error { return tx.Event(e.Event) })
}

// inBatches does something with each of a list, a batch in a transaction.
func inBatches[T any](ctx context.Context, v *Vault, list []T, do func(*Tx, T) error) error {
	for batch := range slices.Chunk(list, carryBatch) {
		err := v.Write(ctx, Import, func(tx *Tx) error {
			for _, one := range batch {
				if err := do(tx, one); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// inboxes keeps what opens bundles that were sealed before others have the new
// card. The old vault identity opens nothing here and is not kept.
func (c *carrying) inboxes(ctx context.Context) error {
	old := append(c.from.RetiredInboxes(), c.from.keys.Inbox)
	var list []retiredKeys
	for _, k := range old {
		if !k.IsZero() {
			list = append(list, retiredKeys{Inbox: k.String(), Until: c.to.now().UTC().Round(0)})
		}
	}
	meta, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("storage: retired keys: %w", err)
	}
	return c.to.Write(ctx, Import, func(tx *Tx) error { return tx.createOwn(kindRetired, false, meta) })
}

// errCarried: what was written is not what was read.
var errCarried = errors.New("storage: carried otherwise than it was")

// verify reads everything back and compares it.
func (c *carrying) verify(ctx context.Context) error {
	for _, o := range c.list {
		copied := c.to.object(o.id)
		if copied == nil || copied.kind != o.kind || copied.private != o.private ||
			!copied.created.Equal(o.created) || string(copied.meta) != string(o.meta) {
			return fmt.Errorf("%w: object %s", errCarried, o.id)
		}
		for n := range o.streams {
			sum := sha256.New()
			err := c.to.Rows(ctx, o.id, n, 0, func(row Row) error {
				sumRow(sum, row)
				c.step()
				return nil
			})
			if err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
			if [32]byte(sum.Sum(nil)) != c.sums[streamID{o.id, n}] {
				return fmt.Errorf("%w: object %s stream %d", errCarried, o.id, n)
			}
		}
	}
	return nil
}
