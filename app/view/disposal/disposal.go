// Package disposal is the room Gallring: what may go and what must stay, the
// decisions and the stops, the two steps of a disposal, and the protocol of
// what went.
package disposal

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Book is what the room needs of the vault. Nothing of it is called on the UI
// goroutine.
type Book interface {
	Interviews() ([]app.Interview, error) // newest first
	// Length returns a recording's status and length in milliseconds.
	Length(recording app.ID) (app.SoundStatus, int64, error)

	Decisions() ([]app.Decision, error) // newest first
	RegisterDecision(ctx context.Context, d app.Decision) (app.Decision, error)
	EndDecision(ctx context.Context, id app.ID) error

	Holds() ([]app.Hold, error) // newest first
	Hold(ctx context.Context, interview app.ID, reason app.HoldReason) (app.Hold, error)
	LiftHold(ctx context.Context, id app.ID, typed string) error

	// Due tells what could go now by a decision.
	Due() (map[app.ID][]app.Matter, error)
	// Plan is the first step: what is refused has its plan too.
	Plan(r app.DisposalRequest) (app.DisposalPlan, error)
	// Dispose is the second, with the plan that was shown.
	Dispose(ctx context.Context, shown app.DisposalPlan, typed string) (app.Disposal, error)
	// Block locks a matter away until it is decided what becomes of it;
	// withdrawn notes that the child has withdrawn it.
	Block(ctx context.Context, interview app.ID, m app.Matter, withdrawn bool) error
	Unblock(ctx context.Context, interview app.ID) error

	Disposals() ([]app.Disposal, error) // newest first
	NoteCopy(ctx context.Context, row app.ID, ref string, state app.CopyState) error
	// SaveProtocol writes the protocol into a folder, to be printed and as a
	// table, and returns where.
	SaveProtocol(ctx context.Context, folder string) (paths []string, err error)
}

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Book   Book
	Pick   widget.Picker
	Ask    widget.Asker
	Start  widget.Starter
	// Busy reports whether something plays, writes, sends or brings in what an
	// interview holds. It only reads memory.
	Busy func(interview app.ID) bool
	// Problem tells of a failure when the room is no longer open.
	Problem func(error)
	// Back goes to Valvet.
	Back func()
}

// Room is the room Gallring. Make one with [New].
type Room struct {
	d       Deps
	ctx     context.Context
	cancel  context.CancelFunc
	unheard func()
	root    *fyne.Container
	first   fyne.Focusable
	shown   bool // the frame has put the room into the window

	have    have
	asked   int    // loads begun: only the latest counts
	here    string // the page that is shown
	again   func() // draws it anew with what was loaded since; nil where nothing must move
	code    string // of the interview the page is about
	news    fyne.CanvasObject
	working bool // something is being written
}

// have is what the room shows.
type have struct {
	interviews []app.Interview
	sounds     map[app.ID]int64 // length of the sound in milliseconds, by interview
	decisions  []app.Decision
	holds      []app.Hold
	rows       []app.Disposal
	due        map[app.ID][]app.Matter
}

// New makes the room and reads what it shows: everything, or, where about is
// not zero, what there is to decide of one interview.
func New(d Deps, about app.ID) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, root: widget.Stack(theme.Gap16, d.Kit.Muted(d.Kit.Text.T("disposal.reading")))}
	r.unheard = d.Bus.Subscribe(r.heard)
	r.again = r.overview
	if !about.IsZero() {
		r.again = func() { r.interview(about) }
	}
	r.load()
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("disposal.title") }

// Detail is the code of the interview that the page is about.
func (r *Room) Detail() string { return r.code }

// Focus implements the room.
func (r *Room) Focus() {
	r.shown = true
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close implements the room. A disposal that was confirmed goes on.
func (r *Room) Close() {
	r.cancel()
	r.unheard()
}

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

func (r *Room) closed() bool { return r.ctx.Err() != nil }

func (r *Room) heard(e app.Event) {
	switch e.(type) {
	case app.VaultChanged, app.InterviewsChanged, app.BundlesChanged:
		r.load()
	}
}

// load reads everything anew and draws the page with it.
func (r *Room) load() {
	r.asked++
	nth := r.asked
	bus.Load(r.d.Bus, r.ctx, func(context.Context, bus.Progress) (have, error) { return r.read() }, nil, func(h have, err error) {
		if r.closed() || nth != r.asked {
			return // an older answer may come after a newer one
		}
		if err != nil {
			r.again = nil
			back := r.d.Kit.Button("disposal.leave", r.t("disposal.leave"), r.d.Back)
			r.page("problem", back, r.d.Kit.Problem(err), widget.Row(back))
			return
		}
		r.have = h
		if r.again != nil {
			r.again()
		}
	})
}

func (r *Room) read() (h have, err error) {
	b := r.d.Book
	if h.interviews, err = b.Interviews(); err != nil {
		return h, err
	}
	h.sounds = map[app.ID]int64{}
	for _, i := range h.interviews {
		if i.Recording.IsZero() {
			continue
		}
		if _, ms, err := b.Length(i.Recording); err == nil { // a damaged one can go, too
			h.sounds[i.ID] = ms
		}
	}
	if h.decisions, err = b.Decisions(); err != nil {
		return h, err
	}
	if h.holds, err = b.Holds(); err != nil {
		return h, err
	}
	if h.rows, err = b.Disposals(); err != nil {
		return h, err
	}
	h.due, err = b.Due()
	return h, err
}

// page replaces what is shown. Another page than before gives its first control
// the focus; the same one drawn anew leaves it where it was.
func (r *Room) page(name string, first fyne.Focusable, objs ...fyne.CanvasObject) {
	moved, had := r.here != name, widget.FocusedID(r.d.Window)
	r.here, r.first = name, first
	r.root.Objects = objs
	r.root.Refresh()
	if moved {
		r.d.Bus.Trace("disposal", name)
	}
	if !r.shown || r.closed() {
		return
	}
	r.d.Bus.Publish(app.RoomChanged{})
	if f := widget.Find(r.root, had); !moved && had != "" && f != nil {
		r.d.Window.Canvas().Focus(f)
		return
	}
	r.Focus()
}

// write does something in the vault and then, in the room if it is still open.
// What goes wrong is told on the page, above its buttons.
func (r *Room) write(work func(ctx context.Context) error, then func()) {
	if r.working {
		return
	}
	r.working, r.news = true, nil
	// Not bound to the room: what was decided is done.
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, nil, func(_ struct{}, err error) {
		r.working = false
		switch {
		case err != nil && r.closed():
			r.d.Problem(err)
		case r.closed():
		case err != nil:
			r.tell(r.d.Kit.Problem(err))
		default:
			then()
		}
	})
}

// tell shows something on the page that is open.
func (r *Room) tell(o fyne.CanvasObject) {
	r.news = o
	if r.again != nil {
		r.again()
	}
	if o != nil {
		r.d.Kit.Show(o)
	}
}

// told returns what is to be told, as a list of none or one.
func (r *Room) told() []fyne.CanvasObject {
	if r.news == nil {
		return nil
	}
	return []fyne.CanvasObject{r.news}
}

// open opens a page of the room; it is drawn again whenever something changes.
func (r *Room) open(page func()) {
	r.news = nil
	r.again = page
	page()
}

// home goes back to the overview.
func (r *Room) home() { r.open(r.overview) }

// section is a heading with what belongs to it.
func (r *Room) section(key string, objs ...fyne.CanvasObject) fyne.CanvasObject {
	return widget.Stack(theme.Gap8, append([]fyne.CanvasObject{r.d.Kit.Title(r.t(key))}, objs...)...)
}
