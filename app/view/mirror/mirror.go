// Package mirror is the room with three facts about one's own way of talking in
// an interview. Its tone is curious: it grades nothing, sets no target and uses
// no colour of warning.
package mirror

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/mirror"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Player is the interview's sound. Its methods but Close return at once.
type Player interface {
	Play()
	Pause()
	Playing() bool
	SeekMillis(ms int64)
	PositionMillis() int64
	Err() error // why it does not sound, nil if it does
	Close() error
}

// Known is what the vault has.
type Known struct {
	Facts *mirror.Facts // nil where none were counted yet
	// Earlier are those of one's other interviews.
	Earlier []mirror.Facts
	// Changed: the text is another than when the facts were counted.
	Changed bool
	// Sound: there is one to hear.
	Sound bool
}

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Code   string // the interview's label
	// Known and the others are called off the UI goroutine. Look goes through
	// text and sound, which takes seconds for an hour; Save keeps what it found.
	Known  func(ctx context.Context) (Known, error)
	Look   func(ctx context.Context, progress bus.Progress) (mirror.Facts, error)
	Save   func(ctx context.Context, f mirror.Facts) error
	Listen func(ctx context.Context) (Player, error)
	Back   func() // to the text
}

// Room shows the three facts. Make one with [New].
type Room struct {
	d       Deps
	ctx     context.Context // ends with the room
	cancel  context.CancelFunc
	unheard func()
	root    *fyne.Container
	first   fyne.Focusable

	known   Known
	looking context.CancelFunc // nil while nothing is counted
	trouble error              // the last thing that failed

	ears ears
}

// New makes the room, and counts where nothing was counted before.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, root: widget.Column()}
	r.unheard = d.Bus.Subscribe(r.heard)
	bus.Load(d.Bus, ctx, func(ctx context.Context, _ bus.Progress) (Known, error) { return d.Known(ctx) }, nil, r.opened)
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("mirror.title") }

// Detail is the interview's label.
func (r *Room) Detail() string { return r.d.Code }

// Focus implements the room.
func (r *Room) Focus() {
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close ends the counting and the sound.
func (r *Room) Close() {
	r.cancel()
	r.unheard()
	r.ears.close(r)
}

// Hush stops the sound: the window was hidden.
func (r *Room) Hush() { r.ears.hush(r) }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

func (r *Room) opened(k Known, err error) {
	switch {
	case r.ctx.Err() != nil:
	case err != nil:
		r.trouble = err
		r.show()
	default:
		r.known = k
		if k.Facts == nil {
			r.look()
			return
		}
		r.show()
	}
}

// counted is what a counting brings: the facts are shown also where they could
// not be kept.
type counted struct {
	facts mirror.Facts
	kept  error
}

// look counts, with progress, and can be stopped.
func (r *Room) look() {
	if r.looking != nil {
		return
	}
	r.ears.hush(r)
	r.trouble = nil
	busy := r.d.Kit.Busy(r.t("mirror.looking"), func() { r.looking() })
	r.looking = bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, progress bus.Progress) (counted, error) {
		f, err := r.d.Look(ctx, progress)
		if err != nil {
			return counted{}, err
		}
		return counted{f, r.d.Save(ctx, f)}, nil
	}, busy.Set, r.looked)
	back := r.back()
	r.page(back, r.d.Kit.Strong(r.t("mirror.yours")), widget.Card(theme.Gap16, busy), widget.Row(back))
	r.d.Bus.Trace("mirror", "looking")
}

func (r *Room) looked(c counted, err error) {
	r.looking = nil
	if r.ctx.Err() != nil {
		return
	}
	if err == nil {
		r.known.Facts, r.known.Changed, err = &c.facts, false, c.kept
	}
	r.trouble = err
	r.show()
}

// page shows objects and gives one of them the focus.
func (r *Room) page(first fyne.Focusable, objs ...fyne.CanvasObject) {
	r.first = first
	r.root.Objects = objs
	r.root.Refresh()
	r.Focus()
}

func (r *Room) back() *widget.Button {
	return r.d.Kit.Button("mirror.back", r.t("mirror.back"), r.d.Back)
}

// show is the page as it is now.
func (r *Room) show() {
	k := r.d.Kit
	r.ears.forget()
	objs := []fyne.CanvasObject{k.Strong(r.t("mirror.yours")), k.Muted(r.t("mirror.stays"))}
	back := r.back()
	var first fyne.Focusable = back
	if f := r.known.Facts; f != nil {
		wait := r.wait(f)
		objs = append(objs, wait, r.share(f), r.tempo(f))
		if b := r.ears.first(); b != nil {
			first = b
		}
	}
	switch {
	case app.CodeOf(r.trouble) == app.CodeCancelled:
		objs = append(objs, k.Body(r.t("mirror.stopped")))
	case r.trouble != nil:
		objs = append(objs, k.Problem(r.trouble))
	}
	row := []fyne.CanvasObject{back}
	if r.mayLook() {
		row = append([]fyne.CanvasObject{k.Button("mirror.again", r.t("mirror.again"), r.look)}, row...)
	}
	if f := r.known.Facts; f != nil && !f.Made.IsZero() {
		objs = append(objs, k.Muted(r.t("mirror.made", "date", k.Text.Date(f.Made))))
		if r.known.Changed {
			objs = append(objs, k.Body(r.t("mirror.changed")))
		}
	}
	r.page(first, append(objs, widget.Row(row...))...)
	r.d.Bus.Trace("mirror", "ready")
}

// mayLook reports whether counting can find as much as is known: what was counted
// by the sound is not replaced by words once the sound is gone.
func (r *Room) mayLook() bool {
	return r.known.Sound || r.known.Facts == nil || r.known.Facts.By != mirror.ByTime
}

// heard runs for every event of the program.
func (r *Room) heard(e app.Event) {
	if _, ok := e.(app.PlaybackChanged); ok {
		r.ears.follow(r)
	}
}
