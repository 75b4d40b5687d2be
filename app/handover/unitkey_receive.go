package handover

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"barnrost/app"
	"barnrost/storage/bundle"
)

// OfferedKey is a unit's key that came whole from somebody we know, and is
// stored nowhere yet.
type OfferedKey struct {
	Unit    app.Contact // as others see it; its words are to be shown
	Sender  string
	Variant app.KeyVariant
	Signing bool // the seed came along

	key  UnitKey
	from app.KeyOrigin
	hash [32]byte
}

// keyParts collects the members of a key handover.
type keyParts struct {
	variant app.KeyVariant
	files   map[string][]byte
}

// take keeps a member in memory: it is small, by the bundle's own caps.
func (k *keyParts) take(name string, r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	k.files[name] = data
	return nil
}

// identifyKey holds a key handover to its rules: from a person to a person, to
// nobody but the owner of this vault.
func (a *arrival) identifyKey() error {
	var about keyAbout
	if err := strict(a.got.About, &about); err != nil {
		return fmt.Errorf("%w: %w", bundle.ErrForged, err)
	}
	forUnit, err := a.sealedToUnit()
	if err != nil {
		return err
	}
	switch {
	case !slices.Contains(app.KeyVariants, about.Variant):
		return fmt.Errorf("%w: a key for another purpose", bundle.ErrForged)
	case a.got.Text != bundle.TextNone || a.got.Subject != "" || a.got.Counter != 0:
		return fmt.Errorf("%w: a key that claims to be an interview", bundle.ErrForged)
	case a.sender.Kind != app.CardPerson:
		return fmt.Errorf("%w: a key from a unit", bundle.ErrForged)
	case forUnit:
		return fmt.Errorf("%w: a key for the unit's own inbox", bundle.ErrForged)
	}
	a.key = &keyParts{variant: about.Variant, files: map[string][]byte{}}
	return nil
}

// sealedToUnit reports whether what opened the bundle is the unit's inbox, not
// one of the owner's: a bundle of this kind has one recipient.
func (a *arrival) sealedToUnit() (bool, error) {
	have, err := a.post.Units.UnitKey()
	if app.CodeOf(err) == app.CodeNotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	unit, err := bundle.ParseCard(have.Card)
	if err != nil {
		return false, app.Fail(app.CodeVaultDamaged, err)
	}
	hash := unit.Recipient.Hash()
	return slices.Contains(a.got.Recipients, hex.EncodeToString(hash[:])), nil
}

// offer reads the key out of its members, once all of the bundle is good.
func (a *arrival) offer(hash [32]byte) (Received, error) {
	o, err := a.key.read()
	if err != nil {
		return Received{}, readFault(err)
	}
	if o.Unit, err = a.post.Units.JudgeUnit(a.ctx, o.key); err != nil {
		return Received{}, fault(err)
	}
	o.Sender, o.hash = a.sender.Name, hash
	o.from = app.KeyOrigin{From: a.sender.Name, Words: a.sender.Words, Variant: o.Variant}
	return Received{Sender: a.sender.Name, Key: o}, nil
}

func (k *keyParts) read() (o *OfferedKey, err error) {
	o = &OfferedKey{Variant: k.variant}
	if o.key.Inbox, err = readKeyFile(k.files[bundle.NameUnitKey]); err != nil {
		return nil, err
	}
	o.key.Card = k.files[bundle.NameUnitCard]
	if seed, came := k.files[bundle.NameUnitSigning]; came {
		if o.key.Seed, err = readSeedFile(seed); err != nil {
			return nil, err
		}
		o.Signing = true
	}
	if k.variant == app.Successor && !o.Signing {
		return nil, errKeyFile
	}
	return o, nil
}

// AcceptKey keeps a key that was offered, after the person said yes to its
// unit's words, and returns the receipt code to be read out to the sender.
// Errors: CodeUnitKeySeen, CodeUnitKeyHere, CodeUnitKeyOther, or the vault's;
// nothing is stored then.
func (p *Post) AcceptKey(ctx context.Context, o *OfferedKey) (receipt string, err error) {
	if o == nil || o.key.Inbox == "" {
		return "", app.Fail(app.CodeInternal, errors.New("handover: no key was offered"))
	}
	err = p.Units.TakeUnit(ctx, o.hash, o.key, o.from)
	switch {
	case app.CodeOf(err) == app.CodeBundleSeen:
		return "", app.Fail(app.CodeUnitKeySeen, err)
	case err != nil:
		return "", fault(err)
	}
	return bundle.Receipt(o.hash, p.Words), nil
}
