// Package logbook is the room in Valvet where the log is read: what was done
// with which interview and when, and whether the chain holds.
package logbook

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	// Log reads the log, the newest row first; it may take seconds.
	Log func(ctx context.Context, progress func(done, total int64)) ([]app.LogEntry, error)
	// Save writes a table of so many rows into a folder, and logs it.
	Save func(ctx context.Context, folder string, table [][]string, rows int) (path string, err error)
	Pick widget.Picker
	// Work shows a work in the status line. Reading and saving the log hold
	// nothing up: locking ends them.
	Work widget.Starter
	Now  func() time.Time
	Back func()
}

// patience is how long the log may take before its progress is shown.
const patience = 700 * time.Millisecond

// Room is the log's room. It is a wide room.
type Room struct {
	d      Deps
	ctx    context.Context
	cancel context.CancelFunc

	all   []app.LogEntry
	shown []app.LogEntry
	sift  sift
	news  fyne.CanvasObject

	facts *fyne.Container
	count *widget.Label
	saver *widget.Button
	list  *widget.Rows
	whole *widget.Label // the row of the arrows, where the list cuts it short
	root  *fyne.Container
}

// New makes the room and reads the log.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel}
	r.list = d.Kit.Rows("log.rows", r.t("log.rows"), func(i int) widget.RowText { return row(d.Kit.Text, r.shown[i]) })
	r.list.OnMove = r.tellWhole
	r.whole = d.Kit.Body("")
	r.count = d.Kit.Muted("")
	r.facts = widget.Stack(theme.Gap12, d.Kit.Muted(r.t("log.looking")), widget.Row(r.backButton()))
	scroll := container.NewVScroll(widget.Pad(theme.Gap4, r.facts))
	d.Kit.Reveal = func(o fyne.CanvasObject) { widget.Reveal(scroll, o) } // a wide room follows the focus itself
	r.root = container.New(sheet{r}, scroll, r.list, r.whole)
	r.load()
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("log.title") }

// Focus implements the room.
func (r *Room) Focus() {
	if r.list.Length() > 0 {
		r.d.Window.Canvas().Focus(r.list)
	}
}

// Close implements the room.
func (r *Room) Close() { r.cancel() }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// load reads the whole log: whether the chain holds is known only then.
func (r *Room) load() {
	began := r.d.Now()
	var work widget.Work
	cancel := func() {}
	cancel = bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, p bus.Progress) ([]app.LogEntry, error) {
		return r.d.Log(ctx, p)
	}, func(done, total int64) {
		if work == nil && r.ctx.Err() == nil && r.d.Now().Sub(began) > patience {
			work = r.d.Work(r.t("log.reading"), cancel)
		}
		if work != nil {
			work.Set(done, total)
		}
	}, func(all []app.LogEntry, err error) {
		if work != nil {
			work.Done()
		}
		r.loaded(all, err)
	})
}

func (r *Room) loaded(all []app.LogEntry, err error) {
	if r.ctx.Err() != nil {
		return
	}
	if err != nil {
		back := r.backButton()
		r.facts.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err), widget.Row(back)}
		r.root.Refresh()
		r.d.Window.Canvas().Focus(back)
		return
	}
	first := r.all == nil
	r.all = all
	r.build()
	r.choose()
	r.d.Bus.Trace("log", "read", len(all))
	if first {
		r.Focus()
	} else {
		r.d.Window.Canvas().Focus(r.saver) // it was saved just now
	}
}

func (r *Room) backButton() *widget.Button {
	return r.d.Kit.Button("log.back", r.t("log.back"), r.d.Back)
}

// build fills what stands above the list.
func (r *Room) build() {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Muted(r.t("log.how"))}
	if places := breaks(k.Text, r.all); len(places) > 0 {
		objs = append(objs, k.Notice(widget.KindDanger, r.broken(places)))
	}
	objs = append(objs, r.sift.controls(k, r.all, r.choose))
	if r.news != nil {
		objs = append(objs, r.news)
	}
	r.saver = k.Button("log.save", r.t("log.save"), r.save)
	objs = append(objs, r.count, widget.Row(r.saver, r.backButton()))
	r.facts.Objects = objs
	r.root.Refresh()
}

// mostPlaces is how many broken places the notice names; the list has all.
const mostPlaces = 3

func (r *Room) broken(places []string) string {
	words := r.d.Kit.Text.N("log.broken", len(places))
	for n, place := range places {
		if n == mostPlaces {
			words += " " + r.t("log.broken.more", "n", len(places)-n)
			break
		}
		words += " " + place
	}
	return words + " " + r.t("log.broken.do")
}

// choose shows the rows that the filters let through.
func (r *Room) choose() {
	r.shown = r.sift.through(r.all)
	r.count.SetText(r.d.Kit.Text.N("log.count", len(r.shown), "all", len(r.all)))
	r.whole.SetText("")
	r.list.SetLength(len(r.shown))
	r.root.Refresh()
	r.d.Bus.Trace("log", "shown", len(r.shown))
}

// tellWhole writes out the row of the arrows where the list has no room for it.
func (r *Room) tellWhole(i int) {
	t := row(r.d.Kit.Text, r.shown[i])
	words := ""
	room := r.list.Size().Width - 2*theme.Gap24
	if room > 0 && (wider(t.Title, room, true) || wider(t.Detail, room, false)) {
		words = t.Title + ". " + t.Detail
	}
	if words != r.whole.Text() {
		r.whole.SetText(words)
		r.root.Refresh()
	}
}

func wider(s string, room float32, bold bool) bool {
	return fyne.MeasureText(s, theme.SizeNow(theme.SizeBody), fyne.TextStyle{Bold: bold}).Width > room
}

// sheet puts what is said above the list and the row in full below it; in a
// low room what stands above scrolls, so that three rows always have place.
type sheet struct{ r *Room }

func (s sheet) Layout(o []fyne.CanvasObject, size fyne.Size) {
	wide := min(size.Width-2*theme.Gap24, theme.Scaled(theme.MaxColumn))
	// The scroll has a margin for the focus rings at its edges.
	above := min(high(s.r.facts, wide)+2*theme.Gap4, 0.55*size.Height)
	below := min(high(o[2], wide), 0.2*size.Height)
	o[0].Move(fyne.NewPos(theme.Gap24-theme.Gap4, 0))
	o[0].Resize(fyne.NewSize(wide+2*theme.Gap4, above))
	top := above + theme.Gap8
	o[1].Move(fyne.NewPos(theme.Gap24, top))
	bottom := below
	if bottom > 0 {
		bottom += theme.Gap8
	}
	o[1].Resize(fyne.NewSize(wide, max(size.Height-top-bottom, 0)))
	o[2].Move(fyne.NewPos(theme.Gap24, size.Height-below))
	o[2].Resize(fyne.NewSize(wide, below))
}

// high is what an object needs at a width; asked twice, because what breaks
// into lines knows its height only once it has its width.
func high(o fyne.CanvasObject, wide float32) float32 {
	if l, ok := o.(*widget.Label); ok && l.Text() == "" {
		return 0
	}
	for range 2 {
		o.Resize(fyne.NewSize(wide, o.MinSize().Height))
	}
	return o.MinSize().Height
}

func (sheet) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 300) }
