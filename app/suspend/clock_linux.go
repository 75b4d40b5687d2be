package suspend

import (
	"time"

	"golang.org/x/sys/unix"
)

// slept is how long the machine has slept since it was started: CLOCK_BOOTTIME
// goes on meanwhile, CLOCK_MONOTONIC does not.
func slept() (time.Duration, bool) {
	var awake, all unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC, &awake) != nil || unix.ClockGettime(unix.CLOCK_BOOTTIME, &all) != nil {
		return 0, false
	}
	return time.Duration(all.Nano() - awake.Nano()), true
}
