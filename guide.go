package main

import (
	"context"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/guide"
	"barnrost/assets"
)

// guideIn returns the intervjuguide that holds in a vault: the unit's own, or
// the shipped one. It reads memory only.
func guideIn(book *casebook.Casebook) (guide.Guide, error) {
	unit, err := book.Template(app.SectionGuide)
	if err != nil {
		return guide.Guide{}, err
	}
	return guide.Current(unit, []byte(assets.Guide))
}

// freezeGuide keeps the guide of this moment with an interview that is about to
// be recorded, or to be made ready. A template that cannot be read keeps nobody
// from recording a child who sits there: the interview is then without.
func freezeGuide(ctx context.Context, book *casebook.Casebook, interview app.ID) error {
	g, err := guideIn(book)
	if err != nil {
		return nil
	}
	raw, err := g.Marshal()
	if err != nil {
		return nil
	}
	return book.FreezeGuide(ctx, interview, raw)
}
