package casebook

import (
	"context"
	"encoding/json"

	"barnrost/app"
	"barnrost/storage"
)

// Streams of a text object.
const (
	streamJournal  = 0 // one row a second of typing: invertible edits
	streamSnapshot = 1 // one row: the document as it was when the journal was emptied
	streamVersions = 2 // a row each: versions that came by themselves
	streamAsked    = 3 // a row each: versions somebody asked for
)

// textMeta is a text object's sealed data.
type textMeta struct {
	Interview app.ID          `json:"interview"`
	Desk      json.RawMessage `json:"desk,omitempty"` // where one was: playhead, caret, scroll, speed
}

// Text is one interview's transcript in the vault: a snapshot, and the edits
// since. It is safe for concurrent use.
type Text struct {
	book *Casebook
	id   storage.ID
}

// OpenText returns an interview's transcript, making an empty one the first
// time.
func (c *Casebook) OpenText(ctx context.Context, interview app.ID) (*Text, error) {
	i, err := c.Interview(interview)
	if err != nil {
		return nil, err
	}
	if err := mayRead(i); err != nil {
		return nil, err
	}
	if !i.Transcript.IsZero() {
		t := &Text{book: c, id: storage.ID(i.Transcript)}
		return t, c.note(ctx, t.id, app.ActOpened)
	}
	t := &Text{book: c}
	err = c.change(ctx, interview, func(tx *storage.Tx, i *app.Interview) error {
		t.id = storage.ID(i.Transcript)
		if !i.Transcript.IsZero() { // made by another call meanwhile
			return nil
		}
		err := mayRead(*i)
		if err != nil {
			return err
		}
		if t.id, err = create(tx, kindText, false, textMeta{Interview: interview}); err != nil {
			return err
		}
		i.Transcript = app.ID(t.id)
		return c.log(tx, t.id, app.ActOpened, "")
	})
	return t, err
}

// ReadText returns an interview's transcript without opening it at the desk:
// nothing is made and nothing logged. It is nil where nothing was written.
func (c *Casebook) ReadText(interview app.ID) (*Text, error) {
	i, err := c.Interview(interview)
	if err != nil || !c.HasText(i) {
		return nil, err
	}
	if err := mayRead(i); err != nil {
		return nil, err
	}
	return &Text{book: c, id: storage.ID(i.Transcript)}, nil
}

// mayRead tells why an interview's text cannot be had: it has been disposed of,
// or is locked away until that is decided.
func mayRead(i app.Interview) error {
	switch {
	case !i.TextGone.IsZero():
		return app.Fail(app.CodeDisposed, nil)
	case i.Blocked(app.MatterText):
		return app.Fail(app.CodeBlocked, nil)
	}
	return nil
}

// HasText reports whether anything was written for an interview. It reads
// memory only.
func (c *Casebook) HasText(i app.Interview) bool {
	if i.Transcript.IsZero() {
		return false
	}
	o, err := c.vault.Object(storage.ID(i.Transcript))
	return err == nil && o.Streams[streamJournal].Rows+o.Streams[streamSnapshot].Rows > 0
}

// Load returns the snapshot (nil if there is none) and the journal rows after
// it, oldest first.
func (t *Text) Load(ctx context.Context) (snapshot []byte, journal [][]byte, err error) {
	err = t.book.vault.Rows(ctx, t.id, streamSnapshot, 0, func(r storage.Row) error {
		snapshot = r.Data
		return nil
	})
	if err != nil {
		return nil, nil, Fault(err)
	}
	err = t.book.vault.Rows(ctx, t.id, streamJournal, 0, func(r storage.Row) error {
		journal = append(journal, r.Data)
		return nil
	})
	return snapshot, journal, Fault(err)
}

// Append stores one journal row in a transaction of its own.
func (t *Text) Append(ctx context.Context, row []byte) error {
	return t.book.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := tx.Append(t.id, streamJournal, storage.Row{Data: row}); err != nil {
			return err
		}
		if err := t.noteEdited(tx); err != nil {
			return err
		}
		return t.book.log(tx, t.id, app.ActEdited, "")
	})
}

// noteEdited notes with the interview that its text was changed after it had
// been listened through. It is nothing more than a look, all other times.
func (t *Text) noteEdited(tx *storage.Tx) error {
	i, err := t.interview(tx)
	if err != nil || i.Through == nil || i.Through.Edited {
		return err
	}
	i.Through.Edited = true
	return save(tx, storage.ID(i.ID), i)
}

// interview reads the interview that this is the text of.
func (t *Text) interview(tx *storage.Tx) (app.Interview, error) {
	var m textMeta
	o, err := tx.Object(t.id)
	if err != nil {
		return app.Interview{}, err
	}
	if err := decode(o, &m); err != nil {
		return app.Interview{}, err
	}
	if o, err = tx.Object(storage.ID(m.Interview)); err != nil {
		return app.Interview{}, err
	}
	return interviewOf(o)
}

// SetHeardThrough notes that the text was compared with the whole sound; nil
// takes that back. The log gets the fact, never the reason.
func (t *Text) SetHeardThrough(ctx context.Context, h *app.HeardThrough) error {
	detail := "whole"
	switch {
	case h == nil:
		detail = "undone"
	case h.Reason != "":
		detail = "reason"
	}
	var id app.ID
	err := t.book.write(ctx, storage.Text, func(tx *storage.Tx) error {
		i, err := t.interview(tx)
		if err != nil {
			return err
		}
		i.Through, id = h, i.ID
		if err := save(tx, storage.ID(i.ID), i); err != nil {
			return err
		}
		return t.book.log(tx, t.id, app.ActThrough, detail)
	})
	if err == nil {
		t.book.publish(app.InterviewsChanged{ID: id})
	}
	return err
}

// Snapshot replaces the snapshot and empties the journal, in one transaction.
func (t *Text) Snapshot(ctx context.Context, document []byte) error {
	return t.book.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := tx.Replace(t.id, streamSnapshot, []storage.Row{{Data: document}}); err != nil {
			return err
		}
		return tx.Replace(t.id, streamJournal, nil)
	})
}

// Desk returns where the person was when the desk was left, as the desk wrote
// it; nil the first time. It reads memory only.
func (t *Text) Desk() ([]byte, error) {
	m, err := t.meta()
	return m.Desk, err
}

// SaveDesk stores where the person is; state is JSON.
func (t *Text) SaveDesk(ctx context.Context, state []byte) error {
	return t.book.write(ctx, storage.Text, func(tx *storage.Tx) error {
		o, err := tx.Object(t.id)
		if err != nil {
			return err
		}
		var m textMeta
		if err := decode(o, &m); err != nil {
			return err
		}
		m.Desk = state
		return save(tx, t.id, m)
	})
}

func (t *Text) meta() (textMeta, error) {
	var m textMeta
	o, err := t.book.vault.Object(t.id)
	if err != nil {
		return m, Fault(err)
	}
	return m, decode(o, &m)
}
