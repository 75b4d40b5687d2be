package desk

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
)

// name types into the field of the nth speaker, from 1.
func (s *scene) name(n, words string) {
	s.T.Helper()
	s.room.side.fold([]string{})
	s.Settle()
	s.Focus("desk.name" + n)
	for _, r := range words {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Settle()
}

func TestASpeakerIsNamedByKeyboardAndTheNameIsUndoneLikeAnyEdit(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.write("hej")
	s.name("1", "Handläggare")
	s.Key(fyne.KeyReturn)
	s.Settle()
	if s.Focused() != "desk.text" || s.room.doc.Names().Of(transcript.Interviewer) != "Handläggare" {
		t.Fatalf("focus %s, names %q", s.Focused(), s.room.doc.Names())
	}
	s.ctrl(fyne.KeyZ)
	if s.room.doc.Names() != (transcript.Names{}) || s.room.doc.At(0).Text != "hej" {
		t.Errorf("undo left %q and %q", s.room.doc.Names(), s.room.doc.At(0).Text)
	}
	s.ctrl(fyne.KeyY)
	s.second()
	s.room.Close()
	if again := open(t, v); again.room.doc.Names().Of(transcript.Interviewer) != "Handläggare" {
		t.Errorf("came back as %q", again.room.doc.Names())
	}
	if strings.Contains(s.Trace(), "Handl") {
		t.Error("a name stands in the trace")
	}
}

func TestANameThatIsBeingTypedIsKeptWhenTheRoomIsLeft(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.write("hej")
	s.name("2", "Barn 1")
	s.room.Close()
	if again := open(t, v); again.room.doc.Names().Of(transcript.Child) != "Barn 1" {
		t.Errorf("came back as %q", again.room.doc.Names())
	}
}

func TestMoreSpeakersAreShownWhenAskedForOrUsed(t *testing.T) {
	s := open(t, &vault{})
	s.room.side.fold([]string{})
	s.Settle()
	if s.Control("desk.name4") == nil || s.Control("desk.name5") != nil {
		t.Fatal("at first there should be four")
	}
	s.write("hej")
	s.ctrl(fyne.Key6)
	s.second()
	if s.Control("desk.name6") == nil || s.Control("desk.name7") != nil {
		t.Error("one who speaks is not shown")
	}
	s.Press("desk.names.more")
	if s.Control("desk.name8") == nil || s.Focused() != "desk.name7" {
		t.Errorf("all should be shown; the focus is at %s", s.Focused())
	}
	s.room.Close()
}

func TestTheNamesLookRight(t *testing.T) {
	s := open(t, &vault{})
	s.Size(1080, 900)
	s.write("hej")
	s.ctrl(fyne.Key5)
	s.room.side.fold([]string{"unsure", "marks", "help"})
	s.second()
	s.Focus("desk.name5")
	s.Shot("names", 1)
	s.room.Close()
}
