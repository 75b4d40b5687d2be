package keys

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Refusal is why no command may lie on a stroke; "" for no reason. Its words
// lie under keymap.refused.<refusal>.
type Refusal string

// The refusals.
const (
	RefusedAltGr     Refusal = "altgr"     // types [ ] { } on a Swedish keyboard
	RefusedClipboard Refusal = "clipboard" // Fyne gives these to what has the focus
	RefusedWindow    Refusal = "window"    // Ctrl+Q, Esc and Tab are the window's
	RefusedWriting   Refusal = "writing"   // types a letter, or moves the caret
	RefusedLetter    Refusal = "letter"    // Ctrl+Å, Ä and Ö come as one and the same
	RefusedModifier  Refusal = "modifier"  // Shift, Ctrl and Alt do nothing alone
)

// refused says why no command at all may lie on a stroke.
func refused(s Stroke) Refusal {
	clip := []fyne.KeyName{fyne.KeyA, fyne.KeyC, fyne.KeyV, fyne.KeyX, fyne.KeyInsert}
	switch {
	case s.Mods&ctrl != 0 && s.Mods&alt != 0:
		return RefusedAltGr
	case s.Mods == ctrl && slices.Contains(clip, s.Key), s.Mods == shift && (s.Key == fyne.KeyInsert || s.Key == fyne.KeyDelete):
		return RefusedClipboard
	case s.Key == fyne.KeyTab, s.Key == fyne.KeyQ && s.Mods == ctrl:
		return RefusedWindow
	}
	return ""
}

// Refused says why a person may not put a command on a stroke. It refuses more
// than the table's own keys need: plain keys that write, and those that Fyne
// cannot tell apart.
func Refused(in Scope, s Stroke) Refusal {
	if why := refused(s); why != "" {
		return why
	}
	_, nameless := s.Scan()
	switch {
	case modifier(s.Key):
		return RefusedModifier
	case s.Key == fyne.KeyEscape:
		return RefusedWindow
	case s.Key == "" || nameless && s.Mods&^shift != 0:
		return RefusedLetter
	case nameless || function(s.Key):
		return ""
	case s.Mods&^shift != 0:
		return moves(s)
	case in == Record && s.Mods == 0 && len(s.Key) == 1:
		return ""
	}
	return RefusedWriting
}

// moves refuses Ctrl with the keys that move the caret or erase by words.
func moves(s Stroke) Refusal {
	caret := []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyDelete}
	if s.Mods&ctrl != 0 && slices.Contains(caret, s.Key) {
		return RefusedWriting
	}
	if s.Mods&shift != 0 && len(s.Key) > 1 {
		return RefusedWriting
	}
	return ""
}

// function reports whether a key is one of F1 to F12.
func function(k fyne.KeyName) bool {
	rest, ok := strings.CutPrefix(string(k), "F")
	return ok && rest != ""
}

func modifier(k fyne.KeyName) bool {
	return slices.Contains([]fyne.KeyName{
		desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight, desktop.KeyAltLeft,
		desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight, desktop.KeyMenu, desktop.KeyCapsLock,
	}, k)
}
