package interview

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/diploma"
	"barnrost/app/view/theme"
)

func rgba(c diploma.RGB) color.Color { return color.NRGBA{c.R, c.G, c.B, 0xFF} }

// diplomaPreview is the diploma on the screen: white paper in the form of an A4
// that lies, laid out as the page that is printed.
type diplomaPreview struct {
	fw.BaseWidget
	c    diploma.Choice
	unit string
	said string
}

var _ fyne.Accessible = (*diplomaPreview)(nil)

func newDiplomaPreview(a *award) *diplomaPreview {
	p := &diplomaPreview{c: a.choice}
	if a.unit {
		p.unit = a.r.d.Diplomas.Unit()
	}
	w := p.c.Words.Clean()
	p.said = a.r.t("diploma.preview") + ": " + w.Title + ", " + w.To + " …, " + w.For + " " + w.Thanks
	p.ExtendBaseWidget(p)
	return p
}

// AccessibilityLabel implements [fyne.Accessible].
func (p *diplomaPreview) AccessibilityLabel() string { return p.said }

// AccessibilityRole implements [fyne.Accessible].
func (p *diplomaPreview) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// widest is how wide the paper is shown at most.
const widest = 560

// CreateRenderer implements [fyne.Widget].
func (p *diplomaPreview) CreateRenderer() fyne.WidgetRenderer {
	w, ink := p.c.Words.Clean(), rgba(diploma.Ink.In(p.c.Colour))
	line := func() *canvas.Rectangle { return canvas.NewRectangle(ink) }
	frame := func(tone diploma.Tone, thick float32) *canvas.Rectangle {
		r := canvas.NewRectangle(color.Transparent)
		r.StrokeColor, r.StrokeWidth = rgba(tone.In(p.c.Colour)), thick
		return r
	}
	at := w.Place
	if at != "" {
		at += ", "
	}
	r := &diplomaRenderer{
		paper: canvas.NewRectangle(color.White), outer: frame(diploma.Plain, 4), inner: frame(diploma.Pale, 1),
		picture: onPaper(p.c.Picture, p.c.Colour), name: line(), sign: line(),
	}
	for _, t := range []struct {
		text   string
		mm     float32 // from the top
		size   float32 // in thousandths of the width
		bold   bool
		tone   diploma.Tone
		left   bool
		column float32 // where its column begins and how wide it is, in mm
		width  float32
	}{
		{w.Title, 36, 52, true, diploma.Deep, false, 122, 149}, {w.To, 58, 19, false, diploma.Ink, false, 122, 149},
		{w.For, 92, 21.4, false, diploma.Ink, false, 122, 151}, {w.Thanks, 110, 19, false, diploma.Ink, false, 134, 125},
		{at + p.c.When, 162, 14, false, diploma.Ink, true, 30, 80}, {p.unit, 174, 14, false, diploma.Ink, true, 30, 80}, {w.Signature, 174, 14, false, diploma.Ink, true, 142, 121},
	} {
		style := fyne.TextStyle{Bold: t.bold}
		r.texts = append(r.texts, paperText{text: t.text, style: style, ink: rgba(t.tone.In(p.c.Colour)), top: t.mm, size: t.size, left: t.left, x: t.column, width: t.width, lines: container.NewWithoutLayout()})
	}
	return r
}

// paperText is a text of the page, broken into lines when its size is known.
type paperText struct {
	text     string
	style    fyne.TextStyle
	ink      color.Color
	top      float32
	size     float32
	left     bool
	x, width float32
	lines    *fyne.Container
}

type diplomaRenderer struct {
	paper, outer, inner, name, sign *canvas.Rectangle
	picture                         fyne.CanvasObject
	texts                           []paperText
	wide                            float32 // the last it was given: its height follows from it
}

// Layout lays the page out in millimetres.
func (r *diplomaRenderer) Layout(size fyne.Size) {
	r.wide = size.Width
	wide := min(size.Width, theme.Scaled(widest))
	mm := wide / 297
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x*mm, y*mm))
		o.Resize(fyne.NewSize(w*mm, h*mm))
	}
	put(r.paper, 0, 0, 297, 210)
	put(r.outer, 8, 8, 281, 194)
	put(r.inner, 15, 15, 267, 180)
	put(r.picture, 30, 57, 80, 80)
	put(r.name, 130, 84, 133, 0.7)
	put(r.sign, 142, 172, 121, 0.6)
	bottom := float32(0)
	for _, t := range r.texts {
		top := t.top * mm
		if !t.left {
			top = max(top, bottom)
		}
		bottom = t.lay(top, mm)
	}
}

// lay breaks the text between words and returns where it ends.
func (t paperText) lay(top, mm float32) float32 {
	size := t.size * mm * 0.297
	room := t.width * mm
	t.lines.Objects = nil
	put := func(line string) {
		o := canvas.NewText(line, t.ink)
		o.TextSize, o.TextStyle = size, t.style
		m := fyne.MeasureText(line, size, t.style)
		x := t.x * mm
		if !t.left {
			x += (room - m.Width) / 2
		}
		o.Move(fyne.NewPos(x, top))
		o.Resize(m)
		t.lines.Add(o)
		top += m.Height
	}
	for _, line := range broken(t.text, room, size, t.style) {
		put(line)
	}
	return top
}

// broken breaks a text between words.
func broken(text string, room, size float32, style fyne.TextStyle) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		if line != "" && fyne.MeasureText(longer, size, style).Width > room {
			lines, line = append(lines, line), word
			continue
		}
		line = longer
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// MinSize implements [fyne.WidgetRenderer].
func (r *diplomaRenderer) MinSize() fyne.Size {
	wide := theme.Scaled(widest)
	if r.wide > 0 {
		wide = min(wide, r.wide)
	}
	return fyne.NewSize(280, wide*210/297)
}

// Refresh implements [fyne.WidgetRenderer].
func (r *diplomaRenderer) Refresh() {}

// Objects implements [fyne.WidgetRenderer].
func (r *diplomaRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.paper, r.outer, r.inner, r.picture, r.name, r.sign}
	for _, t := range r.texts {
		all = append(all, t.lines)
	}
	return all
}

// Destroy implements [fyne.WidgetRenderer].
func (r *diplomaRenderer) Destroy() {}
