package widget

// Heard returns the utterance the playhead is in, 0 before the first.
func (u *Utterances) Heard() uint64 { return u.playing }
