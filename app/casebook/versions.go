package casebook

import (
	"context"
	"errors"

	"barnrost/storage"
)

// KeptVersions is how many versions of a text are kept of those that came by
// themselves, and as many of those that somebody asked for.
const KeptVersions = 100

// versionSlack is how many more there may be before the oldest are taken away:
// that writes the stream anew.
const versionSlack = 20

// KeepVersion stores a version of the text, asked for or come by itself, and
// takes the oldest of its sort away where there are too many. Versions lie in
// the text's own object: they are blocked with it, and go with it.
func (t *Text) KeepVersion(ctx context.Context, version []byte, asked bool) error {
	stream := storage.Stream(streamVersions)
	if asked {
		stream = streamAsked
	}
	o, err := t.book.vault.Object(t.id)
	if err != nil {
		return Fault(err)
	}
	before := o.Streams[stream].Rows
	var keep []storage.Row
	if before >= KeptVersions+versionSlack-1 {
		err := t.versions(ctx, stream, before-KeptVersions+1, func(data []byte) {
			keep = append(keep, storage.Row{Data: data})
		})
		if err != nil {
			return err
		}
	}
	return t.book.write(ctx, storage.Text, func(tx *storage.Tx) error {
		now, err := tx.Object(t.id)
		if err != nil {
			return err
		}
		if keep != nil && now.Streams[stream].Rows == before {
			return tx.Replace(t.id, stream, append(keep, storage.Row{Data: version}))
		}
		return tx.Append(t.id, stream, storage.Row{Data: version})
	})
}

// Versions returns the versions kept, those that came by themselves before
// those asked for, each sort from the oldest on. One that is damaged is passed
// over: the others are no worse for it.
func (t *Text) Versions(ctx context.Context) (list [][]byte, err error) {
	for _, stream := range []storage.Stream{streamVersions, streamAsked} {
		o, err := t.book.vault.Object(t.id)
		if err != nil {
			return nil, Fault(err)
		}
		from := max(o.Streams[stream].Rows-KeptVersions, 0)
		if err := t.versions(ctx, stream, from, func(data []byte) { list = append(list, data) }); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// versions gives take the versions of a stream from a row on, but for damaged
// ones.
func (t *Text) versions(ctx context.Context, stream storage.Stream, from int64, take func([]byte)) error {
	o, err := t.book.vault.Object(t.id)
	if err != nil {
		return Fault(err)
	}
	for next := from; next < o.Streams[stream].Rows; next++ {
		err := t.book.vault.Rows(ctx, t.id, stream, next, func(r storage.Row) error {
			take(r.Data)
			next = r.Seq + 1
			return nil
		})
		var damaged *storage.DamageError
		if !errors.As(err, &damaged) {
			return Fault(err)
		}
	}
	return nil
}
