package storage

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// BackupExtension ends the name of a backup's file.
const BackupExtension = ".vault"

// Backup is a copy of a vault that was made and read back.
type Backup struct {
	Path       string
	Made       time.Time // when the moment was that it shows
	Generation uint64
	Objects    int
	Size       int64
	SHA256     [32]byte // of the file
	// Damage is what is damaged in the copy because it is damaged in the vault.
	Damage []Damage
}

// Backup copies the vault into the folder dir, as it was at one moment near the
// end, while it is used; no write waits longer than for another short write.
// The boxes are the vault's own, so that the same passphrase opens the copy.
//
// The file is written aside, synced, read back whole, every row opened and
// every hash compared, and only then named "barnrost-2027-03-12-1.vault", with
// the first number that is free; nothing is ever overwritten. On an error or
// where ctx ends nothing is left. progress, which may be nil, is told bytes.
//
// Errors of dir are an [ErrTarget] besides [ErrDiskFull], [ErrReadOnly] or what
// the system says; [ErrFaulty] means that what was read back is not what was
// written.
func (v *Vault) Backup(ctx context.Context, dir string, progress func(done, total int64)) (_ Backup, err error) {
	if v.isClosed() {
		return Backup{}, ErrClosed
	}
	aside := filepath.Join(dir, ".barnrost-"+v.asideName()+".part")
	out, err := newReplica(ctx, aside)
	if err != nil {
		return Backup{}, err
	}
	defer func() { err = errors.Join(v.orClosed(err), target(out.abandon())) }()
	meter, err := v.meter(ctx, progress)
	if err != nil {
		return Backup{}, err
	}
	c := v.copier(ctx, out)
	c.told = meter.add
	im, err := c.copy()
	if err != nil {
		return Backup{}, err
	}
	b := Backup{Made: v.now(), Generation: im.generation, Objects: len(im.objects)}
	if err := out.tables(v.id, im); err != nil {
		return Backup{}, err
	}
	if err := out.finish(); err != nil {
		return Backup{}, err
	}
	if b.SHA256, b.Size, err = sumFile(ctx, aside, nil); err != nil {
		return Backup{}, target(err)
	}
	if b.Damage, err = v.readBack(ctx, aside, im, meter); err != nil {
		return Backup{}, err
	}
	b.Path, err = nameBackup(aside, dir, b.Made)
	return b, err
}

// asideName tells the unfinished copies of one vault from another's, and what
// it is from nobody: a backup that was cut off is taken away by the next.
func (v *Vault) asideName() string {
	sum := sha256.Sum256(append([]byte("barnrost-backup"), v.id[:]...))
	return fmt.Sprintf("%x", sum[:6])
}

// tables writes everything but the rows of streams.
func (r *replica) tables(id ID, im *image) error {
	if err := r.exec(0, "INSERT INTO vault(format, vault_id) VALUES(?, ?)", Format, id[:]); err != nil {
		return err
	}
	for _, s := range im.slots {
		if err := r.exec(len(s.box), "INSERT INTO keyslot(id, box) VALUES(?, ?)", s.id, s.box); err != nil {
			return err
		}
	}
	if im.catalog != nil {
		if err := r.exec(len(im.catalog), "INSERT INTO catalog(box) VALUES(?)", im.catalog); err != nil {
			return err
		}
	}
	for _, o := range im.objects {
		if err := r.exec(len(o.key)+len(o.head), "INSERT INTO object(id, key_box, head_box) VALUES(?, ?, ?)", o.id[:], o.key, o.head); err != nil {
			return err
		}
	}
	for seq, box := range im.events {
		if err := r.exec(len(box), "INSERT INTO event(seq, box) VALUES(?, ?)", int64(seq), box); err != nil {
			return err
		}
	}
	for _, hash := range im.seen {
		if err := r.exec(32, "INSERT INTO seen_bundle(hash) VALUES(?)", hash[:]); err != nil {
			return err
		}
	}
	return nil
}

// readBack opens the copy as a vault, with the keys that are at hand, and
// checks it whole. What is damaged must be so in the vault as well.
func (v *Vault) readBack(ctx context.Context, path string, im *image, m *meter) ([]Damage, error) {
	sealed, err := OpenReadOnly(ctx, path)
	if err != nil {
		return nil, faulty(err)
	}
	c, err := sealed.Unlock(ctx, v.keys, v.now)
	if err != nil {
		return nil, errors.Join(faulty(err), sealed.Close())
	}
	c.gentle = true // a recording may be under way
	damage, err := c.Check(ctx, m.half)
	switch {
	case err != nil:
		err = faulty(err)
	case c.Generation() != im.generation && !v.isBroken():
		err = faulty(errors.New("storage: another generation"))
	default:
		err = v.accountsFor(ctx, damage)
	}
	return damage, errors.Join(err, c.Close())
}

// faulty gives an error of reading back its name, unless the reader stopped.
func faulty(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrFaulty, err)
}

// accountsFor returns [ErrFaulty] where a copy has a damage that the vault does
// not have.
func (v *Vault) accountsFor(ctx context.Context, damage []Damage) error {
	if len(damage) == 0 {
		return nil
	}
	known := v.Damage()
	logRead := false
	for _, d := range damage {
		if slices.Contains(known, d) {
			continue
		}
		switch d.Part {
		case PartRow:
			if _, err := v.Row(ctx, d.Object, d.Stream, d.Seq); errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotFound) {
				continue
			}
		case PartLog:
			if !logRead {
				_, broken, err := v.Log(ctx, nil)
				if err != nil {
					return err
				}
				known, logRead = append(known, broken...), true
			}
			if slices.Contains(known, d) {
				continue
			}
		}
		return faulty(&DamageError{Damage: d})
	}
	return nil
}

// nameBackup gives the file at aside its name for the day.
func nameBackup(aside, dir string, day time.Time) (string, error) {
	for n := 1; ; n++ {
		path := filepath.Join(dir, "barnrost-"+day.Local().Format(time.DateOnly)+"-"+strconv.Itoa(n)+BackupExtension)
		switch err := rename(aside, path); {
		case errors.Is(err, ErrExists) && n < 1000:
		case err != nil:
			return "", target(err)
		default:
			return path, target(ignoreUnsyncable(syncDir(dir)))
		}
	}
}

// meter tells of bytes written, then of rows read back as if they were as many
// bytes again.
type meter struct {
	progress    func(done, total int64)
	done, total int64
}

func (v *Vault) meter(ctx context.Context, progress func(done, total int64)) (*meter, error) {
	m := &meter{progress: progress}
	if progress == nil {
		m.progress = func(int64, int64) {}
	}
	v.disk.RLock()
	defer v.disk.RUnlock()
	var pages, size int64
	err := v.db.read.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages)
	if err == nil {
		err = v.db.read.QueryRowContext(ctx, "PRAGMA page_size").Scan(&size)
	}
	m.total = 2 * max(pages*size, 1)
	return m, explain(err)
}

func (m *meter) add(n int64) {
	m.done = min(m.done+n, m.total/2)
	m.progress(m.done, m.total)
}

func (m *meter) half(done, total int64) {
	m.progress(m.total/2+m.total/2*done/max(total, 1), m.total)
}
