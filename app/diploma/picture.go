package diploma

import "math"

// Picture names a drawing; its words lie under diploma.picture.<picture>.
type Picture string

// Pictures lists the drawings in the order shown.
var Pictures = []Picture{"sol", "stjarna", "trad", "rav", "bat", "boll"}

// Colour names a colour that a child may choose; its words lie under
// diploma.colour.<colour>.
type Colour string

// Colours lists them in the order shown.
var Colours = []Colour{"bla", "gron", "gul", "rod", "lila", "turkos"}

// RGB is a colour of print.
type RGB struct{ R, G, B uint8 }

// inks are the colours on white paper, each at 3:1 or more so that a drawing is
// seen whichever is chosen.
var inks = map[Colour]RGB{
	"bla": {0x1F, 0x5F, 0xA8}, "gron": {0x2F, 0x7D, 0x3A}, "gul": {0xB0, 0x7A, 0x00},
	"rod": {0xB8, 0x32, 0x2A}, "lila": {0x71, 0x4A, 0xA6}, "turkos": {0x0B, 0x73, 0x73},
}

// RGB returns the colour; an unknown one is blue.
func (c Colour) RGB() RGB {
	if rgb, ok := inks[c]; ok {
		return rgb
	}
	return inks[Colours[0]]
}

// Tone is a colour's part in a drawing.
type Tone int

// The tones.
const (
	Plain Tone = iota // the chosen colour
	Pale              // much of it washed out
	Deep              // darker
	White
	Ink // almost black
)

// In returns the tone of a chosen colour.
func (t Tone) In(c Colour) RGB {
	rgb := c.RGB()
	switch t {
	case Pale:
		return mix(rgb, RGB{0xFF, 0xFF, 0xFF}, 0.55)
	case Deep:
		return mix(rgb, RGB{0, 0, 0}, 0.35)
	case White:
		return RGB{0xFF, 0xFF, 0xFF}
	case Ink:
		return RGB{0x1F, 0x2A, 0x2E}
	}
	return rgb
}

func mix(a, b RGB, part float64) RGB {
	of := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*(1-part) + float64(y)*part)) }
	return RGB{of(a.R, b.R), of(a.G, b.G), of(a.B, b.B)}
}

// Point is a place in a drawing: 0 to 100 each way, from the upper left corner.
type Point struct{ X, Y float64 }

// Shape is a filled shape; its curves are drawn as many short lines.
type Shape struct {
	Points []Point
	Tone   Tone
}

// Drawing returns a picture's shapes, the hindmost first. An unknown picture is
// the first.
func (p Picture) Drawing() []Shape {
	switch p {
	case "stjarna":
		return star()
	case "trad":
		return tree()
	case "rav":
		return fox()
	case "bat":
		return boat()
	case "boll":
		return ball()
	}
	return sun()
}

func shape(t Tone, xy ...float64) Shape {
	s := Shape{Tone: t}
	for i := 0; i+1 < len(xy); i += 2 {
		s.Points = append(s.Points, Point{xy[i], xy[i+1]})
	}
	return s
}

// oval is drawn from one angle to another, in degrees clockwise from the right;
// less than a whole one is closed by a straight line.
func oval(t Tone, x, y, rx, ry, from, to float64) Shape {
	s := Shape{Tone: t}
	const steps = 48
	for i := range steps + 1 {
		a := (from + (to-from)*float64(i)/steps) * math.Pi / 180
		s.Points = append(s.Points, Point{x + rx*math.Cos(a), y + ry*math.Sin(a)})
	}
	return s
}

func disc(t Tone, x, y, r float64) Shape { return oval(t, x, y, r, r, 0, 360) }

// smile is a bent stroke between two points, thickest in the middle.
func smile(t Tone, x, y, wide, high, thick float64) Shape {
	s := Shape{Tone: t}
	const steps = 24
	for i := range steps + 1 {
		a := math.Pi * float64(i) / steps
		s.Points = append(s.Points, Point{x - wide*math.Cos(a), y + high*math.Sin(a)})
	}
	for i := range steps + 1 {
		a := math.Pi * float64(steps-i) / steps
		s.Points = append(s.Points, Point{x - wide*math.Cos(a), y + (high-thick)*math.Sin(a)})
	}
	return s
}

func face(x, y, scale float64) []Shape {
	return []Shape{
		disc(Ink, x-9*scale, y-4*scale, 2.6*scale), disc(Ink, x+9*scale, y-4*scale, 2.6*scale), smile(Ink, x, y+4*scale, 10*scale, 9*scale, 3*scale),
	}
}

func sun() []Shape {
	var all []Shape
	for i := range 12 {
		a := float64(i) * math.Pi / 6
		at := func(r, turn float64) Point { return Point{50 + r*math.Cos(a+turn), 50 + r*math.Sin(a+turn)} }
		tone := Plain
		if i%2 == 1 {
			tone = Pale
		}
		all = append(all, Shape{[]Point{at(29, -0.2), at(48-float64(i%2)*6, 0), at(29, 0.2)}, tone})
	}
	all = append(all, disc(Plain, 50, 50, 27), disc(Pale, 50, 50, 22.5))
	return append(all, face(50, 50, 0.95)...)
}

func star() []Shape {
	points := func(t Tone, outer, inner float64) Shape {
		s := Shape{Tone: t}
		for i := range 10 {
			r := outer
			if i%2 == 1 {
				r = inner
			}
			a := -math.Pi/2 + float64(i)*math.Pi/5
			s.Points = append(s.Points, Point{50 + r*math.Cos(a), 53 + r*math.Sin(a)})
		}
		return s
	}
	all := []Shape{points(Plain, 48, 21), points(Pale, 38, 16.6)}
	return append(all, face(50, 54, 0.75)...)
}

func tree() []Shape {
	all := []Shape{
		oval(Pale, 50, 95, 40, 5, 180, 360),
		shape(Ink, 45, 95, 47, 52, 53, 52, 55, 95), shape(Ink, 49, 74, 36, 58, 39, 57, 51, 67), shape(Ink, 51, 70, 63, 56, 60, 55, 50, 64),
		disc(Deep, 31, 47, 19), disc(Deep, 69, 47, 19), disc(Deep, 50, 44, 22), disc(Plain, 38, 30, 19), disc(Plain, 62, 30, 19), disc(Plain, 50, 22, 19), disc(Plain, 50, 38, 20),
	}
	for _, p := range []Point{{30, 46}, {44, 26}, {60, 36}, {70, 48}, {50, 52}, {56, 16}} {
		all = append(all, disc(Pale, p.X, p.Y, 3.6))
	}
	return all
}

func fox() []Shape {
	return []Shape{
		shape(Plain, 14, 10, 38, 30, 18, 50), shape(Plain, 86, 10, 62, 30, 82, 50),
		shape(Ink, 18, 18, 31, 29, 21, 38), shape(Ink, 82, 18, 69, 29, 79, 38),
		shape(Plain, 16, 46, 32, 28, 50, 24, 68, 28, 84, 46, 88, 60, 68, 80, 50, 92, 32, 80, 12, 60),
		shape(Pale, 12, 60, 26, 56, 42, 68, 50, 84, 50, 92, 32, 80), shape(Pale, 88, 60, 74, 56, 58, 68, 50, 84, 50, 92, 68, 80),
		shape(Pale, 50, 34, 56, 58, 50, 66, 44, 58),
		disc(Ink, 34, 52, 4.2), disc(Ink, 66, 52, 4.2), disc(White, 35.4, 50.6, 1.3), disc(White, 67.4, 50.6, 1.3),
		oval(Ink, 50, 86, 6.5, 5, 0, 360),
	}
}

func boat() []Shape {
	all := []Shape{
		disc(Pale, 80, 20, 9),
		shape(Ink, 47.5, 12, 50.5, 12, 50.5, 68, 47.5, 68),
		shape(Plain, 53, 14, 53, 62, 86, 62), shape(Pale, 45, 22, 45, 62, 20, 62), shape(Deep, 50.5, 12, 50.5, 4, 66, 8),
		shape(Deep, 12, 67, 88, 67, 76, 85, 24, 85), shape(White, 15.4, 72, 84.6, 72, 83.2, 74.4, 16.8, 74.4),
	}
	for i := range 5 { // the sea
		all = append(all, oval(Plain, 12+19*float64(i), 84, 9.6, 6, 0, 180))
	}
	all = append(all, shape(Plain, 2, 84, 98, 84, 98, 82, 2, 82))
	for i := range 4 {
		all = append(all, oval(Pale, 21+19*float64(i), 92, 7, 4, 0, 180))
	}
	return all
}

func ball() []Shape {
	all := []Shape{oval(Pale, 50, 94, 30, 4, 0, 360), disc(Ink, 50, 48, 43), disc(Plain, 50, 48, 41)}
	for _, stripe := range []Shape{oval(White, 50, 48, 29, 41, 0, 360), oval(Deep, 50, 48, 14, 41, 0, 360), disc(White, 50, 12, 7), disc(White, 50, 84, 7)} {
		all = append(all, turned(stripe, 50, 48, 28))
	}
	return all
}

// turned is a shape turned around a place, by degrees clockwise.
func turned(s Shape, x, y, degrees float64) Shape {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	out := Shape{Tone: s.Tone}
	for _, p := range s.Points {
		dx, dy := p.X-x, p.Y-y
		out.Points = append(out.Points, Point{x + dx*cos - dy*sin, y + dx*sin + dy*cos})
	}
	return out
}
