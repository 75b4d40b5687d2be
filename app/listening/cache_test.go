package listening

import (
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
)

const testRate = 1000

// recording is a sound that counts its reads and can fail.
type recording struct {
	rate   int
	length int64

	mu     sync.Mutex
	reads  map[int64]int // by chunk
	broken map[int64]bool
}

func newSound(seconds int) *recording {
	return &recording{rate: testRate, length: int64(seconds * testRate), reads: map[int64]int{}, broken: map[int64]bool{}}
}

var errDamaged = errors.New("damaged")

// at is the sample at a place.
func at(pos int64) int16 { return int16(pos*7919%60000 - 30000) }

func (r *recording) Rate() int      { return r.rate }
func (r *recording) Len() int64     { return r.length }
func (r *recording) Peaks() []int16 { return []int16{-1, 1} }

func (r *recording) ReadAt(dst []int16, pos int64) (int, error) {
	chunk := pos / int64(chunkSeconds*r.rate)
	r.mu.Lock()
	r.reads[chunk]++
	broken := r.broken[chunk]
	r.mu.Unlock()
	if broken {
		return 0, errDamaged
	}
	n := 0
	for ; n < len(dst) && pos+int64(n) < r.length; n++ {
		dst[n] = at(pos + int64(n))
	}
	return n, nil
}

func (r *recording) count(chunk int64) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reads[chunk]
}

func (r *recording) repair(chunk int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.broken, chunk)
}

func expect(t *testing.T, c *cache, pos int64, n int) {
	t.Helper()
	buf := make([]int16, n)
	k, err := c.ReadAt(buf, pos)
	if want := int(max(0, min(int64(n), c.Len()-pos))); k != want || err != nil {
		t.Fatalf("at %d: %d samples, %v; want %d", pos, k, err, want)
	}
	for i := range k {
		if buf[i] != at(pos+int64(i)) {
			t.Fatalf("sample %d is wrong", pos+int64(i))
		}
	}
}

func TestTheCacheGivesTheSoundWhereverItIsRead(t *testing.T) {
	c := newCache(newSound(31), testRate)
	defer c.close()
	random := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		expect(t, c, random.Int64N(31500), 1+random.IntN(5000))
	}
}

func TestNeighboursAreReadAheadAndNothingTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newSound(100)
		c := newCache(r, testRate)
		defer c.close()
		expect(t, c, 20*testRate, 10)
		synctest.Wait()
		for chunk, want := range map[int64]int{8: 0, 9: 1, 10: 1, 11: 1, 12: 1, 13: 0} {
			if got := r.count(chunk); got != want {
				t.Errorf("chunk %d was read %d times, want %d", chunk, got, want)
			}
		}
		expect(t, c, 20*testRate, 6*testRate)
		for chunk := int64(10); chunk < 13; chunk++ {
			if r.count(chunk) != 1 {
				t.Errorf("chunk %d was read %d times", chunk, r.count(chunk))
			}
		}
	})
}

func TestTheCacheHoldsTenMinutesAtMostAndKeepsWhatWasUsedLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newSound(60 * 60)
		c := newCache(r, testRate)
		defer c.close()
		for pos := int64(0); pos < r.length; pos += chunkSeconds * testRate {
			expect(t, c, 0, 1) // used again and again
			expect(t, c, pos, 5)
			synctest.Wait()
			if n := c.recent.Len(); n > c.most+1 {
				t.Fatalf("it holds %d chunks", n)
			}
		}
		if r.count(0) != 1 {
			t.Errorf("the chunk in use was read %d times", r.count(0))
		}
	})
}

func TestADamagedChunkIsAnErrorUntilItCanBeRead(t *testing.T) {
	r := newSound(20)
	r.broken[3] = true
	c := newCache(r, testRate)
	defer c.close()
	buf := make([]int16, 4000)
	if n, err := c.ReadAt(buf, 5000); n != 1000 || !errors.Is(err, errDamaged) {
		t.Errorf("%d, %v; want the 1000 before the damage and an error", n, err)
	}
	expect(t, c, 8000, 100)
	r.repair(3)
	expect(t, c, 5000, 4000)
}

func TestManyReadersGetTheSameSound(t *testing.T) {
	r := newSound(3600)
	c := newCache(r, testRate)
	c.most = 5 // so that chunks are thrown out under the readers
	var all sync.WaitGroup
	for reader := range uint64(4) {
		all.Go(func() {
			random := rand.New(rand.NewPCG(reader, 1))
			buf := make([]int16, 3000)
			for range 400 {
				pos := random.Int64N(r.length)
				n, err := c.ReadAt(buf, pos)
				if err != nil {
					t.Error(err)
					return
				}
				for i := range n {
					if buf[i] != at(pos+int64(i)) {
						t.Errorf("sample %d is wrong", pos+int64(i))
						return
					}
				}
			}
		})
	}
	all.Wait()
	c.close()
}

func TestClosingWipesTheSoundFromMemory(t *testing.T) {
	c := newCache(newSound(20), testRate)
	expect(t, c, 0, 3000)
	held := c.get(0).samples
	c.close()
	for i, v := range held {
		if v != 0 {
			t.Fatalf("sample %d is still %d", i, v)
		}
	}
	if n, err := c.ReadAt(make([]int16, 10), 0); n != 0 || err != nil {
		t.Errorf("a closed cache gives %d, %v", n, err)
	}
	c.close()
}

// BenchmarkMemoryOfAnHour reads an hour of 48 kHz sound through the cache and
// reports what is held in the end.
func BenchmarkMemoryOfAnHour(b *testing.B) {
	r := newSound(0)
	r.rate, r.length = 48000, 3600*48000
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		c := newCache(r, r.rate)
		buf := make([]int16, 48000)
		for pos := int64(0); pos < r.length; pos += int64(len(buf)) {
			if _, err := c.ReadAt(buf, pos); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "held-MB")
		c.close()
	}
}
