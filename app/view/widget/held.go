package widget

import "fyne.io/fyne/v2"

// holding tells a key that is pressed from one that is held: Fyne repeats a
// held key as if it were pressed again, and a held Enter would press button
// after button as the focus moves on.
type holding struct {
	down  map[fyne.KeyName]bool // seen to go down
	taken map[fyne.KeyName]bool // has done something since
}

// KeyDown notes that a key went down. What has the focus tells it, or the
// canvas when nothing has.
func (k *Kit) KeyDown(ev *fyne.KeyEvent) {
	k.Active()
	if k.held.down == nil {
		k.held = holding{map[fyne.KeyName]bool{}, map[fyne.KeyName]bool{}}
	}
	k.held.down[ev.Name] = true
	delete(k.held.taken, ev.Name)
}

// KeyUp notes that a key was let go.
func (k *Kit) KeyUp(ev *fyne.KeyEvent) {
	delete(k.held.down, ev.Name)
	delete(k.held.taken, ev.Name)
}

// Once reports whether a key may do something: the first time it is asked for
// each press, however long the key is held.
func (k *Kit) Once(name fyne.KeyName) bool {
	if k.held.taken[name] {
		return false
	}
	if k.held.down[name] {
		k.held.taken[name] = true
	}
	return true
}

// spent reports whether a key that is down has done something already.
func (k *Kit) spent(name fyne.KeyName) bool { return k.held.taken[name] }
