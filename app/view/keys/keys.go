// Package keys is the one table of what each key does, and where. Nothing else
// in the program compares key names. It is pure: a stroke and a scope go in, a
// command comes out.
//
// Fyne has three doors that keys come through (fyne.Shortcut for anything with
// Ctrl or Alt, TypedKey of what has the focus, TypedKey of the canvas when
// nothing has it); [OfKey] and [OfShortcut] make a stroke of each.
package keys

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
)

// Command is something a key does.
type Command string

// The commands. Speakers, rooms and markers are numbered or named further
// down.
const (
	None         Command = ""
	PlayPause    Command = "play-pause"
	Pause        Command = "pause"
	Back         Command = "back"
	Forward      Command = "forward"
	BackFar      Command = "back-far"
	ForwardFar   Command = "forward-far"
	Slower       Command = "slower"
	Faster       Command = "faster"
	NewUtterance Command = "new-utterance"
	NewLine      Command = "new-line"
	PlayHere     Command = "play-here"
	NextUnsure   Command = "next-unsure"
	PrevUnsure   Command = "previous-unsure"
	TimeEarlier  Command = "time-earlier"
	TimeLater    Command = "time-later"
	SlowReplay   Command = "slow-replay"
	Loop         Command = "loop"
	TimeMark     Command = "time-mark"
	Find         Command = "find"
	Substitute   Command = "replace"
	ZoomIn       Command = "zoom-in"
	ZoomOut      Command = "zoom-out"
	ReadThrough  Command = "read-through"
	Boost        Command = "boost"
	Side         Command = "side"
	Resolve      Command = "resolve"
	PutMark      Command = "put-mark"
	Undo         Command = "undo"
	Redo         Command = "redo"
	Save         Command = "save"
	Lock         Command = "lock"
	Hide         Command = "hide"
	RecordPause  Command = "record-pause"
	RecordFika   Command = "record-fika"
	RecordChild  Command = "record-child" // the child wants a pause
	RecordQuiet  Command = "record-quiet"
	Concern      Command = "concern"
	GuideNext    Command = "guide-next"
	GuidePrev    Command = "guide-previous"
	GuideAsked   Command = "guide-asked"
	GuideSkipped Command = "guide-skipped"
	GuideSimpler Command = "guide-simpler"
	GuideFollow  Command = "guide-follow"
	GuideScale   Command = "guide-scale"
	// HoldPlay plays while its key is down and pauses when it is let go. It has
	// no key of its own: it is there for a pedal, or for whoever wants it.
	HoldPlay Command = "hold-play"
	// HoldEnd is what letting that key go does; no key can be put on it.
	HoldEnd  Command = "hold-end"
	ShowKeys Command = "show-keys"
)

// Speaker returns the command that gives an utterance its nth speaker, from 0.
func Speaker(n int) Command { return numbered("speaker-", n) }

// Room returns the command that opens the nth room of the rail, from 0.
func Room(n int) Command { return numbered("room-", n) }

// Face returns the command that chooses a face of the smiley scale that is
// shown, from the left and from 0.
func Face(n int) Command { return numbered("face-", n) }

// FaceOf is the inverse of [Face].
func (c Command) FaceOf() (n int, ok bool) { return c.number("face-") }

// Mark returns the command that sets a live marker.
func Mark(k app.MarkerKind) Command { return Command("mark-" + string(k)) }

// SpeakerOf is the inverse of [Speaker].
func (c Command) SpeakerOf() (n int, ok bool) { return c.number("speaker-") }

// RoomOf is the inverse of [Room].
func (c Command) RoomOf() (n int, ok bool) { return c.number("room-") }

// MarkOf is the inverse of [Mark].
func (c Command) MarkOf() (app.MarkerKind, bool) {
	for _, k := range app.MarkerKinds {
		if c == Mark(k) {
			return k, true
		}
	}
	return "", false
}

// Window reports whether the command is the window's own, in every room and
// through whatever lies over it.
func (c Command) Window() bool { return c == Lock || c == Hide }

// Toggles reports whether holding the key must not repeat the command.
func (c Command) Toggles() bool {
	switch c {
	case PlayPause, PlayHere, Pause, Save, Lock, Hide, RecordPause, RecordFika, RecordChild, RecordQuiet, Concern, NewUtterance,
		GuideNext, GuidePrev, GuideAsked, GuideSkipped, GuideSimpler, GuideFollow, GuideScale,
		HoldPlay, ShowKeys, SlowReplay, Loop, ReadThrough, Boost, Find, Substitute, Side, Resolve, PutMark, TimeMark:
		return true
	}
	_, mark := c.MarkOf()
	_, face := c.FaceOf()
	return mark || face
}

func numbered(prefix string, n int) Command { return Command(prefix + string(rune('1'+n))) }

func (c Command) number(prefix string) (int, bool) {
	if len(c) != len(prefix)+1 || string(c[:len(prefix)]) != prefix {
		return 0, false
	}
	n := int(c[len(prefix)]) - '1'
	return n, n >= 0 && n < 9
}

// Scope is where a key is pressed.
type Scope uint8

// The scopes. What stands under Everywhere holds in all of them.
const (
	Everywhere Scope = iota
	Desk             // the transcription room, also while typing
	Record           // the recording room, while nothing is typed
	Rooms            // every room but the desk
)

// Stroke is one key with its modifiers.
type Stroke struct {
	Key  fyne.KeyName
	Mods fyne.KeyModifier
}

const (
	ctrl  = fyne.KeyModifierControl
	shift = fyne.KeyModifierShift
	alt   = fyne.KeyModifierAlt
)

// Binding ties strokes to a command in a scope. The first stroke is the one
// shown on buttons.
type Binding struct {
	Scope   Scope
	Command Command
	Strokes []Stroke
}

var digits = []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8}

// faces is how many a smiley scale has.
const faces = 3

// rooms is how many rooms the rail can hold.
const rooms = 7

func build() []Binding {
	list := []Binding{
		{Desk, PlayPause, []Stroke{{fyne.KeyF4, 0}, {fyne.KeySpace, ctrl}}},
		{Desk, HoldPlay, nil},
		{Desk, Pause, []Stroke{{fyne.KeyEscape, 0}}},
		{Desk, Back, []Stroke{{fyne.KeyF3, 0}}},
		{Desk, Forward, []Stroke{{fyne.KeyF5, 0}}},
		{Desk, BackFar, []Stroke{{fyne.KeyF3, shift}}},
		{Desk, ForwardFar, []Stroke{{fyne.KeyF5, shift}}},
		{Desk, Slower, []Stroke{{fyne.KeyF8, 0}}},
		{Desk, Faster, []Stroke{{fyne.KeyF9, 0}}},
		{Desk, NextUnsure, []Stroke{{fyne.KeyF2, 0}}},
		{Desk, PrevUnsure, []Stroke{{fyne.KeyF2, shift}}},
		{Desk, NewUtterance, []Stroke{{fyne.KeyReturn, 0}, {fyne.KeyEnter, 0}}},
		{Desk, NewLine, []Stroke{{fyne.KeyReturn, shift}, {fyne.KeyEnter, shift}}},
		{Desk, PlayHere, []Stroke{{fyne.KeyReturn, ctrl}, {fyne.KeyEnter, ctrl}}},
		{Desk, Resolve, []Stroke{{fyne.KeyR, ctrl}}},
		{Desk, PutMark, []Stroke{{fyne.KeyI, ctrl}}},
		{Desk, TimeEarlier, []Stroke{{fyne.KeyLeft, alt}}},
		{Desk, TimeLater, []Stroke{{fyne.KeyRight, alt}}},
		{Desk, SlowReplay, []Stroke{{fyne.KeyF6, 0}}},
		{Desk, Loop, []Stroke{{fyne.KeyF7, 0}}},
		{Desk, ReadThrough, []Stroke{{fyne.KeyF10, 0}}},
		{Desk, Boost, []Stroke{{fyne.KeyB, ctrl}}},
		{Desk, TimeMark, []Stroke{{fyne.KeyT, ctrl}}},
		{Desk, Find, []Stroke{{fyne.KeyF, ctrl}}},
		{Desk, Substitute, []Stroke{{fyne.KeyH, ctrl}}},
		{Desk, ZoomIn, []Stroke{{fyne.KeyUp, alt}}},
		{Desk, ZoomOut, []Stroke{{fyne.KeyDown, alt}}},
		{Desk, Side, []Stroke{{fyne.KeyM, ctrl}}},
		{Desk, ShowKeys, []Stroke{{fyne.KeyF1, 0}}},
		{Desk, Undo, []Stroke{{fyne.KeyZ, ctrl}}},
		{Desk, Redo, []Stroke{{fyne.KeyY, ctrl}, {fyne.KeyZ, ctrl | shift}}},
		{Desk, Save, []Stroke{{fyne.KeyS, ctrl}}},
		{Everywhere, Lock, []Stroke{{fyne.KeyL, ctrl}}},
		{Everywhere, Hide, []Stroke{{fyne.KeyD, ctrl}}}, // dölj
		{Record, RecordPause, []Stroke{{fyne.KeyP, 0}}},
		{Record, RecordFika, []Stroke{{fyne.KeyF, 0}}},
		{Record, RecordChild, []Stroke{{fyne.KeyB, 0}}},
		{Record, RecordQuiet, []Stroke{{fyne.KeyT, 0}}},
		{Record, Concern, []Stroke{{fyne.KeyO, 0}}},
		{Record, GuideNext, []Stroke{{fyne.KeyRight, 0}, {fyne.KeyPageDown, 0}}},
		{Record, GuidePrev, []Stroke{{fyne.KeyLeft, 0}, {fyne.KeyPageUp, 0}}},
		{Record, GuideAsked, []Stroke{{fyne.KeyA, 0}}},
		{Record, GuideSkipped, []Stroke{{fyne.KeyH, 0}}},
		{Record, GuideSimpler, []Stroke{{fyne.KeyE, 0}}},
		{Record, GuideFollow, []Stroke{{fyne.KeyM, 0}}},
		{Record, GuideScale, []Stroke{{fyne.KeyG, 0}}},
		{Record, Mark("nickar"), []Stroke{{fyne.KeyN, 0}}},
		{Record, Mark("skakar"), []Stroke{{fyne.KeyS, 0}}},
		{Record, Mark("visar"), []Stroke{{fyne.KeyV, 0}}},
		{Record, Mark("skratt"), []Stroke{{fyne.KeyK, 0}}},
		{Record, Mark("viktigt"), []Stroke{{fyne.KeyI, 0}, {fyne.Key1, shift}}}, // Shift+1 writes "!"
	}
	for i, d := range digits {
		list = append(list, Binding{Desk, Speaker(i), []Stroke{{d, ctrl}}})
	}
	for i, d := range digits[:faces] {
		list = append(list, Binding{Record, Face(i), []Stroke{{d, 0}}})
	}
	for i, d := range digits[:rooms] {
		list = append(list, Binding{Rooms, Room(i), []Stroke{{d, ctrl}}})
	}
	return list
}

// covers reports whether a binding of a scope holds where in says. The
// recording room is one of the rooms that can be left by Ctrl and a digit.
func covers(bound, in Scope) bool {
	return bound == in || bound == Everywhere || bound == Rooms && in == Record
}

// OfKey makes a stroke of a key event and the modifiers held. Keys with Ctrl
// or Alt come as shortcuts instead.
func OfKey(ev *fyne.KeyEvent, held fyne.KeyModifier) Stroke {
	return Stroke{NameOf(ev), held & shift}
}

// OfShortcut makes a stroke of a shortcut, Fyne's own for Ctrl+Z and Ctrl+Y
// among them. ok is false for cut, copy, paste and select all, which stay
// Fyne's.
func OfShortcut(s fyne.Shortcut) (stroke Stroke, ok bool) {
	switch s := s.(type) {
	case *fyne.ShortcutUndo:
		return Stroke{fyne.KeyZ, ctrl}, true
	case *fyne.ShortcutRedo:
		return Stroke{fyne.KeyY, ctrl}, true
	case *desktop.CustomShortcut:
		mods := s.Modifier
		if mods&fyne.KeyModifierSuper != 0 { // Cmd on a Mac is our Ctrl
			mods = mods&^fyne.KeyModifierSuper | ctrl
		}
		return Stroke{s.KeyName, mods}, true
	}
	return Stroke{}, false
}

// Held returns the modifiers held now, as far as the driver can tell.
func Held() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// Fault says what is wrong with a table: a stroke bound twice where both hold,
// one that is not a key of its own on every keyboard, or a command without a
// stroke. It returns "" for a sound one.
func Fault(table []Binding) string {
	for i, b := range table {
		if len(b.Strokes) == 0 && b.Command != HoldPlay {
			return string(b.Command) + ": no key"
		}
		for _, s := range b.Strokes {
			if why := refused(s); why != "" {
				return string(b.Command) + ": " + string(why)
			}
			for _, other := range table[:i] {
				both := covers(b.Scope, other.Scope) || covers(other.Scope, b.Scope)
				if both && slices.Contains(other.Strokes, s) {
					return string(b.Command) + ": taken by " + string(other.Command)
				}
			}
		}
	}
	return ""
}
