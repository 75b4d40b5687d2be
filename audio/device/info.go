package device

import (
	"bytes"
	"strings"

	"github.com/gen2brain/malgo"
)

// Info describes one device.
type Info struct {
	// ID is opaque and stable while the program runs.
	ID string
	// Name is what the system calls the device; people know it by that.
	Name string
	// Default says that the system would choose this device.
	Default bool
	// Monitor says that an input is a listening point on an output (PulseAudio)
	// and no microphone.
	Monitor bool

	native malgo.DeviceID
}

func infoOf(b malgo.Backend, d malgo.DeviceInfo) Info {
	id := d.ID.String()
	if textIDs(b) {
		name, _, _ := bytes.Cut(d.ID[:], []byte{0})
		id = string(name)
	}
	return Info{
		ID:      id,
		Name:    d.Name(),
		Default: d.IsDefault != 0,
		Monitor: b == malgo.BackendPulseaudio && strings.HasSuffix(id, ".monitor"),
		native:  d.ID,
	}
}

// textIDs reports whether a backend's identifiers are NUL-terminated names.
func textIDs(b malgo.Backend) bool {
	return b == malgo.BackendPulseaudio || b == malgo.BackendAlsa
}

// realInputs drops what is no microphone. Monitors of real outputs hear what
// the computer plays: they are kept only on request. A monitor of a virtual
// output is kept if there is nothing else, as in a test or on a machine where
// somebody routes sound through one.
func realInputs(all []Info, monitors bool) []Info {
	var microphones, virtual []Info
	for _, d := range all {
		switch {
		case pseudo(d):
		case !d.Monitor || monitors:
			microphones = append(microphones, d)
		case !strings.HasPrefix(d.ID, "alsa_output.") && !strings.HasPrefix(d.ID, "bluez_"):
			virtual = append(virtual, d)
		}
	}
	if len(microphones) == 0 {
		return virtual
	}
	return microphones
}

// realOutputs drops what nobody can hear.
func realOutputs(all []Info) []Info {
	var out []Info
	for _, d := range all {
		if !pseudo(d) {
			out = append(out, d)
		}
	}
	return out
}

// pseudo reports whether d discards what is played and records zeros: ALSA's
// null device, and the sink that PulseAudio and PipeWire make up where there
// is no sound card.
func pseudo(d Info) bool {
	return d.ID == "null" ||
		strings.HasPrefix(d.ID, "auto_null") ||
		strings.Contains(d.Name, "generate zero samples")
}

// Pick returns the device called name, else the default one, else the first;
// false if there is none. Names outlive the ids, which a replugged device may
// change.
func Pick(devices []Info, name string) (Info, bool) {
	if len(devices) == 0 {
		return Info{}, false
	}
	best := devices[0]
	for _, d := range devices {
		if name != "" && d.Name == name {
			return d, true
		}
		if d.Default {
			best = d
		}
	}
	return best, true
}
