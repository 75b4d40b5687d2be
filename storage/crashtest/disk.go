package crashtest

import (
	"io/fs"
	"maps"
	"slices"
	"sync"
)

// Image is what lies on a disk: the content of each file by its name, without
// the folder.
type Image map[string][]byte

// clone returns an image that shares nothing with i.
func (i Image) clone() Image {
	c := make(Image, len(i))
	for name, content := range i {
		c[name] = slices.Clone(content)
	}
	return c
}

// Disk is one folder of files in memory. It is safe for concurrent use.
type Disk struct {
	dir string

	mu        sync.Mutex // guards what follows
	files     map[string]*file
	next      int // number of the next file
	log       *Log
	fault     func(Op, string) error
	temporary int
}

// file is one file, under whatever name, or under none any more.
type file struct {
	number  int
	content []byte
	created bool // and not synced since: the next sync makes the name durable too
	locks   locks
	shared  sharedMemory
}

// New returns an empty disk in the place of the folder dir, an absolute path.
// Close gives the place back.
func New(dir string) *Disk {
	d := &Disk{dir: slashed(dir), files: map[string]*file{}}
	mounted.Store(d.dir, d)
	return d
}

// Close takes the disk out of its place. Everything on it must be closed.
func (d *Disk) Close() { mounted.CompareAndDelete(d.dir, d) }

// Load puts files in the place of all that the disk held. Nothing may be open
// on it. What it was told to record or to let fail is forgotten.
func (d *Disk) Load(i Image) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.files, d.log, d.fault = map[string]*file{}, nil, nil
	for name, content := range i.clone() {
		d.next++
		d.files[name] = &file{number: d.next, content: content}
	}
}

// Image returns what the disk holds, as programs see it: all that was written,
// synced or not.
func (d *Disk) Image() Image {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.image()
}

func (d *Disk) image() Image {
	i := Image{}
	for name, f := range d.files {
		i[name] = f.content
	}
	return i.clone()
}

// Record begins a record of all that changes. What is there counts as synced.
func (d *Disk) Record() *Log {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log = &Log{from: d.image(), numbers: map[string]int{}}
	for name, f := range d.files {
		d.log.numbers[name], f.created = f.number, false
	}
	return d.log
}

// Mark writes a number into the record: what was acknowledged so far.
func (d *Disk) Mark(n int) { d.note(change{op: mark, size: int64(n)}) }

// Stop ends the record, which is complete then.
func (d *Disk) Stop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log = nil
}

// Remove takes a file's name away, as os.Remove does.
func (d *Disk) Remove(name string) error {
	found, err := d.remove(name, false)
	if err == nil && !found {
		err = fs.ErrNotExist
	}
	return err
}

// Rename moves a file, as os.Rename does.
func (d *Disk) Rename(from, to string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.files[from]
	delete(d.files, from)
	d.files[to] = f
	d.record(change{op: renamed, name: from, to: to, file: f.number})
}

// SyncDir makes all names durable.
func (d *Disk) SyncDir() { d.note(change{op: syncedNames}) }

// Temporary returns how many files without a name SQLite has asked for, and
// been refused.
func (d *Disk) Temporary() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.temporary
}

// Names returns the names of the files there are, sorted.
func (d *Disk) Names() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Sorted(maps.Keys(d.files))
}

func (d *Disk) note(c change) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.record(c)
}

// record writes c down. The lock is held.
func (d *Disk) record(c change) {
	if d.log != nil {
		d.log.changes = append(d.log.changes, c)
	}
}

// open returns the file of a name, made where it is missing and create is set.
func (d *Disk) open(name string, create bool) (*file, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.fails(OpOpen, name); err != nil {
		return nil, err
	}
	f := d.files[name]
	if f == nil && !create {
		return nil, ErrOpen
	}
	if f == nil {
		d.next++
		f = &file{number: d.next, created: true}
		d.files[name] = f
		d.record(change{op: named, name: name, file: f.number})
	}
	return f, nil
}

func (d *Disk) exists(name string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.files[name] != nil
}

// remove takes a name away; it reports whether there was one.
func (d *Disk) remove(name string, syncDir bool) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.fails(OpDelete, name); err != nil {
		return false, err
	}
	if d.files[name] == nil {
		return false, nil
	}
	delete(d.files, name)
	d.record(change{op: unnamed, name: name})
	if syncDir {
		d.record(change{op: syncedNames})
	}
	return true, nil
}

// read fills p from a place and returns how much there was.
func (d *Disk) read(f *file, name string, p []byte, at int64) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.fails(OpRead, name); err != nil {
		return 0, err
	}
	if at >= int64(len(f.content)) {
		return 0, nil
	}
	return copy(p, f.content[at:]), nil
}

func (d *Disk) write(f *file, name string, p []byte, at int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.fails(OpWrite, name); err != nil {
		return err
	}
	f.content = written(f.content, p, at)
	if d.log != nil {
		d.record(change{op: wrote, file: f.number, at: at, data: slices.Clone(p)})
	}
	return nil
}

func (d *Disk) truncate(f *file, name string, size int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.fails(OpTruncate, name); err != nil {
		return err
	}
	f.content = sized(f.content, size)
	d.record(change{op: resized, file: f.number, size: size})
	return nil
}

func (d *Disk) sync(f *file, name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.fails(OpSync, name); err != nil {
		return err
	}
	d.record(change{op: synced, file: f.number})
	if f.created {
		d.record(change{op: syncedNames})
		f.created = false
	}
	return nil
}

func (d *Disk) size(f *file) int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return int64(len(f.content))
}

// written returns content with p at a place, zeros in a gap before it.
func written(content, p []byte, at int64) []byte {
	if end := at + int64(len(p)); end > int64(len(content)) {
		content = sized(content, end)
	}
	copy(content[at:], p)
	return content
}

// sized returns content cut, or filled up with zeros, to a size.
func sized(content []byte, size int64) []byte {
	if size <= int64(len(content)) {
		return content[:size]
	}
	had := len(content)
	content = slices.Grow(content, int(size)-had)[:size]
	clear(content[had:])
	return content
}
