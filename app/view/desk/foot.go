package desk

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"barnrost/app/view/theme"
)

// foot is the line below the text. It is drawn anew when typing pauses, and once
// a minute while the sound plays: nothing moves while somebody types.
type foot struct {
	r     *Room
	words *canvas.Text
}

func newFoot(r *Room) *foot {
	f := &foot{r: r, words: canvas.NewText("", color.Black)}
	f.refresh()
	return f
}

func (f *foot) refresh() {
	words := f.r.progress()
	ink, size := theme.Now(theme.Muted), theme.SizeNow(theme.SizeSmall)
	if f.words.Text == words && f.words.Color == ink && f.words.TextSize == size {
		return
	}
	f.words.Text, f.words.Color, f.words.TextSize = words, ink, size
	f.words.Refresh()
}

// place puts the line at the bottom of a room and returns what height it took.
func (f *foot) place(size fyne.Size) float32 {
	f.words.Hidden = size.Height < theme.Scaled(lowRoom)
	if f.words.Hidden {
		return 0
	}
	h := f.words.MinSize().Height + theme.Gap4
	f.words.Resize(fyne.NewSize(size.Width-2*padding, h))
	f.words.Move(fyne.NewPos(padding, size.Height-h))
	return h
}
