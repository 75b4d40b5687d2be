package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
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
type disposals struct {
	*casebook.Casebook
	vault string // where the vault lies
}

var _ disposal.Book = disposals{}

func (p *program) disposals() disposals { return disposals{p.session.book, p.keeper.path()} }

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

// elsewhere returns the copies that an interview itself does not tell of:
// backups of the vault, sealed copies in a folder, and the older vaults that
// lie beside this one.
func (d disposals) elsewhere(r app.DisposalRequest) ([]app.Copy, error) {
	i, err := d.Interview(r.Interview)
	if err != nil {
		return nil, err
	}
	list, err := olderVaults(d.vault, i)
	if err != nil {
		return nil, err
	}
	known, err := d.Copies(r.Interview)
	for _, c := range known {
		if r.Matter == app.MatterText && c.Kind == app.CopyFolder {
			continue // it holds the sound alone
		}
		list = append(list, c)
	}
	return list, err
}

// olderVaults lists the vaults beside the one at path that may hold an
// interview: those last written after it came.
func olderVaults(path string, i app.Interview) ([]app.Copy, error) {
	came := i.Created
	if i.Received != nil {
		came = i.Received.At
	}
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil, app.Fail(app.CodeDiskTrouble, err)
	}
	var list []app.Copy
	for _, file := range files {
		name := file.Name()
		if filepath.Ext(name) != filepath.Ext(path) || name == filepath.Base(path) {
			continue
		}
		info, err := file.Info()
		if err != nil || info.IsDir() || info.ModTime().Before(came) {
			continue // it went meanwhile, is no vault, or is older than the interview
		}
		list = append(list, app.Copy{Ref: "vault " + name, Kind: app.CopyVault, Holder: name, At: info.ModTime().UTC(), State: app.CopyLeft})
	}
	return list, nil
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
		Bus: p.bus, Kit: p.kit, Window: p.window, Book: p.disposals(), Pick: p.frame.Pick, Ask: p.frame.Ask,
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
		return disposal.Status(p.kit.Text, p.session.book)
	}}
}
