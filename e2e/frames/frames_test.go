package frames

import (
	"image"
	"testing"
	"time"

	"barnrost/e2e/screen"
)

// paint fills a part of the empty screen with a colour, as a program would.
func (s *Screen) paint(t *testing.T, colour uint32, at image.Rectangle) {
	t.Helper()
	// ChangeWindowAttributes: the background; ClearArea: draw it.
	if err := s.w.send(2, 0, words(s.w.root, 2, colour)); err != nil {
		t.Fatal(err)
	}
	area := words(s.w.root, uint32(at.Min.X)|uint32(at.Min.Y)<<16, uint32(at.Dx())|uint32(at.Dy())<<16)
	if err := s.w.send(61, 0, area); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T) *Screen {
	t.Helper()
	x, err := screen.Start(320, 200)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.Close)
	s, err := Open(x.Display())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func next(t *testing.T, frames <-chan Frame) Frame {
	t.Helper()
	select {
	case f, ok := <-frames:
		if !ok {
			t.Fatal("the watch ended")
		}
		return f
	case <-time.After(30 * time.Second):
		t.Fatal("no frame came")
	}
	return Frame{}
}

func TestWhatIsDrawnIsToldOnceAndWhere(t *testing.T) {
	s := open(t)
	frames, err := s.Watch()
	if err != nil {
		t.Fatal(err)
	}
	first, second := image.Rect(10, 20, 40, 60), image.Rect(100, 5, 101, 6)
	s.paint(t, 0xff8800, first)
	if got := next(t, frames).Changed; got != first {
		t.Errorf("told of %v, want %v", got, first)
	}
	// The control: the same again changes nothing and is not told.
	s.paint(t, 0xff8800, first)
	s.paint(t, 0x0088ff, second)
	if got := next(t, frames).Changed; got != second {
		t.Errorf("told of %v, want %v", got, second)
	}
}

func TestEveryLetterOfASwedishKeyboardHasAKey(t *testing.T) {
	s := open(t)
	for _, letter := range "abcåäöÅÄÖ .,?1" {
		if _, err := s.Press(letter); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Press('字'); err == nil {
		t.Error("a letter that no key gives was pressed")
	}
}
