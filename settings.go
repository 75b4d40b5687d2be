package main

import (
	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
)

// Keys of the preferences, a file in clear text: how the program looks and
// sounds on this machine, never anything of an interview.
const (
	prefLanguage = "language"
	prefMode     = "mode"
	prefScale    = "scale"
	prefMic      = "microphone"
	prefRewind   = "rewind"
	prefWidth    = "width"
	prefHeight   = "height"
)

// settings is what a person has chosen for this machine.
type settings struct {
	prefs fyne.Preferences
}

func (s settings) language() app.Language {
	if s.prefs.String(prefLanguage) == string(app.English) {
		return app.English
	}
	return app.Swedish
}

func (s settings) mode() theme.Mode {
	switch m := theme.Mode(s.prefs.String(prefMode)); m {
	case theme.Light, theme.Dark:
		return m
	}
	return theme.System
}

// scale enlarges text, 1 to 2.
func (s settings) scale() float32 {
	return float32(min(max(s.prefs.FloatWithFallback(prefScale, 1), 1), 2))
}

// microphone is the name of the chosen one, "" for the system's own choice.
func (s settings) microphone() string { return s.prefs.String(prefMic) }

func (s settings) setMicrophone(name string) { s.prefs.SetString(prefMic, name) }

// rewind is how far playback steps back at a pause, in milliseconds.
func (s settings) rewind() int64 {
	return int64(min(max(s.prefs.IntWithFallback(prefRewind, 2000), 0), 10_000))
}

func (s settings) size() fyne.Size {
	w := s.prefs.FloatWithFallback(prefWidth, 1280)
	h := s.prefs.FloatWithFallback(prefHeight, 800)
	return fyne.NewSize(float32(min(max(w, 640), 4000)), float32(min(max(h, 480), 3000)))
}

func (s settings) saveSize(size fyne.Size) {
	s.prefs.SetFloat(prefWidth, float64(size.Width))
	s.prefs.SetFloat(prefHeight, float64(size.Height))
}
