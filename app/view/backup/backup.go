// Package backup is the room in Valvet for copies of the vault: making one,
// which there are, putting one back beside the vault; and for checking the
// vault and saving what is whole where something is damaged.
package backup

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Book is what the room needs of the vault. Backups, BackupState and
// DamageKnown only read memory; nothing else may be called on the UI goroutine.
type Book interface {
	Backups() ([]app.Backup, error) // the newest first
	BackupState() (app.BackupState, error)
	// MakeBackup copies the vault into a folder and reads the copy back.
	MakeBackup(ctx context.Context, folder string, progress func(done, total int64)) (app.Backup, error)
	// MarkBackupGone notes that a backup does not exist any more.
	MarkBackupGone(ctx context.Context, id app.ID) error
	// DamageKnown is what unlocking found damaged; CheckVault reads everything.
	DamageKnown() []app.VaultDamage
	CheckVault(ctx context.Context, progress func(done, total int64)) (app.VaultReport, error)
}

// Doubt is why a folder may not be the best place for a backup. Its words lie
// under backup.doubt.<value>.
type Doubt string

// The doubts.
const (
	NoDoubt     Doubt = ""
	DoubtSame   Doubt = "same"   // where the vault itself lies
	DoubtSynced Doubt = "synced" // a service copies it elsewhere
)

// Keeper puts vaults beside the one that is open. Only Change may be called on
// the UI goroutine.
type Keeper interface {
	// Doubt looks at a folder that was chosen for a backup.
	Doubt(folder string) Doubt
	// Restore checks a backup with its passphrase and puts it into a folder as
	// a vault; nothing is ever overwritten.
	Restore(ctx context.Context, file, passphrase, folder string, progress func(done, total int64)) (app.Restored, error)
	// Rescue makes a vault in a folder of everything that is whole in the open
	// one.
	Rescue(ctx context.Context, folder string, progress func(done, total int64)) (app.Rescued, error)
	// Change locks and opens the vault in a folder instead.
	Change(folder string)
}

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Book   Book
	Keeper Keeper
	Copies Copies
	Pick   widget.Picker
	// Start shows a work in the status line; locking waits for it.
	Start   widget.Starter
	Problem func(error)
	Back    func()
}

// news is where something is told.
type news int

const (
	newsBackup news = iota
	newsRestore
	newsCheck
	newsFolder
	places
)

// Room is the room. Make one with [New].
type Room struct {
	d      Deps
	ctx    context.Context
	cancel context.CancelFunc
	root   *fyne.Container

	busy      [places]bool
	told      [places]fyne.CanvasObject
	restoring string // the backup's file whose passphrase is asked for
	report    *app.VaultReport
	buttons   map[string]fyne.Focusable
	first     fyne.Focusable
	unheard   func()
}

// New makes the room.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, root: widget.Stack(theme.Gap16)}
	r.show()
	r.unheard = d.Bus.Subscribe(func(e app.Event) {
		if _, ok := e.(app.VaultChanged); ok && r.restoring == "" { // a field that is typed in is left alone
			r.again()
		}
	})
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("backup.title") }

// Focus implements the room.
func (r *Room) Focus() {
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close implements the room. What is under way goes on.
func (r *Room) Close() {
	r.unheard()
	r.cancel()
}

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// again draws the room anew and leaves the focus where it was.
func (r *Room) again() {
	had, _ := r.d.Window.Canvas().Focused().(interface{ ID() string })
	r.show()
	if had != nil {
		r.focus(had.ID())
	}
}

func (r *Room) focus(id string) {
	if b := r.buttons[id]; b != nil {
		r.d.Window.Canvas().Focus(b)
	}
}

// tell says something where it belongs, and goes to a control.
func (r *Room) tell(at news, o fyne.CanvasObject, focus string) {
	r.told[at] = o
	if r.ctx.Err() != nil {
		return
	}
	r.again()
	r.focus(focus)
	if o != nil {
		r.d.Kit.Show(o)
	}
}

// fail tells what went wrong: in the room, or over whatever room is open now.
func (r *Room) fail(at news, err error, focus string) {
	switch {
	case r.ctx.Err() != nil && app.CodeOf(err) != app.CodeCancelled:
		r.d.Problem(err)
	case app.CodeOf(err) == app.CodeCancelled:
		r.d.Bus.Trace("problem", app.CodeCancelled)
		r.tell(at, r.d.Kit.Muted(r.t("backup.cancelled")), focus)
	default:
		r.tell(at, r.d.Kit.Problem(err), focus)
	}
}

// button makes a button that can be found again after the room is redrawn.
func (r *Room) button(b *widget.Button) *widget.Button {
	r.buttons[b.ID()] = b
	return b
}

// show draws the room.
func (r *Room) show() {
	k := r.d.Kit
	r.buttons = map[string]fyne.Focusable{}
	objs := []fyne.CanvasObject{r.copies(), r.check(), r.beside(), r.folder()}
	back := r.button(k.Button("backup.back", r.t("backup.back"), r.d.Back))
	objs = append(objs, widget.Row(back))
	r.first = r.buttons["backup.make"]
	r.root.Objects = objs
	r.root.Refresh()
}

// card is one part of the room: heading, what it tells, what has just happened,
// what can be done.
func (r *Room) card(title string, at news, objs ...fyne.CanvasObject) fyne.CanvasObject {
	all := append([]fyne.CanvasObject{r.d.Kit.Title(title)}, objs...)
	if r.told[at] != nil {
		all = append(all, r.told[at])
	}
	return widget.Card(theme.Gap16, widget.Stack(theme.Gap12, all...))
}

// run does a work that is shown in the status line, and goes on when the room
// is left.
func run[T any](r *Room, at news, label string, work func(context.Context, bus.Progress) (T, error), then func(T, error)) {
	if r.busy[at] {
		return
	}
	r.busy[at], r.told[at] = true, nil
	var shown widget.Work
	cancel := bus.Load(r.d.Bus, context.Background(), work,
		func(done, total int64) { shown.Set(done, total) },
		func(got T, err error) {
			shown.Done()
			r.busy[at] = false
			then(got, err)
		})
	shown = r.d.Start(label, cancel)
	r.again()
}
