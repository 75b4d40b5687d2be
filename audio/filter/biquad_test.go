package filter

import (
	"math"
	"testing"
)

// through is the gain that a sine really gets.
func through(f Biquad, rate int, hz float64) float64 {
	var in, out float64
	for i := range 2 * rate {
		x := math.Sin(2 * math.Pi * hz * float64(i) / float64(rate))
		if y := f.Next(x); i >= rate {
			in += x * x
			out += y * y
		}
	}
	return math.Sqrt(out / in)
}

func TestAFilterDoesToASineWhatItsGainSays(t *testing.T) {
	for _, rate := range []int{8000, 48000, 192000} {
		for name, f := range map[string]Biquad{"high": HighPass(rate, 80, Butterworth), "low": LowPass(rate, 3000, Butterworth)} {
			for _, hz := range []float64{20, 80, 1000, 3000} {
				if got, want := through(f, rate, hz), f.Gain(rate, hz); math.Abs(got-want) > 0.002 {
					t.Errorf("%s at %d Hz: %g Hz comes through at %.3f, want %.3f", name, rate, hz, got, want)
				}
			}
		}
	}
}

func TestACutHalvesThePowerAtItsFrequency(t *testing.T) {
	half := math.Sqrt2 / 2
	if g := HighPass(48000, 80, Butterworth).Gain(48000, 80); math.Abs(g-half) > 1e-6 {
		t.Errorf("high pass %g", g)
	}
	if g := LowPass(48000, 3000, Butterworth).Gain(48000, 3000); math.Abs(g-half) > 1e-6 {
		t.Errorf("low pass %g", g)
	}
	// The control: another frequency is not halved.
	if g := HighPass(48000, 80, Butterworth).Gain(48000, 160); g < 0.9 {
		t.Errorf("an octave above it is %g", g)
	}
}
