// Package supply tells what the machine has left that a recording needs: its
// battery, and room on the disk. It knows nothing of recordings, warns nobody
// and writes nothing.
//
//   - Linux: what the kernel tells of the machine's batteries under
//     /sys/class/power_supply.
//   - Windows: what the system says of its power.
//   - macOS: nothing is told of the battery. The system's own way to ask is not
//     to be had without cgo, and macOS warns by itself; the room is told.
package supply

import (
	"slices"
)

// Battery is how it stands with the machine's battery.
type Battery struct {
	// Draining: the machine lives on it now.
	Draining bool
	// Percent is how much is left, 0 to 100.
	Percent int
}

// lowPercent is what is left when somebody must be told: an hour on many
// laptops, a quarter of one on an old one.
const lowPercent = 15

// Low reports whether the machine lives on a battery that is nearly empty.
func (b Battery) Low() bool { return b.Draining && b.Percent <= lowPercent }

// Power returns how it stands with the battery; false where there is none, or
// where this system does not tell.
func Power() (Battery, bool) { return power() }

// Room returns how many bytes a person may still write on the disk of a folder;
// false where that cannot be told.
func Room(dir string) (bytes int64, ok bool) { return room(dir) }

// cell is one of a machine's batteries.
type cell struct {
	draining bool
	percent  int
}

// joined is a machine's batteries as one: they drain one after the other, so
// that what is left is the mean.
func joined(cells []cell) (Battery, bool) {
	if len(cells) == 0 {
		return Battery{}, false
	}
	sum := 0
	for _, c := range cells {
		sum += c.percent
	}
	return Battery{
		Draining: slices.ContainsFunc(cells, func(c cell) bool { return c.draining }),
		Percent:  sum / len(cells),
	}, true
}
