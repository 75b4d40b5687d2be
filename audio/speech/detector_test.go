package speech

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"barnrost/audio"
	"barnrost/audio/audiotest"
	"barnrost/audio/wav"
)

// dialogue is an invented interview at 48 kHz, and in which of its frames of 10 ms
// it is louder than 35 dB below its own loudest, gaps below 200 ms closed: what a
// person who listened closely would mark.
func dialogue(t testing.TB, length time.Duration) (sound []int16, truth []bool) {
	t.Helper()
	spoken, err := audiotest.Speak(length)
	if err != nil {
		t.Fatal(err)
	}
	return spoken.Samples, heard(spoken.Samples, 480)
}

func heard(x []int16, frame int) []bool {
	levels := make([]float64, len(x)/frame)
	for i := range levels {
		levels[i] = audio.LevelOf(x[i*frame : (i+1)*frame]).RMS
	}
	limit := slices.Max(levels) - 35
	out := make([]bool, len(levels))
	last := -1000
	for i, l := range levels {
		if l <= limit {
			continue
		}
		if i-last <= 20 {
			for j := last; j < i; j++ {
				out[j] = true
			}
		}
		out[i], last = true, i
	}
	return out
}

// noisy adds white noise at a signal-to-noise ratio in dB; the signal counts where
// it speaks.
func noisy(x []int16, truth []bool, snr float64) []int16 {
	var sum float64
	n := 0
	for i, s := range x {
		if f := i / 480; f < len(truth) && truth[f] {
			sum += float64(s) * float64(s)
			n++
		}
	}
	deviation := math.Sqrt(sum/float64(n)) / math.Pow(10, snr/20)
	random := rand.New(rand.NewPCG(5, 6))
	out := make([]int16, len(x))
	for i, s := range x {
		out[i] = int16(max(math.MinInt16, min(math.MaxInt16, float64(s)+deviation*random.NormFloat64())))
	}
	return out
}

// quieter is x turned down by dB.
func quieter(x []int16, db float64) []int16 {
	out := make([]int16, len(x))
	for i, s := range x {
		out[i] = int16(math.Round(float64(s) * math.Pow(10, -db/20)))
	}
	return out
}

func find(rate int, x []int16) []Span {
	d := New(rate)
	spans := slices.Clone(d.Write(x))
	return append(spans, d.Close()...)
}

// agreement is F1 of spans and truth, frame by frame.
func agreement(spans []Span, truth []bool, frame int64) float64 {
	got := make([]bool, len(truth))
	for _, s := range spans {
		for i := s.Start / frame; i < min(s.End/frame, int64(len(got))); i++ {
			got[i] = true
		}
	}
	var both, either int
	for i := range truth {
		if got[i] && truth[i] {
			both += 2
		}
		if got[i] {
			either++
		}
		if truth[i] {
			either++
		}
	}
	return float64(both) / float64(either)
}

// The gate.
const leastF1 = 0.9

func TestSpeechIsFoundFrom5To40dBAboveTheNoise(t *testing.T) {
	x, truth := dialogue(t, 40*time.Second)
	for _, snr := range []float64{5, 10, 15, 20, 30, 40} {
		f1 := agreement(find(48000, noisy(x, truth, snr)), truth, 480)
		t.Logf("%g dB: F1 %.3f", snr, f1)
		if f1 < leastF1 {
			t.Errorf("at %g dB F1 is %.3f", snr, f1)
		}
	}
	if f1 := agreement(find(48000, x), truth, 480); f1 < leastF1 {
		t.Errorf("without noise F1 is %.3f", f1)
	}
	if f1 := agreement(find(48000, quieter(noisy(x, truth, 20), 24)), truth, 480); f1 < leastF1 {
		t.Errorf("turned down by 24 dB F1 is %.3f", f1)
	}
}

// The control: a fixed threshold, and calling everything speech, must fail the
// gate.
func TestAFixedThresholdFailsTheGate(t *testing.T) {
	x, truth := dialogue(t, 40*time.Second)
	everything := []Span{{0, int64(len(x))}}
	if f1 := agreement(everything, truth, 480); f1 >= leastF1 {
		t.Errorf("all is speech: F1 %.3f passes", f1)
	}
	failed := false
	for _, snr := range []float64{5, 40} {
		y := noisy(x, truth, snr)
		var fixed []Span
		for i := 0; i+480 <= len(y); i += 480 {
			if audio.LevelOf(y[i:i+480]).RMS > -40 {
				fixed = append(fixed, Span{int64(i), int64(i) + 480})
			}
		}
		f1 := agreement(fixed, truth, 480)
		t.Logf("fixed at %g dB: F1 %.3f", snr, f1)
		failed = failed || f1 < leastF1
	}
	if !failed {
		t.Error("a fixed threshold passes")
	}
}

func TestNoiseAloneAndSilenceAreNoSpeech(t *testing.T) {
	for name, deviation := range map[string]float64{"silence": 0, "a faint hiss": 3, "a fan": 400} {
		random := rand.New(rand.NewPCG(7, 8))
		x := make([]int16, 20*16000)
		for i := range x {
			x[i] = int16(deviation * random.NormFloat64())
		}
		if got := find(16000, x); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestARumbleBelowEveryVoiceIsNoSpeech(t *testing.T) {
	x := make([]int16, 10*48000)
	for i := range x {
		if i/24000%3 == 1 { // a lorry, now and then
			x[i] = int16(2000 * math.Sin(2*math.Pi*20*float64(i)/48000) * math.Sin(math.Pi*float64(i%24000)/24000))
		}
	}
	random := rand.New(rand.NewPCG(7, 8))
	for i := range x {
		x[i] += int16(100 * random.NormFloat64())
	}
	if got := find(48000, x); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

func TestTheSameIsFoundWhateverTheBlocks(t *testing.T) {
	x, truth := dialogue(t, 15*time.Second)
	x = noisy(x, truth, 15)
	want := find(48000, x)
	for _, size := range []int{1, 479, 480, 4801, 96000} {
		d := New(48000)
		var got []Span
		for part := range slices.Chunk(x, size) {
			got = append(got, d.Write(part)...)
		}
		got = append(got, d.Close()...)
		if !slices.Equal(got, want) {
			t.Errorf("by %d: %v, want %v", size, got, want)
		}
	}
}

func TestEveryRateFindsTheSamePlaces(t *testing.T) {
	x, truth := dialogue(t, 15*time.Second)
	x = noisy(x, truth, 20)
	for _, rate := range []int{8000, 11025, 16000, 22050, 44100, 96000, 192000} {
		t.Run(fmt.Sprint(rate), func(t *testing.T) {
			r := wav.NewResampler(48000, rate)
			spans := find(rate, r.Flush(r.Add(nil, x)))
			for i := range spans { // to 48 kHz, where the truth is
				spans[i].Start = spans[i].Start * 48000 / int64(rate)
				spans[i].End = spans[i].End * 48000 / int64(rate)
			}
			if f1 := agreement(spans, truth, 480); f1 < leastF1 {
				t.Errorf("F1 %.3f", f1)
			}
		})
	}
}

func TestSpansAreInOrderApartAndWithinTheSound(t *testing.T) {
	x, truth := dialogue(t, 15*time.Second)
	for _, n := range []int{0, 1, 479, 481, 100000, len(x)} {
		end := int64(0)
		for _, s := range find(48000, noisy(x, truth, 10)[:n]) {
			if s.Start < end || s.End <= s.Start || s.End > int64(n) {
				t.Errorf("of %d samples: %v after %d", n, s, end)
			}
			end = s.End
		}
	}
}

func TestMemoryDoesNotGrowWithTheSound(t *testing.T) {
	d := New(16000)
	x := make([]int16, 16000)
	for range 600 {
		d.Write(x)
	}
	if cap(d.power) > 4096 {
		t.Errorf("it holds %d frames", cap(d.power))
	}
}

func BenchmarkOneMinuteAt48kHz(b *testing.B) {
	x, truth := dialogue(b, time.Minute)
	x = noisy(x, truth, 20)
	for b.Loop() {
		find(48000, x)
	}
}
