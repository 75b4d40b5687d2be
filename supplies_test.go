package main

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatARecordingLacksIsToldWhenItBeginsAndEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s supplies
		ctx, cancel := context.WithCancel(t.Context())
		looks := [][]string{nil, {"disk"}, {"disk"}, {"disk", "battery"}, nil}
		ticks, told := make(chan time.Time), 0
		var seen []int
		go s.watch(ctx, func() []string {
			now := looks[0]
			looks = looks[1:]
			return now
		}, ticks, func() { told++ })
		for len(looks) > 0 {
			synctest.Wait()
			seen = append(seen, told)
			if len(looks) > 0 {
				ticks <- time.Time{}
			}
		}
		synctest.Wait()
		if want := []int{0, 1, 1, 2, 3}; !slices.Equal(seen, want) || told != 3 || len(s.lacks()) != 0 {
			t.Errorf("told %v and %d in the end, lacking %v", seen, told, s.lacks())
		}
		cancel()
		synctest.Wait()
	})
}

func TestAnHourOfSoundIsWhatTheDiskIsAskedFor(t *testing.T) {
	if hourOfSound < 346_000_000 || hourOfSound > 400_000_000 {
		t.Errorf("an hour takes %d bytes", hourOfSound)
	}
	if got := lacking("/nowhere/at/all"); slices.Contains(got, "disk") {
		t.Error("a disk that tells nothing is taken for a full one")
	}
}
