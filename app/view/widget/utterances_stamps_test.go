package widget_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app/transcript"
)

func TestAClickInATimeOfTheTextPlaysFromItAndOneBesideDoesNot(t *testing.T) {
	l := show(t, said(t, "så [0:01:05] kom", "ja"))
	x := l.textX()
	wide := func(s string) float32 { return fyne.MeasureText(s, 16, fyne.TextStyle{}).Width }
	l.press("kom", x+wide("så [0:01"), 0)
	if !slices.Equal(l.play, []int64{65_000}) {
		t.Errorf("played from %v", l.play)
	}
	if c := l.u.Caret(); c.Pos < 6 || c.Pos > 9 {
		t.Errorf("the caret is at %v", c)
	}
	l.press("kom", x+wide("så [0:01:05] ko"), 0)
	l.press("ja", x+1, 0)
	if len(l.play) != 1 {
		t.Errorf("a click elsewhere played: %v", l.play)
	}
	// Two clicks take a word; they do not play it once more.
	l.press("kom", x+wide("så [0:"), 0)
	l.press("kom", x+wide("så [0:"), 0)
	if len(l.play) != 2 {
		t.Errorf("played %v", l.play)
	}
	// Ctrl+Enter at its end does as in it, and elsewhere plays the utterance.
	l.u.GoTo(l.place(0, 12))
	l.hit(fyne.KeyReturn, ctrl)
	l.u.GoTo(l.place(0, 14))
	l.hit(fyne.KeyReturn, ctrl)
	if want := []int64{65_000, 65_000, 65_000, 0}; !slices.Equal(l.play, want) {
		t.Errorf("played %v, want %v", l.play, want)
	}
}

func TestALiveMarkerUnderARowIsClicked(t *testing.T) {
	l := show(t, said(t, "Är det så?", "mm", "Jaha"))
	a, b := transcript.Mark{Kind: "nickar", At: 4_500}, transcript.Mark{Kind: "skratt", At: 5_000}
	l.u.SetMarks([]transcript.Mark{a, b})
	l.Settle()
	row := l.row("mm [nickar] [skrattar]")
	y := row.Position().Y + row.Size().Height - 18
	caret := l.u.Caret()
	editor := l.Window.Canvas().Focused().(desktop.Mouseable)
	click := func(x, y float32) {
		at := desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(l.textX()+x, y)}, Button: desktop.MouseButtonPrimary}
		editor.MouseDown(&at)
		editor.MouseUp(&at)
	}
	wide := fyne.MeasureText("[nickar] [", 16, fyne.TextStyle{Italic: true}).Width
	click(5, y)
	click(wide+5, y)
	click(400, y) // right of both
	click(5, y-25)
	if !slices.Equal(l.marked, []transcript.Mark{a, b}) {
		t.Errorf("clicked %v", l.marked)
	}
	if l.u.Caret() == caret {
		t.Error("a click in the words does not move the caret any more")
	}
}

func TestAMarkerThatTakesAnothersPlaceIsShown(t *testing.T) {
	l := show(t, said(t, "a", "mm"))
	l.u.SetMarks([]transcript.Mark{{Kind: "nickar", At: 4_500}})
	l.Settle()
	l.u.SetMarks([]transcript.Mark{{Kind: "skratt", At: 4_500}})
	l.row("mm [skrattar]")
}
