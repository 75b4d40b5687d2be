package transcript

import (
	"encoding/binary"
	"errors"
	"slices"
)

// format is the version of rows and snapshots that this program writes.
const format = 1

var (
	// ErrNewer means that a newer version of the program wrote the bytes.
	ErrNewer = errors.New("transcript: written by a newer version")
	// ErrDamaged means that bytes are not what this package writes.
	ErrDamaged = errors.New("transcript: damaged")
)

// encoder writes the deterministic binary form: minimal uvarints, strings with
// their length before them.
type encoder struct{ b []byte }

func (w *encoder) uint(n uint64)   { w.b = binary.AppendUvarint(w.b, n) }
func (w *encoder) int(n int)       { w.uint(uint64(n)) }
func (w *encoder) byte(n byte)     { w.b = append(w.b, n) }
func (w *encoder) string(s string) { w.int(len(s)); w.b = append(w.b, s...) }

// speaker writes the place in Speakers, counted from 1: the order is part of
// format 1.
func (w *encoder) speaker(s Speaker) { w.byte(byte(slices.Index(Speakers, s) + 1)) }

func (w *encoder) times(t Times) { w.uint(uint64(t.Start)); w.uint(uint64(t.End)) }

func (w *encoder) utterance(u Utterance) {
	w.uint(u.ID)
	w.speaker(u.Speaker)
	w.times(Times{u.Start, u.End})
	w.string(u.Text)
}

func (w *encoder) edit(e Edit) {
	w.byte(byte(e.Kind) | byte(e.Turn)<<4)
	switch e.Kind {
	case EditText:
		w.uint(e.ID)
		w.int(e.Pos)
		w.string(e.Old)
		w.string(e.New)
	case EditInsert, EditRemove:
		w.int(e.Pos)
		w.utterance(e.Utterance)
	case EditSpeaker:
		w.uint(e.ID)
		w.speaker(e.OldSpeaker)
		w.speaker(e.NewSpeaker)
	case EditTimes:
		w.uint(e.ID)
		w.times(e.OldTimes)
		w.times(e.NewTimes)
	}
}

// decoder reads what encoder wrote. The first fault stays in err and makes
// every later read return zero.
type decoder struct {
	b   []byte
	err error
}

func (r *decoder) fail() {
	if r.err == nil {
		r.err = ErrDamaged
	}
	r.b = nil
}

func (r *decoder) uint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 || size > 1 && r.b[size-1] == 0 { // a longer form than needed
		r.fail()
		return 0
	}
	r.b = r.b[size:]
	return n
}

// int reads a number that must not exceed limit.
func (r *decoder) int(limit int) int {
	n := r.uint()
	if n > uint64(limit) {
		r.fail()
		return 0
	}
	return int(n)
}

// count reads how many things follow, each of at least one byte.
func (r *decoder) count() int { return r.int(len(r.b)) }

func (r *decoder) byte() byte {
	if len(r.b) == 0 {
		r.fail()
		return 0
	}
	b := r.b[0]
	r.b = r.b[1:]
	return b
}

func (r *decoder) string() string {
	n := r.int(MaxText)
	if n > len(r.b) {
		r.fail()
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	if !clean(s) {
		r.fail()
	}
	return s
}

func (r *decoder) speaker() Speaker {
	n := int(r.byte())
	if n < 1 || n > len(Speakers) {
		r.fail()
		return ""
	}
	return Speakers[n-1]
}

func (r *decoder) times() Times {
	t := Times{int64(r.int(MaxMillis)), int64(r.int(MaxMillis))}
	if !timesOK(t.Start, t.End) {
		r.fail()
	}
	return t
}

func (r *decoder) utterance() Utterance {
	u := Utterance{ID: r.uint(), Speaker: r.speaker()}
	t := r.times()
	u.Start, u.End, u.Text = t.Start, t.End, r.string()
	if r.err == nil && u.check() != nil {
		r.fail()
	}
	return u
}

func (r *decoder) edit() Edit {
	b := r.byte()
	e := Edit{Kind: Kind(b & 0x0f), Turn: Turn(b >> 4)}
	if e.Turn > TurnRedo {
		r.fail()
	}
	switch e.Kind {
	case EditText:
		e.ID, e.Pos = r.uint(), r.int(MaxText)
		e.Old, e.New = r.string(), r.string()
	case EditInsert, EditRemove:
		e.Pos, e.Utterance = r.int(MaxUtterances), r.utterance()
	case EditSpeaker:
		e.ID, e.OldSpeaker, e.NewSpeaker = r.uint(), r.speaker(), r.speaker()
	case EditTimes:
		e.ID, e.OldTimes, e.NewTimes = r.uint(), r.times(), r.times()
	default:
		r.fail()
	}
	return e
}

func (r *decoder) edits() []Edit {
	n := r.count()
	edits := make([]Edit, 0, min(n, 4096))
	for range n {
		e := r.edit()
		if r.err != nil {
			return nil
		}
		edits = append(edits, e)
	}
	return edits
}

// end returns the first fault; bytes left over are one.
func (r *decoder) end() error {
	if len(r.b) > 0 {
		r.fail()
	}
	return r.err
}

// version reads the format byte.
func (r *decoder) version() {
	switch v := r.byte(); {
	case r.err != nil:
	case v > format:
		r.fail()
		r.err = ErrNewer
	case v != format:
		r.fail()
	}
}
