package app

import "time"

// SoundStatus is the state of a recording.
type SoundStatus string

// The states of a recording. Interrupted ("avbruten") means that the program
// or the machine stopped in the middle: what was captured is all there.
const (
	SoundRunning     SoundStatus = "running"
	SoundWhole       SoundStatus = "whole"
	SoundInterrupted SoundStatus = "interrupted"
)

// Recording describes one recording's sound. Position 0 is its first sample.
type Recording struct {
	ID      ID
	Status  SoundStatus
	Rate    int   // samples per second, one channel, 16 bits
	Samples int64 // samples stored: the length, never the clock
	Started time.Time
	Markers []Marker // by position
	Gaps    []Gap    // by position
	Device  string   // the microphone's name, or "" for an imported file
	Import  bool     // true for a file from a dictaphone
	// SHA256 is that of the whole sound as a WAV file, in hexadecimal, or ""
	// while it is not known yet.
	SHA256 string
}

// Millis returns the length in milliseconds.
func (r Recording) Millis() int64 { return SamplesToMillis(r.Samples, r.Rate) }

// SamplesToMillis converts a sample count to milliseconds, rounding down.
func SamplesToMillis(samples int64, rate int) int64 {
	if rate <= 0 {
		return 0
	}
	return samples * 1000 / int64(rate)
}

// MillisToSamples converts milliseconds to a sample position.
func MillisToSamples(ms int64, rate int) int64 { return ms * int64(rate) / 1000 }

// MarkerKind is something seen that the sound does not hold.
type MarkerKind string

// MarkerKinds lists the live markers in the order shown; their words lie under
// marker.<kind>, their keys in the key map.
var MarkerKinds = []MarkerKind{"nickar", "skakar", "visar", "skratt", "viktigt"}

// Marker is one press of a marker key during a recording.
type Marker struct {
	Kind MarkerKind `json:"kind"`
	At   int64      `json:"at"` // sample position of the last captured frame
}

// GapReason says why sound is missing between two samples.
type GapReason string

// The reasons for a gap.
const (
	GapPause     GapReason = "paus"
	GapDevice    GapReason = "mikrofon"
	GapOverrun   GapReason = "overrun"
	GapInterrupt GapReason = "avbrott"
	GapDamage    GapReason = "skada" // the sound was damaged: silence of the same length stands in its place
)

// Gap is a pause or a loss. No silence is inserted: it stands between sample
// At-1 and sample At.
type Gap struct {
	At     int64         `json:"at"`
	Length time.Duration `json:"length"` // by the clock; 0 when unknown
	Reason GapReason     `json:"reason"`
}
