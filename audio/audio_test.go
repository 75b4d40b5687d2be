package audio

import (
	"math"
	"testing"
)

func TestLevelOfKnownSounds(t *testing.T) {
	square := make([]int16, 4800)
	sine := make([]int16, 4800)
	for i := range square {
		square[i] = 16384
		if i%2 == 1 {
			square[i] = -16384
		}
		sine[i] = int16(math.Round(16384 * math.Sin(2*math.Pi*float64(i)/48)))
	}
	for _, c := range []struct {
		name      string
		samples   []int16
		rms, peak float64
	}{
		{"nothing", nil, Floor, Floor},
		{"zeros", make([]int16, 100), Floor, Floor},
		{"half-scale square", square, -6.02, -6.02},
		{"half-scale sine", sine, -9.03, -6.02},
		{"the lowest sample is full scale", []int16{math.MinInt16}, 0, 0},
	} {
		got := LevelOf(c.samples)
		if math.Abs(got.RMS-c.rms) > 0.01 || math.Abs(got.Peak-c.peak) > 0.01 {
			t.Errorf("%s: got %.2f/%.2f dBFS, want %.2f/%.2f", c.name, got.RMS, got.Peak, c.rms, c.peak)
		}
	}
}
