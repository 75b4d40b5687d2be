package year

import (
	"fyne.io/fyne/v2"

	"barnrost/app/view/theme"
)

// pairs lays objects two beside each other, or below each other where the width
// does not hold two. It remembers the width: the height follows from it.
type pairs struct{ width float32 }

func (l *pairs) columns() int {
	if l.width >= theme.Scaled(560) {
		return 2
	}
	return 1
}

func (l *pairs) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	n := l.columns()
	w := (size.Width - float32(n-1)*theme.Gap24) / float32(n)
	for _, part := range o {
		part.Resize(fyne.NewSize(w, part.MinSize().Height))
		part.Resize(fyne.NewSize(w, part.MinSize().Height))
	}
	l.rows(o, func(row []fyne.CanvasObject, y float32) {
		for i, part := range row {
			part.Move(fyne.NewPos(float32(i)*(w+theme.Gap24), y))
		}
	})
}

func (l *pairs) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, l.rows(o, func([]fyne.CanvasObject, float32) {}))
}

// rows visits the rows and returns how high all of them are.
func (l *pairs) rows(o []fyne.CanvasObject, visit func(row []fyne.CanvasObject, y float32)) (y float32) {
	for n := l.columns(); len(o) > 0; {
		row := o[:min(n, len(o))]
		o = o[len(row):]
		visit(row, y)
		var high float32
		for _, part := range row {
			high = max(high, part.MinSize().Height)
		}
		if y += high; len(o) > 0 {
			y += theme.Gap16
		}
	}
	return y
}

// short keeps a field as wide as what goes into it.
type short struct{}

func (short) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(min(size.Width, theme.Scaled(260)), size.Height))
}

func (short) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, o[0].MinSize().Height)
}

// numbered is a narrow field with its words on the right.
type numbered struct{}

func (numbered) field() float32 { return theme.Scaled(72) }

func (l numbered) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := l.field() + theme.Gap12
	o[0].Resize(fyne.NewSize(l.field(), o[0].MinSize().Height))
	o[1].Resize(fyne.NewSize(size.Width-x, o[1].MinSize().Height))
	h := o[1].MinSize().Height
	o[1].Resize(fyne.NewSize(size.Width-x, h))
	o[1].Move(fyne.NewPos(x, max((o[0].Size().Height-h)/2, 0)))
}

func (l numbered) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.field()+theme.Gap12+100, max(o[0].MinSize().Height, o[1].MinSize().Height))
}
