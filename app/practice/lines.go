package practice

import (
	"fmt"
	"strings"
)

// Line is one turn.
type Line struct {
	Speaker  string // as the transcript names speakers
	Words    string
	From, To int64 // milliseconds
}

// Lines reads a manuscript and the times of its turns, one line each.
func Lines(manuscript, times string) ([]Line, error) {
	var lines []Line
	for text := range strings.Lines(manuscript) {
		who, words, _ := strings.Cut(strings.TrimSpace(text), " ")
		if who == "" || who == "#" || who == "pause" {
			continue
		}
		lines = append(lines, Line{Speaker: who, Words: words})
	}
	at := strings.Split(strings.TrimSpace(times), "\n")
	if len(at) != len(lines) {
		return nil, fmt.Errorf("practice: %d turns and %d times", len(lines), len(at))
	}
	for i := range lines {
		l := &lines[i]
		if _, err := fmt.Sscan(at[i], &l.From, &l.To); err != nil {
			return nil, fmt.Errorf("practice: time %d: %w", i+1, err)
		}
	}
	return lines, nil
}
