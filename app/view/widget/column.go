package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/view/theme"
)

// Column lays objects below each other, 12 apart and at most 900 wide. It
// gives each its width first and asks for its height after, so that text that
// wraps gets the room it needs.
func Column(objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(column{theme.Gap12, theme.MaxColumn}, objs...)
}

// Stack is a column with its own gap and no widest width.
func Stack(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(column{gap, 0}, objs...)
}

// Row lays objects beside each other, 8 apart, and breaks into more lines
// where the width ends.
func Row(objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: theme.Gap8}, objs...)
}

// TightRow is a Row of many controls that belong together.
func TightRow(objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: theme.Gap4}, objs...)
}

// Pad puts a margin around an object.
func Pad(margin float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(pad{margin}, o)
}

type column struct{ gap, widest float32 }

func (c column) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	w := size.Width
	if c.widest > 0 {
		w = min(w, theme.Scaled(c.widest))
	}
	var y float32
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		settle(o, w)
		o.Move(fyne.NewPos(0, y))
		if h := o.Size().Height; h > 0 {
			y += h + c.gap
		}
	}
}

func (c column) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	n := 0
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		size.Width = max(size.Width, m.Width)
		if m.Height > 0 { // what is empty takes no gap
			size.Height += m.Height
			n++
		}
	}
	if n > 1 {
		size.Height += float32(n-1) * c.gap
	}
	return size
}

// settle gives an object a width and then the height it wants at that width.
func settle(o fyne.CanvasObject, width float32) {
	o.Resize(fyne.NewSize(width, o.MinSize().Height))
	o.Resize(fyne.NewSize(width, o.MinSize().Height))
}

// row remembers the width it was last given: its height follows from it.
type row struct{ gap, width float32 }

func (r *row) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	r.width = size.Width
	r.place(objs, func(o fyne.CanvasObject, at fyne.Position, s fyne.Size) {
		o.Move(at)
		o.Resize(s)
	})
}

func (r *row) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	r.place(objs, func(o fyne.CanvasObject, at fyne.Position, s fyne.Size) {
		size.Width = max(size.Width, s.Width)
		size.Height = max(size.Height, at.Y+s.Height)
	})
	return size
}

func (r *row) place(objs []fyne.CanvasObject, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) {
	var line []fyne.CanvasObject
	var x, y, high float32
	flush := func() {
		x = 0
		for _, o := range line {
			m := o.MinSize()
			put(o, fyne.NewPos(x, y+(high-m.Height)/2), m)
			x += m.Width + r.gap
		}
		y += high + r.gap
		x, high, line = 0, 0, nil
	}
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if len(line) > 0 && r.width > 0 && x+m.Width > r.width {
			flush()
		}
		line = append(line, o)
		x += m.Width + r.gap
		high = max(high, m.Height)
	}
	if len(line) > 0 {
		flush()
	}
}

type pad struct{ margin float32 }

func (p pad) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(p.margin, p.margin))
		settle(o, size.Width-2*p.margin)
		if h := size.Height - 2*p.margin; h > o.Size().Height {
			o.Resize(fyne.NewSize(o.Size().Width, h))
		}
	}
}

func (p pad) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(2*p.margin, 2*p.margin)
}
