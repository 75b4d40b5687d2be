package desk

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

func (s *scene) ctrl(key fyne.KeyName) {
	s.T.Helper()
	s.hit(key, fyne.KeyModifierControl)
}

func TestAnUncertainPlaceIsHeardFromTheListAndTheCaretStandsThere(t *testing.T) {
	s := open(t, &vault{})
	s.tape.at = 42_000
	s.write("hej du [?Skara?] sen")
	s.second()
	if words := s.Words(); !strings.Contains(words, "Osäkert (1)") || !strings.Contains(words, "[?Skara?]") {
		t.Fatalf("the side says:\n%s", words)
	}
	s.Focus("desk.unsure1")
	s.Key(fyne.KeyReturn)
	s.Settle()
	// It starts at 40 s, two seconds of lag before 42, and seven letters come first.
	if s.tape.at < 38_000 || s.tape.at > 38_500 || !s.tape.playing {
		t.Errorf("heard from %d, playing %v", s.tape.at, s.tape.playing)
	}
	if c := s.room.list.Caret(); c.Pos != 7 || s.Focused() != "desk.text" {
		t.Errorf("the caret is at %v, the focus at %s", c, s.Focused())
	}
	s.ctrl(fyne.KeyR)
	if got := s.room.doc.At(0).Text; got != "hej du Skara sen" {
		t.Fatalf("resolved to %q", got)
	}
	if !strings.Contains(s.Words(), "Osäkert (0)") {
		t.Error("the list still has it")
	}
	s.room.list.GoTo(transcript.Place{ID: s.room.doc.At(0).ID, Pos: 5})
	s.ctrl(fyne.KeyR) // and what is certain becomes a question
	if got := s.room.doc.At(0).Text; got != "hej [?du?] Skara sen" {
		t.Errorf("questioned to %q", got)
	}
	s.says("Osäkert (1)")
	s.ctrl(fyne.KeyZ)
	s.ctrl(fyne.KeyZ)
	if got := s.room.doc.At(0).Text; got != "hej du [?Skara?] sen" {
		t.Errorf("undo gave %q", got)
	}
	s.room.Close()
}

func TestTheListOfUncertainPlacesIsBounded(t *testing.T) {
	s := open(t, &vault{})
	id, err := s.room.doc.Insert(0, transcript.Utterance{Speaker: transcript.Child, Text: strings.Repeat("[?a?] ", listed+2)})
	if err != nil || id == 0 {
		t.Fatal(err)
	}
	s.room.list.Reload()
	s.room.side.refresh()
	s.Settle()
	if s.Control("desk.unsure60") == nil || s.Control("desk.unsure61") != nil || !strings.Contains(s.Words(), "och 2 till") {
		t.Error("the list is not cut where it should be")
	}
	s.room.Close()
}

func TestALiveMarkerIsWrittenInOnceAndShownAsUsed(t *testing.T) {
	s := open(t, &vault{})
	s.tape.at = 4_000
	s.write("jag tror det")
	s.tape.at = 20_000
	s.hit(fyne.KeyReturn, 0)
	s.write("varför")
	s.room.list.GoTo(transcript.Place{ID: s.room.doc.At(0).ID, Pos: 4})
	s.ctrl(fyne.KeyI)
	if got := s.room.doc.At(0).Text; got != "jag [nickar] tror det" {
		t.Fatalf("became %q", got)
	}
	if s.Control("desk.mark1.put") != nil || !strings.Contains(s.Words(), "står i texten") || !strings.Contains(s.Words(), "Markörer (1 kvar)") {
		t.Errorf("the side says:\n%s", s.Words())
	}
	// The second, from another utterance and by a click: behind the first. What is
	// clicked twice is written once.
	s.room.list.GoTo(transcript.Place{ID: s.room.doc.At(1).ID, Pos: 2})
	s.room.putMark(s.room.side.marks.all[1])
	s.room.putMark(s.room.side.marks.all[1])
	if got := s.room.doc.At(0).Text; got != "jag [nickar] [skrattar] tror det" {
		t.Fatalf("became %q", got)
	}
	s.ctrl(fyne.KeyI) // none is left
	s.ctrl(fyne.KeyZ)
	s.second()
	if s.Control("desk.mark2.put") == nil {
		t.Error("what undo took out of the text cannot be written in again")
	}
	s.ctrl(fyne.KeyI)
	if got := s.room.doc.At(0).Text; got != "jag [nickar] [skrattar] tror det" {
		t.Errorf("became %q", got)
	}
	// Taking a nudge does not bring a marker back.
	for range 4 {
		s.hit(fyne.KeyRight, fyne.KeyModifierAlt)
	}
	s.second()
	if s.Control("desk.mark1.put") != nil {
		t.Error("a nudged utterance lost its marker")
	}
	s.room.Close()
}

func TestATimeMarkIsWrittenAndPlayedFrom(t *testing.T) {
	s := open(t, &vault{})
	s.write("så")
	s.tape.at = 83_400
	s.ctrl(fyne.KeyT)
	s.write(" kom")
	if got := s.room.doc.At(0).Text; got != "så [0:01:23] kom" {
		t.Fatalf("became %q", got)
	}
	s.tape.at = 0
	s.room.list.GoTo(transcript.Place{ID: s.room.doc.At(0).ID, Pos: 6})
	s.ctrl(fyne.KeyReturn)
	if s.tape.at != 83_000 || !s.tape.playing {
		t.Errorf("plays from %d", s.tape.at)
	}
	s.room.list.GoTo(transcript.Place{ID: s.room.doc.At(0).ID, Pos: 0})
	s.ctrl(fyne.KeyReturn)
	if s.tape.at != s.room.doc.At(0).Start {
		t.Errorf("beside a mark it plays from %d", s.tape.at)
	}
	s.room.Close()
}

func TestTheSidesHeadingsFoldByKeyAndStayAsTheyWereLeft(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	if strings.Contains(s.Words(), "Skriv exakt") || !strings.Contains(s.Words(), "nickar") {
		t.Fatal("at first the help should be folded and the markers open")
	}
	s.Focus("desk.side.help")
	s.Key(fyne.KeySpace)
	s.Focus("desk.side.marks")
	s.Key(fyne.KeyReturn)
	s.Settle()
	if !strings.Contains(s.Words(), "Skriv exakt") || s.Control("desk.mark1") != nil {
		t.Error("a heading did not do what it says")
	}
	s.room.Close()
	s = open(t, v)
	if !strings.Contains(s.Words(), "Skriv exakt") || s.Control("desk.mark1") != nil {
		t.Error("the side is not as it was left")
	}
	s.room.Close()
}

func TestAListThatIsMadeAnewKeepsTheFocus(t *testing.T) {
	s := open(t, &vault{})
	x := s.room.side.add("x", "X", true, s.room.side.kit.Button("x.1", "ett", nil), s.room.side.kit.Button("x.2", "två", nil))
	s.Settle()
	s.Focus("x.2")
	x.fill(s.room.side.kit.Button("x.2", "två", nil))
	if s.Focused() != "x.2" || widget.Find(x.body, "x.2") != s.Window.Canvas().Focused() {
		t.Error("the focus was lost")
	}
	x.fill()
	if s.Focused() != "desk.text" {
		t.Errorf("with its control gone the focus is at %q", s.Focused())
	}
	s.room.Close()
}

func TestTheSideLooksRight(t *testing.T) {
	for _, c := range []struct {
		lang  app.Language
		mode  theme.Mode
		scale float32
	}{{app.Swedish, theme.Light, 1}, {app.English, theme.Dark, 1}, {app.Swedish, theme.Light, 2}} {
		textScale = c.scale
		s := enter(t, &vault{}, c.lang, c.mode, nil)
		textScale = 1
		s.Size(1080, 736)
		s.WaitTrace("desk ready")
		s.tape.at = 7_000
		s.write("vi åkte till [?Skövde?] och sen [ohörbart 00:00:07] tror jag")
		s.ctrl(fyne.KeyI)
		s.room.side.fold([]string{})
		s.second()
		s.Shot("side-"+string(c.lang)+"-"+string(c.mode)+map[float32]string{1: "", 2: "-200"}[c.scale], 1)
		s.room.Close()
	}
}

// ctrlHere is ctrl in a window whose room has a size of its own, which settling
// would take back.
func (s *scene) ctrlHere(key fyne.KeyName) {
	s.T.Helper()
	s.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl})
}
