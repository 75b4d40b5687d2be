package interview

import (
	"fyne.io/fyne/v2"

	"barnrost/app/view/theme"
)

// signRow puts what belongs to the sign beside it, or under it where there is
// no room: the level while it records, a cup while somebody drinks. It takes
// the height that the width it was last given needs.
type signRow struct{ below bool }

// beside is the least width for what stands beside the sign.
const beside = 320

func (s *signRow) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	x, y := float32(0), float32(0)
	for n, o := range shown(objs) {
		m := o.MinSize()
		if n == 0 {
			s.below = size.Width-m.Width-theme.Gap24 < theme.Scaled(beside)
			o.Move(fyne.NewPos(0, s.middle(objs, m)))
			o.Resize(m)
			x = m.Width + theme.Gap24
			if s.below {
				x, y = 0, m.Height+theme.Gap12
			}
			continue
		}
		if !s.below {
			y = s.middle(objs, m)
		}
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(size.Width-x, m.Height))
	}
}

// middle is where something begins that stands beside the higher of the two.
func (s *signRow) middle(objs []fyne.CanvasObject, m fyne.Size) float32 {
	if s.below {
		return 0
	}
	return (s.MinSize(objs).Height - m.Height) / 2
}

func (s *signRow) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for n, o := range shown(objs) {
		m := o.MinSize()
		if s.below && n > 0 {
			size.Height += theme.Gap12 + m.Height
			continue
		}
		size.Height = max(size.Height, m.Height)
		if n == 0 {
			size.Width = m.Width
		}
	}
	return size
}

func shown(objs []fyne.CanvasObject) (list []fyne.CanvasObject) {
	for _, o := range objs {
		if o.Visible() {
			list = append(list, o)
		}
	}
	return list
}
