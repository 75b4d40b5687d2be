package storage

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Lost is a stretch of a stream whose rows are damaged.
type Lost struct {
	Seq, Rows int64 // the rows from Seq on
	// First and Count are where the stretch lies in a sound, in samples, as
	// the rows around it tell. Rate is theirs.
	First, Count int64
	Rate         uint32
	// Final: the row that closed the stream was among them.
	Final bool
}

// Salvage says what a new vault is to be made of.
type Salvage struct {
	// Only names the objects to bring along; nil brings all. Without the whole
	// log, since that tells of everything.
	Only []ID
	// Mend returns the rows that take a lost stretch's place, none to leave it
	// out; First, Count and Rate of a sound must add up. nil leaves all out.
	Mend func(Object, Stream, Lost) []Row
	// Missing is the event's kind that stands for each one of the log that
	// cannot be read.
	Missing string
	// Events are added at the end of the log.
	Events []Event
	// Polish, where given, works on in the new vault before it has its name.
	Polish   func(context.Context, *Vault) error
	Progress func(done, total int64)
}

// Salvaged is what became of it.
type Salvaged struct {
	Size   int64
	SHA256 [32]byte
	// Damage is all that was found; what it names is not in the new vault, or
	// not as it was.
	Damage []Damage
}

// Salvage makes a vault at path, where no file may lie, of what is whole in v:
// the same id, the same keys and passphrase, every whole object box for box,
// and of objects with damaged rows the whole ones sealed anew. Objects whose
// key or head cannot be read are left out. What can be read is brought along
// though the catalog may not vouch for it, and named in Damage. The log is
// brought along whole where it is whole; otherwise its readable events are
// chained anew, each unreadable one with an event in its place.
//
// The new vault is read back and checked before Salvage returns. v is not
// changed. The owner's key is needed, to sign: [ErrReadOnly]. Where anything
// fails or ctx ends, no file is left.
func (v *Vault) Salvage(ctx context.Context, path string, s Salvage) (_ Salvaged, err error) {
	if v.isClosed() {
		return Salvaged{}, ErrClosed
	}
	if v.signer.IsZero() {
		return Salvaged{}, ErrReadOnly
	}
	w := &salvage{v: v, ctx: ctx, Salvage: s}
	if w.meter, err = v.meter(ctx, s.Progress); err != nil {
		return Salvaged{}, err
	}
	if err := w.look(); err != nil {
		return Salvaged{}, err
	}
	if _, err := os.Lstat(path); err == nil {
		return Salvaged{}, ErrExists
	}
	if w.out, err = newReplica(ctx, path+asideSuffix); err != nil {
		return Salvaged{}, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(v.orClosed(err), target(w.out.abandon()), target(removeAside(path)))
		}
	}()
	if err := w.make(); err != nil {
		return Salvaged{}, err
	}
	if err := w.out.finish(); err != nil {
		return Salvaged{}, err
	}
	made := Salvaged{Damage: w.damage}
	if made.SHA256, made.Size, err = w.readWhole(path + asideSuffix); err != nil {
		return Salvaged{}, err
	}
	if err := w.polish(path + asideSuffix); err != nil {
		return Salvaged{}, err
	}
	if err := rename(path+asideSuffix, path); err != nil {
		return Salvaged{}, target(err)
	}
	return made, target(ignoreUnsyncable(syncDir(filepath.Dir(path))))
}

// readWhole reads the new vault back; nothing in it may be damaged.
func (w *salvage) readWhole(path string) (sum [32]byte, size int64, err error) {
	if sum, size, err = sumFile(w.ctx, path, nil); err != nil {
		return sum, size, target(err)
	}
	damage, err := w.v.readBack(w.ctx, path, &image{generation: w.generation}, w.meter)
	if err == nil && len(damage) > 0 {
		err = faulty(&DamageError{Damage: damage[0]})
	}
	return sum, size, err
}

// polish lets the caller work on in the new vault.
func (w *salvage) polish(path string) (err error) {
	if w.Polish == nil {
		return nil
	}
	sealed, err := Open(w.ctx, path)
	if err != nil {
		return target(err)
	}
	v, err := sealed.Unlock(w.ctx, w.v.keys, w.v.now)
	if err != nil {
		return errors.Join(faulty(err), sealed.Close())
	}
	err = errors.Join(w.Polish(w.ctx, v), target(v.Close()))
	for _, left := range []string{lockSuffix, "-journal"} { // its name is about to change
		if e := os.Remove(path + left); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, target(e))
		}
	}
	return err
}

// salvage is one run of Salvage.
type salvage struct {
	Salvage
	v     *Vault
	ctx   context.Context
	out   *replica
	meter *meter

	only       map[ID]bool
	damage     []Damage
	mended     map[ID]*object // with damaged rows: sealed anew
	logBroken  bool
	generation uint64
}

// look finds out what is damaged.
func (w *salvage) look() error {
	if w.Only != nil {
		w.only = map[ID]bool{}
		for _, id := range w.Only {
			w.only[id] = true
		}
	}
	list, err := w.v.check(w.ctx, w.only, func(done, total int64) {
		w.meter.progress(w.meter.total/4*done/max(total, 1), w.meter.total)
	})
	if err != nil {
		return err
	}
	w.meter.done = w.meter.total / 4
	w.damage, w.mended = list, map[ID]*object{}
	for _, d := range list {
		switch d.Part {
		case PartRow:
			if o := w.v.object(d.Object); o != nil {
				w.mended[d.Object] = o
			}
		case PartLog:
			w.logBroken = true
		}
	}
	return nil
}

// make writes the new vault.
func (w *salvage) make() error {
	c := w.v.copier(w.ctx, w.out)
	c.told = w.meter.add
	c.skip = map[ID]bool{}
	for id := range w.mended {
		c.skip[id] = true
	}
	for _, id := range w.v.unreadable() {
		c.skip[id] = true
	}
	c.only = w.only
	if w.logBroken {
		c.noLog = true
	}
	im, err := c.copy()
	if err != nil {
		return err
	}
	im.unread, im.catalog = nil, nil
	if err := w.chooseObjects(im); err != nil {
		return err
	}
	w.generation = im.generation + 1
	return w.sign(im)
}

// unreadable returns the objects that cannot be brought along.
func (v *Vault) unreadable() []ID {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []ID
	for id := range v.unread {
		list = append(list, id)
	}
	return list
}

// chooseObjects leaves those out that cannot be read or are not wanted, and
// seals those anew that have damaged rows.
func (w *salvage) chooseObjects(im *image) error {
	var kept []sealedObject
	for _, row := range im.objects {
		o := w.v.object(row.id)
		switch {
		case o == nil, w.only != nil && !w.only[row.id] && o.kind != kindSigning:
			continue
		case w.mended[row.id] != nil:
			head, err := w.mend(w.mended[row.id])
			if err != nil {
				return err
			}
			row.head = head
		}
		kept = append(kept, row)
	}
	im.objects = kept
	return nil
}

// mend writes an object's rows anew without those that are damaged and returns
// its new head.
func (w *salvage) mend(old *object) ([]byte, error) {
	key, err := w.v.identity(w.ctx, old.id)
	if err != nil {
		return nil, err
	}
	o := old.copy()
	o.to, o.streams = key.Recipient(), map[Stream]stream{}
	for n := range old.streams {
		if err := w.mendStream(old, o, n); err != nil {
			return nil, err
		}
	}
	return sealHead(o, w.v.id)
}

func (w *salvage) mendStream(old, o *object, n Stream) error {
	o.streams[n] = stream{}
	r, err := w.v.reader(w.ctx, old.id, n, fetchRows)
	if err != nil {
		return err
	}
	put := func(row Row) error {
		box, err := o.append(w.v.id, n, row, sealTo(o.to))
		if err != nil {
			return err
		}
		w.meter.add(int64(len(box)))
		return w.out.chunk(o.id, int64(n), o.streams[n].rows-1, box)
	}
	var lost *Lost
	var next int64 // the first sample that has not been passed
	var rate uint32
	bridge := func(to int64) error { // closes a stretch at the sample to
		if lost == nil {
			return nil
		}
		lost.First, lost.Count, lost.Rate = next, max(to-next, 0), rate
		gap := *lost
		lost = nil
		if w.Mend == nil {
			return nil
		}
		for _, row := range w.Mend(old.public(), n, gap) {
			if err := put(row); err != nil {
				return err
			}
		}
		return nil
	}
	for seq := range r.head.rows {
		row, err := r.row(seq)
		switch {
		case errors.Is(err, ErrDamaged):
			if lost == nil {
				lost = &Lost{Seq: seq}
			}
			lost.Rows++
			lost.Final = r.head.final && seq == r.head.rows-1
			continue
		case err != nil:
			return err
		}
		if row.Rate != 0 {
			rate = row.Rate
		}
		if err := bridge(row.First); err != nil {
			return err
		}
		if err := put(row); err != nil {
			return err
		}
		next = row.First + int64(row.Count)
	}
	return bridge(r.head.samples)
}

// sign writes the small tables with a catalog for what is in the new vault.
func (w *salvage) sign(im *image) error {
	v := w.v
	log, mark := im.log, im.mark
	if w.only != nil || w.logBroken {
		im.events = map[uint64][]byte{}
		log, mark = logHead{}, logHead{}
	}
	if w.only == nil && w.logBroken {
		var err error
		if log, err = w.chainAnew(im); err != nil {
			return err
		}
		mark = log
	}
	for _, e := range w.Events {
		if e.At.IsZero() {
			e.At = v.now()
		}
		box, err := sealEvent(e, log, v.vaultTo)
		if err != nil {
			return err
		}
		log = log.after(box)
		im.events[log.events] = box
	}
	seen := map[[32]byte]bool{}
	for _, h := range im.seen {
		seen[h] = true
	}
	c := &catalog{vault: v.id, generation: w.generation, signer: v.signer.Public(), log: log, mark: marked(mark, log), seen: hashSeen(seen)}
	c.slots = map[Slot][32]byte{}
	for _, slot := range im.slots {
		c.slots[Slot(slot.id)] = sha256.Sum256(slot.box)
	}
	for _, o := range im.objects {
		known := v.object(o.id)
		c.entries = append(c.entries, entry{o.id, known.private, entryHash(sha256.Sum256(o.key), o.head)})
	}
	sortEntries(c.entries)
	var err error
	if im.catalog, err = sealCatalog(c, v.signer, v.vaultTo); err != nil {
		return err
	}
	return w.out.tables(v.id, im)
}

// chainAnew chains the events that can be read anew, and puts one in the place
// of each that cannot.
func (w *salvage) chainAnew(im *image) (logHead, error) {
	list, _, err := w.v.Log(w.ctx, nil)
	if err != nil {
		return logHead{}, err
	}
	var log logHead
	put := func(e Event) error {
		box, err := sealEvent(e, log, w.v.vaultTo)
		if err != nil {
			return err
		}
		log = log.after(box)
		im.events[log.events] = box
		return nil
	}
	at := w.v.now()
	for n := len(list) - 1; n >= 0; n-- { // times of rows that cannot be read are their neighbours'
		at = list[n].At
	}
	for seq := int64(1); seq <= int64(im.log.events); seq++ {
		n, found := slices.BinarySearchFunc(list, seq, func(l Logged, seq int64) int { return int(l.Seq - seq) })
		e := Event{Kind: w.Missing, At: at}
		if found {
			e, at = list[n].Event, list[n].At
		}
		if e.Kind == "" {
			return log, errors.New("storage: no name for an event that is missing")
		}
		if err := put(e); err != nil {
			return log, err
		}
	}
	return log, nil
}
