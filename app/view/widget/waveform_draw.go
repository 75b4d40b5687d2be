package widget

import (
	"image"
	"image/color"
	"slices"

	"barnrost/app/view/theme"
)

// loud is the share of peaks that may be cut at the edge: one shout must not
// make the rest of an hour a flat line.
const loud = 0.995

// gainOf returns what a sample is multiplied by so that speech fills the
// height: 1 is full scale of 16 bits. Silence is not blown up.
func gainOf(peaks []int16) float64 {
	if len(peaks) < 2 {
		return 1
	}
	heights := make([]int, 0, len(peaks)/2)
	for i := 0; i+1 < len(peaks); i += 2 {
		heights = append(heights, max(int(peaks[i+1]), -int(peaks[i])))
	}
	slices.Sort(heights)
	top := heights[min(int(float64(len(heights))*loud), len(heights)-1)]
	return 32768 / float64(max(top, 1000))
}

// tickStep is the time between two ticks of the ruler, in milliseconds, so
// that their words have room.
func tickStep(zoom float32) float64 {
	for _, s := range []float64{1, 2, 5, 10, 15, 30, 60} {
		if float32(s)*zoom >= labelSpacing*theme.SizeNow(theme.SizeSmall) {
			return s * 1000
		}
	}
	return 60_000
}

// firstTick is the first tick at or after from.
func firstTick(from, step float64) float64 {
	n := float64(int64(from / step))
	if n*step < from {
		n++
	}
	return n * step
}

// column returns the smallest and largest of the peaks in [from, to), in
// milliseconds; ok is false beyond the sound.
func (v Wave) column(from, to float64) (low, high int16, ok bool) {
	pairs := len(v.Peaks) / 2
	perMilli := float64(v.Rate) / peakSamples / 1000
	a := int(from * perMilli)
	b := max(int(to*perMilli), a+1)
	if from < 0 || a >= pairs {
		return 0, 0, false
	}
	low, high = v.Peaks[2*a], v.Peaks[2*a+1]
	for i := a + 1; i < min(b, pairs); i++ {
		low, high = min(low, v.Peaks[2*i]), max(high, v.Peaks[2*i+1])
	}
	return low, high, true
}

// draw paints the view at the screen's own resolution.
func (w *Waveform) draw(wide, high int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, wide, high))
	if wide <= 0 || high <= 0 || w.Size().Width <= 0 || w.wave.Rate <= 0 {
		return img
	}
	scale := float64(wide) / float64(w.Size().Width)
	p := brush{img}
	ruler := int(float64(lane()) * scale)
	top, bottom := ruler, high-ruler
	sound := theme.Now(theme.Muted)
	perPixel := 1000 / (float64(w.zoom) * scale)
	for x := range wide {
		from := w.from + float64(x)*perPixel
		low, peak, ok := w.wave.column(from, from+perPixel)
		if !ok {
			continue
		}
		half := float64(bottom-top) / 2
		mid := float64(top) + half
		y0 := int(mid - max(min(float64(peak)/32768*w.gain, 1), -1)*half)
		y1 := int(mid - max(min(float64(low)/32768*w.gain, 1), -1)*half)
		p.fill(x, y0, x+1, max(y1, y0+1), sound)
	}
	line := max(int(scale+0.5), 1)
	edge := theme.Now(theme.Line)
	p.fill(0, bottom, wide, bottom+line, edge)
	at := func(ms float64) int { return int(float64(w.x(ms)) * scale) }
	step := tickStep(w.zoom)
	for t := firstTick(w.from, step); t <= w.from+w.span(); t += step {
		p.fill(at(t), bottom, at(t)+line, bottom+ruler/3, edge)
	}
	for _, m := range w.wave.Marks {
		p.fill(at(float64(m.At)), 0, at(float64(m.At))+2*line, bottom, theme.Now(theme.Attention))
	}
	for _, g := range w.wave.Gaps {
		for y := 0; y < bottom; y += 6 * line { // broken, as the recording was
			p.fill(at(float64(g)), y, at(float64(g))+2*line, min(y+3*line, bottom), theme.Now(theme.Danger))
		}
	}
	return img
}

// brush fills rectangles of pixels.
type brush struct{ img *image.NRGBA }

func (b brush) fill(x0, y0, x1, y1 int, c color.Color) {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	r := image.Rect(x0, y0, x1, y1).Intersect(b.img.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			b.img.SetNRGBA(x, y, n)
		}
	}
}
