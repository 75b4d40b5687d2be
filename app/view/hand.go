package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Hand shows one room alone, for somebody else's hands: no rail, no title, and
// no key that leads anywhere, until [Frame.Enter]. Nobody gets past it by
// waiting either: it locks like everything else when nobody is there.
func (f *Frame) Hand(id string, room Room) {
	f.leave()
	f.places = nil // and with them every key of the frame's own
	f.parts = parts{status: widget.Stack(theme.Gap8)}
	f.show(id, room, container.New(fill{}, f.handPage(room.Content())))
}

// handWidth holds three faces as big as a hand.
const handWidth float32 = 800

func (f *Frame) handPage(content fyne.CanvasObject) fyne.CanvasObject {
	scroll := container.NewVScroll(container.New(handLayout{}, content))
	scroll.OnScrolled = func(fyne.Position) { f.Touched() }
	f.d.Kit.Reveal = func(o fyne.CanvasObject) { widget.Reveal(scroll, o) }
	return container.New(scrollLayout{}, scroll)
}

// handLayout puts a column in the middle of the window.
type handLayout struct{}

func (handLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		w := min(size.Width-2*theme.Gap24, theme.Scaled(handWidth))
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
		o.Move(fyne.NewPos((size.Width-w)/2, theme.Gap24))
	}
}

func (handLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	return fyne.NewSize(0, size.Height+2*theme.Gap24)
}
