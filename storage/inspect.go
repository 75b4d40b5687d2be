package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
)

// PartFile is the part that only [Inspect] finds damaged, by SQLite's own check
// of the file; its words are in Report.SQLite.
const PartFile Part = "file"

// Report is what [Inspect] found in a vault's file. Nothing in it comes out of
// a box.
type Report struct {
	Vault     ID
	Format    int
	Size      int64 // of the file, in bytes
	Free      int64 // of it, bytes on free pages
	Slots     int64 // ways to unlock
	Objects   int64
	Rows      int64
	Events    int64
	Seen      int64    // imported bundles
	Leftovers int64    // rows without a key, which the next unlocking sweeps: no damage
	SQLite    []string // what SQLite says of the file, if not that it is sound
	Damage    []Damage // in the order of object, stream and row
}

// maxComplaints is how much SQLite may say of a file.
const maxComplaints = 100

// Inspect checks a vault's file without any key: that SQLite finds it sound,
// that it has the tables of its format and no other, that every box has the
// form of one, and that nothing is missing in the numbers of rows and events.
// What lies inside the boxes only [Vault.Check] can tell. It opens the file as
// [OpenReadOnly] does, and with the same errors; damage is no error as long as
// the file can be read as a vault's. progress may be nil.
func Inspect(ctx context.Context, path string, progress func(done, total int64)) (_ Report, err error) {
	if err := isVaultFile(path, ""); err != nil {
		return Report{}, err
	}
	lock, err := lockIfThere(path)
	if err != nil {
		return Report{}, err
	}
	defer func() { err = errors.Join(err, lock.release()) }()
	if err := errors.Join(checkHeader(path, applicationID), isFinished(path)); err != nil {
		return Report{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return Report{}, explain(err)
	}
	db, err := inspectFiles(ctx, path, "")
	if err = explain(err); errors.Is(err, ErrDamaged) {
		return Report{Size: info.Size(), Damage: []Damage{{Part: PartFile}}}, nil // not even the first page
	}
	if err != nil {
		return Report{}, err
	}
	defer func() { err = errors.Join(err, explain(db.close())) }()
	if progress == nil {
		progress = func(int64, int64) {}
	}
	i := &inspection{ctx: ctx, db: db.read, progress: progress}
	i.Size = info.Size()
	if err := i.run(); err != nil {
		return Report{}, err
	}
	sortDamage(i.Damage)
	i.Damage = slices.Compact(i.Damage)
	return i.Report, nil
}

// inspection is one run of Inspect.
type inspection struct {
	Report
	ctx         context.Context
	db          *sql.DB
	progress    func(done, total int64)
	done, total int64
}

func (i *inspection) blame(d Damage) { i.Damage = append(i.Damage, d) }

func (i *inspection) run() error {
	if err := i.version(); err != nil {
		return err
	}
	for _, step := range []struct {
		part Part
		run  func() error
	}{
		{PartFile, i.sizes}, {PartFile, i.integrity}, {PartTables, i.tables}, {PartTables, i.counts},
		{PartSlot, i.slots}, {PartCatalog, i.catalog}, {PartKey, i.objects},
		{PartRow, i.numbers}, {PartRow, i.rows}, {PartLog, i.events}, {PartSeen, i.seen},
	} {
		// Where a table cannot be read to its end that part is damaged, and
		// the rest is looked at all the same.
		if err := explain(step.run()); errors.Is(err, ErrDamaged) && i.ctx.Err() == nil {
			i.blame(Damage{Part: step.part})
		} else if err := cmp.Or(i.ctx.Err(), err); err != nil {
			return err
		}
	}
	return nil
}

// version reads the vault's own row, without which nothing can be said.
func (i *inspection) version() error {
	id, err := readVaultRow(i.ctx, i.db)
	if errors.Is(err, ErrDamaged) || err == nil && id.IsZero() {
		i.blame(Damage{Part: PartVault})
		return nil
	}
	if err != nil {
		return err
	}
	i.Vault, i.Format = id, Format
	return nil
}

func (i *inspection) sizes() error {
	var size, pages, free int64
	for name, into := range map[string]*int64{"page_size": &size, "page_count": &pages, "freelist_count": &free} {
		if err := i.db.QueryRowContext(i.ctx, "PRAGMA "+name).Scan(into); err != nil {
			return err
		}
	}
	i.Free = size * free
	if i.Size != size*pages { // something follows the last page, or it is cut
		i.blame(Damage{Part: PartFile})
	}
	return nil
}

// integrity lets SQLite check the file: every page, every order, every index.
func (i *inspection) integrity() error {
	return i.each(PartFile, fmt.Sprintf("PRAGMA integrity_check(%d)", maxComplaints), func(rows *sql.Rows) error {
		var said string
		if err := rows.Scan(&said); err != nil {
			return err
		}
		if said != "ok" {
			i.SQLite = append(i.SQLite, said)
			i.blame(Damage{Part: PartFile})
		}
		return nil
	})
}

// tables compares the file's tables with those that Create makes.
func (i *inspection) tables() error {
	ours, err := ourTables(i.ctx, i.db, schema)
	if err == nil && !ours {
		i.blame(Damage{Part: PartTables})
	}
	return err
}

func (i *inspection) counts() error {
	for _, c := range []struct {
		table string
		into  *int64
	}{{"keyslot", &i.Slots}, {"object", &i.Objects}, {"chunk", &i.Rows}, {"event", &i.Events}, {"seen_bundle", &i.Seen}} {
		if err := i.db.QueryRowContext(i.ctx, "SELECT count(*) FROM "+c.table).Scan(c.into); err != nil {
			return err
		}
	}
	i.total = 2*i.Objects + i.Rows + i.Events
	return nil
}
