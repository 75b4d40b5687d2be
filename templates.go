package main

import (
	"context"
	"errors"

	"barnrost/app"
	"barnrost/app/details"
	"barnrost/app/diploma"
	"barnrost/app/guide"
	"barnrost/app/keyring"
	"barnrost/app/letter"
	"barnrost/app/round"
	"barnrost/app/survey"
)

// sectionChecks reads each section of the unit's templates as the package does
// whose matter it is: what that would refuse is not taken in. A test holds it to
// the list of sections.
var sectionChecks = map[app.Section]func(raw []byte) error{
	app.SectionDetails: func(raw []byte) error { _, err := details.Parse(raw); return err },
	app.SectionPlan:    func(raw []byte) error { _, err := round.Parse(raw); return err },
	app.SectionGuide:   func(raw []byte) error { _, err := guide.Parse(raw); return err },
	app.SectionLetters: func(raw []byte) error { _, err := letter.Parse(raw); return err },
	app.SectionSurvey:  func(raw []byte) error { _, err := survey.ParseForm(raw); return err },
	app.SectionDiploma: func(raw []byte) error { _, err := diploma.Parse(raw); return err },
}

// checkTemplates holds every section to its check. One that cannot be read
// refuses them all, with [app.CodeNewerFormat] or [app.CodeTemplate].
func checkTemplates(t app.Templates) error {
	for section, raw := range t.Sections {
		check := sectionChecks[section]
		if check == nil {
			continue
		}
		switch err := check(raw); {
		case app.CodeOf(err) == app.CodeNewerFormat:
			return err
		case err != nil:
			return app.Fail(app.CodeTemplate, errors.Join(errors.New(string(section)), err))
		}
	}
	return nil
}

// readInvitation reads an invitation's file, and its templates section by
// section: where one is bad nothing of the file is used.
func readInvitation(ring *keyring.Ring, raw []byte) (keyring.Invitation, error) {
	i, err := ring.ReadInvitation(raw)
	if err == nil && i.Templates != nil {
		err = checkTemplates(*i.Templates)
	}
	if err != nil {
		return keyring.Invitation{}, err
	}
	return i, nil
}

// offerTemplates takes what came in an invitation, as far as its unit has been
// confirmed.
func (s *session) offerTemplates(ctx context.Context, unit app.Contact, came *app.Templates) (app.Taken, error) {
	if came == nil {
		return app.TakenNone, nil
	}
	return s.book.OfferTemplates(ctx, unit.ID, *came, s.unitCard())
}

// unitCard is the card of the unit whose key lies here, nil for none.
func (s *session) unitCard() []byte {
	if unit := s.unit.Load(); unit != nil {
		return unit.Card
	}
	return nil
}
