package app

import "slices"

// Step is what comes next for one interview.
type Step string

// The steps in the order of the work. Their words lie under step.<step>.
const (
	StepRecord     Step = "record"     // nothing is recorded yet
	StepRunning    Step = "running"    // it is being recorded now
	StepTranscribe Step = "transcribe" // there is sound and no text
	StepSend       Step = "send"       // there is text that has not been sent
	StepDone       Step = "done"       // it has been sent
	StepRead       Step = "read"       // it came from somebody else
	StepGone       Step = "gone"       // what was to be worked on has been disposed of
	StepBlocked    Step = "blocked"    // it is locked away until it is decided what becomes of it
)

// NextStep tells what comes next for an interview whose sound has that status
// ("" for none) and which has text or not.
func NextStep(i Interview, sound SoundStatus, hasText bool) Step {
	switch {
	case i.Origin == OriginReceived:
		return StepRead
	case i.Blocked(MatterText), i.Blocked(MatterSound) && !hasText:
		return StepBlocked
	case !i.TextGone.IsZero(), !i.SoundGone.IsZero() && !hasText:
		return StepGone
	case len(i.Sent) > 0:
		return StepDone
	case sound == SoundRunning:
		return StepRunning
	case hasText:
		return StepSend
	case sound != "":
		return StepTranscribe
	}
	return StepRecord
}

// stepOrder is which step is proposed first when several interviews wait:
// what runs, then what is closest to being done, then what is fresh in memory.
var stepOrder = []Step{StepRunning, StepSend, StepTranscribe, StepRecord}

// Foremost returns the index of the step to propose, -1 if none of them waits.
// Of two that are alike the first wins: the caller lists the oldest first, so
// that no child's voice is left lying.
func Foremost(steps []Step) int {
	for _, s := range stepOrder {
		if i := slices.Index(steps, s); i >= 0 {
			return i
		}
	}
	return -1
}

// TranscribeFactor is how many minutes of work a minute of an interview takes
// somebody who does it now and then: the middle of the three to five usually
// said of interviews with two voices. It is a guess until the person's own
// pace is known.
const TranscribeFactor = 4
