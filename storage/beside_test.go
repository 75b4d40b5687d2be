package storage

import (
	"sync"
	"testing"
	"time"
)

// What goes on beside a recording must not keep its sound waiting. Here two
// seconds of sound come twenty times a second, forty times as often as from a
// microphone, so that many of them meet whatever holds the writer.

// wholeRows are the rows of fifty minutes.
const wholeRows = 50 * 30

// alone is what a sound waits for at most with nothing beside it: the disk, and
// whatever else the machine does.
func alone(b *bench) time.Duration {
	b.Helper()
	return besideRecording(b, func() { <-time.After(2 * time.Second) })
}

// besideRecording records while fn runs and returns the longest that a sound
// had to wait.
func besideRecording(b *bench, fn func()) (longest time.Duration) {
	b.Helper()
	id := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: soundSize}})
	done := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		data, beat := pcm(1), time.NewTicker(50*time.Millisecond)
		defer beat.Stop()
		for {
			began := time.Now()
			err := b.vault.Write(b.Context(), Sound, func(tx *Tx) error {
				return tx.Append(id, sound, Row{Count: 96000, Rate: 48000, Data: data})
			})
			longest = max(longest, time.Since(began))
			if err != nil {
				b.Error(err)
				return
			}
			select {
			case <-done:
				return
			case <-beat.C:
			}
		}
	})
	fn()
	close(done)
	group.Wait()
	return longest
}

// BenchmarkEraseFiftyMinutes erases a sound down to the last free page while
// another is being recorded.
func BenchmarkEraseFiftyMinutes(b *testing.B) {
	var nothing, longest, took time.Duration
	for b.Loop() {
		b.StopTimer()
		f := newBench(b)
		nothing = max(nothing, alone(f))
		s := f.stage(wholeRows)
		f.write(Import, func(tx *Tx) error { return tx.Adopt(s) })
		b.StartTimer()
		longest = max(longest, besideRecording(f, func() {
			began := time.Now()
			f.write(Text, func(tx *Tx) error { return tx.Erase(s.ID()) })
			f.vault.sweeps.group.Wait()
			took += time.Since(began)
		}))
		f.close()
		if n := f.count("SELECT count(*) FROM chunk WHERE obj = ?", s.id[:]); n > 0 {
			b.Fatalf("%d rows are left", n)
		}
	}
	b.ReportMetric(took.Seconds()/float64(b.N), "erased-s")
	b.ReportMetric(float64(nothing)/1e6, "alone-ms")
	b.ReportMetric(float64(longest)/1e6, "longest-sound-ms")
}

// BenchmarkStageFiftyMinutes takes a sound in while another is being recorded.
func BenchmarkStageFiftyMinutes(b *testing.B) {
	var longest, took time.Duration
	for b.Loop() {
		f := newBench(b)
		longest = max(longest, besideRecording(f, func() {
			began := time.Now()
			s := f.stage(wholeRows)
			f.write(Import, func(tx *Tx) error { return tx.Adopt(s) })
			took += time.Since(began)
		}))
		f.close()
	}
	b.ReportMetric(took.Seconds()/float64(b.N), "staged-s")
	b.ReportMetric(float64(longest)/1e6, "longest-sound-ms")
}
