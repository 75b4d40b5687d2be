package wav

import "math"

const (
	// kaiserBeta gives a stop band of about -98 dB (Kaiser 1974:
	// beta = 0.1102 (A - 8.7)), below what 16 bits can hold.
	kaiserBeta = 9.85

	// crossings is how many zero crossings of the sinc the filter spans: with
	// 64, 48 to 16 kHz has 192 taps.
	crossings = 64

	// upCrossings is for raising the rate, where the filter is short in time
	// and the pass band of an 8 kHz telephone recording should be kept.
	upCrossings = 128

	// transition is the Kaiser window's half width in units of
	// rate/crossings: (A-7.95)/(14.36*2).
	transition = 3.14

	// maxPhases is the largest number of exact phases. Rates with a stranger
	// relation are interpolated between this many, with an error of -120 dB.
	maxPhases = 1024
)

// Resampler changes the sample rate of a stream with a polyphase
// Kaiser-windowed sinc. The ratio is exact: sample i of the result lies at
// i*from/to of the source, with no delay. The result does not depend on how the
// source is cut into blocks.
type Resampler struct {
	up, down int64       // the ratio to/from, reduced
	taps     int         // per phase
	phases   [][]float32 // one filter per phase, and one after the last if interpolated
	exact    bool

	in    []float32 // from source position start on
	start int64
	taken int64 // source samples so far
	next  int64 // next sample of the result
}

// NewResampler makes a resampler; both rates must be positive.
func NewResampler(from, to int) *Resampler {
	g := gcd(from, to)
	r := &Resampler{up: int64(to / g), down: int64(from / g)}
	n, span := upCrossings, 1.0
	if to < from {
		n, span = crossings, float64(from)/float64(to)
	}
	r.taps = int(math.Ceil(float64(n)*span)) &^ 1
	// The pass band ends early enough for the stop band to begin where the
	// lower rate's does.
	cutoff := (1 - 2*transition/float64(n)) / span
	count := int(r.up)
	r.exact = r.up <= maxPhases
	if !r.exact {
		count = maxPhases
	}
	for p := 0; p <= count; p++ {
		r.phases = append(r.phases, phase(float64(p)/float64(count), r.taps, cutoff))
	}
	// Samples before the first are silent; they stand in the buffer so that
	// the first result has its whole filter.
	r.in = make([]float32, r.taps/2)
	r.start = -int64(r.taps / 2)
	return r
}

// phase returns the filter for a point that lies frac of a sample after the
// middle of taps source samples. Its sum is 1, so that a constant stays the
// same in every phase.
func phase(frac float64, taps int, cutoff float64) []float32 {
	h := make([]float64, taps)
	half := float64(taps) / 2
	var sum float64
	for i := range h {
		x := float64(i) - (half - 1) - frac
		h[i] = sinc(cutoff*x) * kaiser(x/half)
		sum += h[i]
	}
	out := make([]float32, taps)
	for i := range h {
		out[i] = float32(h[i] / sum)
	}
	return out
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// kaiser is the window for x in [-1, 1].
func kaiser(x float64) float64 {
	if x < -1 || x > 1 {
		return 0
	}
	return bessel0(kaiserBeta*math.Sqrt(1-x*x)) / bessel0(kaiserBeta)
}

// bessel0 is the modified Bessel function of the first kind, order zero, by its
// power series.
func bessel0(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1; term > sum*1e-12; k++ {
		f := x / (2 * float64(k))
		term *= f * f
		sum += term
	}
	return sum
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// Add takes source samples and appends to dst all results that they complete.
func (r *Resampler) Add(dst, src []int16) []int16 {
	for _, s := range src {
		r.in = append(r.in, float32(s))
	}
	r.taken += int64(len(src))
	return r.produce(dst, math.MaxInt64)
}

// Flush appends the results that were waiting for samples after the end. In
// all, n source samples give n*to/from results, rounded up.
func (r *Resampler) Flush(dst []int16) []int16 {
	total := (r.taken*r.up + r.down - 1) / r.down
	r.in = append(r.in, make([]float32, r.taps)...)
	return r.produce(dst, total)
}

func (r *Resampler) produce(dst []int16, until int64) []int16 {
	for r.next < until {
		whole, part := r.next*r.down/r.up, r.next*r.down%r.up
		first := int(whole - int64(r.taps/2) + 1 - r.start)
		if first+r.taps > len(r.in) {
			break
		}
		dst = append(dst, round16(r.at(r.in[first:first+r.taps], part)))
		r.next++
	}
	// Keep what the next result needs. Moving rarely keeps the cost low.
	keep := int(r.next*r.down/r.up - int64(r.taps/2) + 1 - r.start)
	if keep = min(keep, len(r.in)); keep > 4*r.taps+4096 {
		r.in = append(r.in[:0], r.in[keep:]...)
		r.start += int64(keep)
	}
	return dst
}

// at filters one result that lies part/up after the middle of x.
func (r *Resampler) at(x []float32, part int64) float32 {
	if r.exact {
		return dot(x, r.phases[part])
	}
	where := float64(part) * maxPhases / float64(r.up)
	low := int(where)
	a, b := dot(x, r.phases[low]), dot(x, r.phases[low+1])
	return a + float32(where-float64(low))*(b-a)
}

// dot is the inner product, in four sums that the processor works on at once.
func dot(x, h []float32) float32 {
	var a, b, c, d float32
	h = h[:len(x)]
	i := 0
	for ; i+4 <= len(x); i += 4 {
		a += x[i] * h[i]
		b += x[i+1] * h[i+1]
		c += x[i+2] * h[i+2]
		d += x[i+3] * h[i+3]
	}
	for ; i < len(x); i++ {
		a += x[i] * h[i]
	}
	return a + b + c + d
}

func round16(v float32) int16 {
	return int16(max(math.MinInt16, min(math.MaxInt16, math.Round(float64(v)))))
}
