package widget

import (
	"barnrost/app"
	"barnrost/app/transcript"
)

// peakSamples is how many samples one pair of peaks covers.
const peakSamples = 256

// loud is the share of peaks that may be cut at the edge: one shout must not
// make the rest of an hour a flat line.
const loud = 0.995

// coarser is how many pairs of one level make one of the next.
const coarser = 16

// WaveGap is a place of the sound, in milliseconds, where some is missing.
type WaveGap struct {
	At     int64
	Reason app.GapReason
}

// Wave is the sound a waveform shows.
type Wave struct {
	// Peaks are the smallest and the largest sample of each 256, in turn.
	Peaks []int16
	// Rate is in samples a second.
	Rate int
	// Millis is the length.
	Millis int64
	// Gaps are where the recording paused or was cut, and why.
	Gaps []WaveGap
	// Marks are the live markers.
	Marks []transcript.Mark
	// Pauses are the silences that are shaded.
	Pauses transcript.Stretches

	levels [][]int16 // Peaks, and from it ever coarser ones
	gain   float64
}

// Prepared returns v with what is worked out from its peaks once: some
// milliseconds for an hour. It may be called on any goroutine; [Waveform.SetWave]
// does it for a wave that is not.
func (v Wave) Prepared() Wave {
	if v.levels != nil {
		return v
	}
	v.gain = gainOf(v.Peaks)
	level := v.Peaks[:len(v.Peaks)&^1]
	v.levels = [][]int16{level}
	for len(level)/2 > coarser {
		level = reduced(level)
		v.levels = append(v.levels, level)
	}
	return v
}

// reduced makes one pair of each [coarser].
func reduced(peaks []int16) []int16 {
	out := make([]int16, 0, len(peaks)/coarser+2)
	for a := 0; a < len(peaks); a += 2 * coarser {
		low, high := extremes(peaks[a:min(a+2*coarser, len(peaks))])
		out = append(out, low, high)
	}
	return out
}

// extremes returns the smallest and largest of pairs, at least one.
func extremes(pairs []int16) (low, high int16) {
	low, high = pairs[0], pairs[1]
	for i := 2; i < len(pairs); i += 2 {
		low, high = min(low, pairs[i]), max(high, pairs[i+1])
	}
	return low, high
}

// gainOf returns what a sample is multiplied by so that speech fills the
// height: 1 is full scale of 16 bits. Silence is not blown up.
func gainOf(peaks []int16) float64 {
	if len(peaks) < 2 {
		return 1
	}
	var count [32769]int // of each height: sorting hours of them would take long
	for i := 0; i+1 < len(peaks); i += 2 {
		count[min(max(int(peaks[i+1]), -int(peaks[i]), 0), 32768)]++
	}
	left := int(float64(len(peaks)/2) * loud)
	top := 0
	for left >= count[top] && top < 32768 {
		left -= count[top]
		top++
	}
	return 32768 / float64(max(top, 1000))
}

// column returns the smallest and largest of the peaks in [from, to), in
// milliseconds; ok is false beyond the sound. It reads the coarsest level whose
// pairs are no wider than that, so that a view costs the same at every zoom: its
// edges may then be off by one of them.
func (v Wave) column(from, to float64) (low, high int16, ok bool) {
	perMilli := float64(v.Rate) / peakSamples / 1000
	level, wide := 0, (to-from)*perMilli
	for wide >= 2*coarser && level+1 < len(v.levels) {
		level, wide, perMilli = level+1, wide/coarser, perMilli/coarser
	}
	peaks := v.levels[level]
	a := int(from * perMilli)
	if from < 0 || 2*a >= len(peaks) {
		return 0, 0, false
	}
	b := min(max(int(to*perMilli), a+1), len(peaks)/2)
	low, high = extremes(peaks[2*a : 2*b])
	return low, high, true
}
