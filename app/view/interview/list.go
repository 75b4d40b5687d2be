package interview

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// list shows every interview with where it stands.
func (r *Room) list() {
	k := r.d.Kit
	r.open, r.prepare, r.live = app.Interview{}, nil, nil
	create := k.Primary("interview.new", r.t("interview.new"), r.form)
	all, err := r.d.Book.Interviews()
	if err != nil {
		r.page("problem", create, k.Problem(err), widget.Row(create))
		return
	}
	doors := []fyne.CanvasObject{create}
	if r.d.ReadGuide != nil {
		doors = append(doors, k.Button("interview.guide", r.t("interview.guide"), r.d.ReadGuide))
	}
	if r.d.Enquiry != nil {
		doors = append(doors, k.Button("interview.enquiry", r.t("enquiry.open"), r.d.Enquiry))
	}
	if r.d.Letters != nil {
		doors = append(doors, k.Button("interview.letters", r.t("letters.title"), func() { r.d.Letters(app.ID{}) }))
	}
	objs := []fyne.CanvasObject{widget.Row(doors...)}
	switch damaged := r.damaged(); {
	case damaged:
		objs = append([]fyne.CanvasObject{k.Notice(widget.KindAttention, r.t("interview.damaged"))}, objs...)
	case len(all) == 0:
		objs = append([]fyne.CanvasObject{k.Body(r.t("interview.empty"))}, objs...)
	}
	for n, i := range all {
		objs = append(objs, k.Item("interview.item."+strconv.Itoa(n), i.Code, r.line(i), func() { r.show(i.ID) }))
	}
	r.page("list", create, objs...)
}

// damaged reports whether something of the vault could not be read.
func (r *Room) damaged() bool {
	switch app.CodeOf(r.d.Book.Trouble()) {
	case app.CodeVaultDamaged, app.CodeVaultFrozen:
		return true
	}
	return false
}

// relist draws the list anew and leaves the focus where it was, unless that
// was a line of the list.
func (r *Room) relist() {
	had := r.d.Window.Canvas().Focused()
	r.list()
	c, ok := had.(interface{ ID() string })
	if !ok || !strings.HasPrefix(c.ID(), "interview.") {
		r.d.Window.Canvas().Focus(had)
	}
}

// onList reports whether the list is what is shown.
func (r *Room) onList() bool {
	b, ok := r.first.(*widget.Button)
	return ok && b.ID() == "interview.new"
}

// line is an interview's second line: what it is and how far it has come.
func (r *Room) line(i app.Interview) string {
	parts := []string{r.about(i)}
	status, ms, err := r.sound(i)
	if err != nil {
		return strings.Join(append(parts, r.t("interview.unreadable")), " · ")
	}
	if status != "" && status != app.SoundRunning {
		parts = append(parts, r.d.Kit.Text.Minutes(ms))
	}
	parts = append(parts, r.status(i, status))
	if ready := r.standsReady(i); ready != "" {
		parts = append(parts, ready)
	}
	if through := i.Through; through != nil && i.TextGone.IsZero() {
		words := "interview.through"
		if through.Edited {
			words = "interview.through.edited"
		}
		parts = append(parts, r.t(words))
	}
	return strings.Join(parts, " · ")
}

// status says in words how far an interview has come.
func (r *Room) status(i app.Interview, sound app.SoundStatus) string {
	step := app.NextStep(i, sound, r.d.Book.HasText(i))
	switch {
	case step == app.StepRead && i.Received != nil:
		s := r.t("step.read", "name", i.Received.SenderName)
		if i.Received.Raw {
			s += ", " + r.t("step.raw")
		}
		return s
	case step == app.StepDone:
		return r.t("step.done", "date", r.d.Kit.Text.Date(i.Sent[len(i.Sent)-1].At))
	case step == app.StepTranscribe && sound == app.SoundInterrupted:
		return r.t("step.interrupted")
	}
	return r.t("step." + string(step))
}

// ownClient is the answer, of those to "Är du handläggare för barnet?", that stops.
const ownClient = 1

// form asks whether the child is one's own client, for age and place, and nothing
// more. That it is not is stored nowhere: a child who is interviewed never is.
func (r *Room) form() {
	k := r.d.Kit
	r.open, r.prepare, r.live = app.Interview{}, nil, nil
	place, own := -1, -1
	answer, stop := widget.Stack(theme.Gap12), widget.Stack(theme.Gap8)
	age := k.Entry("new.age", r.t("new.age.field")).Named(r.t("new.age"))
	var places []string
	for _, p := range app.Places {
		places = append(places, text.Capital(r.t("place."+string(p))))
	}
	say := func(o ...fyne.CanvasObject) {
		answer.Objects = o
		r.root.Refresh()
		k.Show(answer)
	}
	handler := k.Choice("new.handler", []string{r.t("new.handler.no"), r.t("new.handler.yes")}, func(i int) {
		own = i
		stop.Objects = nil
		say()
		if i == ownClient {
			stop.Add(k.Notice(widget.KindAttention, r.t("new.handler.stop")))
			r.root.Refresh()
			k.Show(stop)
			r.d.Bus.Trace("interview", "own-client")
		}
	}).Named(r.t("new.handler"))
	choice := k.Choice("new.place", places, func(i int) {
		place = i
		say()
		if app.Places[i] == "telefon" {
			say(k.Notice(widget.KindAttention, r.t("new.phone")))
		}
	}).Named(r.t("new.place"))
	create := func() {
		years, err := strconv.Atoi(strings.TrimSpace(age.Text()))
		if err == nil {
			_, err = app.CheckAge(years)
		} else {
			err = app.Fail(app.CodeAgeOutside, nil)
		}
		switch {
		case own == ownClient: // also with everything else filled in
			say()
			r.d.Window.Canvas().Focus(handler)
			k.Show(stop)
		case err != nil:
			say(k.Problem(err))
		case own < 0:
			say(k.Notice(widget.KindAttention, r.t("new.handler.missing")))
		case place < 0:
			say(k.Notice(widget.KindAttention, r.t("new.place.missing")))
		default:
			r.create(years, app.Places[place], say)
		}
	}
	age.OnChange = func(s string) { r.ageWarning(s, say) }
	age.OnSubmit = create
	r.page("new", handler,
		k.Title(r.t("new.title")), k.Body(r.t("new.how")),
		widget.Stack(theme.Gap8, k.Body(r.t("new.handler")), handler, stop),
		widget.Stack(theme.Gap8, k.Body(r.t("new.age")), age),
		widget.Stack(theme.Gap8, k.Body(r.t("new.place")), choice), answer,
		widget.Row(k.Primary("new.create", r.t("new.create"), create), k.Button("interview.back", r.t("interview.back"), r.list)))
}

// ageWarning says kindly that an age lies outside the model's.
func (r *Room) ageWarning(typed string, say func(...fyne.CanvasObject)) {
	years, err := strconv.Atoi(strings.TrimSpace(typed))
	if err != nil {
		say()
		return
	}
	if usual, err := app.CheckAge(years); err == nil && !usual {
		say(r.d.Kit.Notice(widget.KindAttention, r.t("new.age.unusual", "from", app.MinAge, "to", app.MaxAge)))
		return
	}
	say()
}

func (r *Room) create(age int, place app.Place, say func(...fyne.CanvasObject)) {
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (app.Interview, error) {
		return r.d.Book.CreateInterview(ctx, age, place)
	}, nil, func(i app.Interview, err error) {
		switch {
		case r.closed:
		case err != nil:
			say(r.d.Kit.Problem(err))
		default:
			r.d.Bus.Trace("interview", "created")
			r.show(i.ID)
		}
	})
}
