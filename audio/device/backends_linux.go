package device

import (
	"os"
	"strings"

	"github.com/gen2brain/malgo"
)

// backends in the order they are tried.
var backends = []malgo.Backend{malgo.BackendPulseaudio, malgo.BackendAlsa}

// hasHardware reports whether ALSA knows a sound card. Without one its
// configuration still offers "default" and "null", which play to nobody and
// record zeros.
func hasHardware(b malgo.Backend) bool {
	if b != malgo.BackendAlsa {
		return true
	}
	cards, err := os.ReadFile("/proc/asound/cards")
	return err == nil && !strings.Contains(string(cards), "no soundcards")
}
