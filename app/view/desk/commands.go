package desk

import (
	"maps"

	"barnrost/app/view/keys"
)

// commands are what keys and controls do in the room, besides what is about
// the text and done by its list. A command without an entry does nothing here.
type commands map[keys.Command]func()

// newCommands gathers what the parts of the room can do.
func (r *Room) newCommands() commands {
	all := commands{
		keys.Side: r.side.toggle,
		keys.ShowKeys: func() {
			if r.d.ShowKeys != nil {
				r.d.ShowKeys()
			}
		},
	}
	maps.Copy(all, r.placeCommands())
	maps.Copy(all, r.versionCommands())
	maps.Copy(all, r.findCommands())
	if r.m.Sound != nil {
		maps.Copy(all, r.soundCommands())
		maps.Copy(all, r.readCommands(all))
	}
	maps.Copy(all, r.waveCommands(all))
	return all
}

// do runs a command that is not about the text.
func (r *Room) do(c keys.Command) {
	if act := r.commands[c]; act != nil {
		act()
	}
}

// soundCommands are those that need something to hear. Each shows the sound as
// it then is.
func (r *Room) soundCommands() commands {
	s := r.m.Sound
	skip := func(ms int64) func() { return func() { s.SkipMillis(ms) } }
	faster := func(by float64) func() { return func() { s.SetSpeed(held(s.Speed() + by)) } }
	all := commands{
		keys.PlayPause: s.Toggle,
		keys.Pause: func() {
			if s.Playing() {
				s.Pause()
			}
		},
		keys.HoldPlay: func() {
			if !s.Playing() {
				s.Play()
			}
		},
		keys.HoldEnd: func() {
			if s.Playing() {
				s.Pause()
			}
		},
		keys.Back:       skip(-jump),
		keys.BackFar:    skip(-farJump),
		keys.Forward:    skip(jump),
		keys.ForwardFar: skip(farJump),
		keys.SlowReplay: s.SlowReplay,
		keys.Loop:       s.ToggleLoop,
		keys.Boost:      func() { s.SetLift(!s.Lifts()) },
		keys.Slower:     faster(-speedStep),
		keys.Faster:     faster(speedStep),
	}
	for c, act := range all {
		all[c] = func() {
			act()
			r.refreshSound()
		}
	}
	return all
}
