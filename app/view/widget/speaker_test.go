package widget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

func TestANameIsShownAndUndoneWithoutMovingTheCaret(t *testing.T) {
	l := show(t, said(t, "Hej", "Hallå", "Mm"))
	l.u.GoTo(transcript.Place{ID: l.doc.At(1).ID, Pos: 3})
	if err := l.doc.SetName(transcript.Child, "Storasyster"); err != nil {
		t.Fatal(err)
	}
	l.u.Renamed()
	l.Settle()
	if !shows(l, "Storasyster") || shows(l, "Barn") {
		t.Error("the name is not shown")
	}
	l.hit(fyne.KeyZ, ctrl)
	if !shows(l, "Barn") || shows(l, "Storasyster") {
		t.Error("the name was not taken back")
	}
	if c := l.u.Caret(); c != (transcript.Place{ID: l.doc.At(1).ID, Pos: 3}) {
		t.Errorf("the caret went to %v", c)
	}
}

func TestALongNameLeavesRoomForTheText(t *testing.T) {
	l := show(t, said(t, "Hej"))
	if err := l.doc.SetName(transcript.Interviewer, "Kontaktpersonen på skolan vid ån"); err != nil {
		t.Fatal(err)
	}
	l.u.Renamed()
	l.Settle()
	if !shows(l, "…") || shows(l, "Kontaktpersonen på skolan vid") {
		t.Error("the name is not shortened")
	}
}

// shows reports whether a row's words for the speaker contain s.
func shows(l *list, s string) bool {
	for _, name := range widget.NamesShown(l.u) {
		if strings.Contains(name, s) {
			return true
		}
	}
	return false
}

func TestEverySpeakerHasAShapeOfTheirOwn(t *testing.T) {
	seen := map[any]transcript.Speaker{}
	for _, s := range transcript.Speakers {
		form := widget.FormOf(s)
		if seen[form] != "" {
			t.Errorf("%s looks like %s", s, seen[form])
		}
		seen[form] = s
	}
}

func TestTheSpeakersLookApart(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		lines := make([]string, len(transcript.Speakers))
		for i := range lines {
			lines[i] = "Det här säger någon i rummet."
		}
		l := show(t, said(t, lines...))
		fyne.CurrentApp().Settings().SetTheme(theme.New(mode, 1))
		for i, s := range transcript.Speakers {
			l.doc.SetSpeaker(l.doc.At(i).ID, s)
		}
		l.doc.SetName(transcript.Other2, "Mormor")
		l.u.Renamed()
		l.u.GoTo(transcript.Place{ID: l.doc.At(0).ID})
		l.Shot("speakers-"+string(mode), 1)
	}
}
