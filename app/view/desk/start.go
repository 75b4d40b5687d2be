package desk

// typingLag is how long after a word people begin to type it, in milliseconds,
// where nobody has set another time.
const typingLag = 2_000

// farthestRewind is more than a pause ever steps back, in milliseconds.
const farthestRewind = 20_000

// newStart is when a new utterance begins: where the sound has been heard to,
// less the typing lag, which is a person's time and so longer in a sound that
// goes faster. Without a sound it begins with the one the caret is in.
func (r *Room) newStart() int64 {
	s := r.m.Sound
	if s == nil {
		u, _ := r.doc.Find(r.list.Active())
		return u.Start
	}
	lag := int64(typingLag)
	if r.d.TypingLag != nil {
		lag = r.d.TypingLag()
	}
	return max(r.heardTo()-int64(float64(lag)*s.Speed()), 0)
}

// heardTo is the place last heard. A pause steps back from it, so that the
// words before it are heard again; who types meanwhile types what was heard.
func (r *Room) heardTo() int64 {
	at := r.m.Sound.PositionMillis()
	if back := r.lastHeard - at; !r.m.Sound.Playing() && back > 0 && back <= farthestRewind {
		return r.lastHeard
	}
	return at
}
