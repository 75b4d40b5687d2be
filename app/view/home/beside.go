package home

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/view/theme"
)

// beside puts the wheel on the left of the words, or below them where the
// window is narrow: the next step is seen first.
func beside(wheel, words fyne.CanvasObject) *fyne.Container {
	return container.New(&besideLayout{}, wheel, words)
}

// besideLayout remembers whether it was last wide.
type besideLayout struct{ wide bool }

// wordsMin is the least width that the words want beside the wheel.
const wordsMin float32 = 320

func (l *besideLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	wheel, words := o[0], o[1]
	m := wheel.MinSize()
	l.wide = size.Width >= m.Width+theme.Gap24+wordsMin
	wheel.Resize(m)
	var x, y float32
	if l.wide {
		x = m.Width + theme.Gap24
	}
	w := size.Width - x
	words.Resize(fyne.NewSize(w, words.MinSize().Height))
	h := words.MinSize().Height
	words.Resize(fyne.NewSize(w, h))
	if l.wide {
		y = max((m.Height-h)/2, 0)
		wheel.Move(fyne.NewPos(0, 0))
	} else {
		wheel.Move(fyne.NewPos(0, h+theme.Gap16))
	}
	words.Move(fyne.NewPos(x, y))
}

func (l *besideLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	wheel, words := o[0].MinSize(), o[1].MinSize()
	if l.wide {
		return fyne.NewSize(wordsMin, max(wheel.Height, words.Height))
	}
	return fyne.NewSize(wordsMin, wheel.Height+theme.Gap16+words.Height)
}
