package program

import (
	"slices"
	"strings"
)

// Decisions counts what a person had to decide so far: each button pressed,
// each tick, each choice made. Keys that only lead through a choice, and
// letters typed, are no decisions.
func (p *Program) Decisions() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n, last := 0, ""
	for _, l := range p.lines {
		switch e := l.event; e.Code {
		case "tap", "check":
			n++
			last = ""
		case "choice":
			if len(e.Details) > 0 && e.Details[0] != last {
				n++
				last = e.Details[0]
			}
		}
	}
	return n
}

// Fills counts how often fields whose ids end in one of the endings were
// filled in.
func (p *Program) Fills(endings ...string) int {
	n := 0
	for _, id := range p.filled {
		if slices.ContainsFunc(endings, func(end string) bool { return strings.HasSuffix(id, end) }) {
			n++
		}
	}
	return n
}
