package main

import (
	"context"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/details"
	"barnrost/app/letter"
	"barnrost/app/round"
	"barnrost/app/view"
	detailsroom "barnrost/app/view/details"
	"barnrost/app/view/enquiry"
	"barnrost/app/view/interview"
	"barnrost/app/view/letters"
	"barnrost/assets"
)

// detailsOf is what the unit has said of itself, the shipped details where it has
// not; it only reads memory.
func detailsOf(book *casebook.Casebook) (details.Details, error) {
	raw, err := book.Template(app.SectionDetails)
	if err != nil {
		return details.Details{}, err
	}
	return details.Current(raw)
}

// signs tells whether this vault makes the unit's invitations: then the unit's
// templates are changed here.
func (s *session) signs() bool {
	unit := s.unit.Load()
	return unit != nil && unit.Signs()
}

// openDetails is the room of the unit's details.
func (p *program) openDetails() view.Room {
	d := detailsroom.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Back: p.goBack("details", "unit"),
		Details: func() (details.Details, error) { return detailsOf(p.session.book) }, Draft: &p.detailed,
	}
	if p.session.signs() {
		d.Save = func(ctx context.Context, now details.Details) error {
			raw, err := now.Marshal()
			if err != nil {
				return err
			}
			return p.session.book.SaveTemplate(ctx, app.SectionDetails, raw)
		}
	}
	return detailsroom.New(d)
}

// openLetters is the room of what children and guardians are given on paper.
func (p *program) openLetters() view.Room {
	d := letters.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Print: p.print, Draft: &p.written, Ask: p.frame.Ask, Back: p.leaveLetters,
		Letters: func() (letter.Letters, error) {
			raw, err := p.session.book.Template(app.SectionLetters)
			if err != nil {
				return letter.Letters{}, err
			}
			return letter.Current(raw)
		},
		Shipped: func(id letter.ID) string { return assets.Letter(string(id)) },
		Facts:   p.letterFacts,
	}
	if p.session.signs() {
		d.Details = p.goFrom("details", "letters")
		d.Save = func(ctx context.Context, l letter.Letters) error {
			raw, err := l.Marshal()
			if err != nil {
				return err
			}
			return p.session.book.SaveTemplate(ctx, app.SectionLetters, raw)
		}
	}
	return letters.New(d)
}

// goLetters goes to the letters from Intervjuer; the way back leads to the
// interview that was being prepared.
func (p *program) goLetters(back app.ID) {
	p.lettered = back
	p.goFrom("letters", "interview")()
}

// leaveLetters goes back to what led there.
func (p *program) leaveLetters() {
	if p.backs["letters"] == "interview" && !p.lettered.IsZero() {
		p.showInterview(p.lettered)
		return
	}
	p.goBack("letters", "interview")()
}

// letterFacts are what the letters are filled in with; it only reads memory.
func (p *program) letterFacts() (letter.Facts, error) {
	book := p.session.book
	profile, err := book.Profile()
	if err != nil {
		return letter.Facts{}, err
	}
	own, err := book.Templates()
	if err != nil {
		return letter.Facts{}, err
	}
	f := letter.Facts{Unit: profile.Unit, Version: own.Version}
	if f.Details, err = detailsOf(book); err != nil {
		return f, err
	}
	if f.Decisions, err = book.Decisions(); err != nil {
		return f, err
	}
	// The year wheel goes on without a plan that cannot be read, and so do these.
	if day := p.plan().Dates[round.DateSeminar]; !day.IsZero() && day.Noon().After(time.Now()) {
		f.Seminar = p.swedish().Date(day.Noon())
	}
	return f, nil
}

// openEnquiry is the room where those who were asked are counted.
func (p *program) openEnquiry() view.Room {
	return enquiry.New(enquiry.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Book: enquiries{p.session.book}, Now: time.Now,
		NewInterview: func() { p.goToInterview(interview.At{New: true}) }, Back: p.goBack("enquiry", "interview"),
	})
}

// enquiries counts those who were asked.
type enquiries struct{ *casebook.Casebook }

// Asked implements [enquiry.Book].
func (b enquiries) Asked(from, to string) (app.Asked, error) {
	list, err := b.Enquiries()
	if err != nil {
		return app.Asked{}, err
	}
	interviews, err := b.Interviews()
	if err != nil {
		return app.Asked{}, err
	}
	gone, err := b.Disposals()
	return app.CountAsked(from, to, list, interviews, gone), err
}

// consentRule is whose consent the unit asks for at an age; it only reads memory.
func (p *program) consentRule(age int) interview.ConsentRule {
	raw, err := p.session.book.Template(app.SectionDetails)
	if err != nil || raw == nil {
		return interview.ConsentRule{}
	}
	d, err := details.Parse(raw)
	if err != nil {
		return interview.ConsentRule{}
	}
	return interview.ConsentRule{Settled: true, Guardians: d.NeedsGuardians(age), Binder: d.Binder}
}

// goFrom goes to a hidden room and remembers which room led there.
func (p *program) goFrom(room, from string) func() {
	return func() {
		p.backs[room] = from
		p.frame.Go(room)
	}
}

// goBack goes back to what led to a room, or to the usual one.
func (p *program) goBack(room, usual string) func() {
	from := p.backs[room]
	if from == "" {
		from = usual
	}
	return func() { p.frame.Go(from) }
}
