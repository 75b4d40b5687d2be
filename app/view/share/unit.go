package share

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/handover"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Cards is what Enheten needs of the key cards. None of it is called on the UI
// goroutine.
type Cards interface {
	Profile() (app.Profile, error)
	// MyCard is the owner's own card as others see it.
	MyCard(ctx context.Context) (app.Contact, error)
	// SaveCard writes the owner's card into a folder.
	SaveCard(ctx context.Context, folder string) (path string, err error)
	// ReadCards reads a card's or an invitation's file and stores the cards in
	// it, unconfirmed, and the unit's templates that came along. Errors:
	// CodeNotACard, CodeForgedCard, CodeOwnCard, CodeNewerFormat, CodeTemplate,
	// CodeFileMissing.
	ReadCards(ctx context.Context, path string) (CardsRead, error)
	// UseOffered makes the templates that a confirmed unit offers hold here.
	UseOffered(ctx context.Context, unit app.ID) error
	// AddCard stores the card of somebody whose bundle waits.
	AddCard(ctx context.Context, card []byte) (app.Contact, error)
	Contacts() ([]app.Contact, error)
	// ConfirmContact notes that a card's words were compared by voice.
	ConfirmContact(ctx context.Context, id app.ID) error
	// UnitKey is the unit that this enhetschef made, or CodeNotFound.
	UnitKey(ctx context.Context) (UnitKey, error)
	// MakeUnit makes the unit's keys.
	MakeUnit(ctx context.Context, name string) error
	// SaveInvitation writes the unit's invitation into a folder.
	SaveInvitation(ctx context.Context, folder string) (path string, err error)
}

// CardsRead is what a file with cards brought.
type CardsRead struct {
	Cards     []app.Contact // as they are stored
	Templates app.Taken     // what became of the unit's templates
}

// UnitKey is the unit's card as its members see it.
type UnitKey struct {
	Name    string
	Words   []string
	Invites bool // this copy of the key signs invitations
}

// Receiver opens bundles; [handover.Post] is one.
type Receiver interface {
	Receive(ctx context.Context, path string, progress handover.Progress) (handover.Received, error)
	// AcceptKey keeps the unit's key that a bundle brought, and returns the
	// receipt code to be read out.
	AcceptKey(ctx context.Context, key *handover.OfferedKey) (receipt string, err error)
}

// UnitBook is what Enheten reads of the vault; all of it only reads memory.
type UnitBook interface {
	Interviews() ([]app.Interview, error)
	Waiting() ([]casebook.Waiting, error)
	Templates() (app.Templates, error)
}

// Paper is one of the unit's templates, which has a room of its own.
type Paper struct {
	ID   string // its words lie under unit.paper.<id>
	Open func()
}

// UnitDeps is what Enheten needs.
type UnitDeps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Cards  Cards
	Post   Receiver
	Book   UnitBook
	// Key tells who holds the unit's key.
	Key KeyHolders
	// Papers lists the unit's templates that can be looked at.
	Papers []Paper
	Pick   widget.Picker
	Start  widget.Starter
	// Problem tells of a failure when the room is no longer open.
	Problem func(error)
	// Read opens a received interview.
	Read func(interview app.ID)
	// Holders opens the room of the unit's key.
	Holders func()
}

// Unit is the room Enheten: what came, who is known, the own card and, for an
// enhetschef, the unit's key.
type Unit struct {
	d       UnitDeps
	ctx     context.Context
	cancel  context.CancelFunc
	unheard func()
	root    *fyne.Container

	have      have
	asked     int // loads begun: only the latest counts
	loaded    bool
	receiving bool
	comparing string // the card whose words are shown: contact id or bundle hash
	differing string // the card whose words were said to differ
	news      map[string]fyne.CanvasObject
	arrived   *handover.Received
	offered   *handover.OfferedKey // the unit's key, not answered yet
	taken     *takenKey
	unitName  string
}

// have is what the room shows.
type have struct {
	profile  app.Profile
	mine     app.Contact
	contacts []app.Contact
	waiting  []casebook.Waiting
	received []app.Interview
	unit     *UnitKey
	holders  []app.Holder
	origin   *app.KeyOrigin
	papers   app.Templates
}

// The places on the page where news are told.
const (
	newsReceive = "receive"
	newsCards   = "cards"
	newsMine    = "mine"
	newsPapers  = "papers"
	newsUnit    = "unit"
)

// NewUnit makes the room and reads what it shows.
func NewUnit(d UnitDeps) *Unit {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Unit{d: d, ctx: ctx, cancel: cancel, news: map[string]fyne.CanvasObject{}}
	r.root = widget.Stack(theme.Gap24+theme.Gap8, d.Kit.Muted(r.t("unit.looking")))
	r.unheard = d.Bus.Subscribe(r.heard)
	r.load()
	return r
}

// Content implements the room.
func (r *Unit) Content() fyne.CanvasObject { return r.root }

// Focus implements the room.
func (r *Unit) Focus() {
	for _, id := range []string{"unit.takekey.yes", "unit.compare.1", "unit.open.1", "unit.receive"} {
		if f := widget.Find(r.root, id); f != nil {
			r.d.Window.Canvas().Focus(f)
			return
		}
	}
}

// Close implements the room. A bundle that is being opened goes on.
func (r *Unit) Close() {
	r.cancel()
	r.unheard()
}

func (r *Unit) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

func (r *Unit) heard(e app.Event) {
	switch e.(type) {
	case app.ContactsChanged, app.BundlesChanged, app.InterviewsChanged, app.TemplatesChanged:
		r.load()
	}
}

func (r *Unit) load() {
	r.asked++
	nth := r.asked
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (have, error) { return r.read(ctx) }, nil, func(h have, err error) {
		if r.ctx.Err() != nil || nth != r.asked {
			return // an older answer may come after a newer one
		}
		if err != nil {
			r.root.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err)}
			r.root.Refresh()
			return
		}
		r.have = h
		first := !r.loaded
		r.loaded = true
		r.show()
		if first {
			r.d.Bus.Trace("unit", "ready")
			r.Focus()
		} else {
			r.d.Bus.Trace("unit", "shown")
		}
	})
}

func (r *Unit) read(ctx context.Context) (h have, err error) {
	if h.profile, err = r.d.Cards.Profile(); err != nil {
		return h, err
	}
	if h.mine, err = r.d.Cards.MyCard(ctx); err != nil {
		return h, err
	}
	if h.contacts, err = r.d.Cards.Contacts(); err != nil {
		return h, err
	}
	if h.waiting, err = r.d.Book.Waiting(); err != nil {
		return h, err
	}
	if h.papers, err = r.d.Book.Templates(); err != nil {
		return h, err
	}
	all, err := r.d.Book.Interviews()
	if err != nil {
		return h, err
	}
	for _, i := range all {
		if i.Received != nil && !i.Received.Replaced {
			h.received = append(h.received, i)
		}
	}
	switch key, err := r.d.Cards.UnitKey(ctx); {
	case err == nil:
		h.unit = &key
	case app.CodeOf(err) != app.CodeNotFound:
		return h, err
	}
	return h, r.readHolders(&h)
}

// show builds the page anew; what had the focus keeps it.
func (r *Unit) show() {
	had := widget.FocusedID(r.d.Window)
	var objs []fyne.CanvasObject
	for _, section := range [][]fyne.CanvasObject{r.waitingSection(), r.receiveSection(), r.cardsSection(), r.mineSection(), r.papersSection(), r.unitSection()} {
		if len(section) > 0 {
			objs = append(objs, widget.Stack(theme.Gap12, section...))
		}
	}
	r.root.Objects = objs
	r.root.Refresh()
	if had != "" {
		if f := widget.Find(r.root, had); f != nil {
			r.d.Window.Canvas().Focus(f)
		}
	}
}

// tell shows something at one place on the page and nowhere else.
func (r *Unit) tell(place string, o fyne.CanvasObject) {
	r.news = map[string]fyne.CanvasObject{}
	if o != nil {
		r.news[place] = o
	}
	r.show()
}

// told returns what is to be told at a place, as a list of none or one.
func (r *Unit) told(place string) []fyne.CanvasObject {
	if o := r.news[place]; o != nil {
		return []fyne.CanvasObject{o}
	}
	return nil
}
