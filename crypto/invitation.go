package crypto

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	invitationType      = "barnrost-invitation"
	invitationNamespace = "barnrost-invitation"
	invitationFormat    = 1
	withTemplates       = 2         // the format of one that carries the unit's templates
	maxInvitation       = 512 << 10 // two cards of 2.5 kB, the unit's rules and its templates
	maxTemplates        = 168 << 10 // bytes, without white space
	maxEntries          = 64        // of dates, and of rules
	maxEntryKey         = 64        // code points
	maxEntryValue       = 4000      // code points
)

// Invitation is what a unit's manager gives a new worker: the unit's card, the
// manager's card, dates and rules. It holds nothing about any child. The
// unit's key signs the whole, so comparing the unit's words vouches for the
// manager's card too.
type Invitation struct {
	Unit    Card // kind [CardUnit]
	Manager Card // kind [CardPerson]
	// UnitRaw and ManagerRaw are the cards' own files, as [ParseCard] reads.
	UnitRaw, ManagerRaw []byte
	// Dates and Rules are named by their users: at most 64 entries each, keys
	// up to 64 and values up to 4,000 code points.
	Dates map[string]string
	Rules map[string]string
	// Recovery is the recipient of the unit's recovery slots, or zero.
	Recovery Recipient
	// Templates are the unit's own templates, one JSON object of at most 168 KiB
	// that this package does not look into, or nil. One with them is of format 2;
	// one without is of format 1, as ever.
	Templates []byte
	Created   time.Time // UTC, whole seconds
}

// invitationBody is the signed member of an invitation's file; the order of
// its fields is part of the format.
type invitationBody struct {
	Type     string            `json:"type"`
	Format   int               `json:"format"`
	Created  time.Time         `json:"created"`
	Unit     cardFile          `json:"unit"`
	Manager  cardFile          `json:"manager"`
	Dates    map[string]string `json:"dates"`
	Rules    map[string]string `json:"rules"`
	Recovery string            `json:"recovery"`
	// Templates are there in format 2 and only there. What is signed has them
	// without white space and otherwise byte for byte.
	Templates json.RawMessage `json:"templates,omitempty"`
}

type invitationFile struct {
	Invitation invitationBody `json:"invitation"`
	Signature  string         `json:"signature"`
}

// Marshal returns the invitation's file, signed with the unit's key. The cards
// are taken from UnitRaw and ManagerRaw. It returns [ErrNotAnInvitation] for
// one that [ParseInvitation] would refuse, and [ErrBadSignature] where k is
// not the key on the unit's card.
func (i Invitation) Marshal(k SigningKey) ([]byte, error) {
	if k.IsZero() {
		return nil, ErrNoKey
	}
	body := invitationBody{
		Type: invitationType, Format: invitationFormat, Created: i.Created.UTC().Truncate(time.Second),
		Dates: filled(i.Dates), Rules: filled(i.Rules), Recovery: i.Recovery.String(),
	}
	if i.Templates != nil {
		body.Format, body.Templates = withTemplates, i.Templates
	}
	var err error
	if body.Unit, err = readCardFile(i.UnitRaw); err != nil {
		return nil, err
	}
	if body.Manager, err = readCardFile(i.ManagerRaw); err != nil {
		return nil, err
	}
	signed, err := compact(body)
	if err != nil {
		return nil, fmt.Errorf("crypto: invitation: %w", err)
	}
	file := invitationFile{body, string(k.Sign(invitationNamespace, signed))}
	if _, err := file.verify(); err != nil {
		return nil, err
	}
	raw, err := compact(file)
	if err != nil {
		return nil, fmt.Errorf("crypto: invitation: %w", err)
	}
	// Templates are taken as they are: only the whole file shows a field twice,
	// or a size that nobody would read.
	if _, err := ParseInvitation(raw); err != nil {
		return nil, err
	}
	return raw, nil
}

// ParseInvitation reads an invitation's file. It returns [ErrNotAnInvitation],
// [ErrNewerFormat], or [ErrBadSignature] where the whole or one of its cards
// was changed.
func ParseInvitation(b []byte) (Invitation, error) {
	if len(b) > maxInvitation {
		return Invitation{}, fmt.Errorf("%w: too large", ErrNotAnInvitation)
	}
	var peek struct {
		Invitation struct {
			Type   string `json:"type"`
			Format int    `json:"format"`
		} `json:"invitation"`
	}
	if err := json.Unmarshal(b, &peek); err != nil || peek.Invitation.Type != invitationType || peek.Invitation.Format < 1 {
		return Invitation{}, fmt.Errorf("%w: no such file", ErrNotAnInvitation)
	}
	if peek.Invitation.Format > withTemplates {
		return Invitation{}, ErrNewerFormat
	}
	var file invitationFile
	if err := strictJSON(b, &file); err != nil {
		return Invitation{}, fmt.Errorf("%w: malformed", ErrNotAnInvitation)
	}
	return file.verify()
}

// verify checks the unit's signature over the whole, then each card's own.
func (f invitationFile) verify() (Invitation, error) {
	b := f.Invitation
	signed, err := compact(b)
	if err != nil {
		return Invitation{}, fmt.Errorf("%w: %w", ErrNotAnInvitation, err)
	}
	i := Invitation{Dates: filled(b.Dates), Rules: filled(b.Rules), Created: b.Created}
	if i.Templates, err = b.templates(); err != nil {
		return Invitation{}, err
	}
	if i.Unit, err = b.Unit.verify(); err != nil {
		return Invitation{}, inside(err)
	}
	if i.Manager, err = b.Manager.verify(); err != nil {
		return Invitation{}, inside(err)
	}
	if i.Unit.Kind != CardUnit || i.Manager.Kind != CardPerson {
		return Invitation{}, fmt.Errorf("%w: the wrong kind of card", ErrNotAnInvitation)
	}
	if b.Recovery != "" {
		if i.Recovery, err = ParseRecipient(b.Recovery); err != nil {
			return Invitation{}, fmt.Errorf("%w: %w", ErrNotAnInvitation, err)
		}
	}
	if !entriesFit(b.Dates) || !entriesFit(b.Rules) || b.Created.IsZero() {
		return Invitation{}, fmt.Errorf("%w: dates or rules", ErrNotAnInvitation)
	}
	if err := i.Unit.Signer.Verify(invitationNamespace, signed, []byte(f.Signature)); err != nil {
		return Invitation{}, err
	}
	if i.UnitRaw, err = compact(b.Unit); err != nil {
		return Invitation{}, fmt.Errorf("%w: %w", ErrNotAnInvitation, err)
	}
	if i.ManagerRaw, err = compact(b.Manager); err != nil {
		return Invitation{}, fmt.Errorf("%w: %w", ErrNotAnInvitation, err)
	}
	return i, nil
}

// templates returns the unit's templates, nil for format 1.
func (b invitationBody) templates() ([]byte, error) {
	switch {
	case b.Format == invitationFormat && b.Templates == nil:
		return nil, nil
	case b.Format != withTemplates || len(b.Templates) == 0:
		return nil, fmt.Errorf("%w: templates and format do not agree", ErrNotAnInvitation)
	}
	plain, err := compact(b.Templates)
	if err != nil || plain[0] != '{' || len(plain) > maxTemplates {
		return nil, fmt.Errorf("%w: templates", ErrNotAnInvitation)
	}
	return plain, nil
}

// inside says of a card's malformed part that the invitation is malformed; a
// changed card stays [ErrBadSignature].
func inside(err error) error {
	if errors.Is(err, ErrBadSignature) {
		return err
	}
	return fmt.Errorf("%w: a card in it: %v", ErrNotAnInvitation, err)
}

// entriesFit bounds what an invitation can bring into the program.
func entriesFit(entries map[string]string) bool {
	if len(entries) > maxEntries {
		return false
	}
	for key, value := range entries {
		if key == "" || !plainText(key, maxEntryKey) {
			return false
		}
		// A rule may have several lines, and nothing else invisible.
		if !utf8.ValidString(value) || utf8.RuneCountInString(value) > maxEntryValue {
			return false
		}
		for _, r := range value {
			if r != '\n' && !unicode.IsPrint(r) {
				return false
			}
		}
	}
	return true
}

// filled returns entries, never nil: the file says {} and not null.
func filled(entries map[string]string) map[string]string {
	if entries == nil {
		return map[string]string{}
	}
	return entries
}
