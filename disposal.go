package main

import (
	"bytes"
	"context"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/handover"
	"barnrost/app/protocol"
	"barnrost/app/view"
	"barnrost/app/view/disposal"
	"barnrost/app/view/text"
	"barnrost/app/view/vault"
	"barnrost/assets"
)

// disposals is what the room Gallring needs: the casebook, and what others know
// of copies.
type disposals struct{ *casebook.Casebook }

var _ disposal.Book = disposals{}

// Plan implements [disposal.Book].
func (d disposals) Plan(r app.DisposalRequest) (app.DisposalPlan, error) {
	copies, err := d.elsewhere(r)
	if err != nil {
		return app.DisposalPlan{}, err
	}
	return d.PlanDisposal(r, copies)
}

// Dispose implements [disposal.Book].
func (d disposals) Dispose(ctx context.Context, shown app.DisposalPlan, typed string) (app.Disposal, error) {
	copies, err := d.elsewhere(shown.Request)
	if err != nil {
		return app.Disposal{}, err
	}
	return d.Casebook.Dispose(ctx, shown, typed, copies)
}

// copyRegister knows of copies that an interview itself does not tell of:
// backups of the vault, sealed copies in a folder.
type copyRegister interface {
	KnownCopies(interview app.ID, m app.Matter) ([]app.Copy, error)
}

// elsewhere returns the copies that a register of copies knows of.
func (d disposals) elsewhere(r app.DisposalRequest) ([]app.Copy, error) {
	register, ok := any(d.Casebook).(copyRegister)
	if !ok {
		return nil, nil
	}
	return register.KnownCopies(r.Interview, r.Matter)
}

// SaveProtocol implements [disposal.Book]. The words are Swedish whatever
// language the window speaks: it is a record of the kommun.
func (d disposals) SaveProtocol(ctx context.Context, folder string) ([]string, error) {
	words, err := text.Load(assets.Translations, app.Swedish)
	if err != nil {
		return nil, app.Fail(app.CodeInternal, err)
	}
	rows, err := d.Disposals()
	if err != nil {
		return nil, err
	}
	profile, err := d.Profile()
	if err != nil {
		return nil, err
	}
	now := time.Now()
	var page, table bytes.Buffer
	if err := protocol.WriteHTML(&page, rows, profile.Unit, string(app.Swedish), now, words); err != nil {
		return nil, err
	}
	if err := protocol.WriteCSV(&table, rows, words); err != nil {
		return nil, err
	}
	var paths []string
	name := "gallringsprotokoll-" + now.Format(time.DateOnly)
	for _, file := range []struct {
		ending string
		data   []byte
	}{{".html", page.Bytes()}, {".csv", table.Bytes()}} {
		path, err := handover.SaveSmall(folder, name+file.ending, file.data)
		if err != nil {
			return paths, err
		}
		paths = append(paths, path)
	}
	return paths, d.LogProtocol(ctx, len(rows))
}

// goDispose opens Gallring about one interview; zero for the overview.
func (p *program) goDispose(id app.ID) {
	p.disposing = id
	p.frame.Go("disposal")
}

func (p *program) openDisposal() view.Room {
	about := p.disposing
	p.disposing = app.ID{}
	return disposal.New(disposal.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Book: disposals{p.session.book}, Pick: p.frame.Pick, Ask: p.frame.Ask,
		Start: p.start, Busy: p.inUse, Problem: p.frame.Problem, Back: func() { p.frame.Go("vault") },
	}, about)
}

// inUse reports whether something works with what an interview holds: it is
// being recorded, text is still on its way to the vault, or something is being
// sent or brought in. Sound plays only in rooms that Gallring has closed.
func (p *program) inUse(interview app.ID) bool {
	return len(p.works) > 0 || p.writing() || p.recorder.active() && p.recorder.State().Interview == interview
}

// disposalSection tells in Valvet how gallring stands. What waits longest is
// said first.
func (p *program) disposalSection() vault.Section {
	return vault.Section{ID: "disposal", Open: func() { p.goDispose(app.ID{}) }, Status: func() (string, bool) {
		return disposal.Status(p.kit.Text, disposals{p.session.book})
	}}
}
