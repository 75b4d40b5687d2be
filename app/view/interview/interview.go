// Package interview is the room Intervjuer: the list, a new interview, the
// three yeses, the sound check, and the recording itself.
package interview

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Book keeps the interviews. Those without a context only read memory.
type Book interface {
	Interviews() ([]app.Interview, error) // newest first
	Interview(id app.ID) (app.Interview, error)
	// Length returns a recording's status and length in milliseconds.
	Length(recording app.ID) (app.SoundStatus, int64, error)
	HasText(app.Interview) bool
	// Trouble is what was wrong with the vault when it was opened, nil if
	// nothing.
	Trouble() error
	CreateInterview(ctx context.Context, age int, place app.Place) (app.Interview, error)
	SaveConsent(ctx context.Context, id app.ID, c app.Consent) error
}

// Mic is a microphone that can be chosen.
type Mic struct {
	Name    string
	Default bool // the system's own choice
}

// The phases of a recording.
const (
	PhaseIdle      = ""          // nothing is recorded
	PhaseWaiting   = "waiting"   // for the first sound
	PhaseRecording = "recording" // sound arrives and is stored
	PhasePaused    = "paused"
	PhaseLost      = "lost" // the microphone is gone and looked for
	PhaseStopping  = "stopping"
	PhaseDone      = "done" // everything is stored
)

// State is a picture of the recording under way.
type State struct {
	Interview app.ID
	Phase     string
	Millis    int64
	Level     float64  // dBFS
	Warnings  []string // keys under recording.warning.<key>, the gravest first
	Err       error    // why the disk or the microphone fails now
	Device    string   // the microphone's name

	Pause app.GapReason // why it is paused, "" unless it is
	Slept time.Duration // how long the machine slept meanwhile: a gap in the sound
	Room  time.Duration // how much sound can still wait in memory for a disk that fails
}

// Marked is a marker of the recording under way with its time in milliseconds.
type Marked struct {
	app.Marker
	Millis int64
}

// active reports whether something is being recorded.
func (s State) active() bool {
	switch s.Phase {
	case PhaseWaiting, PhaseRecording, PhasePaused, PhaseLost, PhaseStopping:
		return true
	}
	return false
}

// Sign returns the sign of a recording under way, and the key of its word.
func (s State) Sign() (kind widget.SignKind, key string) {
	switch s.Phase {
	case PhaseRecording:
		return widget.SignRecording, "record.running"
	case PhasePaused:
		return widget.SignPaused, "record.paused." + string(s.Pause)
	}
	return widget.SignWaiting, "record." + s.Phase
}

// Recorder records. Pause, Resume, Mark, Markers and State never wait; the rest is not
// called on the UI goroutine. Changes come as [app.RecordingChanged].
type Recorder interface {
	Microphones(ctx context.Context) ([]Mic, error)
	// Check listens for four seconds; its verdict's words lie under
	// soundcheck.<verdict>. level is told how loud it is, from any goroutine.
	Check(ctx context.Context, mic string, level func(dbfs float64)) (verdict string, err error)
	Start(ctx context.Context, interview app.ID, mic string) error
	// Pause pauses for one of the reasons a person can have; while it is paused
	// already, another reason takes the place of the first.
	Pause(why app.GapReason)
	Resume()
	// Mark sets a marker at the last sample captured; its position is not used.
	Mark(app.Marker)
	// Markers lists what was marked in the recording under way, in the order of
	// time.
	Markers() []Marked
	// Stop ends the recording and waits until all of it is stored.
	Stop(ctx context.Context) error
	State() State
	// Import makes a dictaphone's file the interview's recording.
	Import(ctx context.Context, interview app.ID, path string, progress func(done, total int64)) error
}

// Deps is what the room needs. The functions go to other rooms.
type Deps struct {
	Bus      *bus.Bus
	Kit      *widget.Kit
	Window   fyne.Window
	Book     Book
	Recorder Recorder
	// Guide returns the intervjuguide that the next interview is held by. It
	// reads memory only; nil where there is none to show.
	Guide func() (guide.Guide, error)
	// ReadGuide leads to the guide as a whole; nil where there is no way.
	ReadGuide func()
	Pick      widget.Picker
	Ask       widget.Asker
	Start     widget.Starter
	// Problem tells of a failure when the room is no longer open.
	Problem func(error)
	// Microphone is the one used last, "" for the system's choice, and
	// SetMicrophone remembers another.
	Microphone    func() string
	SetMicrophone func(name string)
	// Checked tells whether a microphone has been found fine today, and
	// SetChecked remembers it; both may be nil.
	Checked    func(mic string) bool
	SetChecked func(mic string)

	// Supplies lists what the machine lacks for an hour's recording, as keys
	// under sound.lacking.<key>. It is not called on the UI goroutine; nil
	// where nobody knows.
	Supplies func(ctx context.Context) []string
	// Concern puts a gallringsstopp on an interview because its interviewer was
	// worried for the child; nothing is told of why. It is not called on the UI
	// goroutine; nil where it cannot be done.
	Concern func(ctx context.Context, interview app.ID) error
	// Quiet tells whether the recording is shown on the calm screen, and
	// SetQuiet remembers it; both may be nil.
	Quiet    func() bool
	SetQuiet func(on bool)
	// Ready makes an interview ready to be recorded with the vault locked, and
	// Lock locks; nil where it is locked already.
	Ready Readier
	Lock  func()
	// Leave goes back to the locked vault's page; nil where the vault is open.
	// With it the room has one interview, without code, age or list.
	Leave func()
	// Now is the clock; nil is the real one.
	Now func() time.Time

	// Rule is whose consent the unit asks for at an age. It only reads memory; nil
	// where it is not known.
	Rule func(age int) ConsentRule
	// Letters goes to what is printed for children and guardians, and comes back to
	// an interview, or to the list; Enquiry goes to the count of those who were
	// asked. Both are nil where there is no such room.
	Letters func(back app.ID)
	Enquiry func()

	// Survey leads to Barnläge with the barnenkät; nil hides it.
	Survey func(app.ID)
	// Diplomas makes diplomas; nil hides them.
	Diplomas Diplomas
	// Unit leads to Enheten, where a diploma that is of no interview comes from.
	Unit func()
	// GiveTicket notes whether the child got its biobiljett; nil hides the
	// question. It is not called on the UI goroutine.
	GiveTicket func(ctx context.Context, interview app.ID, given app.Answer) error
	// Own keeps what is for the interviewer alone; nil while the vault is locked.
	Own Own
	// Timer runs a function after a while, on any goroutine; nil is the real one.
	Timer func(after time.Duration, fn func()) (stop func() bool)

	Transcribe func(app.ID) // nil while the vault is locked
	Send       func(app.ID)
	Read       func(app.ID)
	Dispose    func(app.ID) // what may go and what must stay of it
}

// At says where in the room to begin.
type At struct {
	New       bool   // with the form for a new interview
	Interview app.ID // with one interview
	Diploma   bool   // with a diploma that is of none
	Closing   bool   // with what is left of its visit
}

// Room is the room Intervjuer. Make one with [New].
type Room struct {
	d       Deps
	ctx     context.Context
	cancel  context.CancelFunc
	unheard func()
	root    *fyne.Container
	first   fyne.Focusable

	open    app.Interview // the interview shown; zero in list and form
	prepare *prepare      // nil unless it is being prepared
	concern *concern      // nil unless its card is open
	live    *live         // nil unless it is being recorded
	closing *closing      // nil unless a page before or after the interview is open
	facts   *facts        // what the overview shows; nil unless it is open
	shown   bool          // the frame has put the room into the window
	closed  bool
	pages   int         // how many were shown
	pens    []*pen      // what is typed on them
	owing   atomic.Bool // some of it is not in the vault yet
}

// New makes the room. A recording under way is shown before anything else.
func New(d Deps, at At) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, root: widget.Stack(theme.Gap16)}
	r.unheard = d.Bus.Subscribe(r.heard)
	switch s := d.Recorder.State(); {
	case s.active():
		r.show(s.Interview)
	case at.New:
		r.form()
	case at.Diploma && d.Diplomas != nil:
		r.diploma()
	case !at.Interview.IsZero() && at.Closing:
		r.finish(at.Interview)
	case !at.Interview.IsZero():
		r.show(at.Interview)
	default:
		r.list()
	}
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

// Close implements the room. A recording goes on.
func (r *Room) Close() {
	r.closed = true
	r.put()
	r.cancel()
	r.unheard()
}

// Detail implements the frame's title row.
func (r *Room) Detail() string { return r.open.Code }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// page replaces what is shown and gives its first control the focus.
func (r *Room) page(name string, first fyne.Focusable, objs ...fyne.CanvasObject) {
	r.put()
	r.pages++
	r.first = first
	r.facts, r.closing = nil, nil
	r.root.Objects = objs
	r.root.Refresh()
	r.d.Bus.Trace("interview", name)
	if r.shown && !r.closed {
		r.d.Bus.Publish(app.RoomChanged{})
		r.Focus()
	}
}

// heard follows what happens elsewhere.
func (r *Room) heard(e app.Event) {
	switch e := e.(type) {
	case app.RecordingChanged:
		r.recordingChanged()
	case app.ReadyChanged:
		if r.prepare != nil && !r.prepare.busy {
			r.prepare.tellReady()
		}
	case app.InterviewsChanged:
		switch {
		case r.prepare != nil && e.ID == r.open.ID && r.prepare.hasCome():
			r.show(e.ID)
		case r.live != nil || r.prepare != nil:
		case r.closing != nil:
			if e.ID == r.open.ID {
				r.refreshed()
			}
		case r.open.ID.IsZero() && r.onList():
			r.relist()
		case e.ID == r.open.ID:
			r.show(e.ID)
		}
	}
}

// show opens one interview where it stands in the work.
func (r *Room) show(id app.ID) {
	r.prepare, r.live = nil, nil
	i, err := r.d.Book.Interview(id)
	if err != nil {
		r.open = app.Interview{}
		back := r.backButton()
		r.page("problem", back, r.d.Kit.Problem(err), widget.Row(back))
		return
	}
	r.open = i
	if s := r.d.Recorder.State(); s.active() && s.Interview == id {
		r.record()
		return
	}
	status, ms, err := r.sound(i)
	if err != nil {
		r.page("problem", nil, r.d.Kit.Problem(err))
		return
	}
	if app.NextStep(i, status, r.d.Book.HasText(i)) == app.StepRecord {
		r.preparing()
		return
	}
	if r.alone() {
		r.closingPage(status, ms)
		return
	}
	r.overview(status, ms)
}

func (r *Room) sound(i app.Interview) (app.SoundStatus, int64, error) {
	if i.Recording.IsZero() {
		return "", 0, nil
	}
	return r.d.Book.Length(i.Recording)
}

// about is what there is to know of an interview: age, place, and the day it
// was begun; nothing while the vault is locked.
func (r *Room) about(i app.Interview) string {
	if r.alone() {
		return r.t("ready.about")
	}
	parts := r.t("interview.about", "age", i.Age, "place", r.t("place."+string(i.Place)))
	return parts + " · " + r.d.Kit.Text.Date(i.Created)
}
