package device

import "github.com/gen2brain/malgo"

// backends in the order they are tried.
var backends = []malgo.Backend{malgo.BackendCoreaudio}

// hasHardware reports whether the backend is one that lists real devices only:
// Core Audio does.
func hasHardware(malgo.Backend) bool { return true }
