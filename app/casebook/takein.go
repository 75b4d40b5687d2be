package casebook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"path/filepath"
	"strings"

	"barnrost/app"
	"barnrost/storage"
)

// TakeIn takes what was recorded while the vault was locked into it: sound,
// markers, consent and envelopes of the interview that was made ready, in one
// last short transaction. Then it is read back, the spool goes, and its key. A
// kill between any two of these steps, or a ctx that ends, loses nothing: the
// next call goes on. What is damaged is counted, and the rest taken.
//
// A spool that was not used stays as long as a recording may begin, and goes
// then. Where nothing was taken in the result is zero. A spool to which this
// vault has no key is left unread, under another name if need be:
// [app.CodeReadyOther], with "file"; one that cannot be read at all
// too: [app.CodeReadyUnreadable]; for one that is gone the key is kept:
// [app.CodeReadyMissing]. progress, which may be nil, counts rows of sound, each
// twice.
func (c *Casebook) TakeIn(ctx context.Context, progress func(done, total int64)) (app.TakenIn, error) {
	in, err := c.takeIn(ctx, progress)
	if err == nil && in != (app.TakenIn{}) {
		c.publish(app.InterviewsChanged{ID: in.Interview})
		c.publish(app.ReadyChanged{})
	}
	return in, err
}

func (c *Casebook) takeIn(ctx context.Context, progress func(done, total int64)) (_ app.TakenIn, err error) {
	all, err := c.armedAll()
	if err != nil || c.spool == "" {
		return app.TakenIn{}, err
	}
	if !c.hasSpool() {
		return app.TakenIn{}, c.without(ctx, all)
	}
	file, err := storage.OpenSpool(ctx, c.spool)
	if err != nil {
		return app.TakenIn{}, spoolFault(err)
	}
	defer func() { err = errors.Join(err, Fault(file.Close())) }()
	a, ok := armedOf(all, file)
	if !ok {
		return app.TakenIn{}, c.stranger(file)
	}
	if !used(file) {
		return app.TakenIn{}, c.unusedSpool(ctx, a, file)
	}
	t := c.newTaking(a, file, progress)
	if a.Taken == nil {
		if err := t.take(ctx); err != nil {
			return app.TakenIn{}, err
		}
	}
	if err := t.readBack(ctx); err != nil {
		return app.TakenIn{}, err
	}
	if err := file.Remove(); err != nil {
		return app.TakenIn{}, Fault(err)
	}
	return t.armed.Taken.In, c.dropArmed(ctx, a.id)
}

// stranger tells of a spool to which there is no key here. One that this very
// vault made, before it was put back from an older copy, gets another name: the
// locked page would offer to record into it, and nobody could ever hear that.
func (c *Casebook) stranger(file *storage.Spool) error {
	name := filepath.Base(c.spool)
	if file.VaultID() == c.vault.VaultID() {
		name = strings.TrimSuffix(name, ".spool") + "-" + file.ID().String()[:8] + ".spool"
		if err := file.SetAside(name); err != nil {
			return Fault(err)
		}
		c.publish(app.ReadyChanged{})
	}
	return &app.Error{Code: app.CodeReadyOther, Args: map[string]string{"file": name}}
}

// without is TakeIn where there is no spool: it has gone after what was in it
// was taken in, or somebody took it away. Then the key stays, for the file may
// come back.
func (c *Casebook) without(ctx context.Context, all []armed) error {
	var missing error
	for _, a := range all {
		if a.Taken == nil {
			missing = app.Fail(app.CodeReadyMissing, nil)
		} else if err := c.dropArmed(ctx, a.id); err != nil {
			return err
		}
	}
	return missing
}

// unusedSpool leaves a spool that may still be used, and takes away one that
// may not.
func (c *Casebook) unusedSpool(ctx context.Context, a armed, file *storage.Spool) error {
	r := app.Readiness{Made: a.Made, Until: a.Until}
	if now := c.now(); r.State(now, now, 0) == app.ReadyNow {
		return nil
	}
	if err := file.Remove(); err != nil {
		return Fault(err)
	}
	c.publish(app.ReadyChanged{})
	return c.dropArmed(ctx, a.id)
}

// taking is one run of TakeIn.
type taking struct {
	c     *Casebook
	armed armed
	file  *storage.Spool

	progress func(done, total int64)
	total    int64

	notes    []spoolNote
	begun    map[uint32]spoolBegun
	ended    map[uint32]int64 // samples of a run that was ended
	envelope [][]byte
	marks    []runMark
	in       app.TakenIn

	sound *StagedSound // nil without sound
	pcm   hash.Hash    // over what was staged
	bases map[uint32]int64
}

func (c *Casebook) newTaking(a armed, file *storage.Spool, progress func(done, total int64)) *taking {
	return &taking{c: c, armed: a, file: file, progress: progress, total: 2 * file.Count(spoolSound),
		begun: map[uint32]spoolBegun{}, ended: map[uint32]int64{}, bases: map[uint32]int64{}, pcm: sha256.New()}
}

// runMark is a marker or a gap, whose position counts from its run's first
// sample.
type runMark struct {
	mark
	run uint32
}

// take reads the spool into staging and commits it.
func (t *taking) take(ctx context.Context) (err error) {
	if err := t.readSmall(ctx); err != nil {
		return err
	}
	if err := t.readSound(ctx); err != nil {
		return errors.Join(err, t.abort())
	}
	if err := t.keepEnvelopes(ctx); err != nil {
		return errors.Join(err, t.abort())
	}
	if err := t.commit(ctx); err != nil {
		return errors.Join(err, t.abort())
	}
	return nil
}

// keepEnvelopes lays what the child answered to the other envelopes, in a
// transaction of its own: nothing ties it to the interview. Taken in once more,
// after a crash, it lies there once.
func (t *taking) keepEnvelopes(ctx context.Context) error {
	if len(t.envelope) == 0 {
		return nil
	}
	kit, err := app.ParseKit(t.file.Kit())
	if err != nil {
		kit = app.Kit{} // what is sealed to nobody known is kept all the same
	}
	return t.c.addEnvelopes(ctx, envelopeKey(kit.Unit), t.envelope)
}

func (t *taking) abort() error {
	if t.sound == nil {
		return nil
	}
	return t.sound.Abort()
}

// each gives a stream's rows to fn. A row of which fn makes nothing counts as
// lost, like one that is damaged.
func (t *taking) each(ctx context.Context, n storage.Stream, fn func(storage.SpoolRow) error, progress func(done, total int64)) error {
	lost, err := t.file.Rows(ctx, t.armed.Key, n, func(r storage.SpoolRow) error {
		if hex.EncodeToString(r.Head[:]) != t.armed.Sum {
			t.in.Swapped = true
		}
		err := fn(r)
		if app.CodeOf(err) == app.CodeVaultDamaged {
			t.in.Lost++
			return nil
		}
		return err
	}, progress)
	t.in.Lost += len(lost)
	return spoolFault(err)
}

// readSmall reads all but the sound.
func (t *taking) readSmall(ctx context.Context) error {
	if sum := t.file.Sum(); hex.EncodeToString(sum[:]) != t.armed.Sum {
		t.in.Swapped = true
	}
	for n, fn := range map[storage.Stream]func(storage.SpoolRow) error{
		spoolNotes: func(r storage.SpoolRow) error {
			note, err := parseSpoolNote(r.Data)
			if err == nil && note.Begun != nil {
				t.begun[r.Run] = *note.Begun
			}
			t.notes = append(t.notes, note)
			return err
		},
		spoolMarks: func(r storage.SpoolRow) error {
			m, err := parseMark(r.Data)
			t.marks = append(t.marks, runMark{m, r.Run})
			return err
		},
		spoolEnvelopes: func(r storage.SpoolRow) error {
			t.envelope = append(t.envelope, r.Data)
			return nil
		},
		spoolEnded: func(r storage.SpoolRow) error {
			t.ended[r.Run] = r.First
			return nil
		},
	} {
		if err := t.each(ctx, n, fn, nil); err != nil {
			return err
		}
	}
	return nil
}
