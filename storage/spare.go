package storage

import "sync"

// spares are buffers that are used again: a sound of an hour has 350 MB of
// boxes and as much of what is in them, for the collector to run after. What
// lies in one is the last use's until the next.
type spares struct{ pool sync.Pool }

var (
	spareBoxes  spares // sealed
	sparePlains spares
)

// get returns an empty buffer with room for n bytes.
func (s *spares) get(n int) []byte {
	if b, ok := s.pool.Get().(*[]byte); ok && cap(*b) >= n {
		return (*b)[:0]
	}
	return make([]byte, 0, n)
}

// put gives a buffer back that nobody looks at any more.
func (s *spares) put(b []byte) { s.pool.Put(&b) }
