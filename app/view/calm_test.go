package view_test

import (
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/view"
)

// still is a room that is calm when it says so.
type still struct {
	view.Room
	calm bool
}

func (s *still) Calm() bool { return s.calm }

func TestACalmRoomHasTheWindowToItselfForAsLongAsItWants(t *testing.T) {
	h := newHouse(t, app.Swedish)
	room := &still{}
	place := view.Place{ID: "interview", Open: func() view.Room {
		room.Room = h.place("interview").Open()
		return room
	}}
	h.frame.Enter([]view.Place{place}, "interview")
	h.Settle()
	for _, calm := range []bool{true, true, false} {
		room.calm = calm
		h.Bus.Publish(app.RoomChanged{})
		h.Settle()
		stops, words := h.TabStops(), h.Words()
		if slices.Contains(stops, "frame.lock") == calm || slices.Contains(stops, "rail.interview") == calm || strings.Contains(words, "Intervjuer") == calm {
			t.Errorf("calm %v: Tab comes to %v, words %s", calm, stops, words)
		}
	}
	room.calm = true
	h.frame.Go("interview") // a room that is calm from the first
	h.Settle()
	if slices.Contains(h.TabStops(), "frame.lock") {
		t.Error("it opens with the frame around it")
	}
}
