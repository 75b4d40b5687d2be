package casebook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"barnrost/app"
	"barnrost/storage"
)

// Children's answers, sealed to the unit's key. Nothing here can open them, and
// nothing says which interview one is about: no id, no code, no time. What order
// they lie in says nothing either: each time one comes, all that lie with it are
// written anew, sorted by their own bytes, which are random. So far and no
// further: whoever has the keys of this vault and a copy of the file from before
// and one from after sees which box came between, the object itself tells when
// the very first one came, and with a single box there is no doubt whose it is.
// It stays closed in every case.

// The streams of an object of kind envelope: boxes that have not left, and those
// in a bundle whose arrival nobody has confirmed. An object holds those to one
// key of a unit.
const (
	streamWaiting storage.Stream = 0
	streamOut     storage.Stream = 1
)

// The streams of the pool, in the vault that holds the unit's key: boxes that
// nobody has opened, and those that were shown among at least so many others as
// the unit asks for.
const (
	streamClosed storage.Stream = 0
	streamOpened storage.Stream = 1
)

// envelopeMeta is what is known of the envelopes to one key.
type envelopeMeta struct {
	To   string             `json:"to"` // the key's name
	Last *app.EnvelopesSent `json:"last,omitempty"`
}

// poolMeta says what an object of kind envelope-pool is.
type poolMeta struct {
	Format int `json:"format"`
}

// AddEnvelope keeps a sealed envelope until it has arrived. Nothing is logged:
// the log knows the time, and the time would tell whose it is. It returns
// [app.CodeEnvelopesFull].
func (c *Casebook) AddEnvelope(ctx context.Context, to string, box []byte) error {
	return c.addEnvelopes(ctx, to, [][]byte{box})
}

// envelopeKey names a key by its recipient, "age1pq1…", as whoever seals does.
func envelopeKey(recipient string) string {
	sum := sha256.Sum256([]byte(recipient))
	return hex.EncodeToString(sum[:])
}

func (c *Casebook) addEnvelopes(ctx context.Context, to string, boxes [][]byte) error {
	c.boxes.Lock()
	defer c.boxes.Unlock()
	o, _ := c.envelopesTo(to)
	return c.addBoxes(ctx, o, streamWaiting, boxes, func(tx *storage.Tx) (storage.ID, error) {
		return create(tx, kindEnvelope, false, envelopeMeta{To: to})
	}, nil)
}

// Envelopes tells how many envelopes lie here, for each key they were sealed
// to. It reads memory only.
func (c *Casebook) Envelopes() ([]app.Envelopes, error) {
	var all []app.Envelopes
	for _, o := range c.vault.Objects(kindEnvelope) {
		var m envelopeMeta
		if err := decode(o, &m); err != nil {
			return nil, err
		}
		all = append(all, app.Envelopes{To: m.To, Last: m.Last, Waiting: rowsOf(o, streamWaiting), Out: rowsOf(o, streamOut)})
	}
	return all, nil
}

// EnvelopeBoxes returns all boxes to a key, those that left and were not heard
// of among them, sorted.
func (c *Casebook) EnvelopeBoxes(ctx context.Context, to string) ([][]byte, error) {
	c.boxes.Lock()
	defer c.boxes.Unlock()
	o, ok := c.envelopesTo(to)
	if !ok {
		return nil, nil
	}
	waiting, _, err := c.boxesIn(ctx, o, streamWaiting)
	if err != nil {
		return nil, err
	}
	out, _, err := c.boxesIn(ctx, o, streamOut)
	return sorted(append(waiting, out...)), err
}

// NoteEnvelopes notes that boxes left in a bundle. They are kept until
// [Casebook.EnvelopesArrived]: a bundle can be lost.
func (c *Casebook) NoteEnvelopes(ctx context.Context, to string, boxes [][]byte, sent app.EnvelopesSent) error {
	c.boxes.Lock()
	defer c.boxes.Unlock()
	o, ok := c.envelopesTo(to)
	if !ok {
		return app.Fail(app.CodeNotFound, nil)
	}
	waiting, _, err := c.boxesIn(ctx, o, streamWaiting)
	if err != nil {
		return err
	}
	stay := slices.DeleteFunc(waiting, func(b []byte) bool { return holds(boxes, b) }) // one may have come since
	sent.Count = len(boxes)
	return c.boxesChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := tx.Replace(o.ID, streamWaiting, rowsFor(stay)); err != nil {
			return err
		}
		if err := tx.Replace(o.ID, streamOut, rowsFor(boxes)); err != nil {
			return err
		}
		if err := c.log(tx, storage.ID{}, app.ActEnvelopesSent, ""); err != nil {
			return err
		}
		return save(tx, o.ID, envelopeMeta{To: to, Last: &sent})
	}))
}

// EnvelopesArrived erases the boxes of the latest bundle, whose receipt code was
// read out; others stay.
func (c *Casebook) EnvelopesArrived(ctx context.Context, to string) error {
	c.boxes.Lock()
	defer c.boxes.Unlock()
	o, ok := c.envelopesTo(to)
	if !ok {
		return app.Fail(app.CodeNotFound, nil)
	}
	return c.boxesChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		// The object stays, empty: one that is made tells when that was.
		if err := tx.Replace(o.ID, streamOut, nil); err != nil {
			return err
		}
		return save(tx, o.ID, envelopeMeta{To: to})
	}))
}

// AddToPool lays an envelope that was sealed here, in the vault that holds the
// unit's key, straight to the others.
func (c *Casebook) AddToPool(ctx context.Context, box []byte) error {
	return c.addToPool(ctx, [][]byte{box}, nil)
}

// TakeEnvelopes lays the envelopes of a bundle to the others, without a trace of
// whose bundle it was. One that lies there already is laid there once. A hash
// seen before gives app.CodeBundleSeen and changes nothing.
func (c *Casebook) TakeEnvelopes(ctx context.Context, hash [32]byte, boxes [][]byte) error {
	err := c.addToPool(ctx, boxes, func(tx *storage.Tx) error {
		if err := tx.SeenBundle(hash); err != nil {
			return err
		}
		if err := c.unwait(tx, hash[:]); err != nil {
			return err
		}
		return c.log(tx, storage.ID{}, app.ActEnvelopesTaken, "")
	})
	if err == nil {
		c.publish(app.BundlesChanged{})
	}
	return err
}

func (c *Casebook) addToPool(ctx context.Context, boxes [][]byte, more func(*storage.Tx) error) error {
	c.boxes.Lock()
	defer c.boxes.Unlock()
	o, there := c.pool()
	if there {
		opened, _, err := c.boxesIn(ctx, o, streamOpened)
		if err != nil {
			return err
		}
		boxes = slices.DeleteFunc(slices.Clone(boxes), func(b []byte) bool { return holds(opened, b) })
	}
	return c.addBoxes(ctx, o, streamClosed, boxes, func(tx *storage.Tx) (storage.ID, error) {
		return create(tx, kindPool, false, poolMeta{Format: 1})
	}, more)
}

// EnvelopesHere lays the envelopes to a key that this vault holds by now straight
// to the others: there is nobody to send them to.
func (c *Casebook) EnvelopesHere(ctx context.Context, to string) error {
	boxes, err := c.EnvelopeBoxes(ctx, to)
	if err != nil || len(boxes) == 0 {
		return err
	}
	if err := c.addToPool(ctx, boxes, nil); err != nil {
		return err
	}
	c.boxes.Lock()
	defer c.boxes.Unlock()
	o, _ := c.envelopesTo(to)
	waiting, _, err := c.boxesIn(ctx, o, streamWaiting)
	if err != nil {
		return err
	}
	stay := slices.DeleteFunc(waiting, func(b []byte) bool { return holds(boxes, b) })
	return c.boxesChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := tx.Replace(o.ID, streamWaiting, rowsFor(stay)); err != nil {
			return err
		}
		return tx.Replace(o.ID, streamOut, nil)
	}))
}

// Pool tells how many envelopes lie with this holder of the unit's key. It reads
// memory only.
func (c *Casebook) Pool() app.Pool {
	o, ok := c.pool()
	if !ok {
		return app.Pool{}
	}
	return app.Pool{Closed: rowsOf(o, streamClosed), Opened: rowsOf(o, streamOpened)}
}

// PoolBoxes returns the boxes that nobody opened yet, and those that were,
// sealed all of them.
func (c *Casebook) PoolBoxes(ctx context.Context) (closed, opened [][]byte, err error) {
	c.boxes.Lock()
	defer c.boxes.Unlock()
	o, ok := c.pool()
	if !ok {
		return nil, nil, nil
	}
	if closed, _, err = c.boxesIn(ctx, o, streamClosed); err != nil {
		return nil, nil, err
	}
	opened, _, err = c.boxesIn(ctx, o, streamOpened)
	return closed, opened, err
}

// OpenPool notes that these boxes are shown from now on, with the opened ones.
func (c *Casebook) OpenPool(ctx context.Context, boxes [][]byte) error {
	c.boxes.Lock()
	defer c.boxes.Unlock()
	o, ok := c.pool()
	if !ok {
		return app.Fail(app.CodeNotFound, nil)
	}
	closed, _, err := c.boxesIn(ctx, o, streamClosed)
	if err != nil {
		return err
	}
	opened, _, err := c.boxesIn(ctx, o, streamOpened)
	if err != nil {
		return err
	}
	stay := slices.DeleteFunc(closed, func(b []byte) bool { return holds(boxes, b) })
	opened = sorted(append(opened, boxes...))
	if len(opened) > app.MaxEnvelopes {
		return app.Fail(app.CodeEnvelopesFull, nil)
	}
	return c.boxesChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := tx.Replace(o.ID, streamClosed, rowsFor(stay)); err != nil {
			return err
		}
		if err := tx.Replace(o.ID, streamOpened, rowsFor(opened)); err != nil {
			return err
		}
		return c.log(tx, storage.ID{}, app.ActEnvelopesOpened, "")
	}))
}

// addBoxes lays boxes to those of a stream and writes all of them anew, sorted;
// o is the object, zero where make is to make it. more may be nil.
func (c *Casebook) addBoxes(ctx context.Context, o storage.Object, s storage.Stream, boxes [][]byte, make func(*storage.Tx) (storage.ID, error), more func(*storage.Tx) error) error {
	have, whole, err := c.boxesIn(ctx, o, s)
	if err != nil {
		return err
	}
	for _, b := range boxes {
		if !holds(have, b) {
			have = append(have, b)
		}
	}
	if len(have) > app.MaxEnvelopes {
		return app.Fail(app.CodeEnvelopesFull, nil)
	}
	return c.boxesChanged(c.write(ctx, storage.Text, func(tx *storage.Tx) (err error) {
		if more != nil {
			if err := more(tx); err != nil {
				return err
			}
		}
		id := o.ID
		if o.Kind == "" {
			if id, err = make(tx); err != nil {
				return err
			}
		}
		if whole {
			return tx.Replace(id, s, rowsFor(sorted(have)))
		}
		// A row is damaged, and a backup may have it: for the sake of their order
		// nothing is thrown away.
		for _, b := range boxes {
			if err := tx.Append(id, s, storage.Row{Data: b}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// boxesChanged tells the window, unless it failed.
func (c *Casebook) boxesChanged(err error) error {
	if err == nil {
		c.publish(app.EnvelopesChanged{})
	}
	return err
}

func (c *Casebook) envelopesTo(to string) (storage.Object, bool) {
	for _, o := range c.vault.Objects(kindEnvelope) {
		var m envelopeMeta
		if decode(o, &m) == nil && m.To == to {
			return o, true
		}
	}
	return storage.Object{}, false
}

func (c *Casebook) pool() (storage.Object, bool) {
	for _, o := range c.vault.Objects(kindPool) {
		return o, true
	}
	return storage.Object{}, false
}

// boxesIn reads the boxes of a stream. One that is damaged costs itself alone:
// it is passed over, and whole is false.
func (c *Casebook) boxesIn(ctx context.Context, o storage.Object, s storage.Stream) (boxes [][]byte, whole bool, err error) {
	whole = true
	for next, rows := int64(0), int64(rowsOf(o, s)); next < rows; {
		err := c.vault.Rows(ctx, o.ID, s, next, func(r storage.Row) error {
			boxes, next = append(boxes, r.Data), next+1
			return nil
		})
		switch {
		case errors.Is(err, storage.ErrDamaged):
			whole, next = false, next+1
		case err != nil:
			return nil, false, Fault(err)
		}
	}
	return boxes, whole, nil
}

func rowsOf(o storage.Object, s storage.Stream) int { return int(o.Streams[s].Rows) }

func rowsFor(boxes [][]byte) []storage.Row {
	rows := make([]storage.Row, 0, len(boxes))
	for _, b := range boxes {
		rows = append(rows, storage.Row{Data: b})
	}
	return rows
}

func sorted(boxes [][]byte) [][]byte {
	slices.SortFunc(boxes, bytes.Compare)
	return boxes
}

func holds(boxes [][]byte, b []byte) bool {
	return slices.ContainsFunc(boxes, func(o []byte) bool { return bytes.Equal(o, b) })
}
