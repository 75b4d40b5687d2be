package recording

import (
	"slices"
	"testing"
	"time"

	"barnrost/audio"
	"barnrost/audio/audiotest"
	"barnrost/audio/device"
)

// BenchmarkClickToRecording measures from Start to the first sample recorded,
// with the sound system already in use, as it is after a sound check.
func BenchmarkClickToRecording(b *testing.B) {
	audiotest.Pulse(b)
	dc := device.Open(device.Options{})
	in := NewInput(dc, "", audio.Rate)
	warm, err := in.Open(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if _, err := warm.Read(make([]int16, 960)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var took []float64
		for range 20 {
			changed := make(chan struct{}, 1)
			began := time.Now()
			s, err := Start(b.Context(), in, &memory{}, Options{Rate: audio.Rate, OnChange: func() {
				select {
				case changed <- struct{}{}:
				default:
				}
			}})
			if err != nil {
				b.Fatal(err)
			}
			for s.State().Phase != PhaseRecording {
				<-changed
			}
			took = append(took, time.Since(began).Seconds()*1000)
			if err := s.Stop(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		slices.Sort(took)
		b.ReportMetric(took[len(took)/2], "p50-ms")
		b.ReportMetric(took[len(took)*19/20], "p95-ms")
	}
	if err := warm.Stop(); err != nil {
		b.Error(err)
	}
	if err := dc.Close(); err != nil {
		b.Error(err)
	}
}
