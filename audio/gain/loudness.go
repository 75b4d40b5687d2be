package gain

import (
	"math"

	"barnrost/audio"
	"barnrost/audio/filter"
)

// Target is the loudness, in LUFS, that speech is brought to: that of broadcasts
// (EBU R 128).
const Target = -23.0

// Quietest is the loudness given to silence; the gate of ITU-R BS.1770 lies there.
const Quietest = -70.0

const offset = -0.691 // BS.1770: so that 0 dB of a 997 Hz sine is −3.01 LUFS

// weighting is the K-weighting of ITU-R BS.1770-4, for any rate: a shelf for the
// head and a high pass. The analogue values are those that give the standard's
// coefficients at 48 kHz (Brecht De Man, "Evaluation of implementations of the
// EBU R128 loudness measurement", AES 145, 2018).
type weighting struct{ shelf, high filter.Biquad }

func newWeighting(rate int) weighting {
	const (
		shelfHz, shelfGain, shelfQ = 1681.974450955533, 3.999843853973347, 0.7071752369554196
		highHz, highQ              = 38.13547087602444, 0.5003270373238773
	)
	var w weighting
	k := math.Tan(math.Pi * shelfHz / float64(rate))
	v := math.Pow(10, shelfGain/20)
	b := math.Pow(v, 0.4996667741545416)
	a := 1 + k/shelfQ + k*k
	w.shelf = filter.Biquad{
		B0: (v + b*k/shelfQ + k*k) / a, B1: 2 * (k*k - v) / a, B2: (v - b*k/shelfQ + k*k) / a,
		A1: 2 * (k*k - 1) / a, A2: (1 - k/shelfQ + k*k) / a,
	}
	k = math.Tan(math.Pi * highHz / float64(rate))
	a = 1 + k/highQ + k*k
	w.high = filter.Biquad{B0: 1, B1: -2, B2: 1, A1: 2 * (k*k - 1) / a, A2: (1 - k/highQ + k*k) / a}
	return w
}

// power is a weighted sample squared, of x where 1 is full scale.
func (w *weighting) power(x float64) float64 {
	y := w.high.Next(w.shelf.Next(x))
	return y * y
}

// Loudness is the integrated loudness of a channel in LUFS, gated as in
// BS.1770-4: blocks of 400 ms, three quarters of each shared with the next.
func Loudness(samples []int16, rate int) float64 {
	w := newWeighting(rate)
	quarter := rate / 10
	var quarters []float64
	sum := 0.0
	for i, s := range samples {
		sum += w.power(float64(s) / audio.FullScale)
		if (i+1)%quarter == 0 {
			quarters = append(quarters, sum/float64(quarter))
			sum = 0
		}
	}
	var blocks []float64
	for i := 0; i+4 <= len(quarters); i++ {
		blocks = append(blocks, (quarters[i]+quarters[i+1]+quarters[i+2]+quarters[i+3])/4)
	}
	loud, ok := gated(blocks, Quietest)
	if !ok {
		return Quietest
	}
	if loud, ok = gated(blocks, max(Quietest, loud-10)); !ok {
		return Quietest
	}
	return loud
}

// gated is the loudness of those blocks that are louder than a gate.
func gated(blocks []float64, gate float64) (loud float64, ok bool) {
	sum, n := 0.0, 0
	for _, b := range blocks {
		if lufs(b) > gate {
			sum += b
			n++
		}
	}
	if n == 0 {
		return 0, false
	}
	return lufs(sum / float64(n)), true
}

func lufs(power float64) float64 { return offset + 10*math.Log10(power+1e-15) }
