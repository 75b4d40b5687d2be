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

func (r *Room) giveBack() { r.d.Timer(giveBackAfter, debug.FreeOSMemory) }

// forget lets go of what weighs: the toolkit remembers a room's controls for a
// minute after they were left.
func (r *Room) forget() {
	r.m.Peaks = nil
	r.wave.SetWave(widget.Wave{})
	r.giveBack()
}
