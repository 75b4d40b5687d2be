// Package ready is the page of a locked vault in which an interview stands
// ready to be recorded: no passphrase is typed at the child's table, and
// nothing becomes readable.
package ready

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// State is how what was made ready stands.
type State struct {
	Ready app.ReadyState
	Until time.Time
	// Sound is how far the recording has come: "" before it, running,
	// interrupted where the program was cut off, whole.
	Sound  app.SoundStatus
	Millis int64 // of what was recorded
	Used   bool  // something lies there for the vault
}

// Keeper has what was made ready.
type Keeper interface {
	// Look opens it; ok is false where there is none that this vault made, or
	// that can be read.
	Look(ctx context.Context) (_ State, ok bool, err error)
	// State is as Look says, at this moment. It reads memory only.
	State() State
	// Disarm takes it back, where nothing was recorded.
	Disarm(ctx context.Context) error
}

// Deps is what the page needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Keeper Keeper
	Ask    widget.Asker
	// Record goes to the recording, Unlock to the passphrase.
	Record, Unlock func()
}

// Room is the page. Make one with [New].
type Room struct {
	d       Deps
	ctx     context.Context
	cancel  context.CancelFunc
	unheard func()
	root    *fyne.Container
	first   fyne.Focusable
	shown   bool
	name    string // what is shown
}

// New makes the page and looks what there is. Where there is nothing it goes to
// the passphrase.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, root: widget.Stack(theme.Gap16)}
	r.unheard = d.Bus.Subscribe(r.heard)
	r.show("looking", nil, d.Kit.Big(r.t("app.name")), d.Kit.Muted(r.t("unlock.looking")))
	bus.Load(d.Bus, ctx, func(ctx context.Context, _ bus.Progress) (bool, error) {
		_, ok, err := d.Keeper.Look(ctx)
		return ok, err
	}, nil, func(ok bool, err error) {
		switch {
		case ctx.Err() != nil:
		case err != nil || !ok:
			d.Unlock() // which tells what is wrong
		default:
			r.tell()
		}
	})
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Focus implements the room.
func (r *Room) Focus() {
	r.shown = true
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close implements the room.
func (r *Room) Close() {
	r.cancel()
	r.unheard()
}

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

func (r *Room) show(name string, first fyne.Focusable, objs ...fyne.CanvasObject) {
	r.name, r.first = name, first
	r.root.Objects = objs
	r.root.Refresh()
	r.d.Bus.Trace("ready", name)
	if r.shown {
		r.Focus()
	}
}

// heard follows a recording that goes on while the page is shown.
func (r *Room) heard(e app.Event) {
	if _, ok := e.(app.RecordingChanged); ok && r.name != "looking" && r.name != r.now(r.d.Keeper.State()) {
		r.tell()
	}
}

// now is the name of the page that a state asks for.
func (r *Room) now(s State) string {
	switch {
	case s.Sound == app.SoundRunning:
		return "running"
	case s.Sound == app.SoundWhole:
		return "saved"
	case s.Ready == app.ReadyOver, s.Ready == app.ReadyClock:
		return "over"
	case s.Sound == app.SoundInterrupted:
		return "interrupted"
	}
	return "now"
}

// tell shows how it stands.
func (r *Room) tell() {
	k, s := r.d.Kit, r.d.Keeper.State()
	unlock := k.Button("ready.unlock", r.t("unlock.open"), r.d.Unlock)
	name := r.now(s)
	switch name {
	case "running":
		back := k.Primary("ready.record", r.t("ready.continue"), r.d.Record)
		r.show(name, back, k.Big(r.t("ready.running")), k.Body(r.t("error."+string(app.CodeReadyRecording)+".what")), widget.Row(back))
	case "saved":
		unlock = k.Primary("ready.unlock", r.t("unlock.open"), r.d.Unlock)
		saved := r.t("overview.saved", "length", k.Text.Minutes(s.Millis))
		more := k.Button("ready.more", r.t("ready.more"), r.d.Record)
		r.show(name, unlock, k.Big(saved), k.Body(r.t("ready.after")), widget.Row(unlock, more))
	case "over":
		r.over(s)
	default:
		start := k.Primary("ready.record", r.t("record.start"), r.d.Record)
		objs := []fyne.CanvasObject{k.Big(r.t("ready.until", "time", k.Text.Clock(s.Until))), k.Body(r.t("ready.page"))}
		if name == "interrupted" {
			objs = append(objs, k.Notice(widget.KindAttention, r.t("ready.interrupted")))
		}
		objs = append(objs, widget.Row(start, unlock))
		if !s.Used {
			objs = append(objs, widget.Row(k.Quiet("ready.undo", r.t("ready.undo"), r.askDisarm)))
		}
		r.show(name, start, objs...)
	}
}

// over says that no recording can begin, and that nothing is lost.
func (r *Room) over(s State) {
	k := r.d.Kit
	unlock := k.Primary("ready.unlock", r.t("unlock.open"), r.d.Unlock)
	code := app.CodeReadyOver
	if s.Ready == app.ReadyClock {
		code = app.CodeReadyClock
	}
	r.show("over", unlock, k.Big(r.t("ready.over")), k.Problem(app.Fail(code, nil)), widget.Row(unlock))
}

// askDisarm makes sure: ready again takes the passphrase.
func (r *Room) askDisarm() {
	r.d.Ask(widget.Question{
		ID: "ready.undo", Title: r.t("ready.undo.ask"), Body: []string{r.t("ready.undo.body")},
		Yes: r.t("ready.undo"), No: r.t("ready.undo.no"),
	}, func() {
		bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (struct{}, error) {
			return struct{}{}, r.d.Keeper.Disarm(ctx)
		}, nil, func(_ struct{}, err error) {
			switch {
			case r.ctx.Err() != nil:
			case err != nil:
				back := r.d.Kit.Button("ready.back", r.t("ready.back"), r.tell)
				r.show("problem", back, r.d.Kit.Problem(err), widget.Row(back))
			default:
				r.d.Bus.Trace("ready", "undone")
				r.d.Unlock()
			}
		})
	})
}
