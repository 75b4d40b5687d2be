package casebook

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/storage"
)

// Rescue makes a sound vault at path of everything that is whole in this one,
// and of damaged recordings and transcripts what is left: silence of the same
// length stands where sound is damaged, with a gap noted there, so that times
// and markers stay true; of a text the words that can be read. Nothing here is
// changed and nothing overwritten. progress, which may be nil, is told bytes.
func (c *Casebook) Rescue(ctx context.Context, path string, progress func(done, total int64)) (app.Rescued, error) {
	m := &mender{c: c, lost: map[storage.ID][]storage.Lost{}}
	var contents app.Contents
	made, err := c.vault.Salvage(ctx, path, storage.Salvage{
		Mend: m.mend, Missing: string(app.ActLost), Progress: progress,
		Polish: func(ctx context.Context, v *storage.Vault) (err error) {
			if err := m.polish(ctx, v); err != nil {
				return err
			}
			contents, err = Contents(ctx, v)
			return err
		},
	})
	if err != nil {
		return app.Rescued{}, Fault(err)
	}
	return app.Rescued{Path: path, Contents: contents, Missing: c.tell(made.Damage)}, nil
}

// mender fills what is lost and remembers where it was.
type mender struct {
	c    *Casebook
	lost map[storage.ID][]storage.Lost // of sound; also objects of which other rows are lost
}

// mend gives the rows that stand for lost ones: silence for sound, none for
// anything else.
func (m *mender) mend(o storage.Object, n storage.Stream, lost storage.Lost) []storage.Row {
	if o.Kind != kindSound || n != streamAudio {
		m.lost[o.ID] = append(m.lost[o.ID], storage.Lost{})
		return nil
	}
	var meta soundMeta
	if lost.Rate == 0 && decode(o, &meta) == nil {
		lost.Rate = uint32(meta.Rate)
	}
	m.lost[o.ID] = append(m.lost[o.ID], lost)
	var rows []storage.Row
	for first, left := lost.First, lost.Count; left > 0; {
		count := min(left, soundRowSeconds*int64(lost.Rate))
		if count == 0 {
			break
		}
		rows = append(rows, storage.Row{First: first, Count: uint32(count), Rate: lost.Rate, Data: make([]byte, 2*count)})
		first, left = first+count, left-count
	}
	if lost.Final {
		rows = append(rows, finalRow(lost.First+lost.Count, int(lost.Rate)))
	}
	return rows
}

// polish makes the mended sounds and texts of the new vault consistent, and
// logs what was done.
func (m *mender) polish(ctx context.Context, v *storage.Vault) error {
	book := &Casebook{vault: v, now: m.c.now, publish: func(app.Event) {}, logged: map[act]bool{}}
	for id, lost := range m.lost {
		o, err := v.Object(id)
		if err != nil {
			return Fault(err)
		}
		switch o.Kind {
		case kindSound:
			err = book.reindex(ctx, o, lost)
		case kindText:
			err = book.refit(ctx, o)
		}
		if err != nil {
			return err
		}
	}
	return book.write(ctx, storage.Text, func(tx *storage.Tx) error {
		return book.log(tx, storage.ID{}, app.ActRescued, strconv.Itoa(len(m.lost)))
	})
}

// reindex reads a mended sound and writes what is known of it anew: where its
// rows lie, its waveform, that it has ended, and where it is damaged.
func (c *Casebook) reindex(ctx context.Context, o storage.Object, lost []storage.Lost) error {
	var meta soundMeta
	if err := decode(o, &meta); err != nil {
		return err
	}
	var t tally
	var folds []storage.Row
	closed := false
	err := c.vault.Rows(ctx, o.ID, streamAudio, 0, func(r storage.Row) error {
		if r.Final {
			closed = true
		}
		if r.Count == 0 {
			return nil
		}
		t.add(r.Count, peaksOf(r.Data))
		if t.rows >= foldEvery {
			folds = append(folds, t.fold(meta.Rate))
			t.folded()
		}
		return nil
	})
	if err != nil {
		return Fault(err)
	}
	if t.rows > 0 {
		folds = append(folds, t.fold(meta.Rate))
	}
	meta.Runs = t.runs
	if meta.Status == app.SoundRunning {
		meta.Status = app.SoundInterrupted
	}
	return c.write(ctx, storage.Import, func(tx *storage.Tx) error {
		if !closed {
			if err := tx.Append(o.ID, streamAudio, finalRow(t.next, meta.Rate)); err != nil {
				return err
			}
		}
		if err := tx.Replace(o.ID, streamPeaks, nil); err != nil {
			return err
		}
		if err := tx.Replace(o.ID, streamFolds, folds); err != nil {
			return err
		}
		for _, l := range lost {
			if l.Count == 0 {
				continue
			}
			gap := app.Gap{At: l.First, Length: time.Duration(app.SamplesToMillis(l.Count, int(l.Rate))) * time.Millisecond, Reason: app.GapDamage}
			b, err := encode(mark{Gap: &gap})
			if err != nil {
				return err
			}
			if err := tx.Append(o.ID, streamMarks, storage.Row{Data: b}); err != nil {
				return err
			}
		}
		return save(tx, o.ID, meta)
	})
}

// refit makes a transcript of the journal rows that are left. One that came in
// a bundle has no journal: there is nothing to put together.
func (c *Casebook) refit(ctx context.Context, o storage.Object) error {
	text := &Text{book: c, id: o.ID}
	snapshot, journal, err := text.Load(ctx)
	if err != nil || len(journal) == 0 {
		return err
	}
	d, _ := transcript.Salvage(snapshot, journal)
	if d == nil {
		return app.Fail(app.CodeInternal, fmt.Errorf("casebook: no document"))
	}
	return text.Snapshot(ctx, d.Snapshot())
}
