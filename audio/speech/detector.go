// Package speech finds where in a sound somebody speaks.
//
// It goes by energy: what is clearly louder than the room's own noise, whose
// floor is the least power of the last and the next seconds (after Martin, "Noise
// power spectral density estimation based on optimal smoothing and minimum
// statistics", IEEE Trans. SAP 9(5), 2001, without the spectrum). A slammed door
// is therefore speech, and a whisper below the ventilation is not: what is found
// may shade a waveform and count talking time, but never decide for anybody what
// is worth hearing.
package speech

import (
	"math"
	"slices"

	"barnrost/audio"
	"barnrost/audio/filter"
)

const (
	frameSeconds  = 0.010
	reachFrames   = 150 // the floor is the least of 1.5 s to either side
	smoothFrames  = 7   // that a noise's power is taken over before its least is sought
	levelFrames   = 3   // that the level to compare is taken over
	biasDB        = 1.0 // the least of a noise's power lies about so far below its mean
	overDB        = 6.0 // above the floor begins speech,
	underDB       = 3.0 // below that many it ends
	hangover      = 20  // frames that a word may be weak before it is over
	leastFrames   = 6   // shorter is a knock
	quietestFloor = -68 // dBFS; digital silence and a very good room count as this
	lowest        = 100 // Hz; below lie footsteps and ventilation
	highest       = 3400
)

// Span is a stretch of a sound in samples, without its End.
type Span struct{ Start, End int64 }

// Detector is a stream: samples are written, spans of speech come out about 1.5 s
// later. What it finds does not depend on how the samples are cut into blocks.
type Detector struct {
	rate      int
	high, low filter.Biquad
	cuts      bool // the rate has anything above highest to cut

	taken int64   // samples
	sum   float64 // of the frame that is not full yet
	edge  int64   // where that frame ends

	power  []float64 // of frames from first on
	smooth []float64 // their level over smoothFrames, as far as it is known
	first  int64
	count  int64 // frames in all
	next   int64 // the frame to be judged next

	on     bool
	from   int64 // where the present span began
	strong int64 // the last frame that was speech
	found  []Span
}

// New returns a detector for sound at rate samples per second, 8,000 to 192,000.
func New(rate int) *Detector {
	d := &Detector{
		rate: rate,
		high: filter.HighPass(rate, lowest, filter.Butterworth),
		cuts: rate > 2.2*highest,
	}
	if d.cuts {
		d.low = filter.LowPass(rate, highest, filter.Butterworth)
	}
	d.edge = d.start(1)
	return d
}

// start is the first sample of a frame. Where the rate is no multiple of a
// hundred, frames differ by one sample and never drift.
func (d *Detector) start(frame int64) int64 {
	return int64(math.Round(float64(frame) * frameSeconds * float64(d.rate)))
}

// Write takes samples and returns the spans that are known to have ended, in
// order. They are valid until the next call.
func (d *Detector) Write(samples []int16) []Span {
	d.found = d.found[:0]
	for _, s := range samples {
		y := d.high.Next(float64(s))
		if d.cuts {
			y = d.low.Next(y)
		}
		d.sum += y * y
		if d.taken++; d.taken == d.edge {
			d.frame()
		}
	}
	d.smoothTo(d.count - smoothFrames/2)
	d.judge(d.count - reachFrames - smoothFrames)
	return d.found
}

// Close marks the end of the sound and returns the last spans.
func (d *Detector) Close() []Span {
	d.found = d.found[:0]
	if d.taken > d.start(d.count) {
		d.frame()
	}
	d.smoothTo(d.count)
	d.judge(d.count)
	if d.on {
		d.end()
	}
	return d.found
}

// frame ends the frame being summed.
func (d *Detector) frame() {
	n := d.taken - d.start(d.count)
	d.power = append(d.power, d.sum/float64(n)/(audio.FullScale*audio.FullScale))
	d.sum = 0
	d.count++
	d.edge = d.start(d.count + 1)
}

// smoothTo smooths the level of the frames before limit.
func (d *Detector) smoothTo(limit int64) {
	for i := d.first + int64(len(d.smooth)); i < limit; i++ {
		d.smooth = append(d.smooth, d.level(i, smoothFrames))
	}
}

// judge decides every frame before limit.
func (d *Detector) judge(limit int64) {
	for ; d.next < limit; d.next++ {
		over := d.level(d.next, levelFrames) - d.floor(d.next)
		switch {
		case over >= overDB || d.on && over >= underDB:
			if !d.on {
				d.on, d.from = true, d.next
			}
			d.strong = d.next
		case d.on && d.next-d.strong > hangover:
			d.end()
		}
	}
	if old := d.next - reachFrames - smoothFrames - d.first; old > 512 {
		d.power = append(d.power[:0], d.power[old:]...)
		d.smooth = append(d.smooth[:0], d.smooth[old:]...)
		d.first += old
	}
}

// end ends the present span a little after its last strong frame: the weak end of
// a word belongs to it, the pause after it does not.
func (d *Detector) end() {
	d.on = false
	if d.strong-d.from+1 < leastFrames {
		return
	}
	end := min(d.start(d.strong+1+levelFrames), d.taken)
	d.found = append(d.found, Span{d.start(d.from), end})
}

// level is the power around a frame in dBFS.
func (d *Detector) level(frame int64, width int64) float64 {
	from, to := max(frame-width/2, 0), min(frame+width/2+1, d.count)
	sum := 0.0
	for i := from; i < to; i++ {
		sum += d.power[i-d.first]
	}
	return max(audio.Floor, 10*math.Log10(sum/float64(to-from)+1e-12))
}

// floor is the noise around a frame in dBFS.
func (d *Detector) floor(frame int64) float64 {
	from, to := max(frame-reachFrames, d.first), min(frame+reachFrames+1, d.first+int64(len(d.smooth)))
	return max(slices.Min(d.smooth[from-d.first:to-d.first])+biasDB, quietestFloor)
}
