package casebook

import (
	"context"
	"fmt"

	"barnrost/app"
	"barnrost/app/mirror"
	"barnrost/storage"
)

// mirrorMeta is what one's own talk was like in an interview. The object is
// private: it is wrapped to the owner's key alone, so that the unit's recovery
// key cannot open it and a vault made with that does not have it. The interview
// does not name it, for what tells of an interview goes further than this may.
type mirrorMeta struct {
	Interview app.ID       `json:"interview"`
	Facts     mirror.Facts `json:"facts"`
}

// SaveMirror stores the three facts of an interview in place of earlier ones.
// Nothing is logged: others may read the log. Without the interview's text,
// or while that is locked away, there is nothing to keep them for.
func (c *Casebook) SaveMirror(ctx context.Context, interview app.ID, f mirror.Facts) error {
	f.Made = c.now()
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		o, err := tx.Object(storage.ID(interview))
		if err != nil {
			return err
		}
		i, err := interviewOf(o)
		if err != nil {
			return err
		}
		if err := mayRead(i); err != nil {
			return err
		}
		for _, o := range c.mirrorsOf(interview) {
			return save(tx, o.ID, mirrorMeta{interview, f})
		}
		_, err = create(tx, kindMirror, true, mirrorMeta{interview, f})
		return err
	})
}

// Mirror returns the three facts of an interview, or [app.CodeNotFound] where
// there are none or they lie closed to the keys that opened the vault. It reads
// memory only.
func (c *Casebook) Mirror(interview app.ID) (mirror.Facts, error) {
	for _, o := range c.mirrorsOf(interview) {
		return factsOf(o)
	}
	return mirror.Facts{}, app.Fail(app.CodeNotFound, nil)
}

// Mirrors returns the facts of one's interviews earlier than this one, the
// latest first; those that are damaged, or whose text is locked away, are passed over. It reads memory only.
func (c *Casebook) Mirrors(before app.ID) ([]mirror.Facts, error) {
	now, err := c.Interview(before)
	if err != nil {
		return nil, err
	}
	all, err := c.Interviews()
	if err != nil {
		return nil, err
	}
	var list []mirror.Facts
	for _, i := range all {
		if !i.Created.Before(now.Created) || i.Origin != app.OriginOwn || i.Blocked(app.MatterText) {
			continue
		}
		if f, err := c.Mirror(i.ID); err == nil {
			list = append(list, f)
		}
	}
	return list, nil
}

func factsOf(o storage.Object) (mirror.Facts, error) {
	var m mirrorMeta
	if err := decode(o, &m); err != nil {
		return mirror.Facts{}, err
	}
	if err := m.Facts.Check(); err != nil {
		return mirror.Facts{}, app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: %w", err))
	}
	return m.Facts, nil
}

// mirrorsOf finds an interview's facts: one object, if any.
func (c *Casebook) mirrorsOf(interview app.ID) (list []storage.Object) {
	for _, o := range c.vault.Objects(kindMirror) {
		var m mirrorMeta
		if decode(o, &m) == nil && m.Interview == interview && o.Private {
			list = append(list, o)
		}
	}
	return list
}

// dropMirror erases an interview's facts. They are the interviewer's own and
// stand in no protocol.
func (c *Casebook) dropMirror(tx *storage.Tx, interview app.ID) error {
	for _, o := range c.mirrorsOf(interview) {
		if err := tx.Erase(o.ID); err != nil {
			return err
		}
	}
	return nil
}
