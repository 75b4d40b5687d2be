package desk

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// versions is the strip in which a version is given a name, and the side's part
// that leads to those there are.
type versions struct {
	r     *Room
	panel *fyne.Container
	field *widget.Entry
	in    *section
	last  time.Time // of the newest made here
}

func newVersions(r *Room) *versions {
	v := &versions{r: r}
	kit := *r.kit
	kit.OnKey = func(ev *fyne.KeyEvent) { v.key(ev) }
	v.field = kit.Entry("version.name", "").Named(r.t("version.name"))
	v.field.OnKeyFirst = v.key
	v.field.OnSubmit = v.save
	row := widget.Row(widget.Pad(theme.Gap4, wide(v.field)), kit.Primary("version.save", r.t("version.save"), v.save),
		kit.Button("version.not", r.t("version.not"), v.hide), kit.Button("version.show", r.t("versions.show"), func() {
			v.hide()
			r.showVersions()
		}))
	sheet := widget.Stack(theme.Gap8, kit.Muted(r.t("version.why")), row, kit.Guard(v.field))
	scroll := container.NewVScroll(widget.Pad(theme.Gap4, sheet))
	kit.Reveal = func(o fyne.CanvasObject) { widget.Reveal(scroll, o) }
	v.panel = container.New(strip{sheet: sheet}, scroll)
	v.panel.Hide()
	if r.d.Lesson != nil {
		return v // nothing is kept while practising
	}
	v.in = r.side.add("versions", r.t("versions.title"), false)
	v.refresh()
	r.saver.kept = func(made transcript.Version) { v.last = made.At; v.refresh() }
	return v
}

// versionCommands are the keys of the versions.
func (r *Room) versionCommands() commands {
	return commands{keys.Save: func() {
		r.saver.flush()
		if r.d.Lesson == nil {
			r.vers.ask()
		}
	}}
}

// shown reports whether the strip is open.
func (v *versions) shown() bool { return v.panel.Visible() }

// ask opens the strip. Whoever wants no name presses Enter once more.
func (v *versions) ask() {
	if v.r.find.shown() {
		v.r.find.close() // one strip at a time
	}
	v.field.SetText("")
	v.field.SetPlaceHolder(v.r.t("version.at", "time", v.r.kit.Text.Clock(v.r.d.Now())))
	v.panel.Show()
	v.r.root.Refresh()
	v.r.d.Window.Canvas().Focus(v.field)
}

func (v *versions) hide() {
	v.panel.Hide()
	v.r.root.Refresh()
	v.r.list.Focus()
}

func (v *versions) save() {
	v.r.saver.version(transcript.ByHand, v.field.Text())
	v.r.d.Bus.Trace("desk", "version")
	v.hide()
}

// key takes Esc from the strip's controls; every other key they have no use for
// is the room's.
func (v *versions) key(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyEscape {
		v.hide()
		return true
	}
	c := keys.Lookup(keys.Desk, keys.OfKey(ev, keys.Held()))
	if v.r.commands[c] == nil || ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter {
		return false
	}
	v.r.do(c) // the sound's keys go on working; the focus stays
	return true
}

// refresh says in the side when the newest version was made.
func (v *versions) refresh() {
	t, kit := v.r.kit.Text, v.in.s.kit
	objs := []fyne.CanvasObject{kit.Muted(t.T("versions.how", "key", keys.Label(t, keys.Save)))}
	if !v.last.IsZero() {
		objs = append(objs, kit.Body(t.T("versions.last", "time", t.Clock(v.last))))
	}
	v.in.fill(append(objs, kit.Button("desk.versions", t.T("versions.show"), v.r.showVersions))...)
}

// putBack makes the text say what a version said. What it says now is kept
// first; one undo brings it back, too.
func (r *Room) putBack(v transcript.Version, c transcript.Content) {
	r.saver.version(transcript.BeforeRestore, "")
	changed, err := r.doc.Become(c)
	r.lift()
	if err != nil {
		r.notice.say(aboutText, r.kit.Problem(app.Fail(app.CodeInternal, err))) // the text is as it was
		return
	}
	r.list.Reload()
	r.list.Renamed()
	r.d.Bus.Trace("desk", "restored")
	if changed {
		r.changed()
		r.saver.flush()
	}
	r.side.refresh()
	undo := keys.Label(r.kit.Text, keys.Undo)
	words := r.kit.Body(r.t("versions.back.done", "version", versionName(r.kit.Text, v), "undo", undo))
	r.notice.say(aboutText, words, widget.Row(r.kit.Quiet("versions.done", r.t("versions.done"), func() {
		r.notice.say(aboutText)
		r.list.Focus()
	})))
}
