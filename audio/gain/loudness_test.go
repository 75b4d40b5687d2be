package gain

import (
	"math"
	"slices"
	"testing"
)

// tone is a sine; db is that of its peak below full scale.
func tone(rate int, seconds, hz, db float64) []int16 {
	x := make([]int16, int(seconds*float64(rate)))
	for i := range x {
		x[i] = int16(math.Round(32767 * math.Pow(10, db/20) * math.Sin(2*math.Pi*hz*float64(i)/float64(rate))))
	}
	return x
}

// EBU Tech 3341: what a meter shows may be 0.1 LU off.
func TestLoudnessIsThatOfTheStandardsTones(t *testing.T) {
	for _, rate := range []int{8000, 16000, 44100, 48000, 96000} {
		for _, c := range []struct{ hz, db, want float64 }{
			{997, 0, -3.01}, {997, -20, -23.01}, {997, -40, -43.01},
		} {
			if got := Loudness(tone(rate, 5, c.hz, c.db), rate); math.Abs(got-c.want) > 0.1 {
				t.Errorf("%g Hz at %g dB and %d Hz: %.2f, want %.2f", c.hz, c.db, rate, got, c.want)
			}
		}
	}
	// The control: a plain mean square is not K-weighted, and 60 Hz tells them apart.
	if got := Loudness(tone(48000, 5, 40, -20), 48000); got > -26 {
		t.Errorf("40 Hz counts as %.2f", got)
	}
}

func TestThePausesOfATalkDoNotCount(t *testing.T) {
	talk := slices.Concat(tone(48000, 10, 997, -20), make([]int16, 20*48000), tone(48000, 10, 997, -20), tone(48000, 20, 997, -50))
	if got := Loudness(talk, 48000); math.Abs(got+23.01) > 0.3 {
		t.Errorf("%.2f", got)
	}
	if got := Loudness(make([]int16, 96000), 48000); got != Quietest {
		t.Errorf("silence is %g", got)
	}
	if got := Loudness(nil, 48000); got != Quietest {
		t.Errorf("nothing is %g", got)
	}
}
