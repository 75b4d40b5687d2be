package playback

import "barnrost/audio/stretch"

// again is a stretch that is heard once more, at a speed of its own, up to where
// the player was.
type again struct {
	on    bool
	to    int64
	speed float64
}

// Again plays the samples from and up to to once at speed, and then goes on from
// to as it would have. Seeking, looping and setting the speed end it where they
// are. It does not start a paused player.
func (p *Player) Again(from, to int64, speed float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	from, to = max(0, from), min(to, p.source.Len())
	if from >= to {
		return
	}
	p.again = again{true, to, max(stretch.MinSpeed, min(stretch.MaxSpeed, speed))}
	p.begin(from)
}

// AgainTo returns where what is heard again ends, while it is.
func (p *Player) AgainTo() (to int64, on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.again.to, p.again.on
}
