package recording

import (
	"math"
	"slices"

	"barnrost/audio"
)

// Warning is something the person recording should know; its words lie under
// recording.warning.<key>.
type Warning string

// The warnings, the gravest first.
const (
	WarnStore    Warning = "store"    // the disk does not take the sound: it waits in memory
	WarnSilent   Warning = "silent"   // digital silence: the microphone is off or blocked
	WarnClipping Warning = "clipping" // too loud: the tops are cut off
	WarnQuiet    Warning = "quiet"    // speech is too weak
	WarnNoisy    Warning = "noisy"    // the room is loud
)

const (
	frameMillis = 20 // what one level is taken over

	quietBelow  = -40.0 // dBFS: speech that never reaches this is too quiet
	noisyAbove  = -45.0 // dBFS: a room that is never quieter than this is noisy
	speechAbove = 9.0   // dB over the floor: then it is taken for speech
	barely      = -70.0 // dBFS: nothing at all is heard below this

	windowSeconds = 10  // what quiet and noisy are judged over
	judgeEvery    = 25  // frames between judgements
	clippedShown  = 3.0 // seconds the warning stays
	silentAfter   = 2.0 // seconds
	clippedRun    = 3   // full-scale samples in a row
)

// monitor listens to the samples that are recorded.
type monitor struct {
	rate int

	held   []int16   // a frame that is not whole yet
	levels []float64 // dBFS of the last frames, at most windowSeconds of them
	frames int       // in all

	run       int   // full-scale samples in a row
	clipped   int64 // samples since clipping was heard; < 0: never
	silence   int64 // samples of digital silence in a row
	quiet     bool
	noisy     bool
	perFrame  int
	perWindow int
}

func newMonitor(rate int) *monitor {
	return &monitor{
		rate:      rate,
		clipped:   -1,
		perFrame:  rate * frameMillis / 1000,
		perWindow: windowSeconds * 1000 / frameMillis,
	}
}

// add listens to samples, however they are cut.
func (m *monitor) add(samples []int16) {
	for _, s := range samples {
		if s == math.MaxInt16 || s == math.MinInt16 {
			m.run++
		} else {
			m.run = 0
		}
		switch {
		case m.run >= clippedRun:
			m.clipped = 0
		case m.clipped >= 0:
			m.clipped++
		}
		if s >= -1 && s <= 1 {
			m.silence++
		} else {
			m.silence = 0
		}
	}
	for len(samples) > 0 {
		n := min(m.perFrame-len(m.held), len(samples))
		m.held = append(m.held, samples[:n]...)
		samples = samples[n:]
		if len(m.held) == m.perFrame {
			m.frame(audio.LevelOf(m.held).RMS)
			m.held = m.held[:0]
		}
	}
}

func (m *monitor) frame(level float64) {
	if len(m.levels) == m.perWindow {
		copy(m.levels, m.levels[1:])
		m.levels = m.levels[:m.perWindow-1]
	}
	m.levels = append(m.levels, level)
	m.frames++
	if len(m.levels) == m.perWindow && m.frames%judgeEvery == 0 {
		floor, speech, frames := assess(m.levels)
		m.quiet = frames*frameMillis >= 500 && speech < quietBelow
		m.noisy = floor > noisyAbove
	}
}

// assess tells how quiet it is between the words (dBFS), how loud the words are
// (dBFS, the level that one speech frame in ten exceeds) and how many frames
// are taken for speech.
func assess(levels []float64) (floor, speech float64, frames int) {
	sorted := slices.Sorted(slices.Values(levels))
	floor = sorted[len(sorted)/10]
	first, _ := slices.BinarySearch(sorted, max(floor+speechAbove, barely))
	spoken := sorted[first:]
	if len(spoken) == 0 {
		return floor, audio.Floor, 0
	}
	return floor, spoken[len(spoken)*9/10], len(spoken)
}

// warnings lists what holds now, the gravest first.
func (m *monitor) warnings() []Warning {
	var out []Warning
	silent := float64(m.silence) >= silentAfter*float64(m.rate)
	if silent {
		out = append(out, WarnSilent)
	}
	if m.clipped >= 0 && float64(m.clipped) < clippedShown*float64(m.rate) {
		out = append(out, WarnClipping)
	}
	if m.quiet && !silent {
		out = append(out, WarnQuiet)
	}
	if m.noisy {
		out = append(out, WarnNoisy)
	}
	return out
}
