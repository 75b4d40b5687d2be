package handover

import (
	"io"
	"os"
	"runtime"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/crypto"
)

// fiftyMinutes of sound at 48 kHz, in samples.
const fiftyMinutes = 50 * 60 * 48_000

// pair are two people with real vaults, and an interview of fifty minutes.
func pair(b *testing.B) (anna, chief *somebody, d Draft) {
	anna, chief = newSomebody(b, "Anna Ek"), newSomebody(b, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	ctx := b.Context()
	i, err := anna.book.CreateInterview(ctx, 12, "cafe")
	check(b, err)
	check(b, anna.book.SaveConsent(ctx, i.ID, app.Consent{ChildTakesPart: true, ChildAllowsRec: true, Guardian: app.GuardianGiven}))
	w, err := anna.book.NewRecording(ctx, i.ID, 48_000, "")
	check(b, err)
	block := tone(96_000)
	for range fiftyMinutes / len(block) {
		check(b, w.Append(ctx, block))
	}
	check(b, w.Close(ctx))
	check(b, anna.book.SumSound(ctx, w.ID())) // as the program does when a recording has ended
	anna.types(i.ID, transcript.Utterance{Speaker: transcript.Child, Text: needle})
	return anna, chief, draft(i.ID, to, true)
}

// peak reports the most memory in use while fn runs, as MB above before.
func peak(b *testing.B, fn func()) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before, most := m.HeapInuse, uint64(0)
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
	}()
	fn()
	close(done)
	<-stopped
	b.ReportMetric(float64(max(most, before)-before)/1e6, "peak-MB")
}

func BenchmarkSendFiftyMinutes(b *testing.B) {
	anna, _, d := pair(b)
	dir := b.TempDir()
	b.SetBytes(2 * fiftyMinutes)
	b.ResetTimer()
	peak(b, func() {
		for b.Loop() {
			sent, err := anna.post.Send(b.Context(), d, dir, nil)
			check(b, err)
			check(b, os.Remove(sent.Path))
		}
	})
}

func BenchmarkReceiveFiftyMinutes(b *testing.B) {
	anna, chief, d := pair(b)
	dir := b.TempDir()
	b.SetBytes(2 * fiftyMinutes)
	peak(b, func() {
		for b.Loop() {
			b.StopTimer()
			sent, err := anna.post.Send(b.Context(), d, dir, nil)
			check(b, err)
			b.StartTimer()
			_, err = chief.post.Receive(b.Context(), sent.Path, nil)
			check(b, err)
			check(b, os.Remove(sent.Path))
		}
	})
}

// BenchmarkAgeAlone seals as many bytes into a file with nothing around it:
// what no export can be faster than.
func BenchmarkAgeAlone(b *testing.B) {
	inbox, err := crypto.NewIdentity()
	check(b, err)
	path := b.TempDir() + "/x.age"
	b.SetBytes(2 * fiftyMinutes)
	for b.Loop() {
		f, err := os.Create(path)
		check(b, err)
		w, err := crypto.SealWriter(f, inbox.Recipient())
		check(b, err)
		_, err = io.CopyN(w, zero{}, 2*fiftyMinutes)
		check(b, err)
		check(b, w.Close())
		check(b, f.Sync())
		check(b, f.Close())
	}
}

type zero struct{}

func (zero) Read(p []byte) (int, error) { return len(p), nil }
