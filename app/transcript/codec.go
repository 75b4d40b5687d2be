package transcript

import (
	"encoding/binary"
	"errors"
)

// The versions of rows, snapshots and the JSON form. The second knows names and
// eight speakers; what needs neither is written in the first, so that a program
// that knows only that still reads it, and says that it is too old for the rest.
const (
	format  = 1
	format2 = 2
)

var (
	// ErrNewer means that a newer version of the program wrote the bytes.
	ErrNewer = errors.New("transcript: written by a newer version")
	// ErrDamaged means that bytes are not what this package writes.
	ErrDamaged = errors.New("transcript: damaged")
)

// encoder writes the deterministic binary form: minimal uvarints, strings with
// their length before them.
type encoder struct {
	b     []byte
	newer bool // something was written that format 1 has no place for
}

// done returns what was written. The first byte, kept free, becomes the format.
func (w *encoder) done() []byte {
	w.b[0] = format
	if w.newer {
		w.b[0] = format2
	}
	return w.b
}

func (w *encoder) uint(n uint64)   { w.b = binary.AppendUvarint(w.b, n) }
func (w *encoder) int(n int)       { w.uint(uint64(n)) }
func (w *encoder) byte(n byte)     { w.b = append(w.b, n) }
func (w *encoder) string(s string) { w.int(len(s)); w.b = append(w.b, s...) }

// speaker writes the place in Speakers, counted from 1: the order is part of
// the formats.
func (w *encoder) speaker(s Speaker) {
	n := s.slot() + 1
	w.newer = w.newer || n > firstSpeakers
	w.byte(byte(n))
}

// names writes those that are there, with their speakers, in order. It comes
// last: format 1 ends before it, and is left as it is where nothing needs more.
func (w *encoder) names(n Names) {
	if w.newer = w.newer || n != (Names{}); !w.newer {
		return
	}
	for i, name := range n {
		if name != "" {
			w.byte(byte(i + 1))
			w.string(name)
		}
	}
	w.byte(0)
}

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
	case EditName:
		w.newer = true
		w.speaker(e.Slot)
		w.string(e.Old)
		w.string(e.New)
	}
}

// decoder reads what encoder wrote. The first fault stays in err and makes
// every later read return zero.
type decoder struct {
	b      []byte
	err    error
	format byte
	newer  bool // something was read that format 1 has no place for
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
	r.newer = r.newer || n > firstSpeakers
	return Speakers[n-1]
}

func (r *decoder) name() string {
	s := r.string()
	if CleanName(s) != s {
		r.fail()
	}
	return s
}

// names reads what encoder.names wrote; in format 1 that is nothing.
func (r *decoder) names() (n Names) {
	if r.format != format2 {
		return n
	}
	for before := 0; ; {
		i := int(r.byte())
		if i == 0 {
			r.newer = r.newer || n != (Names{})
			return n
		}
		if i <= before || i > len(n) {
			r.fail()
			return n
		}
		if n[i-1] = r.name(); n[i-1] == "" {
			r.fail()
		}
		before = i
	}
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
	case EditName:
		r.newer = true
		e.Slot, e.Old, e.New = r.speaker(), r.name(), r.name()
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

// end is done, for what comes in two formats: a format that is not the one
// that what was read is written in is a fault.
func (r *decoder) end() error {
	if r.newer != (r.format == format2) {
		r.fail()
	}
	return r.done()
}

// done returns the first fault; bytes left over are one.
func (r *decoder) done() error {
	if len(r.b) > 0 {
		r.fail()
	}
	return r.err
}

// version reads the format byte.
func (r *decoder) version() {
	switch r.format = r.byte(); {
	case r.err != nil:
	case r.format > format2:
		r.fail()
		r.err = ErrNewer
	case r.format < format:
		r.fail()
	}
}
