package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"barnrost/app/supply"
	"barnrost/audio"
)

const (
	// hourOfSound is what an hour takes in the vault, in bytes: the samples, and
	// a part in twenty for what they are sealed in and the peaks.
	hourOfSound = 3600 * audio.Rate * 2 * 21 / 20
	// suppliesEvery is how often they are looked at during a recording.
	suppliesEvery = 15 * time.Second
)

// lacking lists what the machine lacks for an hour's recording into a folder;
// the words lie under recording.warning.<key>.
func lacking(dir string) (keys []string) {
	if room, ok := supply.Room(dir); ok && room < hourOfSound {
		keys = append(keys, "disk")
	}
	if b, ok := supply.Power(); ok && b.Low() {
		keys = append(keys, "battery")
	}
	return keys
}

// supplies watches what a recording needs of the machine. It is safe for
// concurrent use.
type supplies struct {
	mu  sync.Mutex
	now []string
}

// lacks is what was lacking at the last look.
func (s *supplies) lacks() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.now)
}

// watch looks until ctx ends and tells when something changed.
func (s *supplies) watch(ctx context.Context, look func() []string, ticks <-chan time.Time, changed func()) {
	for {
		now := look()
		s.mu.Lock()
		turned := !slices.Equal(now, s.now)
		s.now = now
		s.mu.Unlock()
		if turned {
			changed()
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
}
