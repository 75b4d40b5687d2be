package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// Cup is a cup that steams: nothing is recorded, somebody drinks it up. It is a
// picture; the words stand beside it.
type Cup struct{ fw.BaseWidget }

// Cup makes one, as high as a hand is wide.
func (k *Kit) Cup() *Cup {
	c := &Cup{}
	c.ExtendBaseWidget(c)
	return c
}

// cupSide is the picture's side at text of ordinary size.
const cupSide = 96

// CreateRenderer implements [fyne.Widget].
func (c *Cup) CreateRenderer() fyne.WidgetRenderer {
	r := &cupRenderer{
		ear: canvas.NewCircle(color.Transparent), body: canvas.NewRectangle(color.Transparent), plate: canvas.NewRectangle(color.Transparent),
	}
	for range 3 * steamParts {
		r.steam = append(r.steam, canvas.NewLine(color.Black))
	}
	r.Refresh()
	return r
}

// steamParts is of how many straight lines a wisp of steam is drawn.
const steamParts = 4

type cupRenderer struct {
	ear         *canvas.Circle
	body, plate *canvas.Rectangle
	steam       []*canvas.Line
}

func (r *cupRenderer) Layout(fyne.Size) {
	u := theme.Scaled(cupSide) / 12
	at := func(x, y float32) fyne.Position { return fyne.NewPos(x*u, y*u) }
	r.ear.Move(at(7, 5))
	r.ear.Resize(fyne.NewSquareSize(3.6 * u))
	r.body.Move(at(2, 4.6))
	r.body.Resize(fyne.NewSize(6.8*u, 5.2*u))
	r.plate.Move(at(0.6, 10.4))
	r.plate.Resize(fyne.NewSize(9.6*u, 0.7*u))
	for i, l := range r.steam {
		x, n := float32(3.4)+2*float32(i/steamParts), i%steamParts
		bend := func(n int) float32 { return []float32{0, 0.5, 0, -0.5, 0}[n] }
		l.Position1 = at(x+bend(n), 0.4+0.9*float32(n))
		l.Position2 = at(x+bend(n+1), 0.4+0.9*float32(n+1))
	}
}

func (r *cupRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(theme.Scaled(cupSide)) }

func (r *cupRenderer) Refresh() {
	ink := theme.Now(theme.Action)
	r.ear.StrokeColor, r.ear.StrokeWidth = ink, 4
	r.body.FillColor, r.plate.FillColor = ink, ink
	for _, l := range r.steam {
		l.StrokeColor, l.StrokeWidth = theme.Now(theme.Muted), 2.5
	}
	r.Layout(fyne.Size{})
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *cupRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.ear, r.body, r.plate}
	for _, l := range r.steam {
		all = append(all, l)
	}
	return all
}

func (r *cupRenderer) Destroy() {}
