package widget

import (
	"image"
	"image/color"
	"math"

	"barnrost/app/view/theme"
)

// Mouth is what tells one face from another: its shape, never a colour.
type Mouth int

// The mouths, in the order shown.
const (
	MouthUp Mouth = iota
	MouthFlat
	MouthDown
)

// A face in its own measure: the head is a circle around the middle, and 1 is
// half the side.
const (
	headRadius = 0.90
	headLine   = 0.035 // half as wide as it is drawn
	eyeRadius  = 0.095
	eyeX, eyeY = 0.32, -0.24
	mouthLine  = 0.055
	mouthWide  = 0.95 // half the angle of a bent mouth
	mouthBend  = 0.52 // its radius
)

// paintFace draws a face for a size in pixels, borders softened over one pixel.
func paintFace(m Mouth, w, h int, line, ground color.NRGBA) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	half := float64(min(w, h)) / 2
	if half < 1 {
		return img
	}
	pixel := 1 / half
	for y := range h {
		for x := range w {
			px, py := (float64(x)+0.5-float64(w)/2)/half, (float64(y)+0.5-float64(h)/2)/half
			inside := edge(headRadius-math.Hypot(px, py), pixel)
			drawn := max(
				edge(headLine-math.Abs(math.Hypot(px, py)-headRadius), pixel),
				edge(eyeRadius-math.Hypot(math.Abs(px)-eyeX, py-eyeY), pixel),
				edge(mouthLine-m.distance(px, py), pixel))
			switch {
			case drawn >= 1:
				img.SetNRGBA(x, y, line)
			case drawn > 0 && inside > 0:
				img.SetNRGBA(x, y, blend(ground, line, drawn))
			case drawn > 0:
				img.SetNRGBA(x, y, fadeTo(line, drawn))
			case inside > 0:
				img.SetNRGBA(x, y, fadeTo(ground, inside))
			}
		}
	}
	return img
}

// distance is how far a point lies from the middle of the mouth's line.
func (m Mouth) distance(x, y float64) float64 {
	if m == MouthFlat {
		return math.Hypot(max(math.Abs(x)-0.40, 0), y-0.36)
	}
	// A bent mouth is an arc of a circle: below its middle, or above it.
	middle, down := -0.02, y+0.02
	if m == MouthDown {
		middle = 0.84
		down = middle - y
	}
	if math.Abs(math.Atan2(x, down)) <= mouthWide {
		return math.Abs(math.Hypot(x, y-middle) - mouthBend)
	}
	endX, endY := mouthBend*math.Sin(mouthWide), mouthBend*math.Cos(mouthWide)
	return math.Hypot(math.Abs(x)-endX, down-endY)
}

func blend(a, b color.NRGBA, part float64) color.NRGBA {
	mix := func(x, y uint8) uint8 { return uint8(float64(x)*(1-part) + float64(y)*part + 0.5) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), mix(a.A, b.A)}
}

// faceNow draws a face in the colours of now.
func faceNow(m Mouth, w, h int) image.Image {
	return paintFace(m, w, h, toNRGBA(theme.Now(theme.Ink)), toNRGBA(theme.Now(theme.Card)))
}
