package wav

import (
	"math"
	"slices"
	"testing"
)

func tone(rate int, hz, amplitude float64, n int) []int16 {
	out := make([]int16, n)
	for i := range out {
		out[i] = int16(math.Round(amplitude * math.Sin(2*math.Pi*hz*float64(i)/float64(rate))))
	}
	return out
}

func convert(from, to int, src []int16) []int16 {
	r := NewResampler(from, to)
	return r.Flush(r.Add(nil, src))
}

// fit returns the amplitude of a tone in x and the root mean square of the rest,
// away from the ends.
func fit(x []int16, rate int, hz float64) (amplitude, rest float64) {
	edge := len(x) / 8
	var s, c, n float64
	for i := edge; i < len(x)-edge; i++ {
		w := 2 * math.Pi * hz * float64(i) / float64(rate)
		s += float64(x[i]) * math.Sin(w)
		c += float64(x[i]) * math.Cos(w)
		n++
	}
	s, c = 2*s/n, 2*c/n
	for i := edge; i < len(x)-edge; i++ {
		w := 2 * math.Pi * hz * float64(i) / float64(rate)
		d := float64(x[i]) - s*math.Sin(w) - c*math.Cos(w)
		rest += d * d
	}
	return math.Hypot(s, c), math.Sqrt(rest / n)
}

func decibel(ratio float64) float64 { return 20 * math.Log10(ratio) }

func TestThreeToOneKeepsTheSpeechBandAndDropsTheRest(t *testing.T) {
	if r := NewResampler(48000, 16000); r.taps != 192 || !r.exact {
		t.Errorf("%d taps, exact %t", r.taps, r.exact)
	}
	const amplitude = 30000
	for _, hz := range []float64{50, 300, 1000, 3400, 5000, 6000, 6400} {
		got, rest := fit(convert(48000, 16000, tone(48000, hz, amplitude, 48000)), 16000, hz)
		if ripple := decibel(got / amplitude); math.Abs(ripple) > 0.05 {
			t.Errorf("%g Hz: %.3f dB", hz, ripple)
		}
		if noise := decibel(rest / amplitude); noise > -90 { // 16 bits give -100
			t.Errorf("%g Hz: noise %.1f dB", hz, noise)
		}
	}
	for _, hz := range []float64{8000, 9000, 12000, 15900, 20000, 23900} {
		out := convert(48000, 16000, tone(48000, hz, amplitude, 48000))
		var worst float64
		for _, v := range out[500 : len(out)-500] {
			worst = max(worst, math.Abs(float64(v)))
		}
		if alias := decibel(max(worst, 0.5) / amplitude); alias > -89 { // one step of 16 bits is -89.5
			t.Errorf("%g Hz comes through at %.1f dB", hz, alias)
		}
	}
}

func TestEveryRateKeepsAToneInPlace(t *testing.T) {
	for _, from := range []int{8000, 11025, 16000, 22050, 32000, 44100, 47999, 48000, 88200, 96000, 192000} {
		for _, to := range []int{16000, 48000} {
			if from == to {
				continue
			}
			const hz, amplitude = 997, 20000
			src := tone(from, hz, amplitude, from/4)
			out := convert(from, to, src)
			if want := (from/4*to + from - 1) / from; len(out) != want {
				t.Errorf("%d to %d: %d samples, want %d", from, to, len(out), want)
			}
			// In phase with the original: no delay.
			want := tone(to, hz, amplitude, len(out))
			var worst float64
			for i := to / 32; i < to*7/32; i++ {
				worst = max(worst, math.Abs(float64(out[i])-float64(want[i])))
			}
			if worst > 4 {
				t.Errorf("%d to %d: off by %.0f of %d", from, to, worst, int(amplitude))
			}
		}
	}
}

func TestResamplingDoesNotDependOnTheBlocks(t *testing.T) {
	src := tone(44100, 700, 15000, 12000)
	for _, rates := range [][2]int{{44100, 48000}, {48000, 16000}, {47999, 48000}} {
		want := convert(rates[0], rates[1], src)
		for _, cut := range []int{1, 999, 8192} {
			r := NewResampler(rates[0], rates[1])
			var got []int16
			for part := range slices.Chunk(src, cut) {
				got = r.Add(got, part)
			}
			if got = r.Flush(got); !slices.Equal(got, want) {
				t.Errorf("%v cut into %d differs", rates, cut)
			}
			if cap(r.in) > 1<<17 {
				t.Errorf("%v holds %d samples", rates, cap(r.in))
			}
		}
	}
}

func TestResamplingDoesNotWrapAtFullScale(t *testing.T) {
	src := make([]int16, 8000)
	for i := range src {
		src[i] = math.MaxInt16
		if i/100%2 == 1 {
			src[i] = math.MinInt16
		}
	}
	for i, v := range convert(16000, 48000, src)[300:] {
		i += 300
		if d := i / 3 % 100; d > 20 && d < 80 && (v > 0) != (src[i/3] > 0) {
			t.Fatalf("sample %d wrapped to %d", i, v)
		}
	}
}

func BenchmarkResampleOneSecond(b *testing.B) {
	for name, rates := range map[string][2]int{"48to16": {48000, 16000}, "44.1to48": {44100, 48000}} {
		b.Run(name, func(b *testing.B) {
			src := tone(rates[0], 440, 10000, rates[0])
			r := NewResampler(rates[0], rates[1])
			var out []int16
			for b.Loop() {
				out = r.Add(out[:0], src)
			}
		})
	}
}
