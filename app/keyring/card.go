package keyring

import (
	"bytes"
	"errors"
	"runtime/debug"
	"slices"

	"barnrost/app"
	"barnrost/crypto"
)

// MyCardFile makes the file of the owner's card. The same profile and keys give
// the same file, so it need not be kept. It takes no time, and fails as
// [app.CheckName] does.
func (r *Ring) MyCardFile(p app.Profile, inbox crypto.Identity, signer crypto.SigningKey) ([]byte, error) {
	name, err := app.CheckName(p.Name)
	if err != nil {
		return nil, err
	}
	unit, err := app.CheckName(p.Unit)
	if err != nil {
		return nil, err
	}
	card := crypto.Card{Name: name, Role: string(p.Role), Unit: unit, Kind: crypto.CardPerson, Recipient: inbox.Recipient()}
	raw, err := card.Marshal(signer)
	if err != nil {
		return nil, app.Fail(app.CodeInternal, err)
	}
	return raw, nil
}

// MyCard makes the file of the owner's card, and the card as others see it. It
// fails as [Ring.MyCardFile] does.
func (r *Ring) MyCard(p app.Profile, inbox crypto.Identity, signer crypto.SigningKey) ([]byte, app.Contact, error) {
	raw, err := r.MyCardFile(p, inbox, signer)
	if err != nil {
		return nil, app.Contact{}, err
	}
	contact, err := r.ReadCard(raw)
	return raw, contact, err
}

// ReadCard reads a card's file as a contact that is not confirmed, without id
// and time. It returns [app.CodeNotACard], [app.CodeForgedCard],
// [app.CodeNewerFormat], or [app.CodeOwnCard] where the card has the keys of
// one of own, which are cards' files.
func (r *Ring) ReadCard(raw []byte, own ...[]byte) (app.Contact, error) {
	card, err := crypto.ParseCard(raw)
	if err != nil {
		return app.Contact{}, cardFault(err)
	}
	for _, mine := range own {
		if m, err := crypto.ParseCard(mine); err == nil && (m.Signer == card.Signer || m.Recipient == card.Recipient) {
			return app.Contact{}, app.Fail(app.CodeOwnCard, nil)
		}
	}
	return r.contact(card, raw)
}

// contact gives a checked card its words.
func (r *Ring) contact(card crypto.Card, raw []byte) (app.Contact, error) {
	name, err := app.CheckName(card.Name)
	if err != nil {
		return app.Contact{}, app.Fail(app.CodeNotACard, err)
	}
	unit := card.Unit
	if unit != "" {
		if unit, err = app.CheckName(unit); err != nil {
			return app.Contact{}, app.Fail(app.CodeNotACard, err)
		}
	}
	role := app.Role(card.Role)
	if !slices.Contains(app.Roles, role) {
		role = "" // of a later version: the card is good, the word for it is not known
	}
	return app.Contact{
		Name: name, Role: role, Unit: unit, Kind: app.CardKind(card.Kind),
		Words: r.fingerprint(card), Card: bytes.Clone(raw),
	}, nil
}

// Fingerprint returns a card's four words. It fails like [Ring.ReadCard].
func (r *Ring) Fingerprint(raw []byte) ([]string, error) {
	card, err := crypto.ParseCard(raw)
	if err != nil {
		return nil, cardFault(err)
	}
	return r.fingerprint(card), nil
}

func (r *Ring) fingerprint(card crypto.Card) []string {
	bits := card.Fingerprint()
	// The 64 MiB it needed: the collector would keep them for minutes, and let
	// the heap grow to twice as much before it looked.
	debug.FreeOSMemory()
	return crypto.Words(bits[:], r.words, fingerprintWords)
}

// Recipient returns what is sealed to for a contact. It fails like
// [Ring.ReadCard]: the card is checked anew.
func Recipient(c app.Contact) (crypto.Recipient, error) {
	card, err := crypto.ParseCard(c.Card)
	if err != nil {
		return crypto.Recipient{}, cardFault(err)
	}
	return card.Recipient, nil
}

// cardFault turns an error of reading a card into one a person can be told of.
func cardFault(err error) error {
	switch {
	case errors.Is(err, crypto.ErrNewerFormat):
		return app.Fail(app.CodeNewerFormat, err)
	case errors.Is(err, crypto.ErrBadSignature):
		return app.Fail(app.CodeForgedCard, err)
	case errors.Is(err, crypto.ErrNotACard):
		return app.Fail(app.CodeNotACard, err)
	}
	return app.Fail(app.CodeInternal, err)
}
