package keymap_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/keymap"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

type stage struct {
	*viewtest.Stage
	m    keys.Map
	page string
	back int
}

func open(t *testing.T, lang app.Language, mode theme.Mode, scale float32) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode)}
	fyne.CurrentApp().Settings().SetTheme(theme.New(mode, scale))
	frame := view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	frame.Enter([]view.Place{{ID: "settings", Open: func() view.Room {
		return keymap.New(keymap.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window,
			Map: func() keys.Map { return s.m }, Changed: func(m keys.Map) { s.m = m },
			Pick: func(_ widget.Pick, then func(string)) { then("folder") },
			Save: func(_ string, page []byte) (string, error) { s.page = string(page); return "folder/keys.html", nil },
			Back: func() { s.back++ },
		})
	}}}, "settings")
	s.Settle()
	return s
}

func (s *stage) wants(c keys.Command, want keys.Stroke) {
	s.T.Helper()
	if got := s.m.Lookup(keys.Desk, want); got != c {
		s.T.Errorf("%+v does %q, want %q", want, got, c)
	}
}

func TestAKeyIsChangedSwappedRefusedAndResetByKeyboard(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, 1)
	s.Type("keymap.filter", "upprepa")
	if s.Control("keymap.command.save") != nil {
		t.Error("the filter lets through what it should not")
	}
	s.Press("keymap.command.loop")
	s.Press("keymap.edit.change.1")
	if s.Focused() != "keymap.trap" {
		t.Fatalf("the focus is at %q", s.Focused())
	}
	s.Key(fyne.KeyG)
	if !s.Traced("keymap refused writing") || !strings.Contains(s.Words(), "behövs när du skriver") {
		t.Errorf("a letter was not refused: %s", s.Trace())
	}
	s.Key(fyne.KeyF11)
	s.wants(keys.Loop, keys.Stroke{Key: fyne.KeyF11})
	s.wants(keys.None, keys.Stroke{Key: fyne.KeyF7})

	s.Press("keymap.edit.change.1")
	s.Key(fyne.KeyF4)
	if !s.Traced("keymap taken play-pause") || !strings.Contains(s.Words(), "F4 används av Spela och pausa. Byt plats?") {
		t.Fatalf("it is not said whose F4 is:\n%s", s.Words())
	}
	s.wants(keys.PlayPause, keys.Stroke{Key: fyne.KeyF4})
	s.Press("keymap.swap")
	s.wants(keys.Loop, keys.Stroke{Key: fyne.KeyF4})
	s.wants(keys.PlayPause, keys.Stroke{Key: fyne.KeyF11})

	s.Press("keymap.edit.reset")
	s.wants(keys.Loop, keys.Stroke{Key: fyne.KeyF7})
	s.wants(keys.PlayPause, keys.Stroke{Key: fyne.KeyF11}) // the others keep theirs
	if s.m.Changed(keys.Loop) {
		t.Errorf("after the reset: %s", s.m.Encode())
	}
	s.Press("keymap.edit.done")
	if s.Focused() != "keymap.command.loop" {
		t.Errorf("the focus is at %q", s.Focused())
	}
	s.Key(fyne.KeyEscape)
	if s.back != 1 {
		t.Error("Escape does not go back")
	}
}

func TestEscapeCancelsAndAKeyHeldSinceBeforeIsNotTaken(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, 1)
	s.Press("keymap.command.loop")
	s.Focus("keymap.edit.change.1")
	s.Hold(fyne.KeyReturn, 5)
	if s.Focused() != "keymap.trap" || s.Traced("keymap refused") {
		t.Fatalf("the held Enter was taken: %q, %s", s.Focused(), s.Trace())
	}
	s.Key(fyne.KeyEscape)
	if s.Focused() != "keymap.edit.change.1" || s.m.Changed(keys.None) || s.back != 0 {
		t.Errorf("focus %q, %s, back %d", s.Focused(), s.m.Encode(), s.back)
	}
}

func TestAPedalIsLearnedByItsNumber(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, 1)
	s.Press("keymap.pedal.hold-play")
	trap := s.Must("keymap.trap").(interface {
		fyne.Focusable
		desktop.Keyable
	})
	ev := &fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: 191}}
	trap.KeyDown(ev)
	trap.TypedKey(ev)
	s.Settle()
	s.wants(keys.HoldPlay, keys.Stroke{Key: "#191"})
	if !strings.Contains(s.Words(), "Tangent med nummer 191") {
		t.Errorf("what came is not shown:\n%s", s.Words())
	}
	s.Press("keymap.resetAll")
	s.wants(keys.None, keys.Stroke{Key: "#191"})
	s.Press("keymap.undo")
	s.wants(keys.HoldPlay, keys.Stroke{Key: "#191"})
}

func TestThePageHasTheKeysAsTheyAreNow(t *testing.T) {
	s := open(t, app.English, theme.Dark, 1)
	s.m, _ = s.m.Replace(keys.Loop, 0, keys.Stroke{Key: fyne.KeyF11})
	s.Press("keymap.print")
	s.WaitTrace("keymap printed")
	for _, want := range []string{`lang="en"`, "F11</th><td>Loop", "Ctrl&#43;Space", "Speaker 8"} {
		if !strings.Contains(s.page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if strings.Contains(s.page, "F7<") || strings.Contains(s.page, "‹") {
		t.Error("the page has a key that does nothing now, or a word that is missing")
	}
}

func TestTheRoomLooksRight(t *testing.T) {
	for _, c := range []struct {
		lang  app.Language
		mode  theme.Mode
		scale float32
	}{{app.Swedish, theme.Light, 1}, {app.English, theme.Dark, 1}, {app.Swedish, theme.Light, 2}} {
		s := open(t, c.lang, c.mode, c.scale)
		s.Press("keymap.command.loop")
		s.Press("keymap.edit.change.1")
		s.Key(fyne.KeyF4)
		s.Shot("keymap-"+string(c.lang)+"-"+string(c.mode)+map[float32]string{1: "", 2: "-200"}[c.scale], 1)
	}
}
