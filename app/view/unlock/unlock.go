// Package unlock is the way in: the first start, where a vault is made, and
// every later one, where a passphrase opens it.
package unlock

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

// Keeper makes and opens the vault. Only Folder, Expected, Propose, Complete
// and CheckPassphrase may be called on the UI goroutine.
type Keeper interface {
	// First reports whether there is no vault yet. It fails where a vault may
	// not lie or cannot be opened.
	First(ctx context.Context) (bool, error)
	// Folder is where the vault lies or will lie.
	Folder() string
	// UseFolder chooses another folder, for a first start; it fails like First.
	UseFolder(ctx context.Context, dir string) error
	// Expected is how long Create and Unlock take on this computer.
	Expected() time.Duration
	phrase.Words
	// ReadInvitation checks a unit's invitation file.
	ReadInvitation(ctx context.Context, path string) (Invitation, error)
	// Create makes the vault and opens it.
	Create(ctx context.Context, s Start) error
	// Unlock opens the vault.
	Unlock(ctx context.Context, passphrase string) error
	// RestoreBackup checks a backup with the passphrase it was made under, puts
	// it where the vault will lie, and opens it. Nothing is ever overwritten.
	RestoreBackup(ctx context.Context, file, passphrase string, progress func(done, total int64)) (app.Restored, error)
	Recoverer
}

// Invitation is what a unit's invitation says.
type Invitation struct {
	Unit    string   // the unit's name
	Manager string   // who made it
	Words   []string // the unit's four fingerprint words
	Raw     []byte   // the file, for [Keeper.Create]
	// Recovery are the words of the unit's recovery key; none where it has none.
	Recovery []string
}

// Start is what a first start needs.
type Start struct {
	Profile    app.Profile
	Passphrase string
	Invitation []byte // nil without one
	Compared   bool   // the invitation's words were compared by voice
	Recovery   bool   // the unit's recovery key may open the vault
}

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Keeper Keeper
	Pick   widget.Picker
	// Language changes the words of the kit and remembers the choice.
	Language func(app.Language) error
	// Done is called once when the vault is open.
	Done func()
	// Ready goes back to what was made ready, to be recorded if MayRecord; nil
	// where nothing was.
	Ready     func()
	MayRecord bool
	// Now is the clock, for the bar while the key is being worked out.
	Now func() time.Time
}

// Room is the way in. Make one with [New].
type Room struct {
	d      Deps
	ctx    context.Context
	cancel context.CancelFunc
	choose *phrase.Chooser
	shown  bool // the frame has put the room into the window
	root   *fyne.Container
	first  fyne.Focusable
	draft  draft
	back   func()   // rebuilds the step that is shown
	at     *answers // where the first step says what is missing
}

// draft is what has been filled in so far; it lives only in memory.
type draft struct {
	name, unit string
	role       int // index into app.Roles, -1 for none
	invitation *Invitation
	compared   bool
	recovery   bool // the invitation's recovery key may open the vault
}

// New makes the room and asks whether there is a vault.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, root: widget.Stack(theme.Gap16), draft: draft{role: -1}}
	r.choose = r.chooser(r.t("start.create"), r.aboutYou, r.create)
	r.look()
	return r
}

// chooser lets a passphrase be chosen on the page.
func (r *Room) chooser(create string, back func(), chosen func(string)) *phrase.Chooser {
	return &phrase.Chooser{
		Bus: r.d.Bus, Kit: r.d.Kit, Window: r.d.Window, Words: r.d.Keeper, Personal: r.draft.personal,
		Show: r.show, Refresh: func() { r.root.Refresh() }, Back: back, Create: create, Chosen: chosen, Refused: r.refused,
	}
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

// Close implements the room; it forgets what was typed as far as Go can.
func (r *Room) Close() {
	r.cancel()
	r.draft = draft{}
	r.choose.Forget()
	r.root.Objects = nil
}

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// show replaces the step on the page and gives its first control the focus.
func (r *Room) show(step string, first fyne.Focusable, objs ...fyne.CanvasObject) {
	r.first = first
	r.root.Objects = objs
	r.root.Refresh()
	r.d.Bus.Trace("unlock", step)
	if r.shown {
		r.Focus()
	}
}

// look asks whether this is the first start.
func (r *Room) look() {
	r.show("looking", nil, r.d.Kit.Big(r.t("app.name")), r.d.Kit.Muted(r.t("unlock.looking")))
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (bool, error) {
		return r.d.Keeper.First(ctx)
	}, nil, func(first bool, err error) {
		switch {
		case r.ctx.Err() != nil:
		case err != nil:
			r.refused(err)
		case first:
			r.aboutYou()
		default:
			r.locked(nil)
		}
	})
}

// refused tells why the vault cannot be made or opened here, and what can be
// done instead.
func (r *Room) refused(err error) {
	k := r.d.Kit
	again := k.Primary("unlock.again", r.t("unlock.again"), r.look)
	buttons := []fyne.CanvasObject{again}
	switch app.CodeOf(err) {
	case app.CodePlaceNetwork, app.CodePlaceSynced, app.CodeReadOnly, app.CodeVaultMissing, app.CodeDiskFull, app.CodeDiskTrouble,
		app.CodeVaultUnreadable, app.CodeNotAVault: // where a backup can be put into another folder
		buttons = append(buttons, k.Button("unlock.folder", r.t("unlock.folder.other"), r.otherFolder))
	}
	r.back = func() { r.refused(err) }
	r.show("refused", again,
		k.Big(r.t("app.name")), k.Problem(err), widget.Row(buttons...),
		k.Muted(r.t("unlock.folder", "folder", r.d.Keeper.Folder())))
}

// otherFolder picks another place for the vault.
func (r *Room) otherFolder() {
	r.d.Pick(widget.Pick{ID: "folder", Title: r.t("unlock.folder.title"), Hint: r.t("unlock.folder.hint"), Folder: true}, func(dir string) {
		bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (struct{}, error) {
			return struct{}{}, r.d.Keeper.UseFolder(ctx, dir)
		}, nil, func(_ struct{}, err error) {
			switch {
			case r.ctx.Err() != nil:
			case err != nil:
				r.refused(err)
			default:
				r.look()
			}
		})
	})
}
