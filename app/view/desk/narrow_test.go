package desk

import (
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
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

// A message of several lines in either language once took the whole of a low
// room, and no key led to the text.
func TestInANarrowRoomAMessageLeavesTheTextItsPlace(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		s := enter(t, &vault{}, lang, theme.Dark, func(*Material) {})
		s.WaitTrace("desk ready")
		r := s.room
		r.Content().Resize(fyne.NewSize(490, 300))
		r.notice.say(aboutSound, r.kit.Problem(app.Fail(app.CodeNoSpeaker, nil)))
		s.Settle()
		r.Content().Resize(fyne.NewSize(490, 300))
		if h := r.list.Size().Height; h < 80 {
			t.Errorf("%s: the text is %v high under a message of %v", lang, h, r.notice.stack.Size().Height)
		}
		r.notice.say(aboutSound)
		r.Content().Resize(fyne.NewSize(490, 301))
		if y := r.bar.row.Position().Y; y < 0 {
			t.Errorf("%s: the controls do not come back", lang)
		}
	}
}

func TestInANarrowRoomWhatIsSelectedLeavesTheTextItsPlace(t *testing.T) {
	s := open(t, &vault{})
	r := s.room
	r.Content().Resize(fyne.NewSize(490, 300))
	r.wave.Select(transcript.Stretch{From: 1_000, To: 2_000})
	s.Settle()
	if h := r.list.Size().Height; h < 100 || !r.cut.row.Visible() {
		t.Errorf("the text is %v high, the buttons are shown: %v", h, r.cut.row.Visible())
	}
	r.wave.Drop()
	r.reader.toggle()
	s.Settle()
	if h := r.list.Size().Height; h < 100 {
		t.Errorf("while it is read along the text is %v high", h)
	}
	r.reader.end()
	s.Settle()
	if y := r.bar.row.Position().Y; y < 0 {
		t.Error("the controls do not come back")
	}
	s.room.Close()
}

func TestInANarrowRoomTheSideHasThePlaceOfTheTextUntilThatGetsTheFocus(t *testing.T) {
	s := open(t, &vault{})
	s.have("hej [?Kex?] du")
	r := s.room
	r.Content().Resize(fyne.NewSize(490, 300))
	s.ctrlHere(fyne.KeyM)
	if !r.side.covers() || s.Focused() != "desk.side.unsure" {
		t.Fatalf("covers %v, focus %q", r.side.covers(), s.Focused())
	}
	if w := r.side.panel.Size().Width; w < 420 {
		t.Errorf("the side is %v wide", w)
	}
	if y := r.list.Position().Y; y < 300 {
		t.Errorf("the text lies at %v, under the side", y)
	}
	s.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if r.side.covers() || s.Focused() != "desk.text" || r.list.Position().Y >= 300 {
		t.Errorf("after Esc: covers %v, focus %q, text at %v", r.side.covers(), s.Focused(), r.list.Position().Y)
	}
	r.bar.side.OnTapped()
	if !r.side.covers() {
		t.Fatal("the button does not show the side")
	}
	r.visit(r.side.unsure.shown[0].Doubt)
	if r.side.covers() || r.list.Position().Y >= 300 {
		t.Error("a place that was gone to lies under the side")
	}
	s.room.Close()
}

func TestTheSideIsReadWithTheArrowKeys(t *testing.T) {
	s := open(t, &vault{})
	s.room.side.fold([]string{})
	s.Settle()
	s.Focus("desk.side.unsure")
	scroll := s.room.side.scroll
	s.Key(fyne.KeyPageDown)
	down := scroll.Offset.Y
	s.Key(fyne.KeyDown)
	if down <= 0 || scroll.Offset.Y <= down || s.Focused() != "desk.side.unsure" {
		t.Errorf("scrolled to %v and %v", down, scroll.Offset.Y)
	}
	for range 30 {
		s.Key(fyne.KeyPageDown)
	}
	if most := scroll.Content.MinSize().Height - scroll.Size().Height; scroll.Offset.Y > most {
		t.Errorf("scrolled to %v of %v", scroll.Offset.Y, most)
	}
	for range 30 {
		s.Key(fyne.KeyPageUp)
	}
	if scroll.Offset.Y != 0 {
		t.Errorf("back at %v", scroll.Offset.Y)
	}
	s.room.Close()
}
