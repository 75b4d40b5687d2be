package program

import (
	"fmt"
	"time"
)

// tabLimit is more controls than any room has.
const tabLimit = 120

// tabPatience is how long a Tab may take to show where the focus went; a
// control that says nothing is passed over after it.
const tabPatience = 3 * time.Second

// firstFocus is how long a room may take to give something the focus.
const firstFocus = 700 * time.Millisecond

// still is how long the focus must have stayed before it counts as at rest.
const still = 300 * time.Millisecond

// typingPace is the time between two letters, in milliseconds: a fast typist.
const typingPace = 12

// Key presses keys one after the other, such as "ctrl+2" or "F4".
func (p *Program) Key(keys ...string) {
	p.t.Helper()
	if err := p.opts.Screen.Key(keys...); err != nil {
		p.fail("%v", err)
	}
}

// Type types text into whatever has the focus.
func (p *Program) Type(text string) {
	p.t.Helper()
	if err := p.opts.Screen.Type(text, typingPace); err != nil {
		p.fail("%v", err)
	}
}

// Focus moves the focus with Tab to the control id. It fails once the focus
// has gone round without meeting it.
func (p *Program) Focus(id string) {
	p.t.Helper()
	p.awaitFirstFocus()
	here := p.focused()
	var met []string
	for range tabLimit {
		if here == id {
			if p.steady(id) {
				return
			}
			if here = p.focused(); here == id {
				continue
			}
		}
		here = p.tab("Tab")
		met = append(met, here)
		if here != "" && count(met, here) > 3 {
			break
		}
	}
	p.fail("Tab never came to %q; it came to %v", id, met)
}

// awaitFirstFocus waits until a room or step that was just shown has given
// something the focus, as it does by itself.
func (p *Program) awaitFirstFocus() {
	p.mu.Lock()
	shown := -1
	for i, l := range p.lines {
		switch l.event.Code {
		case "room", "unlock", "interview", "secrets", "dialog", "survey":
			shown = i
		case "focus":
			shown = -1
		}
	}
	p.mu.Unlock()
	if shown >= 0 {
		// Nothing may have come into focus, or before the room was named: then
		// Tab finds out.
		_, _, _ = p.find(shown, firstFocus, func(e Event) bool { return e.Code == "focus" })
	}
}

// tab presses Tab or Shift+Tab and returns where the focus went, "" if that
// was not told. That the same control says so again is no answer: it does so
// when the window gets the keys back.
func (p *Program) tab(key string) string {
	p.t.Helper()
	before, from := p.focused(), p.length()
	p.Key(key)
	e, _, err := p.find(from, tabPatience, func(e Event) bool {
		return e.Code == "focus" && len(e.Details) > 0 && e.Details[0] != before
	})
	if err == nil {
		return e.Details[0]
	}
	select {
	case <-p.ended:
		p.fail("going on with %s: %v", key, err)
	default:
	}
	return ""
}

// steady makes sure that the focus is at id: a room may have moved it by
// itself between two Tabs. One step forward and one back must lead there.
func (p *Program) steady(id string) bool {
	p.t.Helper()
	if p.tab("Tab") == "" {
		return p.focused() == id // it is alone
	}
	if p.tab("shift+Tab") == id {
		return true
	}
	for n := p.length(); ; n = p.length() {
		if _, _, err := p.find(n, still, func(e Event) bool { return e.Code == "focus" }); err != nil {
			return false // it has come to rest; Focus goes on from there
		}
	}
}

// Press goes to a button and presses it with the space bar. A Wait after it
// sees what came of the press and nothing older.
func (p *Program) Press(id string) {
	p.t.Helper()
	p.act(id, "tap", id)
}

// Tick goes to a check box that is not ticked and ticks it with the space bar.
func (p *Program) Tick(id string) {
	p.t.Helper()
	p.act(id, "check", id, "1")
}

func (p *Program) act(id, code string, details ...string) {
	p.t.Helper()
	p.Focus(id)
	from := p.length()
	p.Key("space")
	p.expect(from, code, details...)
	p.advance(from)
}

// expect waits for an event at or after line from and moves nothing.
func (p *Program) expect(from int, code string, details ...string) {
	p.t.Helper()
	if _, _, err := p.find(from, patience, func(e Event) bool { return e.matches(code, details) }); err != nil {
		p.fail("waiting for %s %v: %v", code, details, err)
	}
}

// Choose goes to a choice and takes its nth option with the arrow keys.
func (p *Program) Choose(id string, n int) {
	p.t.Helper()
	p.Focus(id)
	from := p.length()
	// By way of the other end, so that the last step is always a change.
	keys := []string{"End", "Home"}
	for range n {
		keys = append(keys, "Right")
	}
	p.Key(keys...)
	p.expect(from, "choice", id, fmt.Sprint(n))
	p.advance(from)
}

// Pick answers a question for a file or folder by typing its path.
func (p *Program) Pick(id, path string) {
	p.t.Helper()
	p.Wait("dialog", id)
	p.Fill(id+".path", path)
	from := p.length()
	p.Key("Return")
	p.expect(from, "tap", id+".path")
	p.advance(from)
}

// TypeSaved types text and returns when all of it is in the vault. A save may
// be under way while the last letters come, so two more spaces are typed, each
// waited for.
func (p *Program) TypeSaved(text string) {
	p.t.Helper()
	p.Type(text)
	for range 2 {
		p.advance(p.length())
		p.Type(" ")
		p.Wait("text", "saved")
	}
}

// Fill goes to an entry and replaces what stands in it.
func (p *Program) Fill(id, text string) {
	p.t.Helper()
	p.Focus(id)
	p.filled = append(p.filled, id)
	p.Key("ctrl+a", "Delete")
	p.Type(text)
}

// Still waits until the screen has stopped changing.
func (p *Program) Still() {
	p.t.Helper()
	last, same := "", 0
	for range 80 {
		now, err := p.opts.Screen.Fingerprint()
		if err != nil {
			p.fail("%v", err)
		}
		if same++; now != last {
			last, same = now, 0
		}
		if same == 3 {
			return
		}
	}
}

// Fingerprint returns a digest of what the screen shows now.
func (p *Program) Fingerprint() (string, error) { return p.opts.Screen.Fingerprint() }

// Shot saves a picture of the screen.
func (p *Program) Shot(path string) {
	p.t.Helper()
	if err := p.opts.Screen.Shot(path); err != nil {
		p.fail("%v", err)
	}
}

// focused returns the last control that took the focus in the room that is
// shown, "" if none has.
func (p *Program) focused() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := len(p.lines) - 1; i >= 0; i-- {
		e := p.lines[i].event
		if e.Code == "focus" && len(e.Details) > 0 {
			return e.Details[0]
		}
		if e.Code == "room" {
			break
		}
	}
	return ""
}

func (p *Program) length() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.lines)
}

func count(all []string, one string) int {
	n := 0
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}
