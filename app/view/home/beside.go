package home

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/view/theme"
)

// beside puts the year on the left of the words and of what is said about its
// activity, or between them where the window is narrow: the next step is seen
// first.
func beside(year, words, about fyne.CanvasObject) *fyne.Container {
	return container.New(&besideLayout{}, year, words, about)
}

// besideLayout remembers whether it was last wide.
type besideLayout struct{ wide bool }

// wordsMin is the least width that the words want beside the year.
const wordsMin float32 = 320

func (l *besideLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	year, words, about := o[0], o[1], o[2]
	m := year.MinSize()
	l.wide = size.Width >= m.Width+theme.Gap24+theme.Scaled(wordsMin)
	if l.wide {
		x := m.Width + theme.Gap24
		settle(year, m.Width)
		year.Move(fyne.NewPos(0, 0))
		settle(words, size.Width-x)
		words.Move(fyne.NewPos(x, 0))
		settle(about, size.Width-x)
		about.Move(fyne.NewPos(x, words.Size().Height+theme.Gap24))
		return
	}
	var y float32
	for _, part := range []fyne.CanvasObject{words, year, about} {
		settle(part, size.Width)
		part.Move(fyne.NewPos(0, y))
		y += part.Size().Height + theme.Gap16
	}
}

// settle gives an object a width and then the height it wants at that width.
func settle(o fyne.CanvasObject, width float32) {
	o.Resize(fyne.NewSize(width, o.MinSize().Height))
	o.Resize(fyne.NewSize(width, o.MinSize().Height))
}

func (l *besideLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	year, words, about := o[0].MinSize(), o[1].MinSize(), o[2].MinSize()
	if l.wide {
		return fyne.NewSize(wordsMin, max(year.Height, words.Height+theme.Gap24+about.Height))
	}
	return fyne.NewSize(wordsMin, year.Height+words.Height+about.Height+2*theme.Gap16)
}
