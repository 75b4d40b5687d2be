package desk

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"barnrost/app/transcript"
)

func TestAPasteThatFindsNoRoomIsToldAndChangesNothing(t *testing.T) {
	s := open(t, &vault{})
	s.write("hej")
	clip := test.NewClipboard()
	paste := func(words string) {
		clip.SetContent(words)
		s.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
		s.Settle()
	}
	told := func() bool { return strings.Contains(s.Words(), "Texten fick inte plats") }
	for _, words := range []string{strings.Repeat("a", transcript.MaxText), "Barn: nej\nIntervjuare: " + strings.Repeat("a", transcript.MaxText+1)} {
		paste(words)
		if !told() || s.room.doc.Len() != 1 || s.room.doc.At(0).Text != "hej" {
			t.Fatalf("told %v, %d utterances", told(), s.room.doc.Len())
		}
		s.write(" ")
		if told() {
			t.Error("it is still told when the text has been changed")
		}
		s.hit("BackSpace", 0)
	}
	paste(" du")
	if told() || s.room.doc.At(0).Text != "hej du" {
		t.Errorf("a short one: told %v, %q", told(), s.room.doc.At(0).Text)
	}
	s.room.Close()
}
