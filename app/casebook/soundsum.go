package casebook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"barnrost/app"
	"barnrost/storage"
)

// The SHA-256 of a sound is worked out once, soon after the sound was closed,
// and kept with what the vault vouches for. It is what was recorded: a bundle
// names it without reading the sound first, and holds the sound to it while it
// is written. It cannot be gathered while the sound is recorded, since the
// header of a WAV file tells the length before the first sample.

// Unsummed lists the closed sounds whose SHA-256 is not known, the oldest
// first; none where nothing can be written. It reads memory only.
func (c *Casebook) Unsummed() []app.ID {
	if !c.vault.Writable() {
		return nil
	}
	var all []app.ID
	for _, o := range c.vault.Objects(kindSound) {
		var m soundMeta
		if decode(o, &m) == nil && m.SHA256 == "" && m.Status != app.SoundRunning {
			all = append(all, app.ID(o.ID))
		}
	}
	return all
}

// SumSound works out the SHA-256 of a closed sound as a WAV file and keeps it;
// where it is known already it does nothing. Fifty minutes take half a second.
func (c *Casebook) SumSound(ctx context.Context, id app.ID) error {
	if _, m, err := c.soundMeta(storage.ID(id)); err != nil || m.SHA256 != "" {
		return err
	}
	s, err := c.ReadSound(ctx, id)
	if err != nil {
		return err
	}
	if s.Len() > app.MaxWAV {
		return nil // no WAV file can hold it
	}
	sum := sha256.New()
	sum.Write(app.WAVHeader(s.Rate(), s.Len()))
	err = s.Each(func(pcm []byte) error {
		sum.Write(pcm)
		return nil
	})
	if err != nil {
		return err
	}
	return c.write(ctx, storage.Import, func(tx *storage.Tx) error {
		o, err := tx.Object(s.id)
		if err != nil {
			return err
		}
		var m soundMeta
		if err := decode(o, &m); err != nil {
			return err
		}
		m.SHA256 = hex.EncodeToString(sum.Sum(nil))
		return save(tx, s.id, m)
	})
}
