package playback

import (
	"math"
	"sync/atomic"

	"barnrost/audio/gain"
	"barnrost/audio/stretch"
)

// run is one uninterrupted way through the source: from a place, at a speed, to
// an end. Seeking or changing the speed begins a new run. The feeder fills its
// buffer, the callback empties it.
type run struct {
	start, end int64 // in the source
	speed      float64
	tone       gain.Choice

	samples  []int16 // a ring; its size is a power of two
	head     atomic.Int64
	consumed atomic.Int64
	complete atomic.Bool // nothing more will be written
}

// bufferSeconds is how far the feeder is ahead: a read from the vault takes a
// few milliseconds, a busy machine some more.
const bufferSeconds = 0.3

func newRun(rate int, start, end int64, speed float64) *run {
	size := 1
	for float64(size) < bufferSeconds*float64(rate) {
		size *= 2
	}
	return &run{start: start, end: end, speed: speed, samples: make([]int16, size)}
}

// room is how much the feeder may write.
func (r *run) room() int { return len(r.samples) - r.available() }

// available is how much the callback may take.
func (r *run) available() int { return int(r.head.Load() - r.consumed.Load()) }

// write appends what the feeder made; it must fit.
func (r *run) write(src []int16) {
	head := r.head.Load()
	n := copy(r.samples[int(head)&(len(r.samples)-1):], src)
	copy(r.samples, src[n:])
	r.head.Store(head + int64(len(src)))
}

// read is called by the callback alone.
func (r *run) read(dst []int16) int {
	consumed := r.consumed.Load()
	n := min(len(dst), r.available())
	at := int(consumed) & (len(r.samples) - 1)
	k := copy(dst[:n], r.samples[at:])
	copy(dst[k:n], r.samples)
	r.consumed.Store(consumed + int64(n))
	return n
}

// over reports whether all of the run has been played.
func (r *run) over() bool { return r.complete.Load() && r.available() == 0 }

// position is the place in the source after n played samples. At speeds other
// than 1 a window may come from 15 ms to either side.
func (r *run) position(n int64) int64 {
	if r.speed == 1 {
		return min(r.end, r.start+n)
	}
	return min(r.end, r.start+int64(math.Round(float64(n)*r.speed)))
}

// maker makes a run's samples.
type maker struct {
	run   *run
	tone  *gain.Chain
	shape *stretch.Stretcher
	next  int64 // of the source
	in    []int16
	out   []int16
}

// newMaker goes on lifting a voice as the maker before, which may be nil, did.
func newMaker(r *run, rate int, before *maker) *maker {
	lift := 0.0
	if before != nil {
		lift = before.tone.Lift()
	}
	block := rate / 100
	return &maker{
		run:   r,
		tone:  gain.New(rate, r.tone, lift),
		shape: stretch.New(rate, r.speed),
		next:  r.start,
		in:    make([]int16, block),
		out:   make([]int16, 3*block),
	}
}

// step reads 10 ms of the source and writes what they become. It reports
// whether there is more to do now; the source's error ends the run.
func (m *maker) step(read func([]int16, int64) (int, error)) (more bool, err error) {
	if m.run.complete.Load() || m.run.room() < len(m.out) {
		return false, nil
	}
	want := m.in[:min(int64(len(m.in)), m.run.end-m.next)]
	n := 0
	if len(want) > 0 {
		n, err = read(want, m.next)
	}
	m.shape.Write(m.tone.Process(want[:n]))
	m.next += int64(n)
	last := n < len(want) || m.next >= m.run.end || err != nil
	if last {
		m.shape.Write(m.tone.Flush())
		m.shape.Close()
	}
	m.drain(last)
	return true, err
}

// drain moves what is made into the run. The rest after the end may be more
// than one block, and finds room as the callback goes on.
func (m *maker) drain(last bool) {
	for m.run.room() >= len(m.out) {
		n := m.shape.Read(m.out)
		m.run.write(m.out[:n])
		if n < len(m.out) {
			if last {
				m.run.complete.Store(true)
			}
			return
		}
	}
}
