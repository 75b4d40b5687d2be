// Package audio holds what its sub-packages share: the sample format and the
// decibel. Sound is one channel of signed 16-bit samples everywhere; positions
// and lengths are counted in samples. Nothing here or below knows of people,
// windows or databases.
package audio

import "math"

// Sample rates that recordings are made at, in samples per second.
const (
	Rate      = 48000 // as it comes from the microphone
	SmallRate = 16000 // the small profile: a third of the size, enough for speech
)

// FullScale is the magnitude that 0 dBFS stands for.
const FullScale = 32768

// Floor is the level, in dBFS, given to digital silence and to anything
// quieter than 16 bits can hold.
const Floor = -120.0

// DBFS converts a linear magnitude in sample units (0 to [FullScale]) to
// decibels relative to full scale, never below [Floor].
func DBFS(magnitude float64) float64 {
	if magnitude <= 0 {
		return Floor
	}
	return max(Floor, 20*math.Log10(magnitude/FullScale))
}

// Source is sound that can be read anywhere, such as a recording in a vault.
type Source interface {
	// ReadAt fills dst with the samples from pos on. It returns fewer samples
	// than asked, with a nil error, only at the end of the sound.
	ReadAt(dst []int16, pos int64) (int, error)
	// Len returns the number of samples.
	Len() int64
}

// Level is how loud a stretch of sound is, in dBFS (0 is full scale).
type Level struct {
	RMS  float64
	Peak float64
}

// Silence is the level of no sound at all.
var Silence = Level{RMS: Floor, Peak: Floor}

// LevelOf measures samples; no samples are silent.
func LevelOf(samples []int16) Level {
	if len(samples) == 0 {
		return Silence
	}
	var sum float64
	var peak int
	for _, s := range samples {
		v := int(s)
		sum += float64(v * v)
		peak = max(peak, v, -v)
	}
	return Level{
		RMS:  DBFS(math.Sqrt(sum / float64(len(samples)))),
		Peak: DBFS(float64(peak)),
	}
}
