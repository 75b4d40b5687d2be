package year

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"barnrost/app/round"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// reading is the plan for whoever does not make it.
func (r *Room) reading() []fyne.CanvasObject {
	k, p := r.d.Kit, r.saved
	back := k.Button("plan.back", r.t("plan.back"), r.d.Back)
	r.first = back
	if p.Year == 0 {
		return []fyne.CanvasObject{r.news, k.Body(r.t("plan.none")), k.Muted(r.t("plan.none.how")), widget.Row(back)}
	}
	r.showTake()
	r.first = r.calendar
	dates := widget.Stack(theme.Gap12, k.Title(strconv.Itoa(p.Year)))
	for _, name := range round.Dates {
		when := r.t("plan.date.open")
		if day := p.Dates[name]; !day.IsZero() {
			when = r.long(day)
		}
		dates.Add(widget.Stack(theme.Gap4, k.Strong(r.t("plan.date."+string(name))), k.Body(when)))
	}
	objs := []fyne.CanvasObject{k.Body(r.t("plan.read")), dates}
	if len(p.Interviewers) > 0 {
		people := widget.Stack(theme.Gap4, k.Strong(r.t("plan.people")))
		for _, name := range p.Interviewers {
			people.Add(k.Body(name))
		}
		objs = append(objs, people)
	}
	if len(p.Voices) > 0 {
		voices := widget.Stack(theme.Gap4, k.Strong(r.t("plan.voices")))
		for _, voice := range round.Voices {
			if n := p.Voices[voice]; n > 0 {
				voices.Add(k.Body(r.t("plan.voices.line", "n", n, "voice", r.t("plan.voice."+string(voice)))))
			}
		}
		objs = append(objs, voices)
	}
	return append(objs, r.news, r.take, widget.Row(back))
}

// showTake is what can be done with a plan that is saved.
func (r *Room) showTake() {
	k := r.d.Kit
	if r.saved.Year == 0 || r.d.MayPlan() && r.saved.Year < round.Of(r.today()) {
		r.take.Objects = nil // there is no plan of this round yet
		return
	}
	r.calendar = k.Button("plan.calendar", r.t("plan.calendar"), r.saveCalendar)
	buttons := []fyne.CanvasObject{r.calendar}
	if r.d.Sheet != nil {
		buttons = append(buttons, k.Button("plan.sheet", r.t("plan.sheet"), func() { r.d.Sheet(r.saved) }))
	}
	if r.d.MayPlan() && r.d.Sends() {
		buttons = append(buttons, k.Button("plan.invite", r.t("plan.invite"), r.d.Unit))
	}
	r.take.Objects = []fyne.CanvasObject{k.Strong(r.t("plan.take")), widget.Row(buttons...), k.Muted(r.t("plan.take.how"))}
}

// saveCalendar asks for a folder and writes the dates there.
func (r *Room) saveCalendar() {
	p := r.saved
	r.d.Pick(widget.Pick{ID: "plan.folder", Title: r.t("plan.calendar.title"), Hint: r.t("plan.calendar.hint"), Folder: true}, func(folder string) {
		var work widget.Work
		cancel := bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (string, error) {
			return r.d.SaveCalendar(ctx, folder, p)
		}, nil, func(path string, err error) {
			work.Done()
			if r.ctx.Err() != nil {
				return
			}
			if err != nil {
				r.problem(err)
			} else {
				r.tell(r.d.Kit.Notice(widget.KindGood, r.t("plan.calendar.done", "path", path)))
				r.d.Bus.Trace("plan", "calendar")
			}
			r.d.Window.Canvas().Focus(r.calendar)
		})
		work = r.d.Start(r.t("plan.calendar.writing"), cancel)
	})
}
