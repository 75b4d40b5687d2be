package desk

import (
	"runtime/debug"
	"time"

	"barnrost/app/view/widget"
)

// giveBackAfter is how long after the room was opened or left the memory it
// took on the way is given back: reading hours of sound's peaks takes several
// times what is kept of them, and the computer is shared with other programs.
const giveBackAfter = 3 * time.Second

// deskGarbage is how much garbage, in percent of what is in use, may gather while
// the desk is open; Go's own 100 lets the desk of a long interview take a third
// more memory than it needs, for hours.
const deskGarbage = 25

// spare has garbage collected sooner until the returned function is called.
func spare() (enough func()) {
	before := debug.SetGCPercent(deskGarbage)
	return func() { debug.SetGCPercent(before) }
}

func (r *Room) giveBack() { r.d.Timer(giveBackAfter, debug.FreeOSMemory) }

// forget lets go of what weighs: the toolkit remembers a room's controls for a
// minute after they were left.
func (r *Room) forget() {
	r.m.Peaks, r.shape = nil, widget.Wave{}
	r.wave.SetWave(widget.Wave{})
	r.giveBack()
}
