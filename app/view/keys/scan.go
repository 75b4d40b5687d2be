package keys

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
)

// nameless begins the name of a key that Fyne has none for, such as F13 or a
// media key: its scan code follows. No key of Fyne's begins so.
const nameless = "#"

// NameOf returns a key's name, made of its scan code where Fyne has none. The
// code is the system's own: one that was learned holds on that system.
func NameOf(ev *fyne.KeyEvent) fyne.KeyName {
	if ev.Name == "" && ev.Physical.ScanCode > 0 {
		return fyne.KeyName(nameless + strconv.Itoa(ev.Physical.ScanCode))
	}
	return ev.Name
}

// Scan returns the scan code of a stroke with a key that has no name.
func (s Stroke) Scan() (code int, ok bool) {
	rest, ok := strings.CutPrefix(string(s.Key), nameless)
	if !ok {
		return 0, false
	}
	code, err := strconv.Atoi(rest)
	return code, err == nil && code > 0
}
