// Package keymap is the room Tangenter och pedaler: what every key does, other
// keys for it, and a page of them to print. Nothing in it is about any
// interview.
package keymap

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app/view/bus"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	// Map is the one in force; Changed puts another into force and keeps it.
	Map     func() keys.Map
	Changed func(keys.Map)
	// Pick asks for the folder that a page to print goes to, and Save writes it
	// there, off the UI goroutine.
	Pick widget.Picker
	Save func(folder string, page []byte) (path string, err error)
	Back func()
}

// Room is the room. Make one with [New].
type Room struct {
	d      Deps
	ctx    context.Context
	cancel context.CancelFunc
	root   *fyne.Container
	filter *widget.Entry
	form   *fyne.Container // the command that is being changed
	news   *fyne.Container // what was done
	list   *fyne.Container
	first  fyne.Focusable // in the form
}

// New makes the room.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel}
	r.form, r.news, r.list = widget.Stack(theme.Gap12), widget.Stack(theme.Gap8), widget.Stack(theme.Gap8)
	r.build()
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("keymap.title") }

// Focus implements the room.
func (r *Room) Focus() { r.d.Window.Canvas().Focus(r.filter) }

// Close implements the room.
func (r *Room) Close() { r.cancel() }

// Key takes what nothing in focus has a use for: Escape goes back.
func (r *Room) Key(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		r.d.Back()
	}
}

// Rune takes a letter that nothing in focus has a use for.
func (r *Room) Rune(rune) {}

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

func (r *Room) build() {
	k := r.d.Kit
	r.filter = k.Entry("keymap.filter", r.t("keymap.filter")).Named(r.t("keymap.filter"))
	r.filter.OnChange = func(string) { r.show() }
	r.show()
	r.root = widget.Stack(theme.Gap24,
		widget.Stack(theme.Gap8, k.Body(r.t("keymap.how")),
			widget.Row(k.Button("keymap.print", r.t("keymap.print"), r.print),
				k.Button("keymap.resetAll", r.t("keymap.resetAll"), r.resetAll),
				k.Button("keymap.back", r.t("keymap.back"), r.d.Back))),
		r.news, r.form,
		r.pedals(),
		widget.Stack(theme.Gap12, r.filter, r.list))
}

// pedals are the ways to teach the program a pedal, one for each of its parts.
func (r *Room) pedals() fyne.CanvasObject {
	k := r.d.Kit
	learn := func(c keys.Command) fyne.CanvasObject {
		return k.Button("keymap.pedal."+string(c), r.t("keymap.pedal."+string(c)), func() {
			r.capture(c, len(r.d.Map().Of(c)), "keymap.press.pedal")
		})
	}
	return widget.Stack(theme.Gap8, k.Strong(r.t("keymap.pedals")), k.Body(r.t("keymap.pedals.how")),
		widget.Row(learn(keys.HoldPlay), learn(keys.PlayPause), learn(keys.Back), learn(keys.Forward)),
		k.Muted(r.t("keymap.pedals.not")))
}

// show lists the commands that the filter lets through.
func (r *Room) show() {
	k, m := r.d.Kit, r.d.Map()
	r.list.Objects = nil
	for _, g := range keys.Groups {
		var rows []fyne.CanvasObject
		for _, b := range m.Bindings() {
			words, labels := b.Command.Words(k.Text), r.labels(b.Strokes)
			if b.Command.Group() != g || !matches(r.filter.Text(), words+" "+labels) {
				continue
			}
			if m.Changed(b.Command) {
				labels += "   " + r.t("keymap.changed")
			}
			rows = append(rows, k.Item(itemID(b.Command), words, labels, func() { r.edit(b.Command) }))
		}
		if len(rows) > 0 {
			r.list.Add(widget.Stack(theme.Gap4, append([]fyne.CanvasObject{k.Strong(r.t("keymap.group." + string(g)))}, rows...)...))
		}
	}
	if len(r.list.Objects) == 0 {
		r.list.Add(k.Muted(r.t("keymap.nothing")))
	}
	r.refresh()
}

func itemID(c keys.Command) string { return "keymap.command." + string(c) }

// labels writes all keys of a command.
func (r *Room) labels(strokes []keys.Stroke) string {
	var all []string
	for _, s := range strokes {
		all = append(all, s.Label(r.d.Kit.Text))
	}
	if len(all) == 0 {
		return r.t("keymap.none")
	}
	return strings.Join(all, ", ")
}

// matches reports whether every word of a filter is part of words.
func matches(filter, words string) bool {
	words = strings.ToLower(words)
	for _, w := range strings.Fields(strings.ToLower(filter)) {
		if !strings.Contains(words, w) {
			return false
		}
	}
	return true
}

func (r *Room) refresh() {
	if r.root != nil {
		r.root.Refresh()
	}
}

// put takes another map into force.
func (r *Room) put(m keys.Map, said string) {
	r.d.Changed(m)
	r.d.Bus.Trace("keymap", "kept")
	r.show()
	r.tell(r.d.Kit.Notice(widget.KindGood, said))
}

func (r *Room) resetAll() {
	before := r.d.Map()
	r.closeForm()
	r.put(keys.Map{}, r.t("keymap.resetAll.done"))
	r.news.Add(widget.Row(r.d.Kit.Button("keymap.undo", r.t("keymap.undo"), func() { r.put(before, r.t("keymap.undone")); r.Focus() })))
	r.refresh()
}

// tell says what was done; it stays until something else is.
func (r *Room) tell(objs ...fyne.CanvasObject) {
	r.news.Objects = objs
	r.refresh()
}

// print writes the page of all keys as they are now.
func (r *Room) print() {
	r.d.Pick(widget.Pick{ID: "keymap.folder", Title: r.t("keymap.print.where"), Folder: true}, func(folder string) {
		page := Sheet(r.d.Kit.Text, r.d.Map())
		bus.Load(r.d.Bus, r.ctx, func(context.Context, bus.Progress) (string, error) {
			return r.d.Save(folder, page)
		}, nil, func(path string, err error) {
			switch {
			case r.ctx.Err() != nil:
			case err != nil:
				r.tell(r.d.Kit.Problem(err))
			default:
				r.d.Bus.Trace("keymap", "printed")
				r.tell(r.d.Kit.Notice(widget.KindGood, r.t("keymap.print.done", "path", path)))
			}
		})
	})
}
