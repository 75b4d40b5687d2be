// Package settings is the room Inställningar. Nothing in it is about any
// interview: what is set here is kept in clear text.
package settings

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Prefs is what can be set.
type Prefs struct {
	Language   app.Language
	Mode       theme.Mode
	Scale      int    // size of the text in per cent, one of Scales
	Microphone string // "" for the computer's own choice
	Rewind     int    // how far a pause steps back, in tenths of a second, 0–100
	Lag        int    // how long after a word one begins to type it, in tenths of a second, 0–100
	Idle       int    // after how many minutes without a touch it locks, one of Idles
}

// Scales are the sizes of text, in per cent.
var Scales = []int{100, 125, 150, 200}

// Rewinds are the steps back offered, in tenths of a second.
var Rewinds = []int{0, 10, 15, 20, 30, 50, 100}

// Lags are the typing lags offered, in tenths of a second.
var Lags = []int{0, 5, 10, 15, 20, 30, 40}

// Idles are the times without a touch after which the vault locks, in minutes.
// There is no never: whoever forgets the computer on a table forgets this too.
var Idles = []int{5, 10, 15, 30, 60}

// Default returns the settings of a first start.
func Default() Prefs {
	return Prefs{Language: app.Swedish, Mode: theme.System, Scale: 100, Rewind: 20, Lag: 20, Idle: 15}
}

// Sound returns p with everything that cannot be put right: a file of settings
// may be old, or edited by hand.
func (p Prefs) Sound() Prefs {
	d := Default()
	if p.Language != app.Swedish && p.Language != app.English {
		p.Language = d.Language
	}
	if !slices.Contains(theme.Modes, p.Mode) {
		p.Mode = d.Mode
	}
	if !slices.Contains(Scales, p.Scale) {
		p.Scale = d.Scale
	}
	if p.Rewind < 0 || p.Rewind > 100 {
		p.Rewind = d.Rewind
	}
	if p.Lag < 0 || p.Lag > 100 {
		p.Lag = d.Lag
	}
	if !slices.Contains(Idles, p.Idle) {
		p.Idle = d.Idle
	}
	return p
}

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	// Prefs are those in force, and Changed puts others into force and keeps
	// them. Changed may open the room anew.
	Prefs   func() Prefs
	Changed func(Prefs)
	// Microphones lists the names of those there are.
	Microphones func(ctx context.Context) ([]string, error)
	// Autotexts goes to the abbreviations; nil where there is no way.
	Autotexts func()
	// Keys goes to the key map; nil where there is no way.
	Keys func()
	// Practise goes to an invented interview to learn the keys with; it may be nil.
	Practise func()
	// Folder is where the vault lies; Version is the program's.
	Folder, Version string
}

// Room is the room Inställningar. Make one with [New].
type Room struct {
	d      Deps
	ctx    context.Context
	cancel context.CancelFunc
	root   *fyne.Container
	first  *widget.Choice
	mics   *widget.Select
	names  []string // behind the options after the first, the computer's choice
	micErr *fyne.Container
}

// languages are named in themselves.
var languages = []struct {
	id   app.Language
	name string
}{{app.Swedish, "Svenska"}, {app.English, "English"}}

// New makes the room.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel}
	r.build()
	r.search()
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Focus implements the room.
func (r *Room) Focus() { r.d.Window.Canvas().Focus(r.first) }

// Close implements the room.
func (r *Room) Close() { r.cancel() }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// change puts one changed setting into force.
func (r *Room) change(name string, set func(*Prefs)) {
	p := r.d.Prefs()
	set(&p)
	r.d.Bus.Trace("setting", name)
	r.d.Changed(p.Sound())
}

// choice makes a labelled choice among words.
func (r *Room) choice(id, label string, words []string, now int, chosen func(int)) (*widget.Choice, fyne.CanvasObject) {
	c := r.d.Kit.Choice(id, words, chosen).Named(label)
	c.SetSelected(now)
	return c, widget.Stack(theme.Gap8, r.d.Kit.Strong(label), c)
}

func (r *Room) build() {
	k, p := r.d.Kit, r.d.Prefs()
	language, languageRow := r.choice("settings.language", r.t("settings.language"), languageNames(), languageIndex(p.Language), func(i int) {
		r.change("language", func(p *Prefs) { p.Language = languages[i].id })
	})
	r.first = language
	_, mode := r.choice("settings.mode", r.t("settings.mode"), r.modeNames(), slices.Index(theme.Modes, p.Mode), func(i int) {
		r.change("mode", func(p *Prefs) { p.Mode = theme.Modes[i] })
	})
	_, scale := r.choice("settings.scale", r.t("settings.scale"), r.scaleNames(), slices.Index(Scales, p.Scale), func(i int) {
		r.change("scale", func(p *Prefs) { p.Scale = Scales[i] })
	})
	_, rewind := r.choice("settings.rewind", r.t("settings.rewind"), r.rewindNames(), slices.Index(Rewinds, p.Rewind), func(i int) {
		r.change("rewind", func(p *Prefs) { p.Rewind = Rewinds[i] })
	})
	_, lag := r.choice("settings.lag", r.t("settings.lag"), r.lagNames(), slices.Index(Lags, p.Lag), func(i int) {
		r.change("lag", func(p *Prefs) { p.Lag = Lags[i] })
	})
	_, idle := r.choice("settings.idle", r.t("settings.idle"), r.idleNames(), slices.Index(Idles, p.Idle), func(i int) {
		r.change("idle", func(p *Prefs) { p.Idle = Idles[i] })
	})
	r.mics = k.Select("settings.microphone", []string{r.t("settings.microphone.default")}, r.chosen)
	r.micErr = widget.Stack(theme.Gap8)
	r.root = widget.Stack(theme.Gap24,
		languageRow, mode, scale,
		widget.Stack(theme.Gap8, k.Strong(r.t("settings.microphone")), r.mics, r.micErr,
			widget.Row(k.Button("settings.search", r.t("mic.search"), r.search))),
		widget.Stack(theme.Gap4, rewind, k.Muted(r.t("settings.rewind.how"))),
		widget.Stack(theme.Gap4, lag, k.Muted(r.t("settings.lag.how"))),
		widget.Stack(theme.Gap4, k.Strong(r.t("settings.keys")),
			k.Body(r.t("settings.keys.hide", "key", keys.Label(k.Text, keys.Hide))),
			k.Body(r.t("settings.keys.lock", "key", keys.Label(k.Text, keys.Lock))),
			r.keymap()),
		r.shortcuts(),
		widget.Stack(theme.Gap4, idle, k.Muted(r.t("settings.idle.how"))),
		widget.Stack(theme.Gap4, k.Strong(r.t("settings.folder")), k.Body(r.d.Folder), k.Muted(r.t("settings.folder.how"))),
		k.Muted(r.t("settings.version", "version", r.d.Version)))
}

// keymap is the way to all keys.
func (r *Room) keymap() fyne.CanvasObject {
	if r.d.Keys == nil {
		return widget.Row()
	}
	row := widget.Row(r.d.Kit.Button("settings.keymap", r.t("settings.keymap"), r.d.Keys))
	if r.d.Practise != nil {
		row.Add(r.d.Kit.Button("settings.practise", r.t("practice.begin"), r.d.Practise))
	}
	return row
}

// shortcuts is the way to the abbreviations.
func (r *Room) shortcuts() fyne.CanvasObject {
	k := r.d.Kit
	rows := widget.Stack(theme.Gap8)
	if r.d.Autotexts != nil {
		rows.Objects = []fyne.CanvasObject{k.Strong(r.t("autotext.title")), k.Muted(r.t("settings.autotext.how")),
			widget.Row(k.Button("settings.autotext", r.t("settings.autotext"), r.d.Autotexts))}
	}
	return rows
}

func languageNames() []string {
	var names []string
	for _, l := range languages {
		names = append(names, l.name)
	}
	return names
}

func languageIndex(id app.Language) int {
	for i, l := range languages {
		if l.id == id {
			return i
		}
	}
	return -1
}

func (r *Room) modeNames() []string {
	var names []string
	for _, m := range theme.Modes {
		names = append(names, r.t("settings.mode."+string(m)))
	}
	return names
}

func (r *Room) scaleNames() []string {
	var names []string
	for _, s := range Scales {
		names = append(names, strconv.Itoa(s)+" %")
	}
	return names
}

func (r *Room) rewindNames() []string { return r.secondsNames(Rewinds, "settings.rewind.none") }

func (r *Room) lagNames() []string { return r.secondsNames(Lags, "settings.lag.none") }

// secondsNames writes tenths of a second as seconds, and 0 in words.
func (r *Room) secondsNames(all []int, none string) []string {
	var names []string
	for _, tenths := range all {
		if tenths == 0 {
			names = append(names, r.t(none))
			continue
		}
		places := 0
		if tenths%10 != 0 {
			places = 1
		}
		names = append(names, r.t("settings.seconds", "n", r.d.Kit.Text.Decimal(float64(tenths)/10, places)))
	}
	return names
}

func (r *Room) idleNames() []string {
	var names []string
	for _, n := range Idles {
		names = append(names, r.t("settings.idle.minutes", "n", n))
	}
	return names
}

// search lists the microphones; the computer's own choice stands first.
func (r *Room) search() {
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) ([]string, error) {
		return r.d.Microphones(ctx)
	}, nil, func(names []string, err error) {
		if r.ctx.Err() != nil {
			return
		}
		r.names = names
		r.micErr.Objects = nil
		if err != nil {
			r.names = nil
			r.micErr.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err)}
		}
		r.mics.SetOptions(append([]string{r.t("settings.microphone.default")}, r.names...))
		r.mics.SetIndex(slices.Index(r.names, r.d.Prefs().Microphone) + 1)
		r.root.Refresh()
	})
}

func (r *Room) chosen(i int) {
	name := ""
	if i > 0 && i <= len(r.names) {
		name = r.names[i-1]
	}
	r.change("microphone", func(p *Prefs) { p.Microphone = name })
}
