package capture

import "sync/atomic"

// ring carries samples from the one callback to the one reader without a lock.
// Positions only grow; an index is a position modulo the size, which is a power
// of two. What does not fit is dropped whole and remembered as a hole at the
// position where it is missing.
type ring struct {
	samples []int16
	mask    uint64
	head    atomic.Uint64 // written by the callback
	tail    atomic.Uint64 // written by the reader

	holes    [64]hole
	holeHead atomic.Uint64
	holeTail atomic.Uint64
	missing  atomic.Int64 // dropped since the last write that fitted
}

// hole says that frames samples are missing before position at.
type hole struct {
	at     uint64
	frames int64
}

// newRing makes a ring that holds at least n samples.
func newRing(n int) *ring {
	size := 1
	for size < n {
		size *= 2
	}
	return &ring{samples: make([]int16, size), mask: uint64(size - 1)}
}

// write appends all of src or nothing and reports which. Only the callback
// calls it.
func (r *ring) write(src []int16) bool {
	head, tail := r.head.Load(), r.tail.Load()
	full := uint64(len(r.samples))-(head-tail) < uint64(len(src))
	if full || !r.markHole(head) {
		r.missing.Add(int64(len(src)))
		return false
	}
	at := head & r.mask
	n := copy(r.samples[at:], src)
	copy(r.samples, src[n:])
	r.head.Store(head + uint64(len(src)))
	return true
}

// markHole publishes what was dropped before head; false if 64 holes are
// waiting already, and then the hole grows instead.
func (r *ring) markHole(head uint64) bool {
	frames := r.missing.Load()
	if frames == 0 {
		return true
	}
	h := r.holeHead.Load()
	if h-r.holeTail.Load() == uint64(len(r.holes)) {
		return false
	}
	r.holes[h%uint64(len(r.holes))] = hole{at: head, frames: frames}
	r.holeHead.Store(h + 1)
	r.missing.Store(0)
	return true
}

// read copies samples up to the next hole. A hole that has been reached is
// returned alone, with n zero. Only the reader calls it.
func (r *ring) read(dst []int16) (n int, missing int64) {
	tail := r.tail.Load()
	// The head comes first: a hole is published before the samples after it.
	available := r.head.Load() - tail
	if t := r.holeTail.Load(); t != r.holeHead.Load() {
		next := r.holes[t%uint64(len(r.holes))]
		if next.at == tail {
			r.holeTail.Store(t + 1)
			return 0, next.frames
		}
		available = min(available, next.at-tail)
	}
	want := int(min(available, uint64(len(dst))))
	at := int(tail & r.mask)
	n = copy(dst[:want], r.samples[at:])
	copy(dst[n:want], r.samples)
	r.tail.Store(tail + uint64(want))
	return want, 0
}

// trailing returns, once, what was dropped after the last sample that fitted.
// It is for the reader when the callback is no longer called.
func (r *ring) trailing() int64 { return r.missing.Swap(0) }
