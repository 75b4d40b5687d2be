package program

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// patience is how long an event may take before the test gives up: far longer
// than any takes, also on a machine that does much else.
const patience = 90 * time.Second

// Long is the patience for what moves an hour of sound.
const Long = 5 * time.Minute

// trailLines is how much of the trace a failure shows.
const trailLines = 40

// Event is one thing that the program said it did.
type Event struct {
	Code    string
	Details []string
	At      time.Time // when its line was read
}

type line struct {
	raw   string
	event Event // Code is "" for a line that is no event
	at    time.Time
}

func parse(raw string, at time.Time) line {
	l := line{raw: raw, at: at}
	words := strings.Fields(raw)
	if len(words) >= 2 && words[0] == "event" {
		l.event = Event{Code: words[1], Details: words[2:], At: at}
	}
	return l
}

// matches reports whether e has the code and begins with the details; "*"
// stands for any one detail.
func (e Event) matches(code string, details []string) bool {
	if e.Code != code || len(e.Details) < len(details) {
		return false
	}
	for i, want := range details {
		if want != "*" && e.Details[i] != want {
			return false
		}
	}
	return true
}

// Wait waits for the next event with the code and details, passing over
// others, and returns it. What was passed over is not seen by a later Wait.
func (p *Program) Wait(code string, details ...string) Event {
	p.t.Helper()
	return p.WaitLong(patience, code, details...)
}

// WaitLong is Wait for what may take longer than the usual patience.
func (p *Program) WaitLong(limit time.Duration, code string, details ...string) Event {
	p.t.Helper()
	e, next, err := p.find(p.cursor(), limit, func(e Event) bool { return e.matches(code, details) })
	if err != nil {
		p.fail("waiting for %q: %v", strings.Join(append([]string{code}, details...), " "), err)
	}
	p.advance(next)
	return e
}

// WaitAny waits for the first of several codes and returns its event.
func (p *Program) WaitAny(codes ...string) Event {
	p.t.Helper()
	e, next, err := p.find(p.cursor(), patience, func(e Event) bool { return slices.Contains(codes, e.Code) })
	if err != nil {
		p.fail("waiting for one of %v: %v", codes, err)
	}
	p.advance(next)
	return e
}

// Seen returns the events with the code so far, waited for or not.
func (p *Program) Seen(code string, details ...string) []Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	var seen []Event
	for _, l := range p.lines {
		if l.event.matches(code, details) {
			seen = append(seen, l.event)
		}
	}
	return seen
}

// peek waits for an event and leaves it to be waited for.
func (p *Program) peek(code string) {
	p.t.Helper()
	if _, _, err := p.find(p.cursor(), patience, func(e Event) bool { return e.Code == code }); err != nil {
		p.fail("waiting for %q: %v", code, err)
	}
}

func (p *Program) cursor() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.read
}

func (p *Program) advance(to int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read = max(p.read, to)
}

// find waits for the first event at or after line from that is wanted, and
// returns it with the number of the line after it.
func (p *Program) find(from int, limit time.Duration, wanted func(Event) bool) (Event, int, error) {
	deadline := time.Now().Add(limit)
	wake := time.AfterFunc(limit, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.more.Broadcast()
	})
	defer wake.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		for ; from < len(p.lines); from++ {
			if e := p.lines[from].event; e.Code != "" && wanted(e) {
				return e, from + 1, nil
			}
		}
		select {
		case <-p.ended:
			return Event{}, 0, fmt.Errorf("the program ended first (%v)", p.exit)
		default:
		}
		if !time.Now().Before(deadline) {
			return Event{}, 0, fmt.Errorf("it did not come within %v", limit)
		}
		p.more.Wait()
	}
}

// trail returns the last lines of the trace, each with its time from the
// start, and a mark where the waiting had come to.
func (p *Program) trail() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var b strings.Builder
	b.WriteString("What the program said (▸ where the test had come to):\n")
	for i := max(0, len(p.lines)-trailLines); i < len(p.lines); i++ {
		mark := " "
		if i == p.read-1 {
			mark = "▸"
		}
		fmt.Fprintf(&b, "%s %8.3f  %s\n", mark, p.lines[i].at.Sub(p.started).Seconds(), p.lines[i].raw)
	}
	return b.String()
}
