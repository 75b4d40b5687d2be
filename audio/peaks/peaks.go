// Package peaks reduces sound to what a waveform shows: the lowest and the
// highest sample of each span. A level of peaks is a slice of pairs, min before
// max; coarser levels are made from finer ones.
package peaks

import "math"

// Span is how many samples a pair of the finest level covers: 5 ms at 48 kHz.
const Span = 256

// Builder makes the finest level of a stream, however it is cut into blocks.
// The zero Builder is ready for use.
type Builder struct {
	pairs     []int16
	low, high int16
	in        int // samples in the span that is not whole yet
}

// Add takes samples.
func (b *Builder) Add(samples []int16) {
	for _, s := range samples {
		if b.in == 0 {
			b.low, b.high = math.MaxInt16, math.MinInt16
		}
		b.low, b.high = min(b.low, s), max(b.high, s)
		if b.in++; b.in == Span {
			b.pairs = append(b.pairs, b.low, b.high)
			b.in = 0
		}
	}
}

// Pairs returns the level so far, with a last span that is not whole. The slice
// may be kept but is not to be altered.
func (b *Builder) Pairs() []int16 {
	whole := b.pairs[:len(b.pairs):len(b.pairs)]
	if b.in == 0 {
		return whole
	}
	return append(whole, b.low, b.high)
}

// Of returns the finest level of samples.
func Of(samples []int16) []int16 {
	b := Builder{pairs: make([]int16, 0, 2*(len(samples)/Span+1))}
	b.Add(samples)
	return b.Pairs()
}

// Reduce returns a level whose pairs each cover factor pairs of level; the last
// may cover fewer. factor must be positive.
func Reduce(level []int16, factor int) []int16 {
	n := len(level) / 2
	out := make([]int16, 0, 2*((n+factor-1)/factor))
	for i := 0; i < n; i += factor {
		low, high := level[2*i], level[2*i+1]
		for k := i + 1; k < min(i+factor, n); k++ {
			low, high = min(low, level[2*k]), max(high, level[2*k+1])
		}
		out = append(out, low, high)
	}
	return out
}
