// Package answers is the room of the barnenkät under Enheten: what waits to be
// sent, the paper form and its entry, and, for the holder of the unit's key, what
// children answered: as counts, and never of fewer than the unit asks for.
package answers

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/survey"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// State is how it stands with the envelopes here.
type State struct {
	Unit      string // what answers are sealed to, "" where no unit is known
	Holder    bool   // the unit's key lies here
	MayEnter  bool   // this person enters paper forms
	Pool      app.Pool
	Out       app.Envelopes // that were sealed here and wait
	Elsewhere int           // sealed to a key that is the unit's no longer
}

// Pool is what the room needs. None of it is called on the UI goroutine.
type Pool interface {
	State(ctx context.Context) (State, error)
	// Send writes the envelopes that wait into a folder, as a bundle to the unit.
	Send(ctx context.Context, folder string) (handover.Sent, error)
	// Arrived lets go of those in the latest bundle: its receipt code was read out.
	Arrived(ctx context.Context) error
	// Enter puts a paper form's answers into an envelope. It returns
	// CodeEntryRole for who interviews.
	Enter(ctx context.Context, a survey.Answers) error
	// Open opens the closed envelopes together, if there are at least from.
	// Errors: CodeEnvelopesFew, CodeEnvelopesOdd.
	Open(ctx context.Context, from int) error
	// Count counts those that were opened; unread are those that could not be read.
	Count(ctx context.Context) (c survey.Counted, unread int, err error)
}

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Pool   Pool
	// Form is the barnenkät that holds. It reads memory only.
	Form  func() (survey.Form, error)
	Print func() // the paper form
	// SaveForm stores the unit's own wording, or, for nil, goes back to the
	// published one. nil for whoever does not make the unit's invitations.
	SaveForm func(ctx context.Context, f *survey.Form) error
	Pick     widget.Picker
	Ask      widget.Asker
	Start    widget.Starter
	// Problem tells of a failure when the room is no longer open.
	Problem func(error)
	Back    func()
}

// Room is the room. Make one with [New].
type Room struct {
	d       Deps
	ctx     context.Context
	cancel  context.CancelFunc
	unheard func()
	root    *fyne.Container
	first   fyne.Focusable

	form    survey.Form
	state   State
	counted survey.Counted
	unread  int
	asked   int // loads begun: only the latest counts
	loaded  bool
	said    fyne.CanvasObject // what happened last, nil for nothing
	entry   *entry            // nil unless a paper form is being entered
	entered int               // paper forms since the room was opened
	wording *wording          // nil unless the form is being worded
}

// New makes the room and reads what it shows.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel}
	r.root = widget.Stack(theme.Gap24, d.Kit.Muted(r.t("answers.looking")))
	r.unheard = d.Bus.Subscribe(r.heard)
	r.load()
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("answers.title") }

// Focus implements the room.
func (r *Room) Focus() {
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close implements the room. What stands in the entry and is in no envelope is
// gone.
func (r *Room) Close() {
	r.cancel()
	r.unheard()
	r.entry, r.wording = nil, nil
}

// Rune implements the frame's keys, for the entry.
func (r *Room) Rune(c rune) {
	if r.entry != nil {
		r.entry.rune(c)
	}
}

// Key implements the frame's keys.
func (r *Room) Key(*fyne.KeyEvent) {}

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

func (r *Room) heard(e app.Event) {
	switch e.(type) {
	case app.EnvelopesChanged, app.VaultChanged, app.ContactsChanged, app.TemplatesChanged:
		if !r.inside() {
			r.load()
		}
	}
}

// inside reports whether a page of its own is open, which news must not replace.
func (r *Room) inside() bool { return r.entry != nil || r.wording != nil }

// all is what the room shows.
type all struct {
	form    survey.Form
	state   State
	counted survey.Counted
	unread  int
}

func (r *Room) load() {
	r.asked++
	nth := r.asked
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (a all, err error) {
		if a.form, err = r.d.Form(); err != nil && a.form.Format == 0 {
			return a, err
		}
		if a.state, err = r.d.Pool.State(ctx); err != nil || a.state.Pool.Opened == 0 {
			return a, err
		}
		a.counted, a.unread, err = r.d.Pool.Count(ctx)
		return a, err
	}, nil, func(a all, err error) {
		if r.ctx.Err() != nil || nth != r.asked || r.inside() {
			return // an older answer may come after a newer one
		}
		if err != nil {
			back := r.backButton()
			r.first = back
			r.root.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err), widget.Row(back)}
			r.root.Refresh()
			return
		}
		r.form, r.state, r.counted, r.unread = a.form, a.state, a.counted, a.unread
		r.show()
	})
}

// show builds the page; what had the focus keeps it.
func (r *Room) show() {
	had := widget.FocusedID(r.d.Window)
	var objs []fyne.CanvasObject
	r.first = nil
	for _, section := range [][]fyne.CanvasObject{r.outSection(), r.poolSection(), r.paperSection(), r.formSection()} {
		if len(section) > 0 {
			objs = append(objs, widget.Stack(theme.Gap12, section...))
		}
	}
	objs = append(objs, widget.Row(r.backButton()))
	r.root.Objects = objs
	r.root.Refresh()
	state := "shown"
	if !r.loaded {
		state, r.loaded = "ready", true
	}
	if f := widget.Find(r.root, had); had != "" && f != nil {
		r.d.Window.Canvas().Focus(f)
	} else {
		r.Focus()
	}
	r.d.Bus.Trace("answers", state)
	r.d.Bus.Trace("pool", r.state.Pool.Closed, r.state.Pool.Opened)
}

func (r *Room) backButton() *widget.Button {
	return r.d.Kit.Button("answers.back", r.t("answers.back"), r.d.Back)
}

// led makes a control the one that has the focus first, unless another is.
func (r *Room) led(f fyne.Focusable) {
	if r.first == nil {
		r.first = f
	}
}

// told is what happened last, as a list of none or one.
func (r *Room) told() []fyne.CanvasObject {
	if r.said == nil {
		return nil
	}
	return []fyne.CanvasObject{r.said}
}

// tell shows what happened last.
func (r *Room) tell(o fyne.CanvasObject) {
	r.said = o
	if !r.inside() {
		r.show()
		r.d.Kit.Show(o)
	}
}

// do runs something short off the UI goroutine. It is finished even if the room
// is left.
func (r *Room) do(work func(context.Context) error, then func()) {
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, nil, func(_ struct{}, err error) {
		switch closed := r.ctx.Err() != nil; {
		case err != nil && closed:
			r.d.Problem(err)
		case err != nil && r.entry != nil:
			r.entry.fail(err)
		case err != nil && r.wording != nil:
			r.wording.say(r.d.Kit.Problem(err))
		case err != nil:
			r.tell(r.d.Kit.Problem(err))
		case !closed:
			then()
		}
	})
}
