package keyring

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"time"

	"barnrost/app"
	"barnrost/crypto"
)

// Unit is a unit's own keys, made by its enhetschef.
type Unit struct {
	Name   string
	Inbox  crypto.Identity   // opens what was sent to the unit
	Signer crypto.SigningKey // signs its card and invitations; zero for a holder who does not
	Card   []byte            // the file of its card
}

// NewUnit makes a unit's keys and card. It fails as [app.CheckName] does.
func NewUnit(name string) (Unit, error) {
	name, err := app.CheckName(name)
	if err != nil {
		return Unit{}, err
	}
	u := Unit{Name: name}
	if u.Inbox, err = crypto.NewIdentity(); err != nil {
		return Unit{}, app.Fail(app.CodeInternal, err)
	}
	if u.Signer, err = crypto.NewSigningKey(); err != nil {
		return Unit{}, app.Fail(app.CodeInternal, err)
	}
	card := crypto.Card{Name: name, Unit: name, Kind: crypto.CardUnit, Recipient: u.Inbox.Recipient()}
	if u.Card, err = card.Marshal(u.Signer); err != nil {
		return Unit{}, app.Fail(app.CodeInternal, err)
	}
	return u, nil
}

// unitFormat is the version of both of a unit's vault forms.
const unitFormat = 1

type unitWork struct {
	Format int    `json:"format"`
	Inbox  string `json:"inbox"` // AGE-SECRET-KEY-PQ-1…
	Card   []byte `json:"card"`
}

type unitSigning struct {
	Format int    `json:"format"`
	Seed   []byte `json:"seed"` // 32 bytes
}

// Secrets returns the forms that the vault keeps: work, to lie with what
// belongs to the work, so that a recovery key opens the unit's post, and
// signing, to lie with what is private, so that it signs nothing; nil for a
// unit that cannot sign.
func (u Unit) Secrets() (work, signing []byte, err error) {
	if work, err = json.Marshal(unitWork{unitFormat, u.Inbox.String(), u.Card}); err != nil {
		return nil, nil, app.Fail(app.CodeInternal, err)
	}
	if !u.Signs() {
		return work, nil, nil
	}
	if signing, err = json.Marshal(unitSigning{unitFormat, u.Signer.Seed()}); err != nil {
		return nil, nil, app.Fail(app.CodeInternal, err)
	}
	return work, signing, nil
}

// ReadUnit reads what [Unit.Secrets] wrote. It returns
// [app.CodeVaultDamaged], also where the keys are not the card's, or
// [app.CodeNewerFormat]. Without signing the unit can receive and not invite.
func ReadUnit(work, signing []byte) (Unit, error) {
	damaged := func(err error) (Unit, error) {
		return Unit{}, app.Fail(app.CodeVaultDamaged, fmt.Errorf("keyring: unit: %w", err))
	}
	var w unitWork
	if err := json.Unmarshal(work, &w); err != nil {
		return damaged(errors.New("malformed")) // the cause may quote a key
	}
	if w.Format > unitFormat {
		return Unit{}, app.Fail(app.CodeNewerFormat, nil)
	}
	var seed []byte
	if signing != nil {
		var s unitSigning
		if err := json.Unmarshal(signing, &s); err != nil {
			return damaged(errors.New("malformed"))
		}
		if s.Format > unitFormat {
			return Unit{}, app.Fail(app.CodeNewerFormat, nil)
		}
		seed = append([]byte{}, s.Seed...) // never nil: no seed is not a seed of no length
	}
	u, err := joinUnit(w.Inbox, w.Card, seed)
	if err != nil {
		return damaged(err)
	}
	return u, nil
}

// JoinUnit puts a unit together from what somebody handed over: the inbox
// identity, the file of its card and, if it came, the signing seed. It returns
// [app.CodeBundleForged] where they do not belong together. The card comes out
// without white space, so that the same key is the same bytes whoever kept it.
func JoinUnit(inbox string, card, seed []byte) (Unit, error) {
	u, err := joinUnit(inbox, card, seed)
	if err != nil {
		return Unit{}, app.Fail(app.CodeBundleForged, err)
	}
	return u, nil
}

// joinUnit reads the parts and holds them against each other. seed is nil
// where there is none.
func joinUnit(inbox string, card, seed []byte) (u Unit, err error) {
	if u.Inbox, err = crypto.ParseIdentity(inbox); err != nil {
		return Unit{}, err
	}
	c, err := crypto.ParseCard(card)
	if err != nil {
		return Unit{}, err
	}
	if c.Kind != crypto.CardUnit || c.Recipient != u.Inbox.Recipient() {
		return Unit{}, errors.New("keyring: another unit's card")
	}
	var plain bytes.Buffer
	if err := json.Compact(&plain, card); err != nil {
		return Unit{}, fmt.Errorf("keyring: unit's card: %w", err)
	}
	u.Name, u.Card = c.Name, plain.Bytes()
	if seed == nil {
		return u, nil
	}
	if u.Signer, err = crypto.SigningKeyFromSeed(seed); err != nil {
		return Unit{}, err
	}
	if c.Signer != u.Signer.Public() {
		return Unit{}, errors.New("keyring: another unit's signing key")
	}
	return u, nil
}

// Signs reports whether invitations can be made with this copy of the key.
func (u Unit) Signs() bool { return !u.Signer.IsZero() }

// Contact returns the unit as others see it, confirmed: it is one's own.
func (r *Ring) Contact(u Unit) (app.Contact, error) {
	c, err := r.ReadCard(u.Card)
	c.Confirmed = err == nil
	return c, err
}

// Invitation is what a unit's invitation says. Neither contact is confirmed
// yet: once Words have been compared by voice with the manager, both are.
type Invitation struct {
	Unit    app.Contact // kind [app.CardUnit]
	Manager app.Contact // kind [app.CardPerson], vouched for by the unit
	Dates   map[string]string
	Rules   map[string]string
	Words   []string // the unit's four words, those to compare
	Created time.Time
	// Recovery is the unit's recovery key, nil where it has none.
	Recovery *app.RecoveryKey
	// Templates are the unit's own, nil where none came along. What its sections
	// say is not checked yet.
	Templates *app.Templates
}

// Invite makes a unit's invitation file, signed with the unit's key: its card,
// the manager's card, dates and rules, and nothing about any child. manager is
// the file of [Ring.MyCard]; recovery, zero for none, is what members' recovery
// slots are made for; templates come along once there is a version of them. It
// returns [app.CodeUnitKeyUnsigned] for a unit that cannot sign.
func Invite(u Unit, manager []byte, recovery app.RecoveryKey, dates, rules map[string]string, templates app.Templates, now time.Time) ([]byte, error) {
	if !u.Signs() {
		return nil, app.Fail(app.CodeUnitKeyUnsigned, nil)
	}
	var to crypto.Recipient
	if recovery.Recipient != "" {
		var err error
		if to, err = crypto.ParseRecipient(recovery.Recipient); err != nil {
			return nil, app.Fail(app.CodeVaultDamaged, err)
		}
	}
	carried, err := writeTemplates(templates)
	if err != nil {
		return nil, err
	}
	raw, err := crypto.Invitation{
		UnitRaw: u.Card, ManagerRaw: manager, Dates: maps.Clone(dates), Rules: maps.Clone(rules), Created: now, Recovery: to,
		Templates: carried,
	}.Marshal(u.Signer)
	if err != nil {
		return nil, app.Fail(app.CodeInternal, err)
	}
	return raw, nil
}

// writeTemplates returns the form in which templates travel, nil while there is
// no version of them. Whose they are the signature tells.
func writeTemplates(t app.Templates) ([]byte, error) {
	if t.Version < 1 {
		return nil, nil
	}
	if err := t.Check(); err != nil {
		return nil, app.Fail(app.CodeTemplate, err)
	}
	t.Unit, t.Changed = "", t.Changed.UTC().Truncate(time.Second)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // the sections come out as they went in, and no longer
	if err := e.Encode(t); err != nil {
		return nil, app.Fail(app.CodeTemplate, err)
	}
	return b.Bytes(), nil
}

// parseTemplates reads what writeTemplates wrote. It returns
// [app.CodeTemplate].
func parseTemplates(raw []byte) (*app.Templates, error) {
	bad := func(what string) (*app.Templates, error) {
		return nil, app.Fail(app.CodeTemplate, errors.New("keyring: templates: "+what))
	}
	var t app.Templates
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return bad("misshapen")
	}
	if _, err := d.Token(); err != io.EOF {
		return bad("something after the end")
	}
	if t.Version < 1 || t.Unit != "" || t.Changed.IsZero() {
		return bad("no version")
	}
	if err := t.Check(); err != nil {
		return nil, app.Fail(app.CodeTemplate, err)
	}
	return &t, nil
}

// ReadInvitation reads an invitation's file. It returns
// [app.CodeNotAnInvitation], [app.CodeNewerFormat], [app.CodeForgedCard]
// where it or a card in it was changed, or [app.CodeTemplate].
func (r *Ring) ReadInvitation(raw []byte) (Invitation, error) {
	i, err := crypto.ParseInvitation(raw)
	switch {
	case errors.Is(err, crypto.ErrNotAnInvitation):
		return Invitation{}, app.Fail(app.CodeNotAnInvitation, err)
	case err != nil:
		return Invitation{}, cardFault(err)
	}
	read := Invitation{Dates: i.Dates, Rules: i.Rules, Created: i.Created}
	if read.Unit, err = r.contact(i.Unit, i.UnitRaw); err != nil {
		return Invitation{}, app.Fail(app.CodeNotAnInvitation, err)
	}
	if read.Manager, err = r.contact(i.Manager, i.ManagerRaw); err != nil {
		return Invitation{}, app.Fail(app.CodeNotAnInvitation, err)
	}
	if i.Templates != nil {
		if read.Templates, err = parseTemplates(i.Templates); err != nil {
			return Invitation{}, err
		}
	}
	read.Words = read.Unit.Words
	if !i.Recovery.IsZero() {
		key := r.recoveryKey(i.Recovery, read.Unit.Name, read.Unit.Card, i.Created)
		read.Recovery = &key
	}
	return read, nil
}
