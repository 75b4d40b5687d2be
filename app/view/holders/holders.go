// Package holders is the room of the unit's key: who holds it, handing it to a
// second holder or a successor, its paper copy, and the way back from paper.
package holders

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Key is what the room needs of the unit's key. None of it is called on the UI
// goroutine.
type Key interface {
	// Unit is the unit whose key lies here, or CodeNotFound.
	Unit(ctx context.Context) (Unit, error)
	// Origin is how the key came here, nil where it was made here.
	Origin() (*app.KeyOrigin, error)
	Holders() ([]app.Holder, error)
	Contacts() ([]app.Contact, error)
	// HandOver writes the key into a folder for one confirmed person.
	HandOver(ctx context.Context, d handover.KeyDraft, folder string) (handover.Sent, error)
	// Prove holds what a holder read out against the receipt code, and notes
	// that the key arrived; CodeReceiptWrong for another code.
	Prove(ctx context.Context, holder app.ID, said string) error
	// GiveUp takes the key away from this vault; CodeUnitKeyUnproven unless a
	// successor has read the code back.
	GiveUp(ctx context.Context) error
	// SavePaper writes the page to be printed into a folder, and PaperLeft is
	// the page that lies there still, "" for none. RemovePaper writes over it
	// and takes it away.
	SavePaper(ctx context.Context, folder string) (path string, err error)
	PaperLeft() string
	RemovePaper(ctx context.Context, path string) error
	// ReadPaper tells whose key was typed and keeps nothing; KeepPaper keeps it.
	// Errors: CodePaperWrong, CodePaperStranger, CodeUnitKeyHere,
	// CodeUnitKeyOther.
	ReadPaper(ctx context.Context, typed string) (app.Contact, error)
	KeepPaper(ctx context.Context, typed string) error
}

// Unit is the unit's card as others see it, and what this copy of its key can.
type Unit struct {
	Name    string
	Words   []string
	Card    []byte
	Invites bool
}

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Key    Key
	Pick   widget.Picker
	Ask    widget.Asker
	Start  widget.Starter
	// Problem tells of a failure when the room is no longer open.
	Problem func(error)
	// Back goes back to Enheten.
	Back func()
}

// Room is the room of the unit's key. Make one with [New].
type Room struct {
	d       Deps
	ctx     context.Context
	cancel  context.CancelFunc
	unheard func()
	root    *fyne.Container

	have   have
	asked  int // loads begun: only the latest counts
	loaded bool
	news   map[string]fyne.CanvasObject // by the section they belong to

	draft draft
	said  map[app.ID]string // what is being typed as receipt codes
	typed string            // the key from its paper
	read  *app.Contact      // whose key that is, not answered yet
}

// have is what the room shows.
type have struct {
	unit    *Unit
	origin  *app.KeyOrigin
	holders []app.Holder
	people  []app.Contact // who can be handed the key
	left    string        // a page to be printed that lies there still
}

// draft is what is being chosen.
type draft struct {
	to      app.ID
	variant int // index in app.KeyVariants
	invites bool
}

// The sections in which news are told.
const (
	newsHolders = "holders"
	newsHand    = "hand"
	newsPaper   = "paper"
	newsRead    = "read"
)

// New makes the room and reads what it shows.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, news: map[string]fyne.CanvasObject{}, said: map[app.ID]string{}}
	r.root = widget.Stack(theme.Gap24+theme.Gap8, d.Kit.Muted(r.t("holders.looking")))
	r.unheard = d.Bus.Subscribe(r.heard)
	r.load()
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("holders.title") }

// Focus implements the room.
func (r *Room) Focus() {
	for _, id := range []string{"holders.code.1", "holders.to", "holders.typed", "holders.back"} {
		if f := widget.Find(r.root, id); f != nil {
			r.d.Window.Canvas().Focus(f)
			return
		}
	}
}

// Close implements the room. What is being written goes on.
func (r *Room) Close() {
	r.cancel()
	r.unheard()
}

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

func (r *Room) heard(e app.Event) {
	switch e.(type) {
	case app.VaultChanged, app.ContactsChanged:
		r.load()
	}
}

func (r *Room) load() {
	r.asked++
	nth := r.asked
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (have, error) { return r.look(ctx) }, nil, func(h have, err error) {
		if r.ctx.Err() != nil || nth != r.asked {
			return // an older answer may come after a newer one
		}
		if err != nil {
			r.root.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err), widget.Row(r.back())}
			r.root.Refresh()
			r.Focus()
			return
		}
		first := !r.loaded
		r.have, r.loaded = h, true
		r.show()
		r.d.Bus.Trace("holders", "ready")
		if first {
			r.Focus()
		}
	})
}

func (r *Room) look(ctx context.Context) (h have, err error) {
	switch unit, err := r.d.Key.Unit(ctx); app.CodeOf(err) {
	case "":
		h.unit = &unit
		if h.origin, err = r.d.Key.Origin(); err != nil {
			return h, err
		}
	case app.CodeNotFound:
	default:
		return h, err
	}
	if h.holders, err = r.d.Key.Holders(); err != nil {
		return h, err
	}
	all, err := r.d.Key.Contacts()
	if err != nil {
		return h, err
	}
	for _, c := range all {
		if c.Confirmed && c.Kind == app.CardPerson {
			h.people = append(h.people, c)
		}
	}
	h.left = r.d.Key.PaperLeft()
	return h, nil
}

// show builds the page anew; what had the focus keeps it.
func (r *Room) show() {
	had := widget.FocusedID(r.d.Window)
	sections := []func() []fyne.CanvasObject{r.holdersSection, r.handSection, r.paperSection}
	if r.have.unit == nil {
		sections = []func() []fyne.CanvasObject{r.goneSection, r.readSection}
	}
	var objs []fyne.CanvasObject
	for _, section := range sections {
		objs = append(objs, widget.Stack(theme.Gap12, section()...))
	}
	r.root.Objects = append(objs, widget.Row(r.back()))
	r.root.Refresh()
	if had != "" {
		r.focus(had)
	}
}

func (r *Room) back() fyne.CanvasObject {
	return r.d.Kit.Button("holders.back", r.t("holders.back"), r.d.Back)
}

// focus gives a control on the page the focus, if it is there.
func (r *Room) focus(id string) {
	if f := widget.Find(r.root, id); f != nil {
		r.d.Window.Canvas().Focus(f)
	}
}

// tell shows something in one section and nowhere else.
func (r *Room) tell(place string, o fyne.CanvasObject) {
	r.news = map[string]fyne.CanvasObject{}
	if o != nil {
		r.news[place] = o
	}
	r.show()
	if o != nil {
		r.d.Kit.Show(o)
	}
}

// told returns what is to be told in a section, as a list of none or one.
func (r *Room) told(place string) []fyne.CanvasObject {
	if o := r.news[place]; o != nil {
		return []fyne.CanvasObject{o}
	}
	return nil
}

// do runs something short off the UI goroutine; it is finished even if the
// room is left. A failure is told in its section.
func (r *Room) do(place string, work func(context.Context) error, then func()) {
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, nil, func(_ struct{}, err error) {
		switch closed := r.ctx.Err() != nil; {
		case err != nil && closed:
			r.d.Problem(err)
		case err != nil:
			r.tell(place, r.d.Kit.Problem(err))
		case !closed:
			then()
		}
	})
}
