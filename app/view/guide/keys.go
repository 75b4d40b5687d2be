package guide

import "fyne.io/fyne/v2"

// leap is how many cards Page Down goes on by.
const leap = 3

// Key implements the frame's keyed rooms: cards have nothing to press, so that
// the focus does not lead through them, and are leafed through instead.
func (r *Room) Key(ev *fyne.KeyEvent) {
	by := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: leap, fyne.KeyPageUp: -leap}[ev.Name]
	if by == 0 || r.leaves == nil {
		return
	}
	leaves := r.leaves()
	if len(leaves) == 0 {
		return
	}
	r.leaf = min(max(r.leaf+by, 0), len(leaves)-1)
	r.d.Bus.Trace("guide", "leaf", r.leaf)
	r.d.Kit.Show(leaves[r.leaf])
}

// Rune implements the frame's keyed rooms.
func (r *Room) Rune(rune) {}

// leafing lets what stands on the page be leafed through, from its beginning.
func (r *Room) leafing(leaves func() []fyne.CanvasObject) {
	r.leaves, r.leaf = leaves, -1
}
