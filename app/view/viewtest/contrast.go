package viewtest

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// Contrast is WCAG 2.1's contrast ratio of two opaque colours, 1 to 21.
// https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
func Contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is WCAG 2.1's relative luminance, 0 to 1. The limit between the two
// branches is sRGB's own.
// https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		x := float64(v) / 0xFFFF
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

// Drawn is a text or a shape as a renderer has it now, and what it lies on.
type Drawn struct {
	In      fyne.CanvasObject // the innermost widget that draws it
	Text    string            // "" for a shape
	Ink     color.Color
	Ground  color.Color
	Exempt  bool    // its control is disabled: WCAG asks for nothing then
	Against float64 // the contrast of ink and ground
}

// Least is how much contrast WCAG 2.1 asks for: 4.5 for text (1.4.3), 3 for
// shapes that tell something (1.4.11). Large text is held to 4.5 too.
func (d Drawn) Least() float64 {
	if d.Text != "" {
		return 4.5
	}
	return 3
}

// patch is a filled area that was painted, with what it lies on mixed in.
type patch struct {
	pos     fyne.Position
	size    fyne.Size
	fill    color.Color
	picture image.Image // instead of fill
}

// at is the patch's colour at a place, nil where it has none.
func (b patch) at(at fyne.Position) color.Color {
	in := at.Subtract(b.pos)
	if in.X < 0 || in.Y < 0 || in.X > b.size.Width || in.Y > b.size.Height {
		return nil
	}
	if b.picture == nil {
		return b.fill
	}
	r := b.picture.Bounds()
	c := b.picture.At(r.Min.X+int(in.X/b.size.Width*float32(r.Dx())), r.Min.Y+int(in.Y/b.size.Height*float32(r.Dy())))
	if !solid(c) {
		return nil
	}
	return c
}

// painter walks what is drawn in the order of painting.
type painter struct {
	patches []patch
	found   []Drawn
}

// Drawings lists the visible texts and outlined shapes of the window's content
// or of its topmost overlay, which covers it, with what each lies on. What a
// picture shows is no shape here, but it is a ground.
func (s *Stage) Drawings() []Drawn {
	c := s.Window.Canvas()
	p := &painter{patches: []patch{{size: c.Size(), fill: fyne.CurrentApp().Settings().Theme().Color("background", fyne.CurrentApp().Settings().ThemeVariant())}}}
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	p.walk(root, fyne.Position{}, nil, false)
	return p.found
}

func (p *painter) walk(o fyne.CanvasObject, at fyne.Position, in fyne.CanvasObject, off bool) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			p.walk(c, at, in, off)
		}
	case *container.Scroll:
		// What is scrolled out of view lies on what the scroll lies on, whatever
		// was painted elsewhere in the window.
		below, ground := p.patches, p.ground(at.AddXY(o.Size().Width/2, o.Size().Height/2))
		p.patches = []patch{{fill: ground}}
		for _, c := range test.WidgetRenderer(o).Objects() {
			p.walk(c, at, in, off)
		}
		p.patches = below
	case fyne.Widget:
		if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
			off = true
		}
		for _, c := range test.WidgetRenderer(o).Objects() {
			p.walk(c, at, o, off)
		}
	case *canvas.Text:
		if o.Text != "" {
			middle := at.AddXY(o.MinSize().Width/2, o.MinSize().Height/2)
			if o.Alignment != fyne.TextAlignLeading {
				middle = at.AddXY(o.Size().Width/2, o.Size().Height/2)
			}
			p.add(Drawn{In: in, Text: o.Text, Ink: o.Color, Exempt: off}, middle)
		}
	case *canvas.Rectangle:
		p.shape(o.FillColor, o.StrokeColor, o.StrokeWidth, at, o.Size(), in, off)
	case *canvas.Circle:
		p.shape(o.FillColor, o.StrokeColor, o.StrokeWidth, at, o.Size(), in, off)
	case *canvas.Image:
		if o.Image != nil {
			p.patches = append(p.patches, patch{pos: at, size: o.Size(), picture: o.Image})
		}
	case *canvas.Raster:
		if o.Generator != nil && o.Size().Width >= 1 && o.Size().Height >= 1 {
			p.patches = append(p.patches, patch{pos: at, size: o.Size(), picture: o.Generator(int(o.Size().Width), int(o.Size().Height))})
		}
	case *canvas.Line:
		if long := max(o.Size().Width, o.Size().Height); solid(o.StrokeColor) && o.StrokeWidth > 0 && long > 4 {
			p.add(Drawn{In: in, Ink: o.StrokeColor, Exempt: off}, at.AddXY(o.Size().Width/2, o.Size().Height/2))
		}
	}
}

// shape notes an outline, by the better of its line and its filling against what
// it lies on, and remembers the filling as ground. A filling without a line, or
// with one of its own colour, is a ground and no shape.
func (p *painter) shape(fill, stroke color.Color, width float32, at fyne.Position, size fyne.Size, in fyne.CanvasObject, off bool) {
	edge := at.AddXY(0, size.Height/2)
	if width > 0 && solid(stroke) && size.Width > 4 && size.Height > 4 && !same(stroke, fill) { // smaller ones tell nothing
		outside := p.ground(edge.AddXY(-1, 0))
		ink := stroke
		if solid(fill) && Contrast(fill, outside) > Contrast(stroke, outside) {
			ink = fill
		}
		p.found = append(p.found, Drawn{In: in, Ink: ink, Ground: outside, Exempt: off, Against: Contrast(ink, outside)})
	}
	if seen(fill) {
		p.patches = append(p.patches, patch{pos: at, size: size, fill: over(fill, p.ground(at.AddXY(size.Width/2, size.Height/2)))})
	}
}

func (p *painter) add(d Drawn, where fyne.Position) {
	d.Ground = p.ground(where)
	d.Against = Contrast(over(d.Ink, d.Ground), d.Ground)
	p.found = append(p.found, d)
}

// ground is the colour painted last at a place.
func (p *painter) ground(at fyne.Position) color.Color {
	for i := len(p.patches) - 1; i > 0; i-- {
		if c := p.patches[i].at(at); c != nil {
			return c
		}
	}
	return p.patches[0].fill
}

func seen(c color.Color) bool {
	if c == nil {
		return false
	}
	_, _, _, a := c.RGBA()
	return a > 0
}

func solid(c color.Color) bool {
	if c == nil {
		return false
	}
	_, _, _, a := c.RGBA()
	return a == 0xFFFF
}

func same(a, b color.Color) bool {
	return a != nil && b != nil && color.NRGBAModel.Convert(a) == color.NRGBAModel.Convert(b)
}

// over is a colour laid on an opaque one.
func over(c, ground color.Color) color.Color {
	r, g, b, a := c.RGBA() // multiplied by alpha already
	x, y, z, _ := ground.RGBA()
	mix := func(v, w uint32) uint16 { return uint16(v + w*(0xFFFF-a)/0xFFFF) }
	return color.RGBA64{mix(r, x), mix(g, y), mix(b, z), 0xFFFF}
}
