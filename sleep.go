package main

import (
	"time"

	"barnrost/app"
	"barnrost/app/suspend"
)

const (
	// drawn is how long the window takes to show the cover: the machine must
	// not wake up with what lay there before.
	drawn = 300 * time.Millisecond
	// written is how long the last words may take to reach the vault before
	// the machine sleeps. logind waits five seconds for us, Windows two.
	written = 4 * time.Second
)

// watchSleep locks when the machine is about to sleep, or has slept, or its
// screen was locked. It begins once the vault is open and ends with the
// process; until then there is nothing in memory that needs it.
func (p *program) watchSleep() {
	p.bus.Subscribe(p.stayAwake)
	suspend.Watch(func(e suspend.Event) { p.bus.Do(func() { p.slept(e) }) })
}

// stayAwake keeps the machine from falling asleep by itself while something is
// recorded: nobody touches it while a child speaks.
func (p *program) stayAwake(e app.Event) {
	if _, ok := e.(app.RecordingChanged); !ok {
		return
	}
	switch on := p.recorder.active(); {
	case on && p.letSleep == nil:
		p.letSleep = suspend.Hold()
	case !on && p.letSleep != nil:
		p.letSleep()
		p.letSleep = nil
	}
}

// slept locks for what the machine does. The machine is not told that we are
// ready: the process is replaced, which says so at the moment when nothing is
// left in its memory. Where something is held, the cover is drawn, and the
// machine may sleep with it; a recording goes on when it wakes.
func (p *program) slept(e suspend.Event) {
	p.bus.Trace("machine", e.Kind)
	p.frame.LockUp()
	if !p.frame.Covered() {
		return
	}
	wait := drawn
	if held := p.held(); held == "text" || held == "saving" {
		wait = written // it is replaced before, if all goes well
	}
	time.AfterFunc(wait, e.Ready)
}
