// Package stretch changes the speed of speech and keeps its pitch.
//
// The method is WSOLA (Verhelst and Roelands, "An overlap-add technique based on
// waveform similarity", ICASSP 1993): windows of 20 ms are taken from the source
// at the wanted speed and overlapped by half, each moved by up to 15 ms either
// way to where it best continues the one before. It is written here because no
// maintained Go library for it can be had.
package stretch

import "math"

// The speeds that a [Stretcher] takes.
const (
	MinSpeed = 0.5
	MaxSpeed = 2.0
)

const (
	windowSeconds = 0.020
	searchSeconds = 0.030 // the whole width
	coarseRate    = 8000  // the first search is made at about this rate
)

// Stretcher is a stream: source samples are written, results are read. The
// result is the same however either is cut into blocks, and at speed 1 it is
// the source, bit by bit.
type Stretcher struct {
	speed  float64
	hop    int // half a window: how much one step gives
	reach  int // how far a window may be moved
	factor int // samples per sample of the coarse search
	fade   []float32

	in     []int16 // the source from start on
	start  int64
	taken  int64
	closed bool

	step  int64 // windows placed
	last  int64 // where the last one was taken from
	block []int16
	out   []int16 // what of block has not been read
	given int64

	template, span []float32 // of the coarse search
}

// New returns a stretcher for sound at rate samples per second. speed is kept
// between [MinSpeed] and [MaxSpeed]; 2 is twice as fast.
func New(rate int, speed float64) *Stretcher {
	s := &Stretcher{
		speed:  max(MinSpeed, min(MaxSpeed, speed)),
		hop:    int(windowSeconds * float64(rate) / 2),
		reach:  int(searchSeconds * float64(rate) / 2),
		factor: max(1, rate/coarseRate),
	}
	s.block = make([]int16, s.hop)
	s.fade = make([]float32, s.hop)
	for i := range s.fade {
		s.fade[i] = float32(0.5 - 0.5*math.Cos(math.Pi*(float64(i)+0.5)/float64(s.hop)))
	}
	return s
}

// Length returns how many samples n source samples become at speed.
func Length(n int64, speed float64) int64 { return int64(math.Round(float64(n) / speed)) }

// Write takes source samples.
func (s *Stretcher) Write(samples []int16) {
	s.in = append(s.in, samples...)
	s.taken += int64(len(samples))
}

// Close marks the end of the source, after which Read gives out the rest.
func (s *Stretcher) Close() { s.closed = true }

// Read copies results and returns how many. Fewer than len(dst) means that more
// of the source is needed, or, after Close, that this was the end. In all there
// are exactly [Length] samples.
func (s *Stretcher) Read(dst []int16) int {
	if s.speed == 1 {
		return s.copyThrough(dst)
	}
	n := 0
	for n < len(dst) {
		if len(s.out) == 0 && !s.next() {
			break
		}
		k := copy(dst[n:], s.out)
		s.out = s.out[k:]
		n += k
	}
	return n
}

func (s *Stretcher) copyThrough(dst []int16) int {
	n := copy(dst, s.in[s.given-s.start:])
	s.given += int64(n)
	s.forget(s.given)
	return n
}

// next makes the next half window of results; false if the source does not
// reach or has ended.
func (s *Stretcher) next() bool {
	nominal := int64(math.Round(float64(s.step) * float64(s.hop) * s.speed))
	// Both the windows to choose from and what they are compared with.
	needed := max(nominal+int64(s.reach), s.last+int64(s.hop)) + 2*int64(s.hop)
	if !s.closed && s.taken < needed {
		return false
	}
	left := int64(math.MaxInt64)
	if s.closed {
		if left = Length(s.taken, s.speed) - s.given; left <= 0 {
			return false
		}
	}
	if s.step == 0 {
		s.samples(s.block, 0)
		s.last = 0
	} else {
		from := s.best(nominal)
		s.overlap(from)
		s.last = from
	}
	s.out = s.block[:min(int64(s.hop), left)]
	s.given += int64(len(s.out))
	s.step++
	after := int64(math.Round(float64(s.step)*float64(s.hop)*s.speed)) - int64(s.reach)
	s.forget(min(after, s.last+int64(s.hop)))
	return true
}

// overlap fades from what follows the last window to the window at from.
func (s *Stretcher) overlap(from int64) {
	for i := range s.block {
		old := float32(s.at(s.last + int64(s.hop+i)))
		s.block[i] = round16(old + s.fade[i]*(float32(s.at(from+int64(i)))-old))
	}
}

// at returns one source sample, 0 outside of the source.
func (s *Stretcher) at(pos int64) int16 {
	if i := pos - s.start; i >= 0 && i < int64(len(s.in)) {
		return s.in[i]
	}
	return 0
}

// samples fills dst from pos on.
func (s *Stretcher) samples(dst []int16, pos int64) {
	for i := range dst {
		dst[i] = s.at(pos + int64(i))
	}
}

// forget drops source samples before pos, rarely enough to cost little.
func (s *Stretcher) forget(pos int64) {
	drop := int(min(pos-s.start, int64(len(s.in))))
	if drop > 8192 {
		s.in = append(s.in[:0], s.in[drop:]...)
		s.start += int64(drop)
	}
}

func round16(v float32) int16 {
	return int16(max(math.MinInt16, min(math.MaxInt16, math.Round(float64(v)))))
}
