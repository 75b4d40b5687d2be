package storage

import (
	"database/sql"
	"errors"
	"fmt"

	"barnrost/crypto"
)

// boxes judges the form of every box that a query gives as object, stream,
// number, the box's beginning and its length.
func (i *inspection) boxes(part Part, query string) error {
	return i.each(part, query, func(rows *sql.Rows) error {
		var raw, head []byte
		var stream, size int64
		d := Damage{Part: part}
		if err := rows.Scan(&raw, &stream, &d.Seq, &head, &size); err != nil {
			return err
		}
		check := crypto.CheckBox
		if part == PartSlot && Slot(d.Seq) == SlotPassphrase {
			check = crypto.CheckSlot // the others are for keys, such as the unit's
		}
		err := check(head, size)
		if raw != nil {
			var bad error
			d.Object, bad = toID(raw)
			err = errors.Join(err, bad)
		}
		if d.Stream = Stream(stream); stream != int64(d.Stream) {
			err = errors.Join(err, errFrame)
		}
		if err != nil {
			i.blame(d)
		}
		i.done++
		i.progress(min(i.done, i.total), i.total)
		return nil
	})
}

// beginning is what a query takes of a box.
func beginning(column string) string {
	return fmt.Sprintf("substr(%[1]s, 1, %[2]d), length(%[1]s)", column, crypto.HeadSize)
}

func (i *inspection) slots() error {
	if err := i.one(fmt.Sprintf("keyslot WHERE id = %d", SlotPassphrase), Damage{Part: PartSlot, Seq: int64(SlotPassphrase)}); err != nil {
		return err
	}
	return i.boxes(PartSlot, "SELECT NULL, 0, id, "+beginning("box")+" FROM keyslot")
}

func (i *inspection) catalog() error {
	if err := i.one("catalog", Damage{Part: PartCatalog}); err != nil {
		return err
	}
	return i.boxes(PartCatalog, "SELECT NULL, 0, 0, "+beginning("box")+" FROM catalog")
}

// one blames d unless there is exactly one row.
func (i *inspection) one(from string, d Damage) error {
	var n int64
	if err := i.db.QueryRowContext(i.ctx, "SELECT count(*) FROM "+from).Scan(&n); err != nil {
		return err
	}
	if n != 1 {
		i.blame(d)
	}
	return nil
}

func (i *inspection) objects() error {
	return errors.Join(
		i.boxes(PartKey, "SELECT id, 0, 0, "+beginning("key_box")+" FROM object"),
		i.boxes(PartHead, "SELECT id, 0, 0, "+beginning("head_box")+" FROM object"))
}

// rows judges the rows that have an object. Those without are what a cut-off
// import or an erasing left: nothing can read them, and the next unlocking
// takes them away.
func (i *inspection) rows() error {
	err := i.db.QueryRowContext(i.ctx, "SELECT count(*) FROM chunk WHERE obj NOT IN (SELECT id FROM object)").Scan(&i.Leftovers)
	if err != nil {
		return err
	}
	return i.boxes(PartRow, "SELECT obj, stream, seq, "+beginning("box")+" FROM chunk WHERE obj IN (SELECT id FROM object)")
}

// numbers looks for gaps: an object's rows are numbered from 0 in each stream.
// Whether the last are missing only the object's head tells, which is sealed.
func (i *inspection) numbers() error {
	var at Damage // the row that should come next
	return i.each(PartRow, "SELECT obj, stream, seq FROM chunk WHERE obj IN (SELECT id FROM object) ORDER BY obj, stream, seq", func(rows *sql.Rows) error {
		var raw []byte
		var stream, seq int64
		if err := rows.Scan(&raw, &stream, &seq); err != nil {
			return err
		}
		next := Damage{Part: PartRow, Stream: Stream(stream)}
		copy(next.Object[:], raw)
		if next.Object == at.Object && next.Stream == at.Stream {
			next.Seq = at.Seq
		}
		i.expect(next, seq)
		at = next
		at.Seq = max(next.Seq, seq+1)
		return nil
	})
}

// events looks for gaps in the log, which is numbered from 1, and at its boxes.
func (i *inspection) events() error {
	next := int64(1)
	err := i.each(PartLog, "SELECT seq FROM event ORDER BY seq", func(rows *sql.Rows) error {
		var seq int64
		if err := rows.Scan(&seq); err != nil {
			return err
		}
		i.expect(Damage{Part: PartLog, Seq: next}, seq)
		next = max(next, seq+1)
		return nil
	})
	return errors.Join(err, i.boxes(PartLog, "SELECT NULL, 0, seq, "+beginning("box")+" FROM event"))
}

// expect blames the first number that is missing before seq, or seq where it
// comes before all that may be.
func (i *inspection) expect(next Damage, seq int64) {
	if seq < next.Seq {
		next.Seq = seq
		i.blame(next)
	} else if seq > next.Seq {
		i.blame(next)
	}
}

func (i *inspection) seen() error {
	return i.each(PartSeen, "SELECT count(*) FROM seen_bundle WHERE length(hash) <> 32", func(rows *sql.Rows) error {
		var odd int64
		if err := rows.Scan(&odd); err != nil {
			return err
		}
		if odd > 0 {
			i.blame(Damage{Part: PartSeen})
		}
		return nil
	})
}

// each gives fn every row of a query. A row in which fn finds a value of another
// kind than the table's is a damage of the part, and the next follows.
func (i *inspection) each(part Part, query string, fn func(*sql.Rows) error) (err error) {
	rows, err := i.db.QueryContext(i.ctx, query)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if fn(rows) != nil { // Scan's own; SQLite's errors come from Next
			i.blame(Damage{Part: part})
		}
	}
	return rows.Err()
}
