package main

import (
	"context"
	"io"
	"strconv"
	"time"

	"barnrost/app"
	"barnrost/app/diploma"
	"barnrost/app/report/pdf"
	"barnrost/app/view"
	"barnrost/app/view/interview"
	"barnrost/app/view/tickets"
	"barnrost/assets"
)

// diplomas makes the child's diploma with a unit's words. It needs no vault: own
// gives the unit's template, and save is nil where this person cannot change it.
type diplomas struct {
	p    *program
	unit string
	own  func() ([]byte, error)
	town func() string // where a unit's diplomas are given, unless its words say
	save func(ctx context.Context, raw []byte) error
}

// diplomas are those of the open vault.
func (p *program) diplomas() diplomas {
	book := p.session.book
	d := diplomas{p: p, own: func() ([]byte, error) { return book.Template(app.SectionDiploma) }, town: func() string {
		about, err := detailsOf(book)
		if err != nil {
			return ""
		}
		return about.Town
	}}
	if profile, err := book.Profile(); err == nil {
		d.unit = profile.Unit
	}
	if p.session.signs() {
		d.save = func(ctx context.Context, raw []byte) error { return book.SaveTemplate(ctx, app.SectionDiploma, raw) }
	}
	return d
}

// Words implements [interview.Diplomas].
func (d diplomas) Words() (diploma.Words, error) {
	own, err := d.own()
	if err != nil {
		own = nil // a vault that is damaged in part keeps no child from its diploma
	}
	words, err := diploma.Current(own, assets.Diploma)
	if words.Place == "" && err == nil {
		words.Place = d.town()
		words = words.Clean()
	}
	return words, err
}

// Unit implements [interview.Diplomas].
func (d diplomas) Unit() string { return d.unit }

// Month implements [interview.Diplomas].
func (d diplomas) Month(t time.Time) string {
	t = t.Local()
	return d.p.swedish().T("month."+strconv.Itoa(int(t.Month()))) + " " + strconv.Itoa(t.Year())
}

// Print implements [interview.Diplomas].
func (d diplomas) Print(c diploma.Choice) {
	d.p.print("diplom", func(w io.Writer, f pdf.Fonts) error { return diploma.Draw(w, f, c) })
}

// MaySave implements [interview.Diplomas].
func (d diplomas) MaySave() bool { return d.save != nil }

// SaveWords implements [interview.Diplomas].
func (d diplomas) SaveWords(ctx context.Context, w *diploma.Words) error {
	if w == nil {
		return d.save(ctx, nil)
	}
	raw, err := w.Marshal()
	if err != nil {
		return app.Fail(app.CodeTemplate, err)
	}
	if _, err := diploma.Parse(raw); err != nil {
		return err // without a title or a thanks it would not hold
	}
	return d.save(ctx, raw)
}

var _ interview.Diplomas = diplomas{}

// openTickets is the room where the unit's biobiljetter are counted.
func (p *program) openTickets() view.Room {
	return tickets.New(tickets.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Book: p.session.book, Problem: p.frame.Problem, Back: p.goBack("tickets", "unit"),
	})
}
