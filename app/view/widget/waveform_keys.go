package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
)

// How far a key moves an edge, or the playhead when nothing is selected, in
// milliseconds: alone, with Shift and with Ctrl.
const (
	edgeStep  = 100
	edgeFar   = 1_000
	edgeClose = 10
)

// FocusGained implements [fyne.Focusable].
func (w *Waveform) FocusGained() {
	w.focused = true
	w.kit.gained(w.id, w)
	w.ring.show(true)
}

// FocusLost implements [fyne.Focusable].
func (w *Waveform) FocusLost() {
	w.focused, w.shift = false, false
	w.ring.show(false)
}

// KeyDown implements [desktop.Keyable].
func (w *Waveform) KeyDown(ev *fyne.KeyEvent) {
	w.kit.KeyDown(ev)
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		w.shift = true
	}
}

// KeyUp implements [desktop.Keyable].
func (w *Waveform) KeyUp(ev *fyne.KeyEvent) {
	w.kit.KeyUp(ev)
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		w.shift = false
	}
}

// TypedKey implements [fyne.Focusable]. Left and right move the edge, or the
// playhead when nothing is selected; Home and End choose the edge; Enter plays
// what is selected; Esc drops it, and then leaves.
func (w *Waveform) TypedKey(ev *fyne.KeyEvent) {
	s, ok := w.Selection()
	step := int64(edgeStep)
	if w.shift || w.held()&fyne.KeyModifierShift != 0 {
		step = edgeFar
	}
	switch ev.Name {
	case fyne.KeyLeft:
		w.nudge(-step)
	case fyne.KeyRight:
		w.nudge(step)
	case fyne.KeyHome:
		w.end(ok, s.To, s.From, 0)
	case fyne.KeyEnd:
		w.end(ok, s.From, s.To, w.wave.Millis)
	case fyne.KeyReturn, fyne.KeyEnter:
		if ok && w.kit.Once(ev.Name) {
			w.ask(w.hooks.Play)
		}
	case fyne.KeyEscape:
		w.escape(ok)
	default:
		w.other(ev)
	}
}

// escape drops what is selected; with nothing selected the focus goes back to
// where it came from.
func (w *Waveform) escape(ok bool) {
	switch {
	case ok:
		w.Drop()
	case w.hooks.Leave != nil:
		w.hooks.Leave()
	}
}

// other does what a key does in the text, where the focus stays here.
func (w *Waveform) other(ev *fyne.KeyEvent) {
	mods := w.held()
	if w.shift {
		mods |= fyne.KeyModifierShift
	}
	c := keys.Lookup(keys.Desk, keys.OfKey(ev, mods))
	if c.Toggles() && !w.kit.Once(ev.Name) {
		return
	}
	if c == keys.None || w.hooks.Command == nil || !w.hooks.Command(c) {
		w.kit.passKey(ev)
	}
}

// nudge moves the edge, or goes forward in the sound.
func (w *Waveform) nudge(by int64) {
	if w.sel.on {
		w.choose(w.sel.fixed, w.sel.move+by)
		w.show(w.sel.move)
		return
	}
	w.goTo(w.at + by)
}

// end makes move the edge that the keys move, or goes to ms.
func (w *Waveform) end(selected bool, fixed, move, ms int64) {
	if !selected {
		w.goTo(ms)
		return
	}
	w.choose(fixed, move)
	w.show(move)
}

func (w *Waveform) goTo(ms int64) {
	if w.hooks.Seek != nil && w.wave.Millis > 0 {
		w.away = false
		w.hooks.Seek(max(min(ms, w.wave.Millis), 0))
	}
}

func (w *Waveform) ask(what func(transcript.Stretch)) {
	if s, ok := w.Selection(); ok && what != nil {
		what(s)
	}
}

// TypedRune implements [fyne.Focusable]: S and E set the start and the end of
// what is selected to the playhead, L loops it, T gives its times to the
// utterance. Any other letter goes to the text.
func (w *Waveform) TypedRune(r rune) {
	s, ok := w.Selection()
	switch r {
	case 's', 'S':
		if !ok || s.To <= w.at {
			s.To = w.wave.Millis
		}
		w.choose(s.To, w.at)
	case 'e', 'E':
		if !ok || s.From >= w.at {
			s.From = 0
		}
		w.choose(s.From, w.at)
	case 'l', 'L':
		w.ask(w.hooks.Loop)
	case 't', 'T':
		w.ask(w.hooks.Adopt)
	case ' ':
	default:
		w.kit.passRune(r)
	}
}

// TypedShortcut implements [fyne.Shortcutable]: with Ctrl the edge moves a
// hundredth of a second.
func (w *Waveform) TypedShortcut(s fyne.Shortcut) {
	stroke, ok := keys.OfShortcut(s)
	if ok && stroke.Mods == fyne.KeyModifierControl {
		switch stroke.Key {
		case fyne.KeyLeft:
			w.nudge(-edgeClose)
			return
		case fyne.KeyRight:
			w.nudge(edgeClose)
			return
		}
	}
	if c := keys.Lookup(keys.Desk, stroke); ok && c != keys.None && !c.Window() && w.hooks.Command != nil && w.hooks.Command(c) {
		return
	}
	if w.kit.OnShortcut != nil {
		w.kit.OnShortcut(s)
	}
}

// translucent is a colour that what lies below can be read through.
func translucent(r, g, b uint32) color.Color {
	return color.NRGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 56}
}
