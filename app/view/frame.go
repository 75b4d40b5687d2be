// Package view is the window: the rail of rooms, the room that is open, the
// status line, the dialogs and the cover. It knows no room; main hands it a
// function for each.
package view

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/text"
	"barnrost/app/view/widget"
)

// Room is one view of the work. It is made when a person goes there and
// closed when they leave.
type Room interface {
	// Content is built once.
	Content() fyne.CanvasObject
	// Focus gives the first sensible control the focus.
	Focus()
	// Close cancels subscriptions and saves. The room is not used after.
	Close()
}

// A room may also have any of these.
type (
	// Titled rooms name themselves; others bear their word in the rail.
	Titled interface{ Title() string }
	// Detailed rooms say what they are about, such as an interview's code.
	Detailed interface{ Detail() string }
	// Calm rooms say, whenever app.RoomChanged is published, whether they want
	// the window to themselves, without rail and title: a screen that a child
	// may see.
	Calm interface{ Calm() bool }
	// Keyed rooms take the keys that nothing focused has a use for.
	Keyed interface {
		Key(*fyne.KeyEvent)
		Rune(rune)
	}
)

// Place is a room that can be gone to.
type Place struct {
	// ID names the room in traces; its word in the rail lies under rail.<id>.
	ID string
	// Open makes the room.
	Open func() Room
	// Wide rooms take the whole width and scroll by themselves.
	Wide bool
	// OwnKeys rooms use Ctrl and a digit themselves.
	OwnKeys bool
	// Hidden places are gone to from other rooms and stand not in the rail.
	Hidden bool
	// Last places stand under the line at the bottom of the rail.
	Last bool
}

// Deps is what the frame needs.
type Deps struct {
	Window fyne.Window
	Bus    *bus.Bus
	Kit    *widget.Kit
	// Lock ends the session: everything is written, then the process starts
	// anew. It is never called while something is held.
	Lock func()
	// Quit ends the program in the same way; nil if only Lock can.
	Quit func()
	// Held says what must not be interrupted: "" for nothing, or what has its
	// words under cover.<held>. It only reads memory.
	Held func() string
	// StopHeld stops what is held, safely; nil if it cannot be stopped. What
	// can be has the button's words under cover.stop.<held>.
	StopHeld func()
	// Sign returns what the recording sign in the rail and on the cover says,
	// and false while nothing is recorded; it may be nil. It only reads memory.
	Sign func() (kind widget.SignKind, words, time string, on bool)
	// Check tells whether a passphrase opens the vault; it may take seconds.
	Check func(ctx context.Context, passphrase string) error
	// Idle is how long nobody may touch the program before it locks, 0 for no
	// limit; nil for none ever.
	Idle func() time.Duration
	// Now is the clock, Timer calls fn once after d on any goroutine; a nil
	// Timer is the real one.
	Now   func() time.Time
	Timer func(d time.Duration, fn func()) (stop func() bool)
}

// Frame is the window's content. Its methods run on the UI goroutine.
type Frame struct {
	d      Deps
	places []Place
	root   *fyne.Container
	parts  parts
	cancel func() // the frame's own subscription

	bare   bool   // the vault is locked: no rail, and nothing behind the cover
	here   string // the open room's id
	room   Room
	saved  time.Time
	works  []*work
	cover  *cover
	blind  *blind
	ask    *dialog // the topmost open dialog
	idle   *idle
	copied string // put on the clipboard last, by a field of ours
	ground *ground
}

// New fills the window with an empty frame. Alone or Enter come next.
func New(d Deps) *Frame {
	f := &Frame{d: d}
	f.idle = f.newIdle()
	f.ground = newGround(f.Touched)
	f.root = container.New(fill{})
	d.Kit.OnActive = f.Touched
	d.Kit.OnCopy = func(s string) { f.copied = s }
	d.Kit.OnKey = f.key
	d.Kit.OnRune = f.rune
	d.Kit.OnShortcut = f.shortcut
	d.Kit.OnPanic = f.panicked
	d.Bus.OnPanic(f.panicked)
	f.cancel = d.Bus.Subscribe(f.heard)
	d.Window.SetPadded(false)
	d.Window.SetContent(f.root)
	f.listenToCanvas()
	return f
}

// Kit returns the controls' kit, whose words follow the chosen language.
func (f *Frame) Kit() *widget.Kit { return f.d.Kit }

// Close closes the open room and the frame's own subscription.
func (f *Frame) Close() {
	f.idle.end()
	f.leave()
	f.cancel()
}

// Alone shows one room without rail or title: the way in.
func (f *Frame) Alone(id string, room Room) {
	f.leave()
	f.places, f.bare = nil, false
	f.idle.end()
	f.show(id, room, f.buildAlone(room))
}

// Bare opens the first of some places while the vault is locked: they have the
// window to themselves. Nothing that they show is secret, so nobody is locked
// out for being idle, and what covers them is taken away by a button.
func (f *Frame) Bare(places []Place, first string) {
	f.leave()
	f.places, f.bare = places, true
	f.idle.end()
	f.Go(first)
}

// Enter shows the rail with its places and goes to the first named.
func (f *Frame) Enter(places []Place, first string) {
	f.leave()
	f.places, f.bare = places, false
	f.Go(first)
	f.idle.begin()
}

// Go leaves the open room and opens the place with an id. An unknown id does
// nothing.
func (f *Frame) Go(id string) {
	for _, p := range f.places {
		if p.ID == id {
			f.leave()
			room := p.Open()
			f.show(id, room, f.buildWork(p, room))
			return
		}
	}
}

// Here returns the id of the open room.
func (f *Frame) Here() string { return f.here }

// SetText changes the language of everything: the open room is opened anew.
func (f *Frame) SetText(t *text.Table) {
	f.d.Kit.Text = t
	if f.places != nil {
		f.Go(f.here)
	}
}

func (f *Frame) show(id string, room Room, content fyne.CanvasObject) {
	f.here, f.room = id, room
	f.root.Objects = []fyne.CanvasObject{f.ground, content}
	f.root.Refresh()
	f.refreshTitle()
	f.refreshCalm()
	f.d.Bus.Trace("room", id)
	room.Focus()
}

func (f *Frame) leave() {
	if f.room == nil {
		return
	}
	f.d.Window.Canvas().Unfocus()
	f.room.Close()
	f.room, f.here = nil, ""
	f.d.Kit.Reveal = nil
	f.listenToCanvas() // a room may have put its own ear to the canvas
}

// heard runs for every event.
func (f *Frame) heard(e app.Event) {
	switch e := e.(type) {
	case app.TextSaved:
		f.Saved()
	case app.PlaybackChanged:
		f.Touched() // it comes while a sound is played
	case app.RoomChanged:
		f.refreshCalm()
	case app.StorageTrouble:
		f.Problem(app.Fail(e.Code, nil))
	}
	f.releaseCover()
	f.refreshTitle()
	f.refreshSign()
}

// Saved notes that everything was saved just now.
func (f *Frame) Saved() {
	f.saved = f.d.Now()
	f.refreshTitle()
}

// T is short for the words of a key.
func (f *Frame) t(key string, pairs ...any) string { return f.d.Kit.Text.T(key, pairs...) }

// fill gives its objects its whole size.
type fill struct{}

func (fill) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

// MinSize is small on purpose: a window may be made narrow, and rooms scroll.
func (fill) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, 320) }
