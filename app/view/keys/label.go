package keys

import (
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app/view/text"
)

// named are the keys whose names are words; the rest are written as they are
// engraved.
var named = map[fyne.KeyName]string{
	fyne.KeySpace: "key.space", fyne.KeyReturn: "key.enter", fyne.KeyEnter: "key.enter", fyne.KeyEscape: "key.escape",
}

var arrows = map[fyne.KeyName]string{
	fyne.KeyLeft: "←", fyne.KeyRight: "→", fyne.KeyUp: "↑", fyne.KeyDown: "↓",
}

// Label writes a stroke as it stands on a button: "F4", "Ctrl+Mellanslag".
func (s Stroke) Label(t *text.Table) string {
	var parts []string
	for _, m := range []struct {
		mod fyne.KeyModifier
		key string
	}{{ctrl, "key.ctrl"}, {alt, "key.alt"}, {shift, "key.shift"}} {
		if s.Mods&m.mod != 0 {
			parts = append(parts, t.T(m.key))
		}
	}
	name := string(s.Key)
	if code, ok := s.Scan(); ok {
		name = t.T("key.number", "n", code)
	} else if key, ok := named[s.Key]; ok {
		name = t.T(key)
	} else if a, ok := arrows[s.Key]; ok {
		name = a
	}
	return strings.Join(append(parts, name), "+")
}

// Label writes the shown key of a command, "" for a command without one.
func Label(t *text.Table, c Command) string {
	strokes := Of(c)
	if len(strokes) == 0 {
		return ""
	}
	return strokes[0].Label(t)
}

// OnButton puts a command's key after the words on its button: "Spela  F4".
func OnButton(t *text.Table, words string, c Command) string {
	if key := Label(t, c); key != "" {
		return words + "  " + key
	}
	return words
}
