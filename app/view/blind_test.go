package view_test

import (
	"bytes"
	"image"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/widget"
)

var hide = ctrl("D")

func TestOneKeyHidesTheTextAndTheSameKeyOrEscapeShowsItAgain(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.Focus("home.last")
	for name, back := range map[string]func(){
		"the same key": func() { h.Shortcut(hide, 0) },
		"Escape":       func() { h.Key(fyne.KeyEscape) },
	} {
		h.ClearTrace()
		h.Shortcut(hide, 0)
		if !h.Traced("hidden") || h.Traced("shown") {
			t.Fatalf("%s: trace %s", name, h.Trace())
		}
		if !strings.Contains(h.Words(), "Tryck Ctrl+D eller Esc för att visa den igen.") {
			t.Errorf("words %s", h.Words())
		}
		back()
		if !h.Traced("shown") || h.Focused() != "home.last" {
			t.Errorf("%s: the focus is on %q, trace %s", name, h.Focused(), h.Trace())
		}
	}
	if h.locked != 0 || strings.Count(strings.Join(h.log, " "), "hush home") != 2 {
		t.Errorf("locked %d, log %v", h.locked, h.log)
	}
}

// A picture with the text hidden is the same whatever the text was.
func TestNothingBeneathShowsInThePicture(t *testing.T) {
	picture := func(room string, hidden bool) []byte {
		h := newHouse(t, app.Swedish)
		h.enter()
		h.frame.Go(room)
		h.frame.Ask(widget.Question{ID: "send", Title: "Skicka " + room + "?", Yes: "Skicka"}, func() {})
		if hidden {
			h.Shortcut(hide, 0)
		}
		h.Settle()
		i, ok := h.Window.Canvas().Capture().(*image.NRGBA)
		if !ok {
			t.Fatal("another kind of picture")
		}
		return i.Pix
	}
	if !bytes.Equal(picture("home", true), picture("settings", true)) {
		t.Error("the picture tells what lies beneath")
	}
	// The control: without the blind it does.
	if bytes.Equal(picture("home", false), picture("settings", false)) {
		t.Error("the comparison sees nothing")
	}
}

func TestKeysTypedWhileHiddenGoNowhere(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.Window.Canvas().Unfocus()
	press := func() {
		for _, k := range []fyne.KeyName{fyne.KeyF4, fyne.KeyReturn, fyne.KeySpace, fyne.KeyTab, fyne.KeyDelete} {
			h.Key(k)
		}
		h.Rune('å')
		for _, n := range []string{"2", "Z", "S"} {
			h.Shortcut(ctrl(n), 0)
		}
	}
	h.Shortcut(hide, 0)
	h.log = nil
	press()
	if typed := h.rooms["home"].typed; typed != "" || h.frame.Here() != "home" || len(h.log) > 0 || h.Traced("shown") {
		t.Errorf("the room got %q, at %q, log %v", typed, h.frame.Here(), h.log)
	}
	h.Key(fyne.KeyEscape)
	press() // the control
	if typed := h.rooms["home"].typed; typed == "" || h.frame.Here() != "interview" {
		t.Errorf("the room got %q, at %q", typed, h.frame.Here())
	}
}

// A held key repeats; the text must not flicker, nor the repeats be typed.
func TestAHeldKeyHidesOnceAndShowsOnce(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	for round := range 2 {
		h.ClearTrace()
		h.Shortcut(hide, 20)
		if n := strings.Count(h.Trace(), "event hidden"); n != 1 || h.Traced("shown") {
			t.Errorf("round %d: hidden %d times, trace %s", round, n, h.Trace())
		}
		h.ClearTrace()
		h.Shortcut(hide, 20)
		if n := strings.Count(h.Trace(), "event shown"); n != 1 || h.Traced("hidden") {
			t.Errorf("round %d: shown %d times, trace %s", round, n, h.Trace())
		}
	}
}

func TestTheRecordingSignStandsOnTheBlind(t *testing.T) {
	h := newHouse(t, app.English)
	h.enter()
	h.held = "recording"
	h.Shortcut(hide, 0)
	if !strings.HasPrefix(h.Words(), "The text is hidden") || !strings.Contains(h.Words(), "Spelar in 12:34") {
		t.Errorf("words %s", h.Words())
	}
	h.Shot("frame-blind", 1)
	if h.frame.Covered() || h.locked != 0 {
		t.Error("hiding is not locking")
	}
}

func TestOneCanLockWhileHidden(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.Shortcut(hide, 0)
	h.Shortcut(ctrl("L"), 0)
	if h.locked != 1 {
		t.Error("not locked")
	}
	h = newHouse(t, app.Swedish)
	h.enter()
	h.held = "recording"
	h.Shortcut(hide, 0)
	h.Shortcut(ctrl("L"), 0)
	if !h.frame.Covered() || h.Focused() != "cover.passphrase" {
		t.Errorf("covered %v, focus on %q", h.frame.Covered(), h.Focused())
	}
	h.Shortcut(hide, 0)
	if h.Focused() != "cover.passphrase" {
		t.Error("the blind lies over the cover")
	}
}

func TestIdlenessGoesOnBehindTheBlind(t *testing.T) {
	h := idleHouse(t, app.Swedish)
	h.Shortcut(hide, 0)
	h.pass(14 * time.Minute)
	if !strings.HasPrefix(h.Words(), "Texten är dold") || !strings.Contains(h.Words(), "Låser om en minut") {
		t.Errorf("words %s", h.Words())
	}
	h.Key(fyne.KeyA) // somebody stands there
	if strings.Contains(h.Words(), "Låser om en minut") || h.Traced("shown") {
		t.Errorf("words %s", h.Words())
	}
	h.pass(14 * time.Minute)
	if h.locked != 0 {
		t.Error("locked with somebody there")
	}
	h.pass(time.Minute)
	if h.locked != 1 {
		t.Error("not locked")
	}
}

// What comes up while the window is hidden comes up behind what hides it, and
// is there to be read afterwards.
func TestADialogThatOpensMeanwhileLiesBehind(t *testing.T) {
	for name, c := range map[string]struct{ cover, lift func(*house) }{
		"the blind": {
			func(h *house) { h.Shortcut(hide, 0) },
			func(h *house) { h.Key(fyne.KeyEscape) },
		},
		"the cover": {
			func(h *house) { h.held = "recording"; h.frame.LockUp() },
			func(h *house) { h.Type("cover.passphrase", "rätt"); h.Key(fyne.KeyReturn); h.WaitTrace("uncovered") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, app.Swedish)
			h.enter()
			c.cover(h)
			before := h.Window.Canvas().Overlays().Top()
			h.Bus.Publish(app.StorageTrouble{Code: app.CodeDiskFull})
			h.Settle()
			if h.Window.Canvas().Overlays().Top() != before {
				t.Fatal("the dialog lies on top")
			}
			h.Key(fyne.KeyEscape) // answers no dialog that cannot be seen
			if name == "the blind" {
				c.cover(h)
			}
			if h.Control("problem.ok") == nil {
				t.Fatal("the dialog was answered unseen")
			}
			c.lift(h)
			if h.Control("problem.ok") == nil {
				t.Fatal("the dialog is gone")
			}
			h.Press("problem.ok")
			if h.Control("problem.ok") != nil || h.Focused() != "home.first" {
				t.Errorf("the focus is on %q", h.Focused())
			}
			h.ClearTrace()
			h.Key(fyne.KeyF3)
			if h.rooms["home"].typed != "F3" {
				t.Errorf("the room got %q", h.rooms["home"].typed)
			}
		})
	}
}

// A dialog that closes by itself, because its work is done, takes nothing of
// what hides the window with it.
func TestADialogThatClosesMeanwhileDoesNotUncover(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.frame.Ask(widget.Question{ID: "send", Title: "Skicka?", Yes: "Skicka"}, func() {})
	yes := h.Must("send.yes").(*widget.Button)
	h.Shortcut(hide, 0)
	over := h.Window.Canvas().Overlays().Top()
	yes.OnTapped()
	h.Settle()
	if h.Window.Canvas().Overlays().Top() != over {
		t.Fatal("the text shows")
	}
	h.Shortcut(hide, 0)
	if h.Focused() != "home.first" {
		t.Errorf("the focus is on %q", h.Focused())
	}
}

func TestLockingWorksThroughADialogAndFromEveryControl(t *testing.T) {
	lock := ctrl("L")
	for name, where := range map[string]func(*house){
		"a room":              func(h *house) {},
		"nothing focused":     func(h *house) { h.Window.Canvas().Unfocus() },
		"the rail":            func(h *house) { h.Focus("rail.settings") },
		"the desk's own keys": func(h *house) { h.frame.Go("desk") },
		"a question": func(h *house) {
			h.frame.Ask(widget.Question{ID: "send", Title: "Skicka?", Yes: "Skicka"}, func() {})
		},
		"a problem":    func(h *house) { h.frame.Problem(app.Fail(app.CodeDiskFull, nil)) },
		"a file field": func(h *house) { h.frame.Pick(widget.Pick{ID: "wav", Title: "Ljudfil"}, func(string) {}) },
		"a file list": func(h *house) {
			h.frame.Pick(widget.Pick{ID: "wav", Title: "Ljudfil"}, func(string) {})
			h.Press("wav.browse")
			h.Wait("the list", func() bool { return h.Focused() == "wav.list" })
		},
		"a field that was disabled": func(h *house) {
			h.frame.Pick(widget.Pick{ID: "wav", Title: "Ljudfil"}, func(string) {})
			h.Must("wav.path").(*widget.Entry).Disable()
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, app.Swedish)
			h.enter()
			where(h)
			h.Shortcut(lock, 0)
			if h.locked != 1 {
				t.Error("not locked")
			}
		})
	}
}

// What a closed room still shows is gone before the last of it is written.
func TestTheWindowIsEmptyOnceItLocks(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.enter()
	h.Shortcut(ctrl("L"), 0)
	if !strings.Contains(h.Words(), "Låser. Det sista sparas.") {
		t.Errorf("words %s", h.Words())
	}
	locked := h.Window.Canvas().Capture().(*image.NRGBA).Pix
	h = newHouse(t, app.Swedish)
	h.enter()
	h.frame.Go("settings")
	h.Shortcut(ctrl("L"), 0)
	if !bytes.Equal(locked, h.Window.Canvas().Capture().(*image.NRGBA).Pix) {
		t.Error("the picture tells which room was open")
	}
}

// What was copied here does not outlive the session on the clipboard; what
// others put there is left alone.
func TestLockingTakesWhatWasCopiedOffTheClipboard(t *testing.T) {
	for name, c := range map[string]struct {
		then func(fyne.Clipboard)
		want string
	}{
		"ours":               {func(fyne.Clipboard) {}, ""},
		"somebody else's":    {func(c fyne.Clipboard) { c.SetContent("ett bussbiljettnummer") }, "ett bussbiljettnummer"},
		"nothing was copied": {nil, "ett bussbiljettnummer"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, app.Swedish)
			h.enter()
			clip := fyne.CurrentApp().Clipboard()
			clip.SetContent("ett bussbiljettnummer")
			if c.then != nil {
				field := h.Kit.Entry("x", "")
				field.SetText("Katten heter Sixten")
				field.TypedShortcut(&fyne.ShortcutSelectAll{})
				field.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
				if clip.Content() != "Katten heter Sixten" {
					t.Fatal("nothing was copied: the test shows nothing")
				}
				c.then(clip)
			}
			h.Shortcut(ctrl("L"), 0)
			if got := clip.Content(); got != c.want || h.locked != 1 {
				t.Errorf("the clipboard holds %q", got)
			}
		})
	}
}
