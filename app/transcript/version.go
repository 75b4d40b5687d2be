package transcript

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"time"
)

// Occasion is why a version was kept.
type Occasion uint8

// The occasions. Their words lie under versions.why.<n> in the string table.
const (
	Regularly     Occasion = 1 // every few minutes of changes
	OnLeaving     Occasion = 2 // the desk was left or locked
	ByHand        Occasion = 3 // somebody asked for it
	BeforeRestore Occasion = 4 // another version was about to take its place
)

// ByThemselves reports whether the version came without anybody asking.
func (o Occasion) ByThemselves() bool { return o != ByHand }

// MaxVersionName is the longest name of a version, in code points.
const MaxVersionName = 60

// Version is a transcript as it stood at one time. What it says is packed until
// [Version.Content] is called.
type Version struct {
	At       time.Time // UTC, to the millisecond
	Why      Occasion
	Name     string // given by the person, "" for none
	Revision uint64 // of the document then
	Words    int
	packed   []byte
}

const (
	versionFormat = 1
	// maxUnpacked bounds what a packed version may become: many times the
	// longest interview, and far below what would fill the memory.
	maxUnpacked = 32 << 20
)

// Keep makes a version of the document as it stands. It takes some milliseconds
// for a long interview: see [Document.Content] and [NewVersion].
func (d *Document) Keep(at time.Time, why Occasion, name string) Version {
	return NewVersion(d.Content(), d.revision, at, why, name)
}

// NewVersion makes a version of what a document said at a revision.
func NewVersion(c Content, revision uint64, at time.Time, why Occasion, name string) Version {
	return Version{
		At: time.UnixMilli(at.UnixMilli()).UTC(), Why: why, Name: CleanVersionName(name), Revision: revision,
		Words: Count(c.Utterances).Words, packed: c.pack(),
	}
}

// CleanVersionName returns a version's name as it is kept: one line, at most
// [MaxVersionName] code points.
func CleanVersionName(s string) string { return cleanLine(s, MaxVersionName) }

// Encode returns the version as it is stored. The compression is inside what
// the vault seals; the size tells no more than that of a snapshot does.
func (v Version) Encode() []byte {
	var w encoder
	w.byte(versionFormat)
	w.uint(uint64(max(v.At.UnixMilli(), 0)))
	w.byte(byte(v.Why))
	w.string(v.Name)
	w.uint(v.Revision)
	w.int(v.Words)
	w.int(len(v.packed))
	return append(w.b, v.packed...)
}

// ParseVersion reads what [Version.Encode] wrote, but for its content. It
// returns [ErrDamaged] or [ErrNewer].
func ParseVersion(b []byte) (Version, error) {
	r := decoder{b: b}
	switch v := r.byte(); {
	case r.err == nil && v > versionFormat:
		return Version{}, ErrNewer
	case v != versionFormat:
		return Version{}, ErrDamaged
	}
	const latest = 253402300799_999 // the year 9999
	v := Version{At: time.UnixMilli(int64(r.int(latest))).UTC()}
	v.Why = Occasion(r.byte())
	if v.Why < Regularly || v.Why > BeforeRestore {
		r.fail()
	}
	if v.Name = r.string(); CleanVersionName(v.Name) != v.Name {
		r.fail()
	}
	v.Revision, v.Words = r.uint(), r.int(maxUnpacked)
	if n := r.int(maxUnpacked); n != len(r.b) {
		r.fail()
	}
	v.packed, r.b = r.b, nil
	if err := r.done(); err != nil {
		return Version{}, err
	}
	return v, nil
}

// Content unpacks what the transcript said.
func (v Version) Content() (Content, error) {
	packed := bytes.NewReader(v.packed)
	z := flate.NewReader(packed)
	raw, err := io.ReadAll(io.LimitReader(z, maxUnpacked+1))
	if err != nil || len(raw) > maxUnpacked || packed.Len() > 0 {
		return Content{}, fmt.Errorf("%w: a version", ErrDamaged)
	}
	r := decoder{b: raw}
	r.version()
	c := Content{}
	seen := map[uint64]bool{}
	for range r.int(MaxUtterances) {
		u := r.utterance()
		if r.err != nil || seen[u.ID] {
			r.fail()
			break
		}
		seen[u.ID] = true
		c.Utterances = append(c.Utterances, u)
	}
	c.Names = r.names()
	if err := r.end(); err != nil {
		return Content{}, err
	}
	return c, nil
}

func (c Content) pack() []byte {
	var w encoder
	w.byte(0)
	w.int(len(c.Utterances))
	for _, u := range c.Utterances {
		w.utterance(u)
	}
	w.names(c.Names)
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err == nil {
		_, err = z.Write(w.done())
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic("transcript: packing into memory: " + err.Error()) // neither fails
	}
	return b.Bytes()
}
