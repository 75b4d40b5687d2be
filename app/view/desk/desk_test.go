package desk

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
)

func TestKeysPlayWhileTyping(t *testing.T) {
	s := open(t, &vault{})
	s.write("Hej")
	s.hit(fyne.KeyF4, 0)
	if !s.tape.playing || !s.Traced("desk playing") {
		t.Fatal("F4 does not play")
	}
	s.hit(fyne.KeySpace, fyne.KeyModifierControl)
	if s.tape.playing || !s.Traced("desk paused") {
		t.Fatal("Ctrl+Space does not pause")
	}
	s.tape.at = 60_000
	s.hit(fyne.KeyF3, 0)
	s.hit(fyne.KeyF5, 0)
	s.hit(fyne.KeyF5, 0)
	if s.tape.at != 65_000 {
		t.Errorf("the sound is at %d", s.tape.at)
	}
	s.hit(fyne.KeyF8, 0)
	s.hit(fyne.KeyF8, 0)
	s.hit(fyne.KeyF9, 0)
	if s.tape.speed != 0.9 {
		t.Errorf("the speed is %v", s.tape.speed)
	}
	s.hit(fyne.KeyEscape, 0)
	if s.tape.playing {
		t.Error("Esc started the sound")
	}
	s.write(" du")
	if u := s.room.doc.At(0); u.Text != "Hej du" {
		t.Errorf("the text became %q", u.Text)
	}
	s.room.Close()
}

func TestSpeedStaysWithinItsBounds(t *testing.T) {
	s := open(t, &vault{})
	for range 30 {
		s.hit(fyne.KeyF8, 0)
	}
	if s.tape.speed != slowest {
		t.Errorf("slowest is %v", s.tape.speed)
	}
	for range 30 {
		s.hit(fyne.KeyF9, 0)
	}
	if s.tape.speed != fastest {
		t.Errorf("fastest is %v", s.tape.speed)
	}
	s.room.Close()
}

func TestTheFocusGoesBackToTheTextAfterEveryButton(t *testing.T) {
	s := open(t, &vault{})
	for _, id := range []string{"desk.play", "desk.back", "desk.forward", "desk.slower", "desk.faster", "desk.side", "desk.side", "desk.mark1"} {
		s.Press(id)
		if s.Focused() != "desk.text" {
			t.Errorf("after %s the focus is at %q", id, s.Focused())
		}
	}
	// With a button in focus, keys and letters still mean what they mean.
	s.tape.playing = false
	s.Focus("desk.back")
	s.Key(fyne.KeyF4)
	if !s.tape.playing || s.Focused() != "desk.text" {
		t.Errorf("F4 on a button: playing %v, focus %q", s.tape.playing, s.Focused())
	}
	s.Focus("desk.back")
	s.Rune('å')
	if s.Focused() != "desk.text" || s.room.doc.Len() == 0 || s.room.doc.At(0).Text != "å" {
		t.Error("a letter typed on a button was lost")
	}
	s.room.Close()
}

// Fyne brings a press of the space bar in two parts: the key, which presses the
// button, and the letter, which comes to whatever then has the focus.
func TestTheSpaceThatPressesAButtonIsNotTyped(t *testing.T) {
	s := open(t, &vault{})
	s.write("hej")
	space := &fyne.KeyEvent{Name: fyne.KeySpace}
	press := func() {
		down := s.Window.Canvas().Focused().(desktop.Keyable)
		down.KeyDown(space)
		s.Window.Canvas().Focused().TypedKey(space)
		s.Window.Canvas().Focused().TypedRune(' ')
		down.KeyUp(space)
		s.Settle()
	}
	s.Focus("desk.play")
	press()
	if s.Focused() != "desk.text" || s.room.doc.At(0).Text != "hej" {
		t.Errorf("the text became %q, the focus is at %s", s.room.doc.At(0).Text, s.Focused())
	}
	press() // the control: the same press in the text is a space
	if s.room.doc.At(0).Text != "hej " {
		t.Errorf("a space cannot be typed: %q", s.room.doc.At(0).Text)
	}
	s.room.Close()
}

func TestOneComesBackExactlyWhereOneWas(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	for i := range 60 {
		s.tape.at = int64(i) * 2_000
		s.write(fmt.Sprintf("rad %d", i))
		s.hit(fyne.KeyReturn, 0)
	}
	s.room.list.GoTo(transcript.Place{ID: s.room.doc.At(30).ID, Pos: 4})
	s.tape.at, s.tape.speed = 61_234, 0.8
	before := s.room.list.View()
	s.Press("desk.side")
	s.room.Close()

	again := open(t, v)
	if got := again.room.list.View(); got.Caret != before.Caret || got.Top != before.Top {
		t.Errorf("came back to %+v, was at %+v", got, before)
	}
	if again.tape.at != 61_234 || again.tape.speed != 0.8 || again.room.side.shown() {
		t.Errorf("sound at %d, speed %v, side %v", again.tape.at, again.tape.speed, again.room.side.shown())
	}
	again.write("X")
	again.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{})
	again.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{})
	if again.room.doc.Len() != 60 {
		t.Errorf("undo over the restart left %d utterances", again.room.doc.Len())
	}
	again.room.Close()
}

func TestWithoutSoundTheTextStillWorks(t *testing.T) {
	for name, change := range map[string]func(*Material){
		"no speaker":   func(m *Material) { m.Sound, m.SoundErr = nil, app.Fail(app.CodeNoSpeaker, nil) },
		"running":      func(m *Material) { m.Sound, m.Recording.Status = nil, app.SoundRunning },
		"no recording": func(m *Material) { m.Sound, m.Recording, m.Peaks = nil, app.Recording{}, nil },
		"disposed of": func(m *Material) {
			m.Sound, m.Recording, m.Peaks, m.SoundErr = nil, app.Recording{}, nil, app.Fail(app.CodeDisposed, nil)
		},
		"locked away": func(m *Material) {
			m.Sound, m.Recording, m.Peaks, m.SoundErr = nil, app.Recording{}, nil, app.Fail(app.CodeBlocked, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := enter(t, &vault{}, app.Swedish, theme.Light, change)
			s.WaitTrace("desk ready")
			s.write("ändå")
			for _, k := range []fyne.KeyName{fyne.KeyF4, fyne.KeyF3, fyne.KeyF8, fyne.KeyEscape} {
				s.hit(k, 0)
			}
			s.hit(fyne.KeyReturn, 0)
			told := strings.Contains(s.Words(), "Ljudet är gallrat")
			s.room.Close()
			if got := s.v.text(t); got != "0 interviewer: ändå\n0 child: " {
				t.Errorf("the vault holds %q", got)
			}
			if (name == "no speaker") != s.Traced("problem no-speaker") || (name == "locked away") != s.Traced("problem blocked") {
				t.Error("the reason is not told")
			}
			if (name == "disposed of") != told {
				t.Error("that the sound was disposed of is not told, or told of another")
			}
		})
	}
}

func TestATextThatCannotBeOpenedIsToldInWords(t *testing.T) {
	v := &vault{fail: app.Fail(app.CodeVaultDamaged, nil)}
	s := enter(t, v, app.Swedish, theme.Light, nil)
	s.WaitTrace("problem vault-damaged")
	s.room.Close()
	s = enter(t, &vault{snapshot: []byte{9}}, app.Swedish, theme.Light, nil)
	s.WaitTrace("problem newer-format")
	s.room.Close()
}

func TestLeavingBeforeItOpenedGivesTheSoundBack(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	gate, back := make(chan struct{}), 0
	r := New(Deps{
		Kit: s.Kit, Bus: s.Bus, Window: s.Window,
		Open:    func(context.Context) (Material, error) { <-gate; return Material{Text: &vault{}}, nil },
		Release: func(Material) { back++ },
	})
	r.Close()
	close(gate)
	s.Wait("the sound", func() bool { return back == 1 })
}

func TestADeskThatCouldNotBeOpenedIsOpenedAgainByOneKey(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	fails := true
	r := New(Deps{
		Kit: s.Kit, Bus: s.Bus, Window: s.Window,
		Open: func(context.Context) (Material, error) {
			if fails {
				return Material{}, app.Fail(app.CodeDiskTrouble, nil)
			}
			return Material{Text: &vault{}}, nil
		},
	})
	s.Show(r.Content())
	r.Focus()
	s.Wait("the way on", func() bool { return s.Focused() == "desk.again" })
	fails = false
	s.Key(fyne.KeySpace)
	s.WaitTrace("desk ready")
	s.Wait("the text", func() bool { return s.Focused() == "desk.text" })
	r.Close()
}

func TestThePlayheadMovesAndTheEndIsSeen(t *testing.T) {
	s := open(t, &vault{})
	s.hit(fyne.KeyF4, 0)
	s.tape.at = 4_000
	s.Bus.Publish(app.PlaybackChanged{})
	s.Settle()
	if got := s.room.wave.Playhead(); got != 4_000 {
		t.Errorf("the playhead is at %d", got)
	}
	s.tape.playing = false // the sound ended
	s.Bus.Publish(app.PlaybackChanged{})
	s.WaitTrace("desk paused")
	s.hit(fyne.KeyF4, 0)
	s.room.Close()
	if s.tape.playing {
		t.Error("leaving lets it play on")
	}
}

func TestHeadphonesPulledOutAreToldOnceAndForgottenWhenBack(t *testing.T) {
	s := open(t, &vault{})
	s.tape.err = app.Fail(app.CodeNoSpeaker, nil)
	for range 5 {
		s.Bus.Publish(app.PlaybackChanged{})
		s.Settle()
	}
	if n := strings.Count(s.Trace(), "problem no-speaker"); n != 1 {
		t.Errorf("told %d times", n)
	}
	what, _, _ := s.Text.Problem(s.tape.err)
	if !strings.Contains(s.Words(), what) {
		t.Errorf("shown:\n%s", s.Words())
	}
	s.write("ändå")
	s.tape.err = nil
	s.hit(fyne.KeyF4, 0)
	if strings.Contains(s.Words(), what) || !s.tape.playing {
		t.Error("the message stays though it plays again")
	}
	s.room.Close()
}

func TestF2GoesToWhatTheTypistWasNotSureOf(t *testing.T) {
	s := open(t, &vault{})
	s.write("hej [ohörbart 00:00:03] du")
	s.hit(fyne.KeyReturn, 0)
	s.write("ja [?Skara?]")
	s.hit(fyne.KeyF2, 0)
	if c := s.room.list.Caret(); c != (transcript.Place{ID: s.room.doc.At(0).ID, Pos: 4}) {
		t.Errorf("the caret is at %v", c)
	}
	s.second()
	if !strings.Contains(s.Words(), "Osäkert (2)") {
		t.Errorf("the side says:\n%s", s.Words())
	}
	s.room.Close()
}

func TestLockAndUnknownShortcutsGoToTheWindow(t *testing.T) {
	s := open(t, &vault{})
	s.hit(fyne.KeyL, fyne.KeyModifierControl)
	if len(s.passed) != 1 {
		t.Error("Ctrl+L did not reach the window")
	}
	s.room.Close()
}

func TestShortcutsWorkWithoutFocusButNotThroughADialog(t *testing.T) {
	s := open(t, &vault{})
	c := s.Window.Canvas()
	play := &desktop.CustomShortcut{KeyName: fyne.KeySpace, Modifier: fyne.KeyModifierControl}
	press := func() { s.room.shortcut(play) } // what the canvas calls
	c.Unfocus()
	press()
	if !s.tape.playing || s.Focused() != "desk.text" {
		t.Fatalf("playing %v, focus %q", s.tape.playing, s.Focused())
	}
	veil := s.Kit.Body("")
	c.Overlays().Add(veil)
	press()
	if !s.tape.playing {
		t.Error("a key went through the dialog")
	}
	c.Overlays().Remove(veil)
	s.room.Close()
	press()
	if s.tape.playing {
		t.Error("a desk that was left still hears keys")
	}
}

func TestTheDeskLooksRight(t *testing.T) {
	for _, c := range []struct {
		lang  app.Language
		mode  theme.Mode
		scale float32
		side  bool
	}{{app.Swedish, theme.Light, 1, true}, {app.Swedish, theme.Dark, 1, true}, {app.English, theme.Light, 1, false}, {app.Swedish, theme.Light, 2, true}} {
		textScale = c.scale
		s := enter(t, &vault{}, c.lang, c.mode, nil)
		textScale = 1
		w, h := float32(1280-200), float32(800-64)
		s.Size(w, h)
		s.WaitTrace("desk ready")
		for i, line := range []string{
			"Nu är inspelningen igång. Vill du berätta hur det var första gången du kom till kontoret? Ta den tid du behöver.",
			"Jag vet inte. Det var läskigt. Men [ohörbart 00:00:07] hade en hund med sig.",
			"En hund?", "Ja. Den hette Kex och den fick sitta i mitt knä hela tiden, så då gick det bra.",
		} {
			s.tape.at = int64(i)*3_500 + 2_000
			if i > 0 {
				s.hit(fyne.KeyReturn, 0)
			}
			s.write(line)
			if got := s.room.doc.At(i).Text; got != line {
				t.Errorf("typed %q, kept %q", line, got)
			}
		}
		s.second()
		if s.room.side.shown() != c.side {
			s.Press("desk.side")
		}
		s.hit(fyne.KeyF4, 0)
		s.Shot(fmt.Sprintf("desk-%s-%s-%g", c.lang, c.mode, c.scale), 1)
		s.room.Close()
	}
	empty := enter(t, &vault{}, app.Swedish, theme.Light, func(m *Material) { m.Sound, m.SoundErr = nil, app.Fail(app.CodeNoSpeaker, nil) })
	empty.Size(1080, 736)
	empty.WaitTrace("desk ready")
	empty.Shot("desk-empty", 1)
	empty.room.Close()
}
