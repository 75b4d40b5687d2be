package app

import (
	"slices"
	"strings"
	"time"
)

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

// MarkerKind is something that the sound does not hold: a gesture, or where in
// the guide one was.
type MarkerKind string

// MarkerKinds lists the gestures in the order shown; their words lie under
// marker.<kind>, their keys in the key map.
var MarkerKinds = []MarkerKind{"nickar", "skakar", "visar", "skratt", "viktigt"}

// The other markers: that the child wanted to rest, and what became of a
// question of the guide, which [Marker.Code] names.
const (
	MarkPause   MarkerKind = "vill-pausa"
	MarkAsked   MarkerKind = "fraga"
	MarkSkipped MarkerKind = "hoppad" // the child did not want to
	MarkScale   MarkerKind = "gubbe"  // the child pointed at a face: [Marker.Value]
)

// The faces of a smiley scale.
const (
	FaceSad    = 1
	FaceMiddle = 2
	FaceGlad   = 3
)

// Question reports whether the kind is about a question of the guide.
func (k MarkerKind) Question() bool { return k == MarkAsked || k == MarkSkipped || k == MarkScale }

// Marker is one press of a marker key during a recording.
type Marker struct {
	Kind  MarkerKind `json:"kind"`
	At    int64      `json:"at"`              // sample position of the last captured frame
	Code  string     `json:"code,omitempty"`  // of the guide's question, such as K2, where the kind is about one
	Value int        `json:"value,omitempty"` // a face, where the kind is MarkScale
}

// OK reports whether this program could have set the marker: a kind it knows,
// with a code and a face exactly where they belong.
func (m Marker) OK() bool {
	known := slices.Contains(MarkerKinds, m.Kind) || m.Kind == MarkPause || m.Kind.Question()
	face := m.Value >= FaceSad && m.Value <= FaceGlad
	return known && m.At >= 0 && m.Kind.Question() == (m.Code != "") && (m.Code == "" || QuestionCode(m.Code)) &&
		(m.Kind == MarkScale) == face && (face || m.Value == 0)
}

// Later reports whether programs before the guide do not know the marker.
func (m Marker) Later() bool { return !slices.Contains(MarkerKinds, m.Kind) }

// maxCode is the longest code of a question, in bytes.
const maxCode = 8

// QuestionCode reports whether a string can be the code of a question: capital
// letters, then figures, such as K1.
func QuestionCode(s string) bool {
	letters := strings.TrimRight(s, "0123456789")
	return len(s) <= maxCode && letters != "" && letters != s && strings.Trim(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ") == ""
}

// GapReason says why sound is missing between two samples.
type GapReason string

// The reasons for a gap.
const (
	GapPause     GapReason = "paus"
	GapFika      GapReason = "fika"   // a pause for coffee and buns
	GapChild     GapReason = "barnet" // a pause that the child wanted
	GapSleep     GapReason = "sleep"  // the machine slept
	GapDevice    GapReason = "mikrofon"
	GapOverrun   GapReason = "overrun"
	GapInterrupt GapReason = "avbrott"
	GapDamage    GapReason = "skada" // the sound was damaged: silence of the same length stands in its place
)

// GapReasons lists the reasons; their words lie under gap.<reason>.
var GapReasons = []GapReason{GapPause, GapFika, GapChild, GapSleep, GapDevice, GapOverrun, GapInterrupt, GapDamage}

// Paused reports whether somebody chose the gap.
func (r GapReason) Paused() bool { return r == GapPause || r == GapFika || r == GapChild }

// Later reports whether programs before the guide do not know the reason.
func (r GapReason) Later() bool { return r == GapFika || r == GapChild || r == GapSleep }

// Gap is a pause or a loss. No silence is inserted: it stands between sample
// At-1 and sample At.
type Gap struct {
	At     int64         `json:"at"`
	Length time.Duration `json:"length"` // by the clock; 0 when unknown
	Reason GapReason     `json:"reason"`
}
