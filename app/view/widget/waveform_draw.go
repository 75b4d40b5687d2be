package widget

import (
	"image"
	"image/color"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

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

// draw paints the view at the screen's own resolution: pauses, the curve, the
// ruler's strokes, marks and gaps.
func (w *Waveform) draw(wide, high int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, wide, high))
	if wide <= 0 || high <= 0 || w.Size().Width <= 0 || w.wave.Rate <= 0 {
		return img
	}
	scale := float64(wide) / float64(w.Size().Width)
	p := brush{img}
	ruler := int(float64(lane()) * scale)
	top, bottom := ruler, high-ruler-int(float64(coverLane())*scale)
	line := max(int(scale+0.5), 1)
	at := func(ms float64) int { return int(float64(w.x(ms)) * scale) }
	for _, s := range w.visible(w.wave.Pauses) {
		p.fill(at(float64(s.From)), top, at(float64(s.To)), bottom, theme.Now(theme.Hover))
	}
	w.drawCurve(p, scale, top, bottom)
	edge := theme.Now(theme.Line)
	base := high - ruler
	p.fill(0, base, wide, base+line, edge)
	step := tickStep(w.zoom)
	for t := firstTick(w.from, step); t <= w.from+w.span(); t += step {
		p.fill(at(t), base, at(t)+line, base+ruler/3, edge)
	}
	for _, m := range w.wave.Marks {
		p.fill(at(float64(m.At)), 0, at(float64(m.At))+2*line, bottom, theme.Now(theme.Attention))
	}
	for _, g := range w.wave.Gaps {
		for y := 0; y < bottom; y += 6 * line { // broken, as the recording was
			p.fill(at(float64(g.At)), y, at(float64(g.At))+2*line, min(y+3*line, bottom), theme.Now(theme.Danger))
		}
	}
	return img
}

func (w *Waveform) drawCurve(p brush, scale float64, top, bottom int) {
	sound := theme.Now(theme.Muted)
	perPixel := 1000 / (float64(w.zoom) * scale)
	half := float64(bottom-top) / 2
	mid := float64(top) + half
	for x := range p.img.Rect.Dx() {
		from := w.from + float64(x)*perPixel
		low, peak, ok := w.wave.column(from, from+perPixel)
		if !ok {
			continue
		}
		y0 := int(mid - max(min(float64(peak)/32768*w.wave.gain, 1), -1)*half)
		y1 := int(mid - max(min(float64(low)/32768*w.wave.gain, 1), -1)*half)
		p.fill(x, y0, x+1, max(y1, y0+1), sound)
	}
}

// drawLanes paints what has text, as a thick bar, and what was heard, as a thin
// line below it. What lacks is what is empty.
func (w *Waveform) drawLanes(wide, high int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, wide, high))
	if wide <= 0 || high <= 0 || w.Size().Width <= 0 {
		return img
	}
	scale := float64(wide) / float64(w.Size().Width)
	p := brush{img}
	unit := float64(high) / 11
	band := func(list transcript.Stretches, y0, y1 float64, c color.Color) {
		for _, s := range w.visible(list) {
			x0, x1 := int(float64(w.x(float64(s.From)))*scale), int(float64(w.x(float64(s.To)))*scale)
			p.fill(x0, int(y0*unit), max(x1, x0+1), max(int(y1*unit), int(y0*unit)+1), c)
		}
	}
	band(w.told, 1, 6, theme.Now(theme.Ink))
	band(w.heard, 8, 10, theme.Now(theme.Action))
	return img
}

// visible returns what of a list is in view.
func (w *Waveform) visible(list transcript.Stretches) transcript.Stretches {
	return list.In(transcript.Stretch{From: int64(w.from), To: int64(w.from+w.span()) + 1})
}

// brush fills rectangles of pixels.
type brush struct{ img *image.RGBA }

func (b brush) fill(x0, y0, x1, y1 int, c color.Color) {
	n := color.RGBAModel.Convert(c).(color.RGBA)
	r := image.Rect(x0, y0, x1, y1).Intersect(b.img.Rect)
	if r.Empty() {
		return
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := b.img.Pix[b.img.PixOffset(r.Min.X, y) : b.img.PixOffset(r.Max.X-1, y)+4]
		for i := 0; i < len(row); i += 4 {
			row[i], row[i+1], row[i+2], row[i+3] = n.R, n.G, n.B, n.A
		}
	}
}
