package main

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/handover"
	"barnrost/app/report/pdf"
	"barnrost/app/round"
	"barnrost/app/round/calendar"
	"barnrost/app/round/sheet"
	"barnrost/app/view"
	"barnrost/app/view/text"
	"barnrost/app/view/year"
	"barnrost/assets"
)

// openYear is the room of the year's plan.
func (p *program) openYear() view.Room {
	room := year.New(year.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Now: time.Now, Kept: p.session.book.PlanDraft, Keep: p.session.book.KeepPlanDraft,
		Plan: func() (round.Plan, error) { return planOf(p.session.book) }, MayPlan: p.mayPlan, Sends: p.sendsPlan,
		Save: p.session.savePlan, SaveCalendar: p.session.saveCalendar, Sheet: p.printSheet,
		Pick: p.frame.Pick, Start: p.start, Unit: func() { p.frame.Go("unit") }, Back: func() { p.frame.Go("home") },
	})
	p.unsaved = append(slices.DeleteFunc(p.unsaved, func(is func() bool) bool { return !is() }), room.Unsaved)
	return room
}

// planOf is the unit's plan, or a person's own draft of one; it only reads
// memory.
func planOf(book *casebook.Casebook) (round.Plan, error) {
	raw, err := book.Template(app.SectionPlan)
	if err != nil || raw == nil {
		return round.Plan{}, err
	}
	return round.Parse(raw)
}

// plan is the same for the year wheel, which goes by the usual months where the
// plan cannot be read: its own room says so.
func (p *program) plan() round.Plan {
	plan, err := planOf(p.session.book)
	if err != nil {
		return round.Plan{}
	}
	return plan
}

// mayPlan tells who plans the year: whoever holds the unit's key, and by their
// role the enhetschef and the processtödjare.
func (p *program) mayPlan() bool {
	profile, err := p.session.book.Profile()
	planners := []app.Role{app.RoleManager, app.RoleSupporter}
	return p.session.unit.Load() != nil || err == nil && slices.Contains(planners, profile.Role)
}

// sendsPlan tells whether what is planned here goes to others.
func (p *program) sendsPlan() bool {
	unit := p.session.unit.Load()
	return unit != nil && unit.Signs()
}

func (s *session) savePlan(ctx context.Context, plan round.Plan) error {
	raw, err := plan.Encode()
	if err != nil {
		return err
	}
	return s.book.SaveTemplate(ctx, app.SectionPlan, raw)
}

// printSheet puts the APT sheet before somebody to be printed. It is Swedish, as
// the calendar is.
func (p *program) printSheet(plan round.Plan) {
	profile, err := p.session.book.Profile()
	if err != nil {
		p.frame.Problem(err)
		return
	}
	p.print("apt", func(w io.Writer, f pdf.Fonts) error {
		words, err := text.Load(assets.Translations, app.Swedish)
		if err != nil {
			return err
		}
		return pdf.Write(w, sheet.Of(plan, profile.Unit, words), f)
	})
}

// saveCalendar writes a plan's dates into a folder. The words are Swedish
// whatever language the window speaks: the file is for the whole unit.
func (s *session) saveCalendar(_ context.Context, folder string, plan round.Plan) (string, error) {
	words, err := text.Load(assets.Translations, app.Swedish)
	if err != nil {
		return "", app.Fail(app.CodeInternal, err)
	}
	profile, err := s.book.Profile()
	if err != nil {
		return "", err
	}
	own, err := s.book.Templates()
	if err != nil {
		return "", err
	}
	c := calendar.Calendar{
		Name: words.T("plan.calendar.name", "year", plan.Year), Unit: profile.Unit, Year: plan.Year,
		Version: own.Version, Written: time.Now(),
	}
	for _, name := range round.Dates {
		if day := plan.Dates[name]; !day.IsZero() {
			c.Entries = append(c.Entries, calendar.Entry{
				Date: name, Day: day, Busy: name == round.DateSeminar,
				Summary: words.T("plan.date." + string(name)), About: words.T("plan.calendar." + string(name) + ".about"),
			})
		}
	}
	var file bytes.Buffer
	if err := calendar.Write(&file, c); err != nil {
		return "", app.Fail(app.CodeInternal, err)
	}
	return handover.SaveSmall(folder, "arshjulet-"+strconv.Itoa(plan.Year)+".ics", file.Bytes())
}
