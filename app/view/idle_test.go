package view_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

func idleHouse(t *testing.T, lang app.Language) *house {
	h := newHouse(t, lang)
	h.limit = 15 * time.Minute
	h.enter()
	return h
}

func (h *house) pass(d time.Duration) { h.Pass(h.clock, d) }

func TestItLocksWhenNobodyHasTouchedItAndSaysSoAMinuteBefore(t *testing.T) {
	h := idleHouse(t, app.Swedish)
	h.pass(14*time.Minute - time.Second)
	if h.Traced("idle soon") {
		t.Fatal("told too early")
	}
	h.pass(time.Second)
	if !strings.Contains(h.Words(), "Låser om en minut. Tryck på valfri tangent") || h.locked != 0 {
		t.Fatalf("locked %d, words %s", h.locked, h.Words())
	}
	h.Shot("frame-idle", 1)
	h.pass(time.Minute - time.Second)
	if h.locked != 0 {
		t.Fatal("locked too early")
	}
	h.pass(time.Second)
	if h.locked != 1 || h.log[len(h.log)-1] != "close home" {
		t.Errorf("locked %d, log %v", h.locked, h.log)
	}
}

// Each of these shows that somebody is here; the control is the test above,
// where none comes.
func TestWhatCountsAsSomebodyBeingHere(t *testing.T) {
	for name, touch := range map[string]func(*house){
		"a key in a control":         func(h *house) { h.Key(fyne.KeyTab) },
		"a key with nothing focused": func(h *house) { h.Window.Canvas().Unfocus(); h.Key(fyne.KeyF3) },
		"a key in a field":           func(h *house) { h.Kit.Entry("x", "").KeyDown(&fyne.KeyEvent{Name: fyne.KeyA}) },
		"a movement of the mouse":    func(h *house) { h.moveMouse() },
		"a sound being played":       func(h *house) { h.Bus.Publish(app.PlaybackChanged{}); h.Settle() },
		"a scroll":                   func(h *house) { h.scroll() },
	} {
		t.Run(name, func(t *testing.T) {
			h := idleHouse(t, app.Swedish)
			for range 3 {
				h.pass(14*time.Minute + 30*time.Second)
				if !h.Traced("idle soon") {
					t.Fatalf("the notice did not come: %s", h.Trace())
				}
				touch(h)
				if !h.Traced("idle back") || strings.Contains(h.Words(), "Låser om") {
					t.Fatalf("the notice stays: %s", h.Words())
				}
				h.ClearTrace()
			}
			if h.locked != 0 {
				t.Error("locked with somebody here")
			}
			h.pass(15 * time.Minute)
			if h.locked != 1 {
				t.Error("not locked once nobody was")
			}
		})
	}
}

// scroll turns the wheel over the room.
func (h *house) scroll() {
	by := float32(-40)
	h.Each(func(o fyne.CanvasObject) {
		if s, ok := o.(*container.Scroll); ok {
			if s.Offset.Y > 0 {
				by = 40
			}
			s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, by)})
		}
	})
}

// moveMouse asks what lies under the mouse for its cursor, as the driver does
// at each movement: only what lies in the topmost overlay, if there is one.
func (h *house) moveMouse() {
	c := h.Window.Canvas()
	under := fyne.CanvasObject(c.Content())
	if o := c.Overlays().Top(); o != nil {
		under = o
	}
	viewtest.Within(under, func(o fyne.CanvasObject) {
		if d, ok := o.(desktop.Cursorable); ok {
			d.Cursor()
		}
	})
}

func TestTheMouseCountsOverADialogToo(t *testing.T) {
	h := idleHouse(t, app.Swedish)
	h.frame.Ask(widget.Question{ID: "send", Title: "Skicka?", Yes: "Skicka"}, func() {})
	h.pass(14 * time.Minute)
	h.moveMouse()
	h.pass(14 * time.Minute)
	if h.locked != 0 {
		t.Error("locked")
	}
}

func TestAnOpenDialogDoesNotKeepItFromLocking(t *testing.T) {
	h := idleHouse(t, app.Swedish)
	h.frame.Ask(widget.Question{ID: "send", Title: "Skicka?", Yes: "Skicka"}, func() {})
	h.pass(15 * time.Minute)
	if h.locked != 1 {
		t.Error("not locked")
	}
}

func TestWhileRecordingIdlenessOnlyHidesTheScreen(t *testing.T) {
	h := idleHouse(t, app.Swedish)
	h.held = "recording"
	h.pass(14 * time.Minute)
	if !strings.Contains(h.Words(), "Skärmen döljs om en minut. Det som pågår fortsätter.") {
		t.Errorf("words %s", h.Words())
	}
	h.pass(time.Hour)
	if h.locked != 0 || !h.frame.Covered() {
		t.Fatalf("locked %d, covered %v", h.locked, h.frame.Covered())
	}
	// Whoever lifts the cover is here, and the count begins anew.
	h.Type("cover.passphrase", "rätt")
	h.Key(fyne.KeyReturn)
	h.WaitTrace("uncovered")
	h.held = ""
	h.pass(14 * time.Minute)
	if h.locked != 0 {
		t.Error("locked too soon after the cover was lifted")
	}
	h.pass(time.Minute)
	if h.locked != 1 {
		t.Error("not locked")
	}
}

func TestNothingIsLockedBeforeTheVaultIsOpen(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.limit = 5 * time.Minute
	h.frame.Alone("unlock", &fakeRoom{stage: h.Stage, name: "unlock", log: &h.log, cancel: func() {}})
	h.pass(time.Hour)
	if h.locked != 0 || h.Traced("idle") {
		t.Error("the way in was locked")
	}
}

func TestAChangedLimitHoldsAtOnce(t *testing.T) {
	h := idleHouse(t, app.Swedish)
	h.limit = time.Hour
	h.pass(30 * time.Minute)
	if h.locked != 0 {
		t.Fatal("the old limit holds")
	}
	h.limit = 5 * time.Minute
	h.pass(30 * time.Second)
	if h.locked != 1 {
		t.Error("the new limit does not hold")
	}
}

func TestAProcessThatWasStoppedLocksWhenItGoesOn(t *testing.T) {
	h := idleHouse(t, app.Swedish)
	h.Jump(h.clock, time.Hour)
	if h.locked != 1 {
		t.Error("not locked")
	}
}

func TestAShortLimitIsToldAtHalfTime(t *testing.T) {
	h := idleHouse(t, app.English)
	h.limit = 20 * time.Second
	h.frame.Touched()
	h.pass(21 * time.Second) // by the look that still went by the longer limit
	if h.locked != 1 {
		t.Error("not locked")
	}
	h = newHouse(t, app.English)
	h.limit = 20 * time.Second
	h.enter()
	h.pass(10 * time.Second)
	if !strings.Contains(h.Words(), "Locks shortly.") || h.locked != 0 {
		t.Errorf("words %s", h.Words())
	}
}
