package casebook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// runSound is where one run's sound has come.
type runSound struct {
	run     uint32
	next    int64 // position in the run of the next sample
	lastSeq int64 // of its last row
}

// readSound stages the sound: the runs one after the other, silence where rows
// are lost and it is known how many, the time between two runs as a gap.
func (t *taking) readSound(ctx context.Context) error {
	if t.file.Count(spoolSound) == 0 {
		return nil
	}
	at := runSound{lastSeq: -1}
	err := t.each(ctx, spoolSound, func(r storage.SpoolRow) error {
		if int(r.Count)*2 != len(r.Data) || r.Rate != spoolRate || r.Count == 0 || r.Count > soundRowSeconds*spoolRate || r.First < 0 {
			return app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: row %d of a spool", r.Seq))
		}
		if t.sound == nil || r.Run != at.run {
			if err := t.beginRun(ctx, &at, r.Run); err != nil {
				return err
			}
		}
		if r.First < at.next {
			return app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: row %d of a spool begins at %d, want %d", r.Seq, r.First, at.next))
		}
		if err := t.silence(ctx, &at, min(r.First-at.next, (r.Seq-at.lastSeq-1)*soundRowSeconds*spoolRate)); err != nil {
			return err
		}
		at.lastSeq, at.next = r.Seq, r.First+int64(r.Count)
		return t.stage(ctx, r.Data)
	}, t.tell(0))
	if err != nil || t.sound == nil {
		return err
	}
	if err := t.endRun(ctx, &at); err != nil {
		return err
	}
	if _, ended := t.ended[at.run]; !ended {
		t.in.Interrupted = true
	}
	return t.stageMarks(ctx)
}

// tell returns what counts rows from a number on.
func (t *taking) tell(from int64) func(done, total int64) {
	return func(done, _ int64) {
		if t.progress != nil {
			t.progress(min(from+done, t.total), t.total)
		}
	}
}

// beginRun begins to stage a run, after the run before it.
func (t *taking) beginRun(ctx context.Context, at *runSound, run uint32) error {
	begun := t.begun[run] // zero where the note is lost
	if t.sound == nil {
		started := begun.At
		if started.IsZero() {
			started = t.armed.Made
		}
		m := soundMeta{Status: app.SoundWhole, Rate: spoolRate, Started: started, Device: begun.Device}
		object, err := soundObject(m)
		if err != nil {
			return err
		}
		staged, err := t.c.vault.Stage(object)
		if err != nil {
			return Fault(err)
		}
		t.sound = &StagedSound{book: t.c, staged: staged, meta: m}
	} else {
		if err := t.endRun(ctx, at); err != nil {
			return err
		}
		gap := app.Gap{At: t.sound.tally.next, Length: t.between(at.run, run), Reason: app.GapInterrupt}
		if err := t.sound.Gap(ctx, gap); err != nil {
			return err
		}
	}
	t.bases[run] = t.sound.tally.next
	at.run, at.next = run, 0
	return nil
}

// endRun fills in what is known to be missing at the end of a run.
func (t *taking) endRun(ctx context.Context, at *runSound) error {
	total, ended := t.ended[at.run]
	if !ended || total <= at.next {
		return nil
	}
	left := t.file.Count(spoolSound) - at.lastSeq - 1
	return t.silence(ctx, at, min(total-at.next, left*soundRowSeconds*spoolRate))
}

// between is how long nothing was recorded between two runs, 0 where that is
// not known.
func (t *taking) between(before, after uint32) time.Duration {
	began, again := t.begun[before].At, t.begun[after].At
	if began.IsZero() || again.IsZero() {
		return 0
	}
	recorded := time.Duration(app.SamplesToMillis(t.sound.tally.next-t.bases[before], spoolRate)) * time.Millisecond
	for _, m := range t.marks {
		if m.run == before && m.Gap != nil {
			recorded += m.Gap.Length
		}
	}
	return max(again.Sub(began)-recorded, 0)
}

// silence stages samples in the place of lost ones, and says so.
func (t *taking) silence(ctx context.Context, at *runSound, samples int64) error {
	if samples <= 0 {
		return nil
	}
	gap := app.Gap{At: t.sound.tally.next, Length: time.Duration(app.SamplesToMillis(samples, spoolRate)) * time.Millisecond, Reason: app.GapDamage}
	if err := t.sound.Gap(ctx, gap); err != nil {
		return err
	}
	at.next += samples
	for samples > 0 {
		n := min(samples, soundRowSeconds*spoolRate)
		if err := t.stage(ctx, make([]byte, 2*n)); err != nil {
			return err
		}
		samples -= n
	}
	return nil
}

// stage stages samples, and keeps what they are for when they are read back.
func (t *taking) stage(ctx context.Context, pcm []byte) error {
	t.pcm.Write(pcm)
	return t.sound.AppendPCM(ctx, pcm)
}

// stageMarks stages markers and gaps where they stand in the whole.
func (t *taking) stageMarks(ctx context.Context) error {
	total := t.sound.tally.next
	for _, m := range t.marks {
		base, known := t.bases[m.run]
		if !known {
			base = total // a run without sound
		}
		if m.Marker != nil {
			m.Marker.At = min(base+m.Marker.At, total)
			if err := t.sound.Mark(ctx, *m.Marker); err != nil {
				return err
			}
		}
		if m.Gap != nil {
			m.Gap.At = min(base+m.Gap.At, total)
			if err := t.sound.Gap(ctx, *m.Gap); err != nil {
				return err
			}
		}
	}
	return nil
}

// commit makes what was staged the interview's, in one transaction with
// everything else.
func (t *taking) commit(ctx context.Context) error {
	t.in.Interview, t.in.Envelopes = t.armed.Interview, len(t.envelope)
	if t.sound != nil {
		if t.in.Interrupted {
			t.sound.meta.Status = app.SoundInterrupted
		}
		if err := t.sound.seal(ctx, t.armed.Interview, time.Time{}); err != nil {
			return err
		}
		t.in.Recording = app.ID(t.sound.staged.ID())
		t.in.Millis = app.SamplesToMillis(t.sound.tally.next, spoolRate)
	}
	letters, begun := t.c.lettersVersion(), t.c.now()
	for _, n := range t.notes {
		if n.Begun != nil {
			begun = n.Begun.At
		}
	}
	err := t.c.write(ctx, storage.Import, func(tx *storage.Tx) error {
		i, err := noun[app.Interview](tx, t.armed.Interview, kindInterview)
		if err != nil {
			return err
		}
		i.ID = t.armed.Interview
		if t.sound != nil {
			if err := t.adopt(tx, &i); err != nil {
				return err
			}
		}
		for _, n := range t.notes {
			if n.Consent != nil {
				i.Consent = dated(*n.Consent, i.Consent, begun, letters)
			}
			if n.Ticket != "" {
				i.Visit.Ticket = n.Ticket
				i.Visit = i.Visit.Clean()
			}
		}
		if err := save(tx, storage.ID(i.ID), i); err != nil {
			return err
		}
		if err := t.keepNotes(tx, i); err != nil {
			return err
		}
		t.in.Interview = i.ID
		t.armed.Taken = &armedTaken{In: t.in, PCM: hex.EncodeToString(t.pcm.Sum(nil))}
		if err := save(tx, t.armed.id, t.armed.armedMeta); err != nil {
			return err
		}
		about := storage.ID(i.ID)
		if t.sound != nil {
			about = t.sound.staged.ID()
		}
		return t.c.log(tx, about, app.ActTakenIn, "")
	})
	if err != nil {
		t.armed.Taken = nil
	}
	return err
}

// adopt makes the staged sound an interview's: that for which it was made
// ready, or, where that one has a recording by now, another like it. No sound is
// ever dropped for having come second.
func (t *taking) adopt(tx *storage.Tx, i *app.Interview) error {
	if err := tx.Adopt(t.sound.staged); err != nil {
		return err
	}
	if !i.Recording.IsZero() || i.Origin != app.OriginOwn {
		twin := app.Interview{Age: i.Age, Place: i.Place, Created: t.c.now(), Origin: app.OriginOwn, Consent: i.Consent, Guide: i.Guide}
		var err error
		if twin.Code, err = t.c.newCode(); err != nil {
			return err
		}
		id, err := create(tx, kindInterview, false, twin)
		if err != nil {
			return err
		}
		twin.ID = app.ID(id)
		*i = twin
		t.sound.meta.Interview = i.ID
		if err := save(tx, t.sound.staged.ID(), t.sound.meta); err != nil {
			return err
		}
	}
	i.Recording = app.ID(t.sound.staged.ID())
	if t.in.Interrupted {
		return t.c.log(tx, t.sound.staged.ID(), app.ActSalvaged, "")
	}
	return nil
}

// keepNotes keeps what was noted besides: that the interview must be kept, and
// envelopes.
func (t *taking) keepNotes(tx *storage.Tx, i app.Interview) error {
	for _, n := range t.notes {
		if n.Concern {
			_, err := t.c.holdIn(tx, i.ID, app.HoldConcern)
			return err
		}
	}
	return nil
}

// readBack reads what the vault holds now and compares it with what was taken
// from the spool.
func (t *taking) readBack(ctx context.Context) error {
	taken := t.armed.Taken
	if taken.In.Recording.IsZero() {
		return nil
	}
	sum := sha256.New()
	read := t.total / 2
	err := t.c.vault.Rows(ctx, storage.ID(taken.In.Recording), streamAudio, 0, func(r storage.Row) error {
		sum.Write(r.Data)
		read++
		t.tell(read)(0, 0)
		return nil
	})
	if errors.Is(err, storage.ErrNotFound) {
		return nil // it was disposed of since: the decision covers the spool's copy too
	}
	if err != nil {
		return Fault(err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != taken.PCM {
		return app.Fail(app.CodeVaultDamaged, errors.New("casebook: what was taken in is not what was recorded"))
	}
	return nil
}
