package casebook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// guideMeta is an intervjuguide as interviews used it. It lies here once however
// many used it, and goes with the last of them.
type guideMeta struct {
	Digest string `json:"digest"` // SHA-256 of Guide, in hexadecimal
	Guide  []byte `json:"guide"`  // as app/guide writes it
}

func newGuideMeta(guide []byte) guideMeta {
	sum := sha256.Sum256(guide)
	return guideMeta{hex.EncodeToString(sum[:]), guide}
}

// FreezeGuide keeps the guide that an interview is about to be held by, in the
// form that app/guide writes, in place of one kept earlier. Once the interview
// has a recording it stays what it was, and this does nothing.
func (c *Casebook) FreezeGuide(ctx context.Context, interview app.ID, guide []byte) error {
	if len(guide) == 0 || len(guide) > app.MaxTemplate {
		return app.Fail(app.CodeNotAGuide, nil)
	}
	return c.change(ctx, interview, func(tx *storage.Tx, i *app.Interview) error {
		if !i.Recording.IsZero() {
			return nil
		}
		old := i.Guide
		var err error
		if i.Guide, err = c.keepGuide(tx, guide); err != nil || i.Guide == old {
			return err
		}
		return c.dropGuide(tx, old, interview)
	})
}

// keepGuide returns the object that holds a guide, making it the first time.
func (c *Casebook) keepGuide(tx *storage.Tx, guide []byte) (app.ID, error) {
	m := newGuideMeta(guide)
	for _, o := range c.vault.Objects(kindGuide) {
		var known guideMeta
		if decode(o, &known) == nil && known.Digest == m.Digest && newGuideMeta(known.Guide).Digest == m.Digest {
			return app.ID(o.ID), nil
		}
	}
	id, err := create(tx, kindGuide, false, m)
	return app.ID(id), err
}

// dropGuide erases a guide unless an interview other than those in leaving was
// held by it. Zero is none.
func (c *Casebook) dropGuide(tx *storage.Tx, guide app.ID, leaving ...app.ID) error {
	if guide.IsZero() {
		return nil
	}
	all, err := c.Interviews()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(i app.Interview) bool { return i.Guide == guide && !slices.Contains(leaving, i.ID) }) {
		return nil
	}
	if err := tx.Erase(storage.ID(guide)); err != nil && !errors.Is(err, storage.ErrNotFound) {
		return err
	}
	return nil
}

// dropGuides is dropGuide for interviews that are erased together.
func (c *Casebook) dropGuides(tx *storage.Tx, gone []app.Interview) error {
	var leaving []app.ID
	for _, i := range gone {
		leaving = append(leaving, i.ID)
	}
	dropped := map[app.ID]bool{}
	for _, i := range gone {
		if dropped[i.Guide] {
			continue
		}
		dropped[i.Guide] = true
		if err := c.dropGuide(tx, i.Guide, leaving...); err != nil {
			return err
		}
	}
	return nil
}

// Guide returns the guide that an interview was held by, as app/guide reads it,
// or [app.CodeNotFound] where none was kept. It reads memory only.
func (c *Casebook) Guide(interview app.ID) ([]byte, error) {
	i, err := c.Interview(interview)
	if err != nil {
		return nil, err
	}
	if i.Guide.IsZero() {
		return nil, app.Fail(app.CodeNotFound, nil)
	}
	o, err := c.vault.Object(storage.ID(i.Guide))
	if err != nil {
		return nil, Fault(err)
	}
	var m guideMeta
	if err := decode(o, &m); err != nil {
		return nil, err
	}
	if o.Kind != kindGuide || newGuideMeta(m.Guide).Digest != m.Digest {
		return nil, app.Fail(app.CodeVaultDamaged, errors.New("casebook: a guide is not the one that was kept"))
	}
	return m.Guide, nil
}

// guideDraftMeta is the guide that somebody is changing and has not approved.
type guideDraftMeta struct {
	Guide []byte    `json:"guide"` // as app/guide writes it
	Saved time.Time `json:"saved"`
}

// GuideDraft returns the guide that is being changed, nil where none is. It
// reads memory only.
func (c *Casebook) GuideDraft() ([]byte, error) {
	for _, o := range c.vault.Objects(kindDraft) {
		var m guideDraftMeta
		return m.Guide, decode(o, &m)
	}
	return nil, nil
}

// SaveGuideDraft keeps the guide that is being changed in place of what was
// kept; nil leaves none.
func (c *Casebook) SaveGuideDraft(ctx context.Context, guide []byte) error {
	if len(guide) > app.MaxTemplate {
		return app.Fail(app.CodeNotAGuide, nil)
	}
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		m, kept := guideDraftMeta{guide, c.now()}, c.vault.Objects(kindDraft)
		switch {
		case guide == nil && len(kept) == 0:
			return nil
		case guide == nil:
			return tx.Erase(kept[0].ID)
		case len(kept) > 0:
			return save(tx, kept[0].ID, m)
		}
		_, err := create(tx, kindDraft, false, m)
		return err
	})
}
