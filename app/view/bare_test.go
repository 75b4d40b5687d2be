package view_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/view"
)

// bare opens one room while the vault is locked.
func (h *house) bare() {
	h.frame.Bare([]view.Place{h.place("interview")}, "interview")
	h.Settle()
}

func TestARoomOfALockedVaultHasTheWindowToItself(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.bare()
	if stops := h.TabStops(); slices.Contains(stops, "frame.lock") || slices.Contains(stops, "rail.interview") {
		t.Errorf("Tab comes to %v", stops)
	}
	h.frame.Go("interview") // also when it is opened anew
	h.Settle()
	if strings.Contains(h.Words(), "Intervjuer") {
		t.Errorf("the rail or the title stands there: %s", h.Words())
	}
	h.enter() // the control
	if stops := h.TabStops(); !slices.Contains(stops, "frame.lock") {
		t.Errorf("after unlocking Tab comes to %v", stops)
	}
}

func TestNobodyIsLockedOutOfARoomOfALockedVaultForBeingIdle(t *testing.T) {
	h := newHouse(t, app.Swedish)
	h.limit = time.Minute
	h.bare()
	h.Pass(h.clock, time.Hour)
	h.Settle()
	if h.locked > 0 || h.frame.Covered() {
		t.Error("it locked")
	}
	h.enter() // the control
	h.Pass(h.clock, time.Hour)
	h.Settle()
	if h.locked == 0 {
		t.Error("the open vault did not lock")
	}
}

// Closing the window never stops a recording, and with nothing behind it to
// guard the cover is taken away without a passphrase.
func TestClosingDuringARecordingAtTheTableCoversAndNeedsNoPassphrase(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		h := newHouse(t, lang)
		h.bare()
		h.held = "recording"
		h.frame.CloseUp()
		h.Settle()
		if h.closed > 0 || h.stops > 0 || !h.frame.Covered() || h.Control("cover.passphrase") != nil {
			t.Errorf("closed %d, stopped %d, covered %v", h.closed, h.stops, h.frame.Covered())
		}
		if h.Focused() != "cover.show" {
			t.Errorf("the focus is at %q", h.Focused())
		}
		h.Shot("bare-cover-"+string(lang), 1)
		h.Press("cover.show")
		h.Settle()
		if h.frame.Covered() || h.locked > 0 {
			t.Error("the cover stays")
		}
		h.frame.CloseUp()
		h.held = ""
		h.Bus.Publish(app.RecordingChanged{})
		h.Settle()
		if h.closed != 1 {
			t.Errorf("closed %d times once the recording was over", h.closed)
		}
	}
}
