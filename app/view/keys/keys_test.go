package keys

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
	"barnrost/app/view/text"
	"barnrost/assets"
)

func TestWhatEachKeyDoes(t *testing.T) {
	for _, c := range []struct {
		in   Scope
		s    Stroke
		want Command
	}{
		{Desk, Stroke{fyne.KeyF4, 0}, PlayPause},
		{Desk, Stroke{fyne.KeySpace, ctrl}, PlayPause},
		{Desk, Stroke{fyne.KeySpace, 0}, None},
		{Desk, Stroke{fyne.KeyEscape, 0}, Pause},
		{Desk, Stroke{fyne.KeyF3, 0}, Back},
		{Desk, Stroke{fyne.KeyF3, shift}, BackFar},
		{Desk, Stroke{fyne.KeyF5, 0}, Forward},
		{Desk, Stroke{fyne.KeyF5, shift}, ForwardFar},
		{Desk, Stroke{fyne.KeyF8, 0}, Slower},
		{Desk, Stroke{fyne.KeyF9, 0}, Faster},
		{Desk, Stroke{fyne.KeyF2, 0}, NextUnsure},
		{Desk, Stroke{fyne.KeyF2, shift}, PrevUnsure},
		{Desk, Stroke{fyne.KeyReturn, 0}, NewUtterance},
		{Desk, Stroke{fyne.KeyEnter, shift}, NewLine},
		{Desk, Stroke{fyne.KeyReturn, ctrl}, PlayHere},
		{Desk, Stroke{fyne.Key2, ctrl}, Speaker(1)},
		{Desk, Stroke{fyne.Key8, ctrl}, Speaker(7)},
		{Desk, Stroke{fyne.Key2, 0}, None},
		{Desk, Stroke{fyne.KeyZ, ctrl}, Undo},
		{Desk, Stroke{fyne.KeyY, ctrl}, Redo},
		{Desk, Stroke{fyne.KeyZ, ctrl | shift}, Redo},
		{Desk, Stroke{fyne.KeyS, ctrl}, Save},
		{Desk, Stroke{fyne.KeyL, ctrl}, Lock},
		{Desk, Stroke{fyne.KeyD, ctrl}, Hide},
		{Record, Stroke{fyne.KeyD, ctrl}, Hide},
		{Rooms, Stroke{fyne.KeyD, ctrl}, Hide},
		{Desk, Stroke{fyne.KeyLeft, alt}, TimeEarlier},
		{Desk, Stroke{fyne.KeyN, 0}, None},
		{Record, Stroke{fyne.KeyN, 0}, Mark("nickar")},
		{Record, Stroke{fyne.KeyK, 0}, Mark("skratt")},
		{Record, Stroke{fyne.Key1, shift}, Mark("viktigt")},
		{Record, Stroke{fyne.KeyP, 0}, RecordPause},
		{Record, Stroke{fyne.KeyF, 0}, RecordFika},
		{Record, Stroke{fyne.KeyB, 0}, RecordChild},
		{Record, Stroke{fyne.KeyRight, 0}, GuideNext},
		{Record, Stroke{fyne.KeyPageUp, 0}, GuidePrev},
		{Record, Stroke{fyne.KeyA, 0}, GuideAsked},
		{Record, Stroke{fyne.Key3, 0}, Face(2)},
		{Record, Stroke{fyne.Key4, 0}, None},
		{Rooms, Stroke{fyne.KeyRight, 0}, None},
		{Record, Stroke{fyne.KeyL, ctrl}, Lock},
		{Record, Stroke{fyne.Key2, ctrl}, Room(1)},
		{Rooms, Stroke{fyne.Key7, ctrl}, Room(6)},
		{Rooms, Stroke{fyne.Key8, ctrl}, None},
		{Rooms, Stroke{fyne.KeyN, 0}, None},
		{Rooms, Stroke{fyne.KeyF4, 0}, None},
	} {
		if got := Lookup(c.in, c.s); got != c.want {
			t.Errorf("scope %d, %+v: %q, want %q", c.in, c.s, got, c.want)
		}
	}
}

func TestNoKeyDoesTwoThings(t *testing.T) {
	if fault := Fault(Bindings()); fault != "" {
		t.Error(fault)
	}
	// Controls: each fault must be found.
	for name, more := range map[string]Binding{
		"taken":        {Desk, "x", []Stroke{{fyne.KeyF4, 0}}},
		"everywhere":   {Everywhere, "x", []Stroke{{fyne.KeyN, 0}}},
		"AltGr":        {Desk, "x", []Stroke{{fyne.Key7, ctrl | alt}}},
		"clipboard":    {Desk, "x", []Stroke{{fyne.KeyV, ctrl}}},
		"no key":       {Desk, "x", nil},
		"room and rec": {Record, "x", []Stroke{{fyne.Key1, ctrl}}},
	} {
		if Fault(append(Bindings(), more)) == "" {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestEveryMarkerHasAKeyOfItsOwnWord(t *testing.T) {
	for _, k := range app.MarkerKinds {
		strokes := Of(Mark(k))
		if len(strokes) == 0 {
			t.Errorf("%s has no key", k)
			continue
		}
		letter := rune(strokes[0].Key[0]) - 'A' + 'a'
		if !slices.Contains([]rune(k), letter) {
			t.Errorf("%c is no letter of %s", letter, k)
		}
		if got, ok := Mark(k).MarkOf(); !ok || got != k {
			t.Errorf("%s comes back as %s", k, got)
		}
	}
}

func TestNumberedCommandsComeBack(t *testing.T) {
	for i := range 8 {
		if n, ok := Speaker(i).SpeakerOf(); !ok || n != i {
			t.Errorf("speaker %d came back as %d", i, n)
		}
	}
	if n, ok := Room(6).RoomOf(); !ok || n != 6 {
		t.Error("room 6 did not come back")
	}
	if _, ok := PlayPause.RoomOf(); ok {
		t.Error("play is no room")
	}
}

func TestShortcutsBecomeStrokes(t *testing.T) {
	for _, c := range []struct {
		s    fyne.Shortcut
		want Command
	}{
		{&fyne.ShortcutUndo{}, Undo},
		{&fyne.ShortcutRedo{}, Redo},
		{&desktop.CustomShortcut{KeyName: fyne.KeySpace, Modifier: ctrl}, PlayPause},
		{&desktop.CustomShortcut{KeyName: fyne.Key1, Modifier: fyne.KeyModifierSuper}, Speaker(0)},
		{&fyne.ShortcutPaste{}, None},
	} {
		s, ok := OfShortcut(c.s)
		if got := Lookup(Desk, s); got != c.want || ok != (c.want != None) {
			t.Errorf("%T: %q", c.s, got)
		}
	}
	if got := OfKey(&fyne.KeyEvent{Name: fyne.KeyF3}, shift|fyne.KeyModifierSuper); got != (Stroke{fyne.KeyF3, shift}) {
		t.Errorf("a key with Shift became %+v", got)
	}
}

func TestTogglesDoNotRepeatAndJumpsDo(t *testing.T) {
	for c, want := range map[Command]bool{PlayPause: true, Mark("nickar"): true, Back: false, Slower: false, Undo: false, NewUtterance: true} {
		if c.Toggles() != want {
			t.Errorf("%s toggles: %v", c, !want)
		}
	}
}

func TestLabelsAreThoseOnTheKeyboard(t *testing.T) {
	for lang, want := range map[app.Language][]string{
		app.Swedish: {"F4", "Ctrl+Mellanslag", "Skift+F3", "Enter", "Alt+←", "Ctrl+1", "N"},
		app.English: {"F4", "Ctrl+Space", "Shift+F3", "Enter", "Alt+←", "Ctrl+1", "N"},
	} {
		table, err := text.Load(assets.Translations, lang)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{
			Label(table, PlayPause), Of(PlayPause)[1].Label(table), Label(table, BackFar), Label(table, NewUtterance),
			Label(table, TimeEarlier), Label(table, Speaker(0)), Label(table, Mark("nickar")),
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
		if OnButton(table, "Spela", PlayPause) != "Spela  F4" || OnButton(table, "x", "unbound") != "x" {
			t.Errorf("on a button: %q", OnButton(table, "Spela", PlayPause))
		}
	}
}
