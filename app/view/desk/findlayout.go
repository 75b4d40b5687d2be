package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// wide gives a field the width that words need.
func wide(e *widget.Entry) fyne.CanvasObject { return container.New(fieldWidth{}, e) }

type fieldWidth struct{ whole }

func (fieldWidth) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(220), objs[0].MinSize().Height)
}

// strip is as high as what is in it, and scrolls where it may not be.
type strip struct {
	whole
	sheet fyne.CanvasObject
}

func (s strip) MinSize([]fyne.CanvasObject) fyne.Size {
	return s.sheet.MinSize().AddWidthHeight(2*theme.Gap4, 2*theme.Gap4)
}

// previewHeight is that of the list of places: some rows, or fewer.
type previewHeight struct {
	whole
	f *finder
}

const previewRows = 6

func (p previewHeight) MinSize(objs []fyne.CanvasObject) fyne.Size {
	rows := min(max(len(p.f.hits), 1), previewRows)
	m := objs[0].MinSize() // of two rows
	return fyne.NewSize(m.Width, m.Height/2*float32(rows))
}
