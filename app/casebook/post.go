package casebook

import (
	"bytes"
	"context"
	"strconv"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// NoteSent stores that an interview left in a bundle.
func (c *Casebook) NoteSent(ctx context.Context, interview app.ID, sent app.Sent) error {
	return c.change(ctx, interview, func(tx *storage.Tx, i *app.Interview) error {
		i.Sent = append(i.Sent, sent)
		return c.log(tx, storage.ID(interview), app.ActExported, fingerprint(sent.Words))
	})
}

// Seen reports whether a bundle with this hash was imported before.
func (c *Casebook) Seen(hash [32]byte) (bool, error) {
	seen, err := c.vault.Seen(hash)
	return seen, Fault(err)
}

// LatestCounter returns the highest counter received so far of one
// interview from one sender, 0 if none. It reads memory only.
func (c *Casebook) LatestCounter(subject app.ID, senderKey string) (int, error) {
	all, err := c.Interviews()
	latest := 0
	for _, i := range all {
		if sameSubject(i, subject, senderKey) {
			latest = max(latest, i.Received.Counter)
		}
	}
	return latest, err
}

func sameSubject(i app.Interview, subject app.ID, senderKey string) bool {
	return i.Received != nil && i.Received.Subject == subject && i.Received.SenderKey == senderKey
}

// Receive stores an interview that came in a bundle, in one short transaction:
// the staged sound (nil if none came) is adopted, the text kept, the bundle's
// hash remembered, an earlier bundle of the same interview marked replaced.
// i.Received must be set. A hash seen before gives app.CodeBundleSeen and
// changes nothing.
func (c *Casebook) Receive(ctx context.Context, hash [32]byte, i app.Interview, text []byte, sound *StagedSound) (app.ID, error) {
	i.Origin = app.OriginReceived
	if sound != nil {
		if err := sound.seal(ctx, app.ID{}, time.Time{}); err != nil {
			return app.ID{}, err
		}
		i.Recording = app.ID(sound.staged.ID())
	}
	err := c.write(ctx, storage.Import, func(tx *storage.Tx) error {
		if err := tx.SeenBundle(hash); err != nil {
			return err
		}
		if sound != nil {
			if err := tx.Adopt(sound.staged); err != nil {
				return err
			}
		}
		var err error
		if i.Blocks, err = c.markReplaced(tx, i); err != nil {
			return err
		}
		if err := c.unwait(tx, hash[:]); err != nil {
			return err
		}
		return c.storeReceived(tx, &i, text)
	})
	if err != nil {
		return app.ID{}, err
	}
	c.publish(app.InterviewsChanged{ID: i.ID})
	c.publish(app.BundlesChanged{})
	return i.ID, nil
}

// markReplaced marks the earlier versions of an interview as replaced. Where
// they are locked away the newer one is, too: it returns how.
func (c *Casebook) markReplaced(tx *storage.Tx, newer app.Interview) (blocks []app.Block, err error) {
	all, err := c.Interviews()
	if err != nil {
		return nil, err
	}
	for _, old := range all {
		if !sameSubject(old, newer.Received.Subject, newer.Received.SenderKey) {
			continue
		}
		if len(old.Blocks) > 0 {
			blocks = old.Blocks
		}
		if old.Received.Replaced {
			continue
		}
		old.Received.Replaced = true
		if err := save(tx, storage.ID(old.ID), old); err != nil {
			return nil, err
		}
	}
	return blocks, nil
}

func (c *Casebook) storeReceived(tx *storage.Tx, i *app.Interview, text []byte) error {
	transcript, err := create(tx, kindText, false, textMeta{})
	if err != nil {
		return err
	}
	if err := tx.Append(transcript, streamSnapshot, storage.Row{Data: text}); err != nil {
		return err
	}
	i.Transcript = app.ID(transcript)
	if guide := i.Received.Guide; guide != nil {
		if i.Guide, err = c.keepGuide(tx, guide); err != nil {
			return err
		}
	}
	id, err := create(tx, kindInterview, false, i)
	if err != nil {
		return err
	}
	i.ID = app.ID(id)
	return c.log(tx, id, app.ActImported, strconv.Itoa(i.Received.Counter)+" "+fingerprint(i.Received.SenderWord))
}

// Waiting is a bundle whose sender we do not know yet: it stays unopened where
// it lies, and only the sender's card is known of it.
type Waiting struct {
	ID    app.ID    `json:"-"`
	Path  string    `json:"path"`
	Hash  []byte    `json:"hash"`
	Card  []byte    `json:"card"`
	Name  string    `json:"name"`
	Words []string  `json:"words"`
	Since time.Time `json:"since"`
}

// Waiting lists the bundles that wait. It reads memory only.
func (c *Casebook) Waiting() ([]Waiting, error) {
	var all []Waiting
	for _, o := range c.vault.Objects(kindWaiting) {
		var w Waiting
		if err := decode(o, &w); err != nil {
			return nil, err
		}
		w.ID = app.ID(o.ID)
		all = append(all, w)
	}
	return all, nil
}

// AddWaiting notes a bundle that waits; the same bundle twice is noted once,
// where it lay last.
func (c *Casebook) AddWaiting(ctx context.Context, w Waiting) error {
	all, err := c.Waiting()
	if err != nil {
		return err
	}
	for _, old := range all {
		if !bytes.Equal(old.Hash, w.Hash) {
			continue
		}
		if old.Path == w.Path {
			return nil
		}
		old.Path = w.Path
		return c.waiting(ctx, func(tx *storage.Tx) error { return save(tx, storage.ID(old.ID), old) })
	}
	w.Since = c.now()
	return c.waiting(ctx, func(tx *storage.Tx) error {
		_, err := create(tx, kindWaiting, false, w)
		return err
	})
}

// waiting changes what waits and tells of it.
func (c *Casebook) waiting(ctx context.Context, change func(*storage.Tx) error) error {
	err := c.write(ctx, storage.Text, change)
	if err == nil {
		c.publish(app.BundlesChanged{})
	}
	return err
}

// RemoveWaiting forgets the note of a bundle that was opened or turned away;
// without a note it does nothing. The file stays where it lies.
func (c *Casebook) RemoveWaiting(ctx context.Context, hash [32]byte) error {
	return c.waiting(ctx, func(tx *storage.Tx) error { return c.unwait(tx, hash[:]) })
}

func (c *Casebook) unwait(tx *storage.Tx, hash []byte) error {
	all, err := c.Waiting()
	if err != nil {
		return err
	}
	for _, w := range all {
		if bytes.Equal(w.Hash, hash) {
			if err := tx.Erase(storage.ID(w.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}
