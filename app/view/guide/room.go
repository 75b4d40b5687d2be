// Package guide is the room of the intervjuguide: its questions as cards, and
// for whoever leads the unit a draft to change, to compare and to approve.
package guide

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Book keeps the guide. What has no context only reads memory; the rest is not
// called on the UI goroutine.
type Book interface {
	// Current is the guide that holds.
	Current() (guide.Guide, error)
	// Draft is the guide that is being changed, nil where none is.
	Draft() (*guide.Guide, error)
	SaveDraft(ctx context.Context, g guide.Guide) error
	DropDraft(ctx context.Context) error
	// Use makes a guide the unit's own that holds from now on.
	Use(ctx context.Context, g guide.Guide) error
	// UseShipped goes back to the guide that comes with the program.
	UseShipped(ctx context.Context) error
	// Save writes a guide into a folder as one file.
	Save(ctx context.Context, g guide.Guide, folder string) (path string, err error)
	// Read reads such a file and stores nothing. Errors: CodeNotAGuide,
	// CodeNewerFormat, CodeFileMissing, CodeFileUnreadable.
	Read(ctx context.Context, path string) (guide.Guide, error)
	// NewID is an id for the first guide of the unit's own.
	NewID() app.ID
}

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Book   Book
	// MayEdit: this person holds the unit's key and can send what they change.
	MayEdit bool
	// Name is the person's own, to sign a version with.
	Name string
	Now  func() time.Time
	Pick widget.Picker
	// Problem tells of a failure when the room is no longer open.
	Problem func(error)
	Unit    func() // to Enheten, where invitations are made
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
	shown   bool // the frame has put the room into the window

	current guide.Guide
	group   int // index into groups, the last for all questions
	draft   *guide.Draft
	saver   saver
	form    *form // the question that is being written, nil unless one is
	news    []fyne.CanvasObject
	reading bool                       // the guide is shown, and not something about it
	leaves  func() []fyne.CanvasObject // what can be leafed through; nil for nothing
	leaf    int
}

// New makes the room, with the guide to be read.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, root: widget.Stack(theme.Gap16), group: len(guide.Groups)}
	r.saver = saver{bus: d.Bus, save: d.Book.SaveDraft, drop: d.Book.DropDraft, failed: r.saveFailed}
	r.unheard = d.Bus.Subscribe(r.heard)
	r.read()
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("guide.title") }

// Focus implements the room.
func (r *Room) Focus() {
	r.shown = true
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close implements the room. A question that is being written is kept as far as
// it can be one; storing it goes on.
func (r *Room) Close() {
	if r.form != nil {
		_ = r.form.keep() // words that cannot be a question have no place
	}
	r.cancel()
	r.unheard()
}

// Unsaved reports whether the draft is still being stored. It may be called from
// any goroutine.
func (r *Room) Unsaved() bool { return r.saver.pending.Load() }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

func (r *Room) closed() bool { return r.ctx.Err() != nil }

// heard shows the guide anew where another has come to hold meanwhile. What is
// being changed is left alone.
func (r *Room) heard(e app.Event) {
	if _, ok := e.(app.TemplatesChanged); !ok {
		return
	}
	if r.reading {
		r.read()
		return
	}
	if now, err := r.d.Book.Current(); err == nil {
		r.current = now // what the draft is compared with, and counted on from
	}
}

// page replaces what is shown and gives its first control the focus.
func (r *Room) page(name string, first fyne.Focusable, objs ...fyne.CanvasObject) {
	r.first, r.reading = first, name == "read"
	r.leafing(nil)
	r.root.Objects = objs
	r.root.Refresh()
	r.d.Bus.Trace("guide", name)
	if r.shown && !r.closed() {
		r.d.Bus.Publish(app.RoomChanged{})
		r.d.Kit.Show(objs[0]) // a page begins at its top, wherever the one before was left
		r.Focus()
	}
}

// tell is shown on the next page, once.
func (r *Room) tell(objs ...fyne.CanvasObject) { r.news = objs }

func (r *Room) told() []fyne.CanvasObject {
	objs := r.news
	r.news = nil
	return objs
}

// good is a notice of what was done.
func (r *Room) good(key string, pairs ...any) fyne.CanvasObject {
	return r.d.Kit.Notice(widget.KindGood, r.t(key, pairs...))
}

// do runs something short off the UI goroutine and finishes it even if the room
// is left. A failure is told by again, which shows the page it belongs to.
func (r *Room) do(work func(context.Context) error, then, again func()) {
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, nil, func(_ struct{}, err error) {
		switch {
		case err != nil && r.closed():
			r.d.Problem(err)
		case err != nil:
			r.tell(r.d.Kit.Problem(err))
			again()
		case !r.closed():
			then()
		}
	})
}

func (r *Room) saveFailed(err error) {
	if r.closed() {
		r.d.Problem(err)
		return
	}
	told := r.d.Kit.Problem(err)
	r.root.Objects = append([]fyne.CanvasObject{told}, r.root.Objects...)
	r.root.Refresh()
	r.d.Kit.Show(told)
}
