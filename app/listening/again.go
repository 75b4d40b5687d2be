package listening

import "time"

// How slow replay and loop are, and what a break is.
const (
	replayMillis = 5_000
	replaySpeed  = 0.7
	tailMillis   = 6_000

	// After longBreak one has lost the thread, and playing on steps back this
	// much more. Whoever has chosen not to step back on pause is left where they
	// were.
	longBreak   = 5 * time.Minute
	breakMillis = 3_000
)

// SlowReplay plays the last 5 s once more at 70 %, and then goes on at the
// person's own speed from where it was. Pressed again before that, it begins
// again. Pausing, moving and changing the speed end it where it has come to.
func (s *Session) SlowReplay() {
	until, on := s.player.AgainTo()
	if !on {
		until = s.player.Position()
	}
	s.player.Again(until-s.samples(replayMillis), until, replaySpeed)
	s.mu.Lock()
	s.rested = time.Time{}
	s.mu.Unlock()
	s.ensurePlaying()
}

// Replaying reports whether a slow replay is under way.
func (s *Session) Replaying() bool {
	_, on := s.player.AgainTo()
	return on
}

// ToggleLoop plays the last 6 s again and again, until it is called again or one
// goes elsewhere. With any loop under way it ends that, and plays on.
func (s *Session) ToggleLoop() {
	if s.Looping() {
		s.Unloop()
		return
	}
	pos := s.player.Position()
	from := max(0, pos-s.samples(tailMillis))
	if pos <= from {
		return // nothing has been heard yet
	}
	s.loop(from, pos, true)
	s.ensurePlaying()
}

// Looping reports whether a loop is set.
func (s *Session) Looping() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.to > 0
}

// loop sets a loop; tail tells that it is of the last seconds.
func (s *Session) loop(from, to int64, tail bool) {
	s.mu.Lock()
	s.from, s.to, s.tail = from, to, tail
	s.rested = time.Time{}
	s.mu.Unlock()
	s.player.Loop(from, to)
	wake(s.changed)
}

func (s *Session) ensurePlaying() {
	if s.Playing() {
		wake(s.changed)
		return
	}
	s.Play()
}

// HoldStart plays for as long as a pedal is held down; HoldEnd lets go of it,
// which is a pause and steps back. A HoldEnd without a HoldStart, as from a
// pedal that was down when the room opened, does nothing.
func (s *Session) HoldStart() {
	s.mu.Lock()
	s.held = true
	s.mu.Unlock()
	s.ensurePlaying()
}

// HoldEnd is HoldStart's counterpart.
func (s *Session) HoldEnd() {
	s.mu.Lock()
	held := s.held
	s.held = false
	s.mu.Unlock()
	if held {
		s.Pause()
	}
}

// rest notes when it was paused.
func (s *Session) rest() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rested = s.now()
}

// afterRest steps back a little more when the pause was long.
func (s *Session) afterRest() {
	s.mu.Lock()
	long := !s.rested.IsZero() && s.now().Sub(s.rested) >= longBreak && s.rewind > 0
	s.rested = time.Time{}
	s.mu.Unlock()
	if long {
		pos := s.player.Position()
		s.mu.Lock()
		back := s.samples(breakMillis)
		if s.to > 0 && pos >= s.from {
			back = min(back, pos-s.from)
		}
		s.mu.Unlock()
		s.player.SeekTo(pos - back)
	}
}
