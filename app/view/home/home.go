// Package home is the year wheel: where in the year we are, one sentence on
// what comes next, and one big button for it.
package home

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/round"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Book is what the room reads; all of it only reads memory.
type Book interface {
	Profile() (app.Profile, error)
	Interviews() ([]app.Interview, error) // newest first
	// Length returns a recording's status and length in milliseconds.
	Length(recording app.ID) (app.SoundStatus, int64, error)
	HasText(app.Interview) bool
}

// Deps is what the room needs. The functions go to other rooms.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Book   Book
	Now    func() time.Time

	NewInterview func()
	Interview    func(app.ID)
	Transcribe   func(app.ID)
	Send         func(app.ID)
	Unit         func()
	// Enquiry goes to the count of those who were asked; nil where there is none.
	Enquiry func()
	// Interviews goes to the list of them, Year to the room of the plan.
	Interviews func()
	Year       func()
	// Plan is the unit's plan, an empty one where there is none or it cannot be
	// read; it only reads memory.
	Plan func() round.Plan
	// Listed tells whether the year is shown as a list, SetListed remembers it.
	Listed    func() bool
	SetListed func(bool)
	// Practise goes to an invented interview to learn the keys with, which is
	// proposed until one has been there: Practised. Both may be nil.
	Practise  func()
	Practised func() bool

	// Remind says what is worth seeing to when there is time for it, "" where
	// nothing is; it only reads memory. Vault goes there. Both may be nil.
	Remind func() string
	Vault  func()
	// Worked is how far the transcribing of an interview has come and what it
	// took; it only reads memory. It may be nil.
	Worked func(app.Interview) app.Work
}

// Room is the year wheel. Make one with [New].
type Room struct {
	d       Deps
	root    *fyne.Container
	primary *widget.Button
	unheard func()

	year  widget.Year
	turns []round.Turn
	at    int             // the one of them that stands out
	about *fyne.Container // of the activity that stands out
	words *fyne.Container // the next step
}

// New makes the room.
func New(d Deps) *Room {
	r := &Room{d: d, root: widget.Stack(theme.Gap24), about: widget.Stack(theme.Gap8), words: widget.Stack(theme.Gap16)}
	r.newYear()
	r.show()
	r.unheard = d.Bus.Subscribe(r.heard)
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Focus implements the room.
func (r *Room) Focus() {
	if r.primary != nil {
		r.d.Window.Canvas().Focus(r.primary)
	}
}

// Close implements the room.
func (r *Room) Close() { r.unheard() }

func (r *Room) heard(e app.Event) {
	switch e.(type) {
	case app.InterviewsChanged, app.BundlesChanged, app.VaultChanged, app.TemplatesChanged:
		had := r.primary != nil && r.primary.Focused()
		r.show()
		if had {
			r.Focus()
		}
	}
}

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// show works out the next step and draws the room.
func (r *Room) show() {
	k := r.d.Kit
	next, err := r.next()
	if err != nil {
		r.primary = nil
		r.root.Objects = []fyne.CanvasObject{k.Problem(err)}
		r.root.Refresh()
		return
	}
	r.primary = k.Primary("home.next", next.button, next.act)
	buttons := []fyne.CanvasObject{r.primary}
	if next.other != "" {
		buttons = append(buttons, k.Button("home.other", next.other, next.otherAct))
	}
	r.words.Objects = []fyne.CanvasObject{k.Big(next.sentence), k.Body(next.detail), widget.Row(buttons...), k.Muted(r.soon())}
	r.showYear(next.work, next.trace == string(round.NextPlan))
	objs := []fyne.CanvasObject{beside(widget.Stack(theme.Gap8, r.year, widget.Row(r.switchButton())), r.words, r.about)}
	if next.count != "" {
		objs = append(objs, k.Muted(next.count))
	}
	objs = append(objs, r.reminder()...)
	r.root.Objects = objs
	r.root.Refresh()
	r.d.Bus.Trace("next", next.trace)
}

// reminder is a quiet line below everything else, and the way there.
func (r *Room) reminder() []fyne.CanvasObject {
	if r.d.Remind == nil {
		return nil
	}
	words := r.d.Remind()
	if words == "" {
		return nil
	}
	return []fyne.CanvasObject{widget.Stack(theme.Gap8, r.d.Kit.Muted(words),
		widget.Row(r.d.Kit.Quiet("home.vault", r.t("home.vault"), r.d.Vault)))}
}

// step is one proposal: what to do next, and perhaps another way.
type step struct {
	trace            string
	sentence, detail string
	button           string
	act              func()
	other            string
	otherAct         func()
	count            string
	work             round.Work
}

// next proposes the one next thing.
func (r *Room) next() (step, error) {
	profile, err := r.d.Book.Profile()
	if err != nil {
		return step{}, err
	}
	all, err := r.d.Book.Interviews()
	if err != nil {
		return step{}, err
	}
	slices.Reverse(all) // oldest first: no child's voice is left lying
	steps := make([]app.Step, len(all))
	works := make([]app.Work, len(all))
	for i, v := range all {
		status, ms, err := r.sound(v)
		if err != nil {
			return step{}, err
		}
		works[i] = r.worked(v, ms)
		if steps[i] = app.NextStep(v, status, r.d.Book.HasText(v)); steps[i] == app.StepSend && works[i].Much() {
			steps[i] = app.StepTranscribe // it was begun, and much of it is left
		}
	}
	work := round.Count(all, steps, r.today())
	work.Plans = profile.Role == app.RoleManager || profile.Role == app.RoleSupporter
	s := r.none(profile, steps, work)
	if i := app.Foremost(steps); i >= 0 {
		s = r.one(all[i], steps[i], works[i].Sound, works[i].Left(pace(works)))
	}
	s.count, s.work = r.counted(steps), work
	return s, nil
}

// worked is what has been done on an interview whose sound is so long.
func (r *Room) worked(v app.Interview, ms int64) app.Work {
	if r.d.Worked == nil || v.Origin != app.OriginOwn || !r.d.Book.HasText(v) {
		return app.Work{Sound: ms}
	}
	if w := r.d.Worked(v); w.Sound > 0 {
		return w
	}
	return app.Work{Sound: ms, Covered: ms} // it was written before anybody counted
}

// pace is one's own over works, which are the oldest first.
func pace(works []app.Work) float64 {
	latest := slices.Clone(works)
	slices.Reverse(latest)
	return app.Pace(latest)
}

func (r *Room) sound(v app.Interview) (app.SoundStatus, int64, error) {
	if v.Recording.IsZero() {
		return "", 0, nil
	}
	return r.d.Book.Length(v.Recording)
}

// one is the step of one interview, with its sound's length and what work is
// left.
func (r *Room) one(v app.Interview, s app.Step, ms, left int64) step {
	key := "home." + string(s)
	out := step{
		trace:    string(s),
		sentence: r.t(key, "code", v.Code, "about", r.d.Kit.Text.About(left)),
		detail:   r.t(key+".detail", "age", v.Age, "place", r.t("place."+string(v.Place)), "length", r.d.Kit.Text.Minutes(ms)),
		button:   r.t(key+".button", "code", v.Code),
	}
	switch s {
	case app.StepTranscribe:
		out.act = func() { r.d.Transcribe(v.ID) }
	case app.StepSend:
		out.act = func() { r.d.Send(v.ID) }
		out.other, out.otherAct = r.t("home.send.other"), func() { r.d.Transcribe(v.ID) }
	default:
		out.act = func() { r.d.Interview(v.ID) }
	}
	return out
}

// counted says quietly how much there is.
func (r *Room) counted(steps []app.Step) string {
	own, sent := 0, 0
	for _, s := range steps {
		switch s {
		case app.StepRead:
		case app.StepDone:
			own++
			sent++
		default:
			own++
		}
	}
	if own == 0 {
		return ""
	}
	if sent == 0 {
		return r.d.Kit.Text.N("home.count", own)
	}
	return r.d.Kit.Text.N("home.countSent", own, "sent", sent)
}
