package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"barnrost/e2e/frames"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// How the longest desk is tried.
const (
	openings      = 5
	notchesASec   = 40
	scrollSeconds = 5
	// textWide is the least that changes in width when the words come, in
	// pixels: more than a control does.
	textWide = 300
)

// longDesk measures the desk with the longest interview that must be fluent:
// three hours of sound, 2,500 utterances, 100,000 characters.
func (b *bench) longDesk(ctx context.Context) {
	progress("filling a vault with three hours")
	list := inventedOf(deskUtterances, deskCharacters, deskMinutes)
	who, err := newPerson(ctx, steps.Worker, b.folder("typist"), quickFactor)
	if err != nil {
		b.Fatalf("%v", err)
	}
	i, err := who.interview(ctx)
	if err == nil {
		err = errors.Join(who.sound(ctx, i.ID, deskMinutes), who.words(ctx, i.ID, list))
	}
	if err = errors.Join(err, who.close()); err != nil {
		b.Fatalf("%v", err)
	}
	p, g := b.start("typist", who)
	b.unlock(p, g, who)
	p.Wait("room", "home")
	seen, err := g.eye.Watch()
	if err != nil {
		b.Fatalf("%v", err)
	}
	size := fmt.Sprintf("%d utterances, 100,000 characters", deskUtterances)
	all, painting := b.openDesk(p, g, seen)
	b.add("key to the words on the screen, "+size+" and 3 hours of sound", "≤ 300 ms", spread(all.millis(), "ms"), "")
	b.add("of it after the vault was read", "", spread(painting.millis(), "ms"), "")
	b.add("memory of the desk with 3 hours of sound, "+size, "≤ 250 MB", settled(b.T, p.Pid()).String(), "")
	p.Focus("desk.text")
	b.add("pictures a second while the wheel turns, "+size, "≥ 25", number(b.scroll(g, seen)), "")
	b.typeAtDesk(p, g, seen, size, "≥ 25", list)
	b.add("memory of the desk after that", "≤ 250 MB", settled(b.T, p.Pid()).String(), "")
	p.Quit()
}

// openDesk goes to the desk several times and returns how long it took from
// the key to the words, and how much of that came after they were read.
func (b *bench) openDesk(p *program.Program, g glass, seen <-chan frames.Frame) (all, painting times) {
	for n := range openings {
		if n > 0 {
			steps.Go(p, "home")
		}
		p.Focus("rail.desk")
		p.Still()
		for len(seen) > 0 {
			<-seen
		}
		pressed := b.press(g, ' ')
		ready := p.Wait("desk", "ready").At
		at := b.words(seen, ready)
		all, painting = append(all, at.Sub(pressed)), append(painting, at.Sub(ready))
	}
	return all, painting
}

// words returns when the first picture after a moment showed a whole line.
func (b *bench) words(seen <-chan frames.Frame, after time.Time) time.Time {
	late := time.After(patience)
	for {
		select {
		case f, ok := <-seen:
			if !ok {
				b.Fatalf("the screen is gone")
			}
			if f.At.After(after) && f.Changed.Dx() > textWide {
				return f.At
			}
		case <-late:
			b.Fatalf("the words were not seen within %v", patience)
		}
	}
}

// scroll turns the wheel over the text and returns how many pictures a second
// moved.
func (b *bench) scroll(g glass, seen <-chan frames.Frame) float64 {
	if err := g.eye.Point(500, 500); err != nil {
		b.Fatalf("%v", err)
	}
	time.Sleep(quiet)
	for len(seen) > 0 {
		<-seen
	}
	tick := time.NewTicker(time.Second / notchesASec)
	defer tick.Stop()
	start := time.Now()
	for n := range notchesASec * scrollSeconds {
		// From the end up: that is where the caret stands.
		if _, err := g.eye.Wheel(n%notchesASec == notchesASec-1); err != nil {
			b.Fatalf("%v", err)
		}
		<-tick.C
	}
	took := time.Since(start)
	moved := 0
	for len(seen) > 0 {
		if f := <-seen; f.Changed.Dx() > textWide {
			moved++
		}
	}
	return float64(moved) / took.Seconds()
}
