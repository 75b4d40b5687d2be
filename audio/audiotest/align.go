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
