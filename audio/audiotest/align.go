package audiotest

import (
	"errors"
	"fmt"
)

// ErrNotFound: the source does not occur in the recording.
var ErrNotFound = errors.New("audiotest: the source is not in the recording")

// anchor is how many samples identify a place. Speech repeats no such run.
const anchor = 256

// Align finds source in recording, demands that every sample is the same, and
// returns where it begins. A difference is an error that tells the position.
func Align(source, recording []int16) (int, error) {
	at := loud(source)
	if at < 0 {
		return 0, errors.New("audiotest: the source is too short or silent")
	}
	mark := source[at : at+anchor]
	best := -1
	for i := at; i+anchor <= len(recording); i++ {
		if recording[i] != mark[0] || !same(recording[i:i+anchor], mark) {
			continue
		}
		start := i - at
		if d := difference(source, recording[start:]); d < 0 {
			return start, nil
		} else if d > best {
			best = d
		}
	}
	if best >= 0 {
		return 0, fmt.Errorf("audiotest: the recording differs from the source after %d of %d samples", best, len(source))
	}
	return 0, ErrNotFound
}

// loud returns where the first anchor of real sound begins, or -1.
func loud(s []int16) int {
	for i, v := range s {
		if (v > 500 || v < -500) && i+anchor <= len(s) {
			return i
		}
	}
	return -1
}

func same(a, b []int16) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// difference returns the first position where b does not equal a, or -1.
func difference(a, b []int16) int {
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return i
		}
	}
	return -1
}

// piece is the shortest stretch that is recognised after a skip.
const piece = 64

// Pieces follows source through recording and returns how many of its samples
// came, in order and unchanged. A sound server that got no time may have put
// silence between them and may have skipped some; anything else is an error.
func Pieces(source, recording []int16) (int, error) {
	came, at := 0, 0
	for i := 0; i < len(recording); i++ {
		if at < len(source) && recording[i] == source[at] {
			came++
			at++
			continue
		}
		if recording[i] == 0 {
			continue
		}
		next := -1
		if i+piece <= len(recording) {
			next = indexOf(source[at:], recording[i:i+piece])
		}
		if next < 0 {
			return came, fmt.Errorf("audiotest: sample %d of the recording is not the source's, %d of which had come", i, came)
		}
		at += next
		i--
	}
	return came, nil
}

// indexOf returns where part begins in whole, or -1.
func indexOf(whole, part []int16) int {
	for i := 0; i+len(part) <= len(whole); i++ {
		if whole[i] == part[0] && same(whole[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}
