// Package year is the room Planera året: the round's year, its four dates, who
// interviews, and whose voices the unit wants to hear more of. Whoever may plan
// fills it in; everybody else reads it.
package year

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/round"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Now    func() time.Time
	// Plan is the stored plan; one of year 0 where there is none. It only reads
	// memory.
	Plan func() (round.Plan, error)
	// MayPlan tells whether the person plans the unit's year, Sends whether what
	// they save goes to others: without the unit's key it is a draft of their own.
	MayPlan, Sends func() bool
	// Save stores a plan. It is called off the UI goroutine.
	Save func(ctx context.Context, p round.Plan) error
	// Kept is what was typed and not saved, nil for nothing; it only reads memory.
	// Keep keeps it, off the UI goroutine; nil leaves none.
	Kept func() ([]byte, error)
	Keep func(ctx context.Context, draft []byte) error
	// SaveCalendar writes the stored plan's dates into a folder, off the UI
	// goroutine, and returns the file's path.
	SaveCalendar func(ctx context.Context, folder string, p round.Plan) (path string, err error)
	// Sheet makes the APT sheet and opens it to be printed; nil where there is
	// nothing to print with.
	Sheet func(p round.Plan)

	Pick  widget.Picker
	Start widget.Starter
	Unit  func() // where the invitation is made
	Back  func()
}

// Room is the room. Make one with [New].
type Room struct {
	d       Deps
	ctx     context.Context
	cancel  context.CancelFunc
	unheard func()
	root    *fyne.Container
	first   fyne.Focusable
	busy    bool
	typed   draft
	shown   []byte // what it would be if nobody had typed anything
	keeper  keeper

	saved    round.Plan // year 0: none
	dates    map[round.Date]*dateField
	people   *fyne.Container // how many places there are
	take     *fyne.Container // what can be done with a saved plan
	news     *fyne.Container // what came of the last thing done
	saveIt   *widget.Button
	calendar *widget.Button
	unsaved  *fyne.Container // that what stands there is not saved
}

// New makes the room.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, root: widget.Stack(theme.Gap24), keeper: keeper{bus: d.Bus}, unsaved: widget.Stack(theme.Gap8)}
	r.people, r.take, r.news = widget.Stack(theme.Gap8), widget.Stack(theme.Gap12), widget.Stack(theme.Gap12)
	r.build()
	r.unheard = d.Bus.Subscribe(r.heard)
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string {
	if r.d.MayPlan() {
		return r.t("plan.title")
	}
	return r.t("plan.title.read")
}

// Focus implements the room.
func (r *Room) Focus() {
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close implements the room.
func (r *Room) Close() {
	r.keep()
	r.unheard()
	r.cancel()
}

// Unsaved reports whether something typed is still being stored. It may be called
// from any goroutine.
func (r *Room) Unsaved() bool { return r.keeper.busy() }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// heard shows a plan that came from elsewhere, unless somebody is writing one.
func (r *Room) heard(e app.Event) {
	if _, changed := e.(app.TemplatesChanged); changed && !r.busy && !r.d.MayPlan() {
		r.build()
		r.Focus()
	}
}

// build shows the form, or the plan to whoever only reads it.
func (r *Room) build() {
	saved, err := r.d.Plan()
	r.saved = saved
	if err != nil {
		r.news.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err)}
	}
	if r.d.MayPlan() {
		r.root.Objects = r.form()
	} else {
		r.root.Objects = r.reading()
	}
	r.root.Refresh()
}

// today is the day it is.
func (r *Room) today() round.Day { return round.DayOf(r.d.Now().Local()) }

// long writes a day with its weekday and week.
func (r *Room) long(day round.Day) string {
	return r.t("plan.day", "weekday", r.t("weekday."+strconv.Itoa(int(day.Weekday()))), "date", r.d.Kit.Text.Date(day.Noon()), "week", day.Week())
}
