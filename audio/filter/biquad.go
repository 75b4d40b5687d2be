// Package filter holds the second-order filters that listening and measuring
// share.
package filter

import "math"

// Biquad is a second-order filter with its memory; the zero value lets nothing
// through. It is direct form II transposed, which bears coefficients that change
// while it runs.
type Biquad struct {
	B0, B1, B2, A1, A2 float64
	z1, z2             float64
}

// Next filters one sample.
func (f *Biquad) Next(x float64) float64 {
	y := f.B0*x + f.z1
	f.z1 = f.B1*x - f.A1*y + f.z2
	f.z2 = f.B2*x - f.A2*y
	return y
}

// Reset forgets what has passed.
func (f *Biquad) Reset() { f.z1, f.z2 = 0, 0 }

// Butterworth is the quality of a filter that is flat as far as it can be.
const Butterworth = math.Sqrt2 / 2

// HighPass and LowPass are from Robert Bristow-Johnson's "Cookbook formulae for
// audio EQ biquad filter coefficients". hz must lie below half the rate.
func HighPass(rate int, hz, q float64) Biquad {
	c, alpha := angle(rate, hz, q)
	return normal((1+c)/2, -(1 + c), (1+c)/2, c, alpha)
}

// LowPass is HighPass's counterpart.
func LowPass(rate int, hz, q float64) Biquad {
	c, alpha := angle(rate, hz, q)
	return normal((1-c)/2, 1-c, (1-c)/2, c, alpha)
}

func angle(rate int, hz, q float64) (cos, alpha float64) {
	w := 2 * math.Pi * hz / float64(rate)
	return math.Cos(w), math.Sin(w) / (2 * q)
}

func normal(b0, b1, b2, c, alpha float64) Biquad {
	a0 := 1 + alpha
	return Biquad{B0: b0 / a0, B1: b1 / a0, B2: b2 / a0, A1: -2 * c / a0, A2: (1 - alpha) / a0}
}

// Gain is how much a frequency is amplified, as a factor.
func (f Biquad) Gain(rate int, hz float64) float64 {
	w := 2 * math.Pi * hz / float64(rate)
	z := complex(math.Cos(w), -math.Sin(w))
	top := complex(f.B0, 0) + z*(complex(f.B1, 0)+z*complex(f.B2, 0))
	bottom := 1 + z*(complex(f.A1, 0)+z*complex(f.A2, 0))
	return math.Hypot(real(top/bottom), imag(top/bottom))
}
