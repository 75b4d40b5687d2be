package suspend

import (
	"context"
	"time"

	"golang.org/x/sys/unix"
)

// The clocks' numbers on macOS: the first goes on while the machine sleeps,
// the second does not.
const (
	clockMonotonic = 6
	clockUptime    = 8
)

// slept is how long the machine has slept since it was started.
func slept() (time.Duration, bool) {
	var awake, all unix.Timespec
	if unix.ClockGettime(clockUptime, &awake) != nil || unix.ClockGettime(clockMonotonic, &all) != nil {
		return 0, false
	}
	return time.Duration(all.Nano() - awake.Nano()), true
}

// listen hears nothing: what macOS tells beforehand comes through frameworks
// that need cgo. The clocks tell afterwards.
func listen(context.Context, func(Event)) {}

// hold cannot keep the machine awake here.
func hold(context.Context) {}
