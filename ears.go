package main

import (
	"sync"

	"barnrost/audio/device"
)

// ears is the program's one way to the sound system. It is connected at the
// first use, so that a machine without sound starts as fast as any.
type ears struct {
	context *device.Context
	once    sync.Once
}

func newEars(monitors bool) *ears {
	return &ears{context: device.Open(device.Options{AppName: "Barnröst", Monitors: monitors})}
}

// close gives up the sound system. It may wait for a server that does not
// answer; nothing is lost by it then.
func (e *ears) close() { e.once.Do(func() { _ = e.context.Close() }) }
