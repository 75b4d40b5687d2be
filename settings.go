package main

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/keys"
	"barnrost/app/view/settings"
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
	prefLag      = "lag"
	prefIdle     = "idle"
	prefWidth    = "width"
	prefHeight   = "height"
	prefFolder   = "folder"
	prefKeys     = "keys"
	prefTried    = "practised"
	prefQuiet    = "quiet"
	prefChecked  = "checked"
	prefYear     = "yearlist"
)

// choices is what a person has chosen for this machine.
type choices struct {
	prefs fyne.Preferences
}

func (c choices) load() settings.Prefs {
	d := settings.Default()
	return settings.Prefs{
		Language:   app.Language(c.prefs.StringWithFallback(prefLanguage, string(d.Language))),
		Mode:       theme.Mode(c.prefs.StringWithFallback(prefMode, string(d.Mode))),
		Scale:      c.prefs.IntWithFallback(prefScale, d.Scale),
		Microphone: c.prefs.String(prefMic),
		Rewind:     c.prefs.IntWithFallback(prefRewind, d.Rewind),
		Lag:        c.prefs.IntWithFallback(prefLag, d.Lag),
		Idle:       c.prefs.IntWithFallback(prefIdle, d.Idle),
	}.Sound()
}

func (c choices) save(p settings.Prefs) {
	c.prefs.SetString(prefLanguage, string(p.Language))
	c.prefs.SetString(prefMode, string(p.Mode))
	c.prefs.SetInt(prefScale, p.Scale)
	c.prefs.SetString(prefMic, p.Microphone)
	c.prefs.SetInt(prefRewind, p.Rewind)
	c.prefs.SetInt(prefLag, p.Lag)
	c.prefs.SetInt(prefIdle, p.Idle)
}

// microphone is the name of the chosen one, "" for the system's own choice.
func (c choices) microphone() string { return c.prefs.String(prefMic) }

func (c choices) setMicrophone(name string) { c.prefs.SetString(prefMic, name) }

// folder is where the vault lies that was opened last, "" for the usual place.
func (c choices) folder() string { return c.prefs.String(prefFolder) }

func (c choices) setFolder(dir string) { c.prefs.SetString(prefFolder, dir) }

// keys is the key map: what was changed in the program's own, a few names of
// commands and keys.
func (c choices) keys() keys.Map { return keys.Decode(c.prefs.String(prefKeys)) }

func (c choices) setKeys(m keys.Map) { c.prefs.SetString(prefKeys, m.Encode()) }

// practised tells that somebody has practised here, so that it is proposed no
// longer.
func (c choices) practised() bool { return c.prefs.Bool(prefTried) }

func (c choices) setPractised() { c.prefs.SetBool(prefTried, true) }

// quiet tells whether a recording is shown on the calm screen.
func (c choices) quiet() bool { return c.prefs.Bool(prefQuiet) }

func (c choices) setQuiet(on bool) { c.prefs.SetBool(prefQuiet, on) }

// yearListed tells whether the year is shown as a list instead of a wheel.
func (c choices) yearListed() bool { return c.prefs.Bool(prefYear) }

func (c choices) setYearListed(on bool) { c.prefs.SetBool(prefYear, on) }

// checked tells whether the sound of a microphone was found fine today.
func (c choices) checked(mic string) bool { return c.prefs.String(prefChecked) == checkedToday(mic) }

func (c choices) setChecked(mic string) { c.prefs.SetString(prefChecked, checkedToday(mic)) }

func checkedToday(mic string) string { return time.Now().Format(time.DateOnly) + " " + mic }

// rewind is how far playback steps back at a pause, in milliseconds.
func (c choices) rewind() int64 { return 100 * int64(c.load().Rewind) }

// typingLag is how long after a word the person begins to type it, in
// milliseconds.
func (c choices) typingLag() int64 { return 100 * int64(c.load().Lag) }

// idle is how long nobody may touch the program before it locks.
func (c choices) idle() time.Duration { return time.Duration(c.load().Idle) * time.Minute }

// firstWidth and firstHeight fit a common laptop, 1920×1080 at 150 %, with its
// task bar.
const (
	firstWidth  = 1180
	firstHeight = 660
)

func (c choices) size() fyne.Size {
	w := c.prefs.FloatWithFallback(prefWidth, firstWidth)
	h := c.prefs.FloatWithFallback(prefHeight, firstHeight)
	return fyne.NewSize(float32(min(max(w, 640), 4000)), float32(min(max(h, 480), 3000)))
}

func (c choices) saveSize(size fyne.Size) {
	c.prefs.SetFloat(prefWidth, float64(size.Width))
	c.prefs.SetFloat(prefHeight, float64(size.Height))
}

func (p *program) openSettings() view.Room {
	return settings.New(settings.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Prefs: p.inForce, Changed: p.choose,
		Microphones: p.microphoneNames, Folder: p.keeper.Folder(), Version: version,
		Autotexts: func() { p.autotexts("settings") }, Keys: func() { p.keymap("settings") }, Practise: p.practise("settings"),
	})
}

// inForce is what is chosen, but for what a flag sets for this start.
func (p *program) inForce() settings.Prefs {
	now := p.choices.load()
	now.Language = p.language()
	if p.opts.mode != "" {
		now.Mode = theme.Mode(p.opts.mode)
	}
	return now.Sound()
}

func (p *program) microphoneNames(ctx context.Context) ([]string, error) {
	all, err := p.recorder.Microphones(ctx)
	var names []string
	for _, m := range all {
		names = append(names, m.Name)
	}
	return names, err
}

// choose puts other settings into force and keeps them.
func (p *program) choose(now settings.Prefs) {
	before := p.inForce()
	p.choices.save(now)
	if now.Mode != before.Mode || now.Scale != before.Scale {
		p.opts.mode = ""
		p.applyTheme()
	}
	if now.Language != before.Language {
		if err := p.setLanguage(now.Language); err != nil {
			p.frame.Problem(err)
		}
	}
}
