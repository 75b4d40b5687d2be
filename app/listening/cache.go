package listening

import (
	"container/list"
	"sync"

	"barnrost/audio"
)

const (
	chunkSeconds = 2
	// cacheSeconds bounds how much decoded sound is held: 58 MB at 48 kHz.
	cacheSeconds = 10 * 60
)

// cache holds the sound last read, in chunks of two seconds, and reads the next
// two and the one before ahead. It is an [audio.Source] that may be read by
// several goroutines.
type cache struct {
	sound audio.Source
	size  int64 // samples in a chunk
	most  int   // chunks

	mu     sync.Mutex
	chunks map[int64]*list.Element // of *chunk
	recent list.List               // the last used first
	around int64                   // the chunk last read from
	closed bool

	ahead chan struct{} // has room for one: around has changed
	done  chan struct{} // closed when the reader ahead has ended
}

type chunk struct {
	index   int64
	ready   chan struct{} // closed when samples or err are set
	samples []int16
	err     error
}

func newCache(sound audio.Source, rate int) *cache {
	c := &cache{
		sound:  sound,
		size:   int64(chunkSeconds * rate),
		most:   cacheSeconds / chunkSeconds,
		chunks: map[int64]*list.Element{},
		around: -1,
		ahead:  make(chan struct{}, 1),
		done:   make(chan struct{}),
	}
	go c.readAhead()
	return c
}

// Len implements [audio.Source].
func (c *cache) Len() int64 { return c.sound.Len() }

// ReadAt implements [audio.Source].
func (c *cache) ReadAt(dst []int16, pos int64) (n int, err error) {
	for n < len(dst) && pos < c.Len() {
		index := pos / c.size
		k, err := c.copy(dst[n:], index, pos-index*c.size)
		if err != nil || k == 0 {
			return n, err
		}
		n += k
		pos += int64(k)
		c.moved(index)
	}
	return n, nil
}

// copy copies from one chunk, reading it first if it is not there.
func (c *cache) copy(dst []int16, index, offset int64) (int, error) {
	for {
		e := c.get(index)
		<-e.ready
		c.mu.Lock()
		// A chunk that was thrown out meanwhile has no samples any more.
		if e.err == nil && e.samples == nil && !c.closed {
			c.mu.Unlock()
			continue
		}
		n := 0
		if e.err == nil && offset < int64(len(e.samples)) {
			n = copy(dst, e.samples[offset:])
		}
		c.mu.Unlock()
		return n, e.err
	}
}

// get returns a chunk, which may still be read by whoever asked first.
func (c *cache) get(index int64) *chunk {
	c.mu.Lock()
	if el, ok := c.chunks[index]; ok {
		c.recent.MoveToFront(el)
		c.mu.Unlock()
		return el.Value.(*chunk)
	}
	e := &chunk{index: index, ready: make(chan struct{})}
	c.chunks[index] = c.recent.PushFront(e)
	c.evict()
	c.mu.Unlock()

	samples := make([]int16, max(0, min(c.size, c.Len()-index*c.size)))
	n, err := c.sound.ReadAt(samples, index*c.size)
	c.mu.Lock()
	defer c.mu.Unlock()
	e.samples, e.err = samples[:n], err
	if err != nil || c.closed { // not kept: it may succeed another time
		c.forget(index)
	}
	close(e.ready)
	return e
}

// evict throws out what was used longest ago; the caller holds the lock.
func (c *cache) evict() {
	for el := c.recent.Back(); el != nil && c.recent.Len() > c.most; {
		e, before := el.Value.(*chunk), el.Prev()
		select {
		case <-e.ready:
			c.forget(e.index)
		default: // still being read
		}
		el = before
	}
}

// forget removes a chunk and wipes its sound; the caller holds the lock.
func (c *cache) forget(index int64) {
	el, ok := c.chunks[index]
	if !ok {
		return
	}
	e := el.Value.(*chunk)
	clear(e.samples)
	e.samples = nil
	c.recent.Remove(el)
	delete(c.chunks, index)
}

// moved lets the neighbours of a chunk be read.
func (c *cache) moved(index int64) {
	c.mu.Lock()
	changed := c.around != index && !c.closed
	c.around = index
	c.mu.Unlock()
	if changed {
		wake(c.ahead)
	}
}

func (c *cache) readAhead() {
	defer close(c.done)
	for range c.ahead {
		for _, step := range []int64{1, 2, -1} {
			c.mu.Lock()
			index, closed := c.around+step, c.closed
			c.mu.Unlock()
			if closed {
				return
			}
			if index >= 0 && index*c.size < c.Len() {
				// An error is met again, and told, when the place is played.
				<-c.get(index).ready
			}
		}
	}
}

// close wipes everything. A read afterwards finds nothing.
func (c *cache) close() {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return
	}
	c.closed = true
	for index := range c.chunks {
		select {
		case <-c.chunks[index].Value.(*chunk).ready:
			c.forget(index)
		default: // wiped by who reads it
		}
	}
	c.mu.Unlock()
	wake(c.ahead)
	<-c.done
}

// wake leaves word in a channel with room for one.
func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
