package app

// Work is how far the transcribing of one interview has come, and how long it
// took whoever did it. It is theirs: it lies sealed beside the text, stands in
// no bundle and no log, and is compared with nobody's.
type Work struct {
	Worked  int64 // milliseconds of playing or typing
	Sound   int64 // milliseconds of the recording, 0 without one
	Covered int64 // of them, those that have text
}

// Bounds of a pace: minutes of work for a minute of sound. What lies outside
// says that the clock was not told the truth, not that somebody is that quick.
const (
	quickestPace = 1.0
	slowestPace  = 15.0
	// paceAfter is how much of an interview must have text before it tells
	// anything, and paceOver how many interviews are looked at.
	paceAfter = 3 * 60_000
	paceOver  = 5
)

// Pace is how many minutes of work a minute of sound takes, by one's own latest
// interviews, the newest first; [TranscribeFactor] as long as none tells.
func Pace(latest []Work) float64 {
	var worked, covered int64
	used := 0
	for _, w := range latest {
		if w.Covered < paceAfter || w.Worked <= 0 || used == paceOver {
			continue
		}
		used++
		worked += w.Worked
		covered += w.Covered
	}
	if covered == 0 {
		return TranscribeFactor
	}
	return min(max(float64(worked)/float64(covered), quickestPace), slowestPace)
}

// Left is how many milliseconds of work are left at a pace.
func (w Work) Left(pace float64) int64 {
	return int64(float64(max(w.Sound-w.Covered, 0)) * pace)
}

// Much reports whether so much of the sound is without text that whoever comes
// back would go on with it: five minutes, and a tenth of the whole.
func (w Work) Much() bool {
	left := w.Sound - w.Covered
	return left >= 5*60_000 && left*10 >= w.Sound
}
