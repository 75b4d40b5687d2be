package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"barnrost/app/view/theme"
)

// Warm draws a dot, in the paper's colour, of every shape the rooms use. Where
// no graphics card helps, the first of each shape costs some 40 ms: better
// while somebody writes a passphrase than when a transcript opens.
func Warm() fyne.CanvasObject {
	paper := theme.Now(theme.Paper)
	return container.New(dots{},
		canvas.NewCircle(paper), canvas.NewRegularPolygon(3, paper), canvas.NewLine(paper),
		canvas.NewRectangle(paper), canvas.NewHorizontalGradient(paper, paper))
}

// dots lays its objects over each other, a unit wide.
type dots struct{}

func (dots) Layout(objs []fyne.CanvasObject, _ fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(1, 1))
		o.Resize(fyne.NewSquareSize(1))
	}
}

func (dots) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(1) }
