package main

import (
	"context"
	"sync"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
)

// soundCopies puts a sealed copy of each new recording into the unit's folder,
// where the unit says so: after a recording has ended, and again every few
// minutes while the folder is away. Nobody waits for it, locking least of all:
// what is cut off leaves no file and is done after the next unlocking.
type soundCopies struct {
	*casebook.Casebook
	session *session
	made    func() // one was made
	changed func() // tells rooms that how it stands has changed
	wake    chan struct{}
	end     context.CancelFunc
	ended   chan struct{}

	mu      sync.Mutex
	trouble error
}

// copyAgain is how long a folder may be away before it is looked for again.
const copyAgain = 5 * time.Minute

func startSoundCopies(s *session, made, changed func()) *soundCopies {
	ctx, cancel := context.WithCancel(context.Background())
	c := &soundCopies{Casebook: s.book, session: s, made: made, changed: changed, wake: make(chan struct{}, 1), end: cancel, ended: make(chan struct{})}
	go c.run(ctx)
	c.soon()
	return c
}

// soon has the recordings looked through; it never waits.
func (c *soundCopies) soon() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// stop ends the copying and waits until nothing of it is left.
func (c *soundCopies) stop() {
	c.end()
	<-c.ended
}

func (c *soundCopies) run(ctx context.Context) {
	defer close(c.ended)
	tick := time.NewTicker(copyAgain)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
		case <-tick.C:
		}
		c.copyAll(ctx)
	}
}

// copyAll copies what waits, up to the first that fails.
func (c *soundCopies) copyAll(ctx context.Context) {
	list, err := c.ToCopy()
	for _, i := range list {
		if err != nil {
			break
		}
		if _, err = c.CopySound(ctx, i.ID, nil); err == nil {
			c.made()
		}
	}
	if ctx.Err() != nil {
		return
	}
	c.mu.Lock()
	same := app.CodeOf(err) == app.CodeOf(c.trouble)
	c.trouble = err
	c.mu.Unlock()
	if !same {
		c.changed()
	}
}

// Trouble implements [backup.Copies].
func (c *soundCopies) Trouble() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trouble
}

// Invites implements [backup.Copies].
func (c *soundCopies) Invites() bool {
	unit := c.session.unit.Load()
	return unit != nil && unit.Signs()
}

// SaveCopyRule implements [backup.Copies].
func (c *soundCopies) SaveCopyRule(ctx context.Context, r app.CopyRule) error {
	err := c.Casebook.SaveCopyRule(ctx, r)
	if err == nil {
		c.soon()
	}
	return err
}

// copyRules is what an invitation says of copies.
func copyRules(book *casebook.Casebook) (map[string]string, error) {
	rule, err := book.CopyRule()
	if err != nil || !rule.On {
		return nil, err
	}
	return map[string]string{app.RuleSoundCopy: app.RuleYes}, nil
}
