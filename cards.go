package main

import (
	"context"
	"strings"
	"time"
	"unicode"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/keyring"
	"barnrost/app/view/share"
)

// Endings of the small files that people hand each other.
const (
	cardEnding       = ".barnrost-kort"
	invitationEnding = ".barnrost-inbjudan"
)

// cards is what the room Enheten needs of keys and cards.
type cards struct{ *session }

var _ share.Cards = cards{}

// Profile implements [share.Cards].
func (c cards) Profile() (app.Profile, error) { return c.book.Profile() }

// Contacts implements [share.Cards].
func (c cards) Contacts() ([]app.Contact, error) { return c.book.Contacts() }

// ConfirmContact implements [share.Cards].
func (c cards) ConfirmContact(ctx context.Context, id app.ID) error {
	if err := c.book.ConfirmContact(ctx, id); err != nil {
		return err
	}
	_, err := c.book.SettleOffered(ctx, id, c.unitCard())
	if app.CodeOf(err) == app.CodeNotFound {
		return nil // a person's card brings nothing
	}
	return err
}

// UseOffered implements [share.Cards].
func (c cards) UseOffered(ctx context.Context, unit app.ID) error {
	return c.book.UseOffered(ctx, unit)
}

// MyCard implements [share.Cards].
func (c cards) MyCard(context.Context) (app.Contact, error) { return c.self() }

// SaveCard implements [share.Cards].
func (c cards) SaveCard(_ context.Context, folder string) (string, error) {
	if c.recovered() {
		return "", app.Fail(app.CodeRecoveryMode, nil) // there is no signature to make one with
	}
	self, err := c.self()
	if err != nil {
		return "", err
	}
	return handover.SaveSmall(folder, fileName(self.Name)+cardEnding, c.card)
}

// ReadCards implements [share.Cards].
func (c cards) ReadCards(ctx context.Context, path string) (read share.CardsRead, err error) {
	raw, err := handover.ReadSmall(path)
	if err != nil {
		return read, err
	}
	invitation, err := readInvitation(c.ring, raw)
	if app.CodeOf(err) == app.CodeNotAnInvitation {
		one, err := c.AddCard(ctx, raw)
		return share.CardsRead{Cards: []app.Contact{one}}, err
	}
	if err != nil {
		return read, err
	}
	invitation.Manager.Voucher = invitation.Unit.Card
	for _, contact := range []app.Contact{invitation.Unit, invitation.Manager} {
		kept, err := c.book.AddContact(ctx, contact)
		if err != nil {
			return read, err
		}
		read.Cards = append(read.Cards, kept)
	}
	if read.Templates, err = c.offerTemplates(ctx, read.Cards[0], invitation.Templates); err != nil {
		return read, err
	}
	return read, c.joinRecovery(ctx, invitation.Recovery, false)
}

// AddCard implements [share.Cards].
func (c cards) AddCard(ctx context.Context, raw []byte) (app.Contact, error) {
	own := [][]byte{c.card}
	if unit := c.unit.Load(); unit != nil {
		own = append(own, unit.Card)
	}
	contact, err := c.ring.ReadCard(raw, own...)
	if err != nil {
		return app.Contact{}, err
	}
	return c.book.AddContact(ctx, contact)
}

// UnitKey implements [share.Cards].
func (c cards) UnitKey(context.Context) (share.UnitKey, error) {
	unit := c.unit.Load()
	if unit == nil {
		return share.UnitKey{}, app.Fail(app.CodeNotFound, nil)
	}
	contact, err := c.ring.Contact(*unit)
	return share.UnitKey{Name: contact.Name, Words: contact.Words, Invites: unit.Signs()}, err
}

// MakeUnit implements [share.Cards].
func (c cards) MakeUnit(ctx context.Context, name string) error { return c.foundUnit(ctx, name) }

// SaveInvitation implements [share.Cards].
func (c cards) SaveInvitation(ctx context.Context, folder string) (string, error) {
	unit := c.unit.Load()
	if unit == nil {
		return "", app.Fail(app.CodeNotFound, nil)
	}
	recovery, err := c.unitRecovery()
	if err != nil {
		return "", err
	}
	rules, err := copyRules(c.book)
	if err != nil {
		return "", err
	}
	templates, err := c.book.Templates()
	if err != nil {
		return "", err
	}
	raw, err := keyring.Invite(*unit, c.card, recovery, nil, rules, templates, time.Now())
	if err != nil {
		return "", err
	}
	contact, err := c.ring.Contact(*unit)
	if err != nil {
		return "", err
	}
	path, err := handover.SaveSmall(folder, fileName(unit.Name)+invitationEnding, raw)
	if err != nil {
		return "", err
	}
	return path, c.book.LogInvitation(ctx, contact.Words)
}

// fileName makes a name of a person or a unit into one that every file system
// takes: letters, digits and dashes.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '-'
	}, name)
	return strings.Trim(name, "-")
}
