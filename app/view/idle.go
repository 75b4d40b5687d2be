package view

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"
)

const (
	// warning is how long before the lock the person is told of it.
	warning = time.Minute
	// lookEvery is the longest time between two looks at the clock, so that a
	// limit that was changed holds soon.
	lookEvery = 20 * time.Second
)

// idle counts how long nobody has touched the program: no key, no movement of
// the mouse, no sound being played. It runs on the UI goroutine. The clock is
// one that never goes back; what it sleeps through, with the machine, is seen
// by others.
type idle struct {
	limit func() time.Duration // how long is too long; 0 for never
	now   func() time.Time
	after func(d time.Duration, fn func()) (stop func() bool) // runs fn on the UI goroutine
	warn  func(soon bool)                                     // the notice is due, or no longer
	lock  func()

	last   time.Time // when somebody was here
	warned bool
	stop   func() bool // the next look; nil while nobody counts
	round  int         // of looks; one that was stopped too late is none
}

// begin starts to count, from now.
func (i *idle) begin() {
	i.end()
	i.last = i.now()
	i.look()
}

// end stops counting and takes the notice away.
func (i *idle) end() {
	if i.stop != nil {
		i.stop()
	}
	i.stop = nil
	i.round++
	i.tell(false)
}

// touched notes that somebody is here.
func (i *idle) touched() {
	if i.stop == nil {
		return
	}
	i.last = i.now()
	i.tell(false)
}

func (i *idle) tell(soon bool) {
	if i.warned != soon {
		i.warned = soon
		i.warn(soon)
	}
}

// ahead is how long before the lock it is told: a minute, or half the time
// where there is less than two.
func (i *idle) ahead() time.Duration { return min(warning, i.limit()/2) }

// look does what is due and comes back when more may be.
func (i *idle) look() {
	limit, ahead := i.limit(), i.ahead()
	left := limit - i.now().Sub(i.last)
	next := lookEvery
	if limit > 0 {
		if left <= 0 {
			i.end()
			i.lock()
			return
		}
		i.tell(left <= ahead)
		if left > ahead {
			left -= ahead
		}
		next = min(next, left)
	}
	i.round++
	mine := i.round
	i.stop = i.after(next, func() {
		if mine == i.round {
			i.look()
		}
	})
}

// newIdle ties the count to the frame: what it says stands in the status line
// and on what hides the text.
func (f *Frame) newIdle() *idle {
	limit, timer := f.d.Idle, f.d.Timer
	if limit == nil {
		limit = func() time.Duration { return 0 }
	}
	if timer == nil {
		timer = func(d time.Duration, fn func()) func() bool { return time.AfterFunc(d, fn).Stop }
	}
	return &idle{
		limit: limit, now: f.d.Now,
		after: func(d time.Duration, fn func()) func() bool {
			return timer(d, func() { f.d.Bus.Do(fn) })
		},
		warn: f.warnIdle,
		lock: func() {
			f.d.Bus.Trace("idle", "over")
			f.LockUp()
		},
	}
}

// Touched notes that somebody uses the program, for what this package does not
// see by itself.
func (f *Frame) Touched() { f.idle.touched() }

func (f *Frame) warnIdle(soon bool) {
	state := "back"
	if soon {
		state = "soon"
	}
	f.d.Bus.Trace("idle", state)
	f.refreshStatus()
	if f.blind != nil {
		f.blind.tell(f.idleWords())
	}
}

// idleWords says that the lock is near, "" while it is not.
func (f *Frame) idleWords() string {
	if !f.idle.warned {
		return ""
	}
	what, when := "idle.lock", ".minute"
	if f.d.Held() != "" {
		what = "idle.cover"
	}
	if f.idle.ahead() < warning {
		when = ".soon"
	}
	return f.t(what + when)
}

// ground lies under everything and tells of every movement of the mouse: Fyne
// asks each object under the mouse for its cursor, whatever lies above it.
type ground struct {
	fw.BaseWidget
	moved func()
}

func newGround(moved func()) *ground {
	g := &ground{moved: moved}
	g.ExtendBaseWidget(g)
	return g
}

// Cursor implements [desktop.Cursorable]. What lies above may have its own.
func (g *ground) Cursor() desktop.Cursor {
	g.moved()
	return desktop.DefaultCursor
}

// CreateRenderer implements [fyne.Widget]: nothing is drawn.
func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	return fw.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
