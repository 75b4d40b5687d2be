//go:build !linux && !windows && !darwin

package suspend

import (
	"context"
	"time"
)

// slept cannot be told here.
func slept() (time.Duration, bool) { return 0, false }

// listen hears nothing here.
func listen(context.Context, func(Event)) {}

// hold cannot keep the machine awake here.
func hold(context.Context) {}
