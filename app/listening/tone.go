package listening

// SetLift lifts a quiet voice while it is played, or stops that. What is stored
// is never changed.
func (s *Session) SetLift(on bool) {
	c := s.player.Tone()
	c.Lift = on
	s.player.SetTone(c)
	wake(s.changed)
}

// Lifts reports whether a quiet voice is lifted.
func (s *Session) Lifts() bool { return s.player.Tone().Lift }

// CutRumble takes away what lies below every voice while it is played, or stops
// that.
func (s *Session) CutRumble(on bool) {
	c := s.player.Tone()
	c.Rumble = on
	s.player.SetTone(c)
	wake(s.changed)
}

// CutsRumble reports whether it does.
func (s *Session) CutsRumble() bool { return s.player.Tone().Rumble }
