package gain

import (
	"math"

	"barnrost/audio"
	"barnrost/audio/filter"
)

// Choice is what is done to the sound. The zero value changes nothing.
type Choice struct {
	Lift   bool // a quiet voice is lifted, by up to 18 dB
	Rumble bool // what lies below 80 Hz is cut
}

// Off reports whether nothing is done.
func (c Choice) Off() bool { return c == Choice{} }

// Chain is a stream that does what was chosen: samples are written, as many come
// out, though a little later. Off it gives out the source bit by bit.
type Chain struct {
	choice Choice
	rumble filter.Biquad
	level  *leveller
	limit  *limiter
	skip   int // samples that come out before the first
	out    []int16
}

// New returns a chain for sound at rate samples per second. lift is where the
// lifting begins, in dB: what [Chain.Lift] said of the chain before.
func New(rate int, c Choice, lift float64) *Chain {
	n := &Chain{choice: c}
	if c.Off() {
		return n
	}
	n.rumble = newRumble(rate)
	n.limit = newLimiter(rate)
	n.skip = n.limit.delay()
	if c.Lift {
		n.level = newLeveller(rate, lift)
	}
	return n
}

// Lift is by how much a voice is lifted now, in dB.
func (n *Chain) Lift() float64 {
	if n.level == nil {
		return 0
	}
	return n.level.gain
}

// Process takes samples and returns those that are ready, until the next call.
// src is not altered.
func (n *Chain) Process(src []int16) []int16 {
	if n.choice.Off() {
		return src
	}
	n.out = n.out[:0]
	for _, s := range src {
		n.one(float64(s) / audio.FullScale)
	}
	return n.out
}

// Flush returns the last samples, after the end of the source.
func (n *Chain) Flush() []int16 {
	n.out = n.out[:0]
	if n.choice.Off() {
		return n.out
	}
	for range n.limit.delay() {
		n.one(0)
	}
	return n.out
}

func (n *Chain) one(x float64) {
	if n.choice.Rumble {
		x = n.rumble.Next(x)
	}
	if n.level != nil {
		x = n.level.next(x)
	}
	y := n.limit.next(x)
	if n.skip > 0 {
		n.skip--
		return
	}
	y = math.Round(y * audio.FullScale)
	n.out = append(n.out, int16(max(math.MinInt16, min(math.MaxInt16, y))))
}
