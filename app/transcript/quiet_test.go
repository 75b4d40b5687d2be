package transcript

import (
	"math"
	"math/rand/v2"
	"testing"
)

// talk makes the peaks of a room with noise of a height, in which somebody
// speaks with another.
func talk(rate int, seconds float64, noise, voice float64, speech Stretches) []int16 {
	r := rand.New(rand.NewPCG(5, 6))
	var peaks []int16
	for i := range int(seconds * float64(rate) / peakSamples) {
		ms := int64(float64(i) * peakSamples / float64(rate) * 1000)
		h := noise * (0.7 + 0.6*r.Float64())
		if speech.Has(ms) {
			// Syllables: four a second, never down to nothing.
			h += voice * (0.55 + 0.45*math.Sin(float64(ms)/40))
		}
		a := int16(min(h, 32_767))
		peaks = append(peaks, -a, a)
	}
	return peaks
}

func TestSpeechIsFoundInQuietAndInNoisyRooms(t *testing.T) {
	want := Stretches{{2_000, 9_000}, {12_000, 13_000}, {30_000, 95_000}, {99_000, 110_000}}
	for _, c := range []struct{ noise, voice float64 }{{10, 3_000}, {200, 2_500}, {900, 9_000}, {0, 800}} {
		for _, rate := range []int{16_000, 48_000} {
			got := SpeechOf(talk(rate, 120, c.noise, c.voice, want), rate)
			hit := float64(got.Both(want).Total())
			recall, precision := hit/float64(want.Total()), hit/float64(max(got.Total(), 1))
			if recall < 0.95 || precision < 0.95 {
				t.Errorf("noise %v, voice %v at %d: found %.2f of it, %.2f of what was found is speech: %v", c.noise, c.voice, rate, recall, precision, got)
			}
		}
	}
}

func TestARoomWithoutWordsHasNoSpeech(t *testing.T) {
	for _, noise := range []float64{0, 20, 600} {
		if got := SpeechOf(talk(48_000, 60, noise, 0, nil), 48_000); len(got) > 0 {
			t.Errorf("noise %v is taken for speech: %v", noise, got)
		}
	}
	for _, peaks := range [][]int16{nil, {5}, {-5, 5}} {
		SpeechOf(peaks, 48_000)
		SpeechOf(peaks, 0)
	}
}

func TestPausesAreTheSilencesOfASecond(t *testing.T) {
	got := Pauses(Stretches{{1_500, 3_000}, {3_900, 6_000}, {8_000, 9_500}}, 10_000)
	want := Stretches{{0, 1_500}, {6_000, 8_000}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%v, want %v", got, want)
	}
}

func BenchmarkSpeechOfThreeHours(b *testing.B) {
	peaks := talk(48_000, 3*3600, 100, 4_000, Stretches{{0, 2 * 3_600_000}})
	b.ReportAllocs()
	for b.Loop() {
		SpeechOf(peaks, 48_000)
	}
}
