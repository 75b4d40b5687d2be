package widget

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"barnrost/app/view/theme"
)

// A control that was made a moment ago, in a card at the end of a sheet that
// just grew, and that no window has painted yet.
func TestWhatWasJustAddedIsScrolledTo(t *testing.T) {
	test.NewTempApp(t)
	k := &Kit{}
	stack := Stack(theme.Gap16, k.Button("first", "Först", nil))
	scroll := container.NewVScroll(container.New(column{}, stack))
	scroll.Resize(fyne.NewSize(400, 300))
	for range 20 {
		stack.Add(k.Button("more", "Mer", nil))
	}
	last := k.Button("last", "Sist", nil)
	stack.Add(Card(theme.Gap16, Stack(theme.Gap8, Row(last))))
	Reveal(scroll, last)
	at, found := placeOf(scroll.Content, last)
	if !found || at.Y < 300 {
		t.Fatalf("it lies at %v, found %v", at, found)
	}
	if top, low := at.Y-scroll.Offset.Y, at.Y+last.Size().Height-scroll.Offset.Y; top < 0 || low > 300 {
		t.Errorf("it lies at %v–%v of 300", top, low)
	}
	Reveal(scroll, stack.Objects[0])
	if scroll.Offset.Y != 0 {
		t.Errorf("scrolled to %v, want the beginning", scroll.Offset.Y)
	}
	Reveal(scroll, k.Button("elsewhere", "Någon annanstans", nil))
	if scroll.Offset.Y != 0 {
		t.Errorf("something that is not on the sheet scrolled it to %v", scroll.Offset.Y)
	}
}
