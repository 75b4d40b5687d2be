package keyring

import (
	"encoding/hex"
	"errors"

	"barnrost/app"
	"barnrost/crypto"
)

// SealEnvelope seals a child's answers to a unit's card, the file of
// [app.Contact.Card], and to nothing else: whoever seals cannot open it. It
// needs no secret. Two envelopes around contents of one size have one size. to
// names the unit's key, for [EnvelopeFor]. It returns [app.CodeForgedCard] for
// a card that is no unit's.
func SealEnvelope(card, plain []byte) (to string, box []byte, err error) {
	unit, err := unitCard(card)
	if err != nil {
		return "", nil, err
	}
	if box, err = crypto.Seal(plain, unit.Recipient); err != nil {
		return "", nil, app.Fail(app.CodeInternal, err)
	}
	return keyName(unit.Recipient), box, nil
}

// SealEnvelopeTo is [SealEnvelope] for a place that knows the unit's recipient
// alone, "age1pq1…": a vault that is locked and made ready. It returns
// [app.CodeUnitUnknown] for what is no recipient.
func SealEnvelopeTo(recipient string, plain []byte) ([]byte, error) {
	to, err := crypto.ParseRecipient(recipient)
	if err != nil {
		return nil, app.Fail(app.CodeUnitUnknown, err)
	}
	box, err := crypto.Seal(plain, to)
	if err != nil {
		return nil, app.Fail(app.CodeInternal, err)
	}
	return box, nil
}

// EnvelopeRecipient is the recipient of a unit's card, for [SealEnvelopeTo].
func EnvelopeRecipient(card []byte) (string, error) {
	unit, err := unitCard(card)
	return unit.Recipient.String(), err
}

// EnvelopeFor names the key of a unit's card, as [SealEnvelope] does.
func EnvelopeFor(card []byte) (to string, err error) {
	unit, err := unitCard(card)
	if err != nil {
		return "", err
	}
	return keyName(unit.Recipient), nil
}

// OpenEnvelope opens what [SealEnvelope] sealed to this unit. It returns
// [app.CodeNotForMe] for an envelope to another, and [app.CodeBundleDamaged].
func (u Unit) OpenEnvelope(box []byte) ([]byte, error) {
	plain, err := crypto.Open(box, u.Inbox)
	switch {
	case errors.Is(err, crypto.ErrNotForMe):
		return nil, app.Fail(app.CodeNotForMe, err)
	case err != nil:
		return nil, app.Fail(app.CodeBundleDamaged, err)
	}
	return plain, nil
}

func unitCard(raw []byte) (crypto.Card, error) {
	card, err := crypto.ParseCard(raw)
	if err == nil && card.Kind != crypto.CardUnit {
		err = errors.New("keyring: an envelope to a person")
	}
	if err != nil {
		return crypto.Card{}, app.Fail(app.CodeForgedCard, err)
	}
	return card, nil
}

func keyName(r crypto.Recipient) string {
	sum := r.Hash()
	return hex.EncodeToString(sum[:])
}
