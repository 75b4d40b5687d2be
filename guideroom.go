package main

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/guide"
	"barnrost/app/handover"
	"barnrost/app/view"
	guideroom "barnrost/app/view/guide"
)

// guideEnding is that of a guide's file.
const guideEnding = ".barnrost-guide"

// openGuide opens the room of the intervjuguide, from where one was.
func (p *program) openGuide() view.Room {
	back := p.cameFrom
	if back == "" {
		back = "interview"
	}
	unit := p.session.unit.Load()
	profile, err := p.session.book.Profile()
	if err != nil {
		profile = app.Profile{} // the name is then written by hand
	}
	room := guideroom.New(guideroom.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Book: guides{p.session.book},
		MayEdit: unit != nil && unit.Signs(), Name: profile.Name, Now: time.Now,
		Pick: p.frame.Pick, Problem: p.frame.Problem,
		Unit: func() { p.frame.Go("unit") }, Back: func() { p.frame.Go(back) },
	})
	p.unsaved = append(slices.DeleteFunc(p.unsaved, func(is func() bool) bool { return !is() }), room.Unsaved)
	return room
}

// goGuide goes to the intervjuguide, and from there back to where one was.
func (p *program) goGuide(from string) func() {
	return func() {
		p.cameFrom = from
		p.frame.Go("guide")
	}
}

// guides is what the room of the guide needs of the vault.
type guides struct{ *casebook.Casebook }

var _ guideroom.Book = guides{}

// Current implements [guideroom.Book].
func (g guides) Current() (guide.Guide, error) { return guideIn(g.Casebook) }

// Draft implements [guideroom.Book].
func (g guides) Draft() (*guide.Guide, error) {
	raw, err := g.GuideDraft()
	if raw == nil || err != nil {
		return nil, err
	}
	d, err := guide.Current(raw, nil)
	return &d, err
}

// SaveDraft implements [guideroom.Book].
func (g guides) SaveDraft(ctx context.Context, d guide.Guide) error {
	raw, err := d.Marshal()
	if err != nil {
		return err
	}
	return g.SaveGuideDraft(ctx, raw)
}

// DropDraft implements [guideroom.Book].
func (g guides) DropDraft(ctx context.Context) error { return g.SaveGuideDraft(ctx, nil) }

// Use implements [guideroom.Book].
func (g guides) Use(ctx context.Context, next guide.Guide) error {
	raw, err := next.Marshal()
	if err != nil {
		return err
	}
	return g.SaveTemplate(ctx, app.SectionGuide, raw)
}

// UseShipped implements [guideroom.Book].
func (g guides) UseShipped(ctx context.Context) error {
	return g.SaveTemplate(ctx, app.SectionGuide, nil)
}

// Save implements [guideroom.Book].
func (g guides) Save(_ context.Context, one guide.Guide, folder string) (string, error) {
	raw, err := one.File()
	if err != nil {
		return "", err
	}
	name := fileName(one.Name)
	if name == "" {
		name = "Intervjuguide" // its own name has no letter in it
	}
	return handover.SaveSmall(folder, name+guideEnding, raw)
}

// Read implements [guideroom.Book].
func (g guides) Read(_ context.Context, path string) (guide.Guide, error) {
	raw, err := handover.ReadSmall(path)
	if app.CodeOf(err) == app.CodeNotACard { // larger than anything people hand each other
		err = app.Fail(app.CodeNotAGuide, err)
	}
	if err != nil {
		return guide.Guide{}, err
	}
	return guide.Parse(raw)
}

// NewID implements [guideroom.Book].
func (guides) NewID() (id app.ID) {
	rand.Read(id[:]) // never fails since Go 1.24: it ends the process instead
	return id
}
