package main

import (
	"context"
	"path/filepath"
	"time"

	"barnrost/app/keyring"
	"barnrost/assets"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// starts is how often the program is started to measure unlocking.
const starts = 7

// unlocking measures what lies between the passphrase and the first view: with
// a slot that costs nothing, so that scrypt is no part of it, and scrypt by
// itself.
func (b *bench) unlocking(ctx context.Context) {
	progress("unlocking")
	who, err := fortyInterviews(ctx, filepath.Join(b.dir, "forty"))
	if err != nil {
		b.Fatalf("%v", err)
	}
	var told, seen times
	for range starts {
		p, g := b.start("unlocking", who)
		frames, err := g.eye.Watch()
		if err != nil {
			b.Fatalf("%v", err)
		}
		pressed := b.unlock(p, g, who)
		told = append(told, p.Wait("room", "home").At.Sub(pressed))
		// The first picture that is a new room and no bar that moves.
		for f := range frames {
			if f.At.After(pressed) && f.Changed.Dx() > 600 && f.Changed.Dy() > 400 {
				seen = append(seen, f.At.Sub(pressed))
				break
			}
		}
		p.Quit()
	}
	b.add("key to first view told, 40 interviews of 50 minutes, beyond scrypt", "≤ 2,000 ms", spread(told.millis(), "ms"), "")
	b.add("key to first view on the screen, 40 interviews of 50 minutes, beyond scrypt", "≤ 2,000 ms", spread(seen.millis(), "ms"), "")
	ring := keyring.New(assets.Words())
	var slots times
	for range rounds {
		began := time.Now()
		if _, err := ring.NewSlot(steps.Worker.Passphrase); err != nil {
			b.Fatalf("%v", err)
		}
		slots = append(slots, time.Since(began))
	}
	b.add("a passphrase slot (scrypt 2^18)", "1,800 ms", spread(slots.millis(), "ms"), "")
}

// unlock types the passphrase and returns when the key that opens was
// pressed.
func (b *bench) unlock(p *program.Program, g glass, who *person) time.Time {
	p.Wait("unlock", "locked")
	p.Fill("unlock.passphrase", who.Passphrase)
	p.Focus("unlock.open")
	return b.press(g, ' ')
}

// press presses a key and returns when.
func (b *bench) press(g glass, key rune) time.Time {
	at, err := g.eye.Press(key)
	if err != nil {
		b.Fatalf("%v", err)
	}
	return at
}
