package casebook

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// SoundWriter stores a recording while it is made. Its row stands in the vault
// before the first sample; each Append is one transaction of sound and peaks.
// It is safe for concurrent use. It satisfies recording.Store.
type SoundWriter struct {
	book *Casebook
	id   storage.ID

	mu    sync.Mutex
	meta  soundMeta
	tally tally
	done  bool
}

// NewRecording makes a recording for an interview whose consent is complete
// and that has no sound yet.
func (c *Casebook) NewRecording(ctx context.Context, interview app.ID, rate int, device string) (*SoundWriter, error) {
	w := &SoundWriter{book: c, meta: soundMeta{
		Interview: interview, Status: app.SoundRunning, Rate: rate, Started: c.now(), Device: device,
	}}
	err := c.change(ctx, interview, func(tx *storage.Tx, i *app.Interview) error {
		if err := mayRecord(*i); err != nil {
			return err
		}
		object, err := soundObject(w.meta)
		if err != nil {
			return err
		}
		if w.id, err = tx.Create(object); err != nil {
			return err
		}
		i.Recording = app.ID(w.id)
		return c.log(tx, w.id, app.ActRecorded, "")
	})
	if err != nil {
		return nil, err
	}
	return w, nil
}

// MayRecord tells why an interview can take no sound, or nil. It reads memory
// only.
func (c *Casebook) MayRecord(interview app.ID) error {
	i, err := c.Interview(interview)
	if err != nil {
		return err
	}
	return mayRecord(i)
}

func mayRecord(i app.Interview) error {
	if !i.SoundGone.IsZero() || !i.TextGone.IsZero() {
		return app.Fail(app.CodeDisposed, nil)
	}
	if i.Blocked(app.MatterSound) {
		return app.Fail(app.CodeBlocked, nil)
	}
	if i.Origin != app.OriginOwn || !i.Recording.IsZero() {
		return app.Fail(app.CodeRecordingExists, nil)
	}
	if !i.Consent.Complete() {
		return app.Fail(app.CodeConsentMissing, nil)
	}
	return nil
}

// soundObject describes a sound object: every audio row has one size, so that
// the file does not tell where somebody paused.
func soundObject(m soundMeta) (storage.NewObject, error) {
	meta, err := encode(m)
	return storage.NewObject{Kind: kindSound, Meta: meta, Fixed: map[storage.Stream]int{
		streamAudio: 2 * soundRowSeconds * m.Rate,
	}}, err
}

// ID returns the recording's id.
func (w *SoundWriter) ID() app.ID { return app.ID(w.id) }

// Append stores at most two seconds of samples. When it fails nothing of them
// is stored and it may be called again with the same samples.
func (w *SoundWriter) Append(ctx context.Context, samples []int16) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done {
		return app.Fail(app.CodeInternal, fmt.Errorf("casebook: sound after the end"))
	}
	audio, peaks, err := soundRows(w.meta.Rate, w.tally.next, packSamples(samples))
	if err != nil || audio.Count == 0 {
		return err
	}
	if w.tally.rows >= foldEvery {
		if err := w.fold(ctx); err != nil {
			return err
		}
	}
	err = w.book.write(ctx, storage.Sound, func(tx *storage.Tx) error {
		if err := tx.Append(w.id, streamAudio, audio); err != nil {
			return err
		}
		return tx.Append(w.id, streamPeaks, peaks.row)
	})
	if err == nil {
		w.tally.add(audio.Count, peaks.pairs)
	}
	return err
}

// fold replaces the small rows of peaks by one, in a transaction of its own.
func (w *SoundWriter) fold(ctx context.Context) error {
	err := w.book.write(ctx, storage.Sound, func(tx *storage.Tx) error {
		return foldInto(tx, w.id, w.meta, &w.tally)
	})
	if err == nil {
		w.tally.folded()
	}
	return err
}

// foldInto writes the fold and the run lengths up to it.
func foldInto(tx *storage.Tx, id storage.ID, m soundMeta, t *tally) error {
	if t.rows > 0 {
		if err := tx.Append(id, streamFolds, t.fold(m.Rate)); err != nil {
			return err
		}
		if err := tx.Replace(id, streamPeaks, nil); err != nil {
			return err
		}
	}
	m.Runs = t.runs
	return save(tx, id, m)
}

// peakRow is the row of peaks beside a row of sound.
type peakRow struct {
	row   storage.Row
	pairs []int16
}

func soundRows(rate int, first int64, pcm []byte) (audio storage.Row, peaks peakRow, err error) {
	if len(pcm) > 2*soundRowSeconds*rate || len(pcm)%2 != 0 {
		return audio, peaks, app.Fail(app.CodeInternal, fmt.Errorf("casebook: %d bytes in one row", len(pcm)))
	}
	audio = storage.Row{First: first, Count: uint32(len(pcm) / 2), Rate: uint32(rate), Data: pcm}
	peaks.pairs = peaksOf(pcm)
	peaks.row = storage.Row{First: first, Count: audio.Count, Rate: audio.Rate, Data: packSamples(peaks.pairs)}
	return audio, peaks, nil
}

// Mark stores a marker at once, in its own transaction.
func (w *SoundWriter) Mark(ctx context.Context, m app.Marker) error {
	return w.note(ctx, mark{Marker: &m})
}

// Gap stores a pause or a loss at once, in its own transaction.
func (w *SoundWriter) Gap(ctx context.Context, g app.Gap) error {
	return w.note(ctx, mark{Gap: &g})
}

func (w *SoundWriter) note(ctx context.Context, m mark) error {
	b, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("casebook: %w", err)
	}
	return w.book.write(ctx, storage.Sound, func(tx *storage.Tx) error {
		return tx.Append(w.id, streamMarks, storage.Row{Data: b})
	})
}

// Close ends the recording: a final row (empty, so that a cut-off recording
// can be told from a whole one), the last peaks folded, the status.
func (w *SoundWriter) Close(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done {
		return nil
	}
	if err := w.book.finish(ctx, w.id, w.meta, &w.tally, app.SoundWhole); err != nil {
		return err
	}
	w.done = true
	w.book.publish(app.InterviewsChanged{ID: w.meta.Interview})
	return nil
}

// finish writes what a closed recording has and a running one has not.
func (c *Casebook) finish(ctx context.Context, id storage.ID, m soundMeta, t *tally, status app.SoundStatus) error {
	m.Status = status
	return c.write(ctx, storage.Sound, func(tx *storage.Tx) error {
		if err := tx.Append(id, streamAudio, finalRow(t.next, m.Rate)); err != nil {
			return err
		}
		if err := foldInto(tx, id, m, t); err != nil {
			return err
		}
		if status == app.SoundInterrupted {
			return c.log(tx, id, app.ActSalvaged, "")
		}
		return nil
	})
}

func finalRow(total int64, rate int) storage.Row {
	return storage.Row{First: total, Rate: uint32(rate), Final: true}
}

// StagedSound is a recording that is being brought in: its key is held in
// memory alone until Commit, so a crash or Abort leaves the vault as it was.
// It satisfies recording.Store; Close does nothing, Commit decides.
type StagedSound struct {
	book   *Casebook
	staged *storage.Staged

	mu    sync.Mutex
	meta  soundMeta
	tally tally
}

// StageSound begins bringing in a sound for no interview yet. sha256 is that
// of its WAV file in hexadecimal, "" where it is not known; whoever gives it
// has held the sound to it before the sound is committed.
func (c *Casebook) StageSound(_ context.Context, rate int, sha256 string) (*StagedSound, error) {
	m := soundMeta{Status: app.SoundWhole, Rate: rate, Started: c.now(), Import: true, SHA256: sha256}
	object, err := soundObject(m)
	if err != nil {
		return nil, err
	}
	staged, err := c.vault.Stage(object)
	if err != nil {
		return nil, Fault(err)
	}
	return &StagedSound{book: c, staged: staged, meta: m}, nil
}

// Append stages at most two seconds of samples.
func (s *StagedSound) Append(ctx context.Context, samples []int16) error {
	return s.AppendPCM(ctx, packSamples(samples))
}

// AppendPCM stages at most two seconds of samples as they stand in a WAV file,
// little-endian. It does not keep pcm.
func (s *StagedSound) AppendPCM(ctx context.Context, pcm []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	audio, peaks, err := soundRows(s.meta.Rate, s.tally.next, pcm)
	if err != nil || audio.Count == 0 {
		return err
	}
	if err := s.staged.Append(ctx, streamAudio, audio); err != nil {
		return Fault(err)
	}
	s.tally.add(audio.Count, peaks.pairs)
	if s.tally.rows >= foldEvery {
		return s.fold(ctx)
	}
	return nil
}

func (s *StagedSound) fold(ctx context.Context) error {
	if s.tally.rows == 0 {
		return nil
	}
	if err := s.staged.Append(ctx, streamFolds, s.tally.fold(s.meta.Rate)); err != nil {
		return Fault(err)
	}
	s.tally.folded()
	return nil
}

// Mark stages a marker.
func (s *StagedSound) Mark(ctx context.Context, m app.Marker) error {
	return s.note(ctx, mark{Marker: &m})
}

// Gap stages a gap.
func (s *StagedSound) Gap(ctx context.Context, g app.Gap) error { return s.note(ctx, mark{Gap: &g}) }

func (s *StagedSound) note(ctx context.Context, m mark) error {
	b, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("casebook: %w", err)
	}
	return Fault(s.staged.Append(ctx, streamMarks, storage.Row{Data: b}))
}

// Close does nothing: the sound is kept by a commit or dropped by Abort.
func (s *StagedSound) Close(context.Context) error { return nil }

// Abort drops what was staged. After a commit it does nothing.
func (s *StagedSound) Abort() error { return Fault(s.staged.Abort()) }

// seal stages the end of the sound; the commit's transaction follows.
func (s *StagedSound) seal(ctx context.Context, interview app.ID, started time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.meta.Interview = interview
	if !started.IsZero() {
		s.meta.Started = started
	}
	if err := s.staged.Append(ctx, streamAudio, finalRow(s.tally.next, s.meta.Rate)); err != nil {
		return Fault(err)
	}
	if err := s.fold(ctx); err != nil {
		return err
	}
	s.meta.Runs = s.tally.runs
	meta, err := encode(s.meta)
	if err != nil {
		return err
	}
	if err := s.staged.SetMeta(meta); err != nil {
		return Fault(err)
	}
	return Fault(s.staged.Settle())
}

// CommitWAV makes a staged sound the recording of an own interview.
func (c *Casebook) CommitWAV(ctx context.Context, interview app.ID, s *StagedSound) error {
	if err := s.seal(ctx, interview, time.Time{}); err != nil {
		return err
	}
	return c.change(ctx, interview, func(tx *storage.Tx, i *app.Interview) error {
		if err := mayRecord(*i); err != nil {
			return err
		}
		if err := tx.Adopt(s.staged); err != nil {
			return err
		}
		i.Recording = app.ID(s.staged.ID())
		return c.log(tx, s.staged.ID(), app.ActImportWAV, "")
	})
}
