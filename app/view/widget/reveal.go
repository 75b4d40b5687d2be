package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/view/theme"
)

// Reveal scrolls just so far that an object of the scrolled sheet lies in
// sight, with a margin. What does not lie in the sheet is left alone. The sheet
// is laid out first: what was added a moment ago can be scrolled to only then.
func Reveal(scroll *container.Scroll, o fyne.CanvasObject) {
	sheet := scroll.Content
	for range 2 { // text that wraps knows its height once it has its width
		if high := sheet.MinSize().Height; high != sheet.Size().Height {
			sheet.Resize(fyne.NewSize(scroll.Size().Width, max(high, scroll.Size().Height)))
			scroll.Refresh()
		}
	}
	at, found := placeOf(sheet, o)
	if !found {
		return
	}
	margin := theme.Gap24
	top, bottom := at.Y-margin, at.Y+o.Size().Height+margin
	from, high := scroll.Offset.Y, scroll.Size().Height
	switch {
	case top < from || bottom-top > high:
		scroll.ScrollToOffset(fyne.NewPos(0, max(top, 0)))
	case bottom > from+high:
		scroll.ScrollToOffset(fyne.NewPos(0, bottom-high))
	}
}

// placeOf returns where an object lies on a sheet. Fyne's driver knows that only
// of what has been painted.
func placeOf(sheet, o fyne.CanvasObject) (fyne.Position, bool) {
	if sheet == o {
		return fyne.Position{}, true
	}
	for _, part := range partsOf(sheet) {
		if at, found := placeOf(part, o); found {
			return at.Add(part.Position()), true
		}
	}
	return fyne.Position{}, false
}

func partsOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *sheet:
		return []fyne.CanvasObject{o.inner}
	case *marked:
		return []fyne.CanvasObject{o.inner}
	case *YearList:
		return o.lines()
	}
	return nil
}
