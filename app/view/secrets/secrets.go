// Package secrets is the room Nycklar: the passphrase, recovery, and new keys.
package secrets

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/phrase"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Keys is what the room needs of the vault's keys. Only Expected, Personal and
// what [phrase.Words] has may be called on the UI goroutine.
type Keys interface {
	phrase.Words
	// Personal is what others know of the vault's owner.
	Personal() []string
	// Expected is how long a passphrase takes to be worked out.
	Expected() time.Duration
	State(ctx context.Context) (State, error)
	// CheckPresent returns CodeWrongPassphrase unless it opens the vault.
	CheckPresent(ctx context.Context, passphrase string) error
	// ChangePassphrase takes three times Expected.
	ChangePassphrase(ctx context.Context, present, next string) error
	// SetRecovery makes the recovery slot for the key on offer, or takes it
	// away. CodeUnitUncompared: the unit's words come first.
	SetRecovery(ctx context.Context, on bool) error
	// Rotate replaces all keys; afterwards the vault must be closed. It takes
	// three times Expected, and returns CodeWrongPassphrase, CodeRotateDamaged.
	Rotate(ctx context.Context, passphrase string, progress func(done, total int64)) error
	// SaveSheet makes a recovery key for the unit and writes the page to be
	// printed; ProveSheet takes the key as it was read off the paper and puts
	// it into force; RemoveSheet takes the file away.
	SaveSheet(ctx context.Context, folder string) (path string, err error)
	ProveSheet(ctx context.Context, typed string) error
	RemoveSheet(ctx context.Context) error
}

// State is how the keys stand.
type State struct {
	Recovery app.Recovery
	Compared bool // the key on offer is known to be the unit's
	Unit     bool // the unit's key lies here and signs invitations
	Reading  bool // opened with the recovery key: nothing can be changed
	// SheetWords are those of a key that was made and not read back yet;
	// SheetPath is the page's file while it is there.
	SheetWords []string
	SheetPath  string
}

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Keys   Keys
	Pick   widget.Picker
	Start  widget.Starter
	Now    func() time.Time
	// Held reports whether something is under way that new keys would cut off.
	Held func() bool
	// Lock locks the program; Unit goes to Enheten.
	Lock, Unit func()
	// Problem tells of a failure when the room is no longer open.
	Problem func(error)
}

// Room is the room Nycklar. Make one with [New].
type Room struct {
	d       Deps
	ctx     context.Context
	cancel  context.CancelFunc
	unheard func()
	root    *fyne.Container
	first   fyne.Focusable
	state   State
	step    string                       // "" for the overview
	news    map[string]fyne.CanvasObject // what was just done, by section
}

// New makes the room and reads how things stand.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, root: widget.Stack(theme.Gap24, d.Kit.Muted(d.Kit.Text.T("secrets.looking"))),
		news: map[string]fyne.CanvasObject{}}
	r.unheard = d.Bus.Subscribe(func(e app.Event) {
		if _, ours := e.(app.VaultChanged); ours && r.step == "" {
			r.load("")
		}
	})
	r.load("")
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Focus implements the room.
func (r *Room) Focus() {
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close implements the room.
func (r *Room) Close() {
	r.cancel()
	r.unheard()
	r.root.Objects = nil
}

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// load reads the state and shows the overview; the control with the id focus
// gets the focus, if there is one.
func (r *Room) load(focus string) {
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (State, error) { return r.d.Keys.State(ctx) }, nil, func(s State, err error) {
		switch {
		case r.ctx.Err() != nil || r.step != "" && focus == "":
		case err != nil:
			r.page("failed", nil, r.d.Kit.Problem(err))
		default:
			r.state = s
			r.overview(focus)
		}
	})
}

// page replaces what is shown.
func (r *Room) page(step string, first fyne.Focusable, objs ...fyne.CanvasObject) {
	moved := r.step != step || r.first == nil
	r.step, r.first = step, first
	r.root.Objects = objs
	r.root.Refresh()
	r.d.Bus.Trace("secrets", orOverview(step))
	if moved {
		r.Focus()
	}
}

func orOverview(step string) string {
	if step == "" {
		return "overview"
	}
	return step
}

// back leaves a step and reads the state anew.
func (r *Room) back() {
	r.step = ""
	r.load("secrets.change")
}

// told returns what was just done in a section, as a list of none or one.
func (r *Room) told(section string) []fyne.CanvasObject {
	if o := r.news[section]; o != nil {
		return []fyne.CanvasObject{o}
	}
	return nil
}

// tell keeps what was just done for the next overview, in one place only.
func (r *Room) tell(section string, o fyne.CanvasObject) {
	r.news = map[string]fyne.CanvasObject{section: o}
}

// do runs something short off the UI goroutine and shows the overview with
// what came of it.
func (r *Room) do(section, focus string, work func(context.Context) error, done func() fyne.CanvasObject) {
	bus.Load(r.d.Bus, context.WithoutCancel(r.ctx), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, nil, func(_ struct{}, err error) {
		switch closed := r.ctx.Err() != nil; {
		case closed && err != nil:
			r.d.Problem(err)
			return
		case closed:
			return
		case err != nil:
			r.tell(section, r.d.Kit.Problem(err))
		default:
			r.tell(section, done())
		}
		r.load(focus)
	})
}

// working shows a bar that follows how long it usually takes, since nobody can
// know how far scrypt has come. cancel may be nil.
func (r *Room) working(step, title, label string, times int, cancel func()) (stop func()) {
	k := r.d.Kit
	busy := k.Busy(label, cancel)
	r.page(step, nil, k.Title(title), busy)
	expected := time.Duration(times) * r.d.Keys.Expected()
	ended := make(chan struct{})
	go func() {
		began, tick := r.d.Now(), time.NewTicker(100*time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ended:
				return
			case <-tick.C:
				part := float32(r.d.Now().Sub(began)) / float32(max(expected, time.Millisecond))
				r.d.Bus.Do(func() { busy.Guess(part) })
			}
		}
	}()
	return func() { close(ended) }
}
