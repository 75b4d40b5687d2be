package desk

import (
	"testing"

	"fyne.io/fyne/v2"
)

// At 200 % on a small laptop the room is some 500 by 300 units; the text must
// still have its place.
func TestANarrowRoomKeepsRoomForTheText(t *testing.T) {
	s := open(t, &vault{})
	r := s.room
	r.Content().Resize(fyne.NewSize(490, 300))
	r.side.show(true) // as coming back to the desk does
	if h := r.list.Size().Height; h < 100 {
		t.Errorf("the text is %v high", h)
	}
	if w := r.list.Size().Width; w < 450 {
		t.Errorf("the text is %v wide: the side takes its place", w)
	}
	if !r.side.shown() {
		t.Error("standing aside was taken for the person's wish")
	}
	r.bar.side.OnTapped()
	if !r.side.panel.Visible() {
		t.Error("the side cannot be asked for")
	}
	r.Content().Resize(fyne.NewSize(1100, 700))
	if !r.side.panel.Visible() {
		t.Error("the side does not come back")
	}
}
