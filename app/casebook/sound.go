package casebook

import (
	"context"
	"fmt"
	"slices"

	"barnrost/app"
	"barnrost/storage"
)

// Recording describes a recording, its markers and its gaps.
func (c *Casebook) Recording(ctx context.Context, id app.ID) (app.Recording, error) {
	o, m, err := c.soundMeta(storage.ID(id))
	if err != nil {
		return app.Recording{}, err
	}
	rec := app.Recording{
		ID: id, Status: m.Status, Rate: m.Rate, Started: m.Started, Device: m.Device, Import: m.Import, SHA256: m.SHA256,
		Samples: o.Streams[streamAudio].Samples,
	}
	err = c.vault.Rows(ctx, o.ID, streamMarks, 0, func(r storage.Row) error {
		note, err := parseMark(r.Data)
		if err != nil {
			return err
		}
		if note.Marker != nil {
			rec.Markers = append(rec.Markers, *note.Marker)
		}
		if note.Gap != nil {
			rec.Gaps = append(rec.Gaps, *note.Gap)
		}
		return nil
	})
	// A marker is stored before the sound around it; after a crash it may lie
	// past the last sample.
	for i := range rec.Markers {
		rec.Markers[i].At = min(rec.Markers[i].At, rec.Samples)
	}
	slices.SortStableFunc(rec.Markers, func(a, b app.Marker) int { return int(a.At - b.At) })
	return rec, Fault(err)
}

// Length returns a recording's status and length in milliseconds. It reads
// memory only.
func (c *Casebook) Length(id app.ID) (app.SoundStatus, int64, error) {
	o, m, err := c.soundMeta(storage.ID(id))
	if err != nil {
		return "", 0, err
	}
	return m.Status, app.SamplesToMillis(o.Streams[streamAudio].Samples, m.Rate), nil
}

func (c *Casebook) soundMeta(id storage.ID) (storage.Object, soundMeta, error) {
	var m soundMeta
	o, err := c.vault.Object(id)
	if err != nil {
		return o, m, Fault(err)
	}
	if o.Kind != kindSound {
		return o, m, app.Fail(app.CodeNotFound, nil)
	}
	if err := decode(o, &m); err != nil {
		return o, m, err
	}
	return o, m, m.check()
}

// Sound reads a closed recording's samples. It satisfies listening.Sound and
// is safe for concurrent use.
type Sound struct {
	vault *storage.Vault
	id    storage.ID
	rate  int
	sum   string
	index soundIndex
	peaks []int16
	ctx   context.Context
}

// OpenSound opens a recording for listening and logs it once per session. The
// context bounds every later read.
func (c *Casebook) OpenSound(ctx context.Context, id app.ID) (*Sound, error) {
	s, err := c.ReadSound(ctx, id)
	if err != nil {
		return nil, err
	}
	return s, c.note(ctx, s.id, app.ActPlayed)
}

// ReadSound opens a recording that nobody listens to, such as one that is
// being sent: the log tells of the sending instead.
func (c *Casebook) ReadSound(ctx context.Context, id app.ID) (*Sound, error) {
	o, m, err := c.soundMeta(storage.ID(id))
	if err != nil {
		return nil, err
	}
	if err := c.mayHear(id); err != nil {
		return nil, err
	}
	s := &Sound{vault: c.vault, id: o.ID, rate: m.Rate, sum: m.SHA256, index: newSoundIndex(m.Runs), ctx: ctx}
	if got := o.Streams[streamAudio].Samples; got != s.index.total {
		return nil, app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: %d samples, index says %d", got, s.index.total))
	}
	s.peaks = make([]int16, 0, peaksRoom(s.index.total))
	err = c.vault.Rows(ctx, o.ID, streamFolds, 0, func(r storage.Row) error {
		row, err := unpackPeaks(r.Data)
		if err == nil {
			err = checkPeaks(r.First, int64(r.Count), s.index.total, row)
		}
		if err == nil {
			s.peaks = foldPeaks(s.peaks, r.First, row)
		}
		return err
	})
	if err != nil {
		return nil, Fault(err)
	}
	return s, nil
}

// mayHear tells whether a sound's interview is locked away.
func (c *Casebook) mayHear(recording app.ID) error {
	all, err := c.Interviews()
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.Recording == recording && i.Blocked(app.MatterSound) {
			return app.Fail(app.CodeBlocked, nil)
		}
	}
	return nil
}

// Rate returns samples per second.
func (s *Sound) Rate() int { return s.rate }

// SHA256 returns that of the sound as a WAV file, in hexadecimal, or "" while
// it is not known.
func (s *Sound) SHA256() string { return s.sum }

// Len returns the number of samples.
func (s *Sound) Len() int64 { return s.index.total }

// Peaks returns min, max pairs, one per 256 samples. It must not be altered.
func (s *Sound) Peaks() []int16 { return s.peaks }

// ForgetPeaks lets go of the peaks, for whoever has taken them before the sound
// is shared: all that plays it holds on to the sound, and an hour's peaks are
// 2.7 MB.
func (s *Sound) ForgetPeaks() { s.peaks = nil }

// ReadAt fills dst with samples from position pos and returns how many there
// were: fewer than len(dst) at the end of a row and none past the end.
func (s *Sound) ReadAt(dst []int16, pos int64) (int, error) {
	done := 0
	for done < len(dst) && pos >= 0 && pos < s.index.total {
		seq, first := s.index.find(pos)
		row, err := s.vault.Row(s.ctx, s.id, streamAudio, seq)
		if err != nil {
			return done, Fault(err)
		}
		if row.First != first || int(row.Count)*2 != len(row.Data) {
			return done, app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: row %d begins at %d, want %d", seq, row.First, first))
		}
		n := unpackSamples(dst[done:], row.Data[2*(pos-first):])
		done, pos = done+n, pos+int64(n)
	}
	return done, nil
}

// Each gives take all samples in order, as little-endian bytes, a row of at
// most two seconds at a time; take may keep them. It is much faster than
// [Sound.ReadAt] from the beginning to the end, and stops at take's first
// error.
func (s *Sound) Each(take func(pcm []byte) error) error {
	var next int64
	err := s.vault.Rows(s.ctx, s.id, streamAudio, 0, func(row storage.Row) error {
		if row.First != next || int(row.Count)*2 != len(row.Data) {
			return app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: row %d begins at %d, want %d", row.Seq, row.First, next))
		}
		next += int64(row.Count)
		return take(row.Data)
	})
	if err == nil && next != s.index.total {
		err = app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: %d samples, index says %d", next, s.index.total))
	}
	return Fault(err)
}

// recoverSounds closes recordings that a crash or a power cut left running:
// what was stored is kept and marked interrupted, never joined to another.
func (c *Casebook) recoverSounds(ctx context.Context) error {
	for _, o := range c.vault.Objects(kindSound) {
		var m soundMeta
		if err := decode(o, &m); err != nil {
			return err
		}
		if m.Status != app.SoundRunning || m.check() != nil {
			continue // damage is told of when somebody opens it
		}
		// A damaged one is left as it is and told of; the others matter too.
		switch err := c.recoverSound(ctx, o, m); app.CodeOf(err) {
		case "", app.CodeVaultDamaged, app.CodeVaultFrozen:
		default:
			return err
		}
	}
	return nil
}

func (c *Casebook) recoverSound(ctx context.Context, o storage.Object, m soundMeta) error {
	t := tally{runs: m.Runs, next: newSoundIndex(m.Runs).total}
	t.from = t.next
	// The peaks' rows have the same counts as the sound's and are a hundred
	// times smaller.
	err := c.vault.Rows(ctx, o.ID, streamPeaks, 0, func(r storage.Row) error {
		pairs, err := unpackPeaks(r.Data)
		if err == nil {
			err = checkPeaks(0, int64(r.Count), int64(soundRowSeconds*m.Rate), pairs)
		}
		if err == nil {
			t.add(r.Count, pairs)
		}
		return err
	})
	if err != nil {
		return Fault(err)
	}
	return c.finish(ctx, o.ID, m, &t, app.SoundInterrupted)
}
