package crypto

import (
	"encoding/json"
	"fmt"

	"golang.org/x/crypto/argon2"
)

// CardKind tells a person's card from a unit's.
type CardKind string

// The kinds of card, the same words as in the file.
const (
	CardPerson CardKind = "person"
	CardUnit   CardKind = "enhet"
)

const (
	cardType      = "barnrost-card"
	cardNamespace = "barnrost-card"
	cardFormat    = 1
	maxCard       = 64 << 10 // a real one has about 2.5 kB
	maxCardText   = 80       // code points of a name, role or unit
)

// Card is a key card: who somebody says they are, what to seal to and what
// they sign with. Its signature shows that whoever made it holds the signing
// key; that this is the person named is known only once the fingerprint's
// words have been compared.
type Card struct {
	Name string // 1 to 80 printable code points
	Role string // 0 to 80
	Unit string // 0 to 80
	Kind CardKind
	// Recipient is the inbox's, never the vault's.
	Recipient Recipient
	Signer    VerifyKey
}

// cardBody is the signed member of a card's file; the order of its fields is
// part of the format.
type cardBody struct {
	Type      string   `json:"type"`
	Format    int      `json:"format"`
	Name      string   `json:"name"`
	Role      string   `json:"role"`
	Unit      string   `json:"unit"`
	Kind      CardKind `json:"kind"`
	Recipient string   `json:"recipient"`
	Signer    string   `json:"signer"`
}

type cardFile struct {
	Card      cardBody `json:"card"`
	Signature string   `json:"signature"`
}

// Marshal returns the card's file, signed with k: one line of JSON of about
// 2.5 kB. The card's Signer is k's public half, whatever c says. It returns
// [ErrNotACard] for a card that [ParseCard] would refuse.
func (c Card) Marshal(k SigningKey) ([]byte, error) {
	if k.IsZero() {
		return nil, ErrNoKey
	}
	c.Signer = k.Public()
	if err := c.check(); err != nil {
		return nil, err
	}
	body := cardBody{cardType, cardFormat, c.Name, c.Role, c.Unit, c.Kind, c.Recipient.String(), c.Signer.String()}
	signed, err := compact(body)
	if err != nil {
		return nil, fmt.Errorf("crypto: card: %w", err)
	}
	return compact(cardFile{body, string(k.Sign(cardNamespace, signed))})
}

// ParseCard reads a card's file. It returns [ErrNotACard], [ErrNewerFormat],
// or [ErrBadSignature] for a card that was changed after it was signed.
func ParseCard(b []byte) (Card, error) {
	file, err := readCardFile(b)
	if err != nil {
		return Card{}, err
	}
	return file.verify()
}

// readCardFile reads the file's form without judging what it says.
func readCardFile(b []byte) (cardFile, error) {
	if len(b) > maxCard {
		return cardFile{}, fmt.Errorf("%w: too large", ErrNotACard)
	}
	var peek struct {
		Card struct {
			Type   string `json:"type"`
			Format int    `json:"format"`
		} `json:"card"`
	}
	if err := json.Unmarshal(b, &peek); err != nil || peek.Card.Type != cardType || peek.Card.Format < 1 {
		return cardFile{}, fmt.Errorf("%w: no such file", ErrNotACard)
	}
	if peek.Card.Format > cardFormat {
		return cardFile{}, ErrNewerFormat
	}
	var file cardFile
	if err := strictJSON(b, &file); err != nil {
		return cardFile{}, fmt.Errorf("%w: malformed", ErrNotACard)
	}
	return file, nil
}

// verify checks the fields, then the signature by the card's own key.
func (f cardFile) verify() (Card, error) {
	to, err := ParseRecipient(f.Card.Recipient)
	if err != nil {
		return Card{}, fmt.Errorf("%w: %w", ErrNotACard, err)
	}
	signer, err := ParseVerifyKey(f.Card.Signer)
	if err != nil {
		return Card{}, fmt.Errorf("%w: %w", ErrNotACard, err)
	}
	c := Card{f.Card.Name, f.Card.Role, f.Card.Unit, f.Card.Kind, to, signer}
	if err := c.check(); err != nil {
		return Card{}, err
	}
	if f.Card.Type != cardType || f.Card.Format != cardFormat {
		return Card{}, fmt.Errorf("%w: another type", ErrNotACard)
	}
	signed, err := compact(f.Card)
	if err != nil {
		return Card{}, fmt.Errorf("%w: %w", ErrNotACard, err)
	}
	if err := signer.Verify(cardNamespace, signed, []byte(f.Signature)); err != nil {
		return Card{}, err
	}
	return c, nil
}

func (c Card) check() error {
	switch {
	case c.Name == "" || !plainText(c.Name, maxCardText):
		return fmt.Errorf("%w: name", ErrNotACard)
	case !plainText(c.Role, maxCardText):
		return fmt.Errorf("%w: role", ErrNotACard)
	case !plainText(c.Unit, maxCardText):
		return fmt.Errorf("%w: unit", ErrNotACard)
	case c.Kind != CardPerson && c.Kind != CardUnit:
		return fmt.Errorf("%w: kind", ErrNotACard)
	case c.Recipient.IsZero() || c.Signer.IsZero():
		return fmt.Errorf("%w: no key", ErrNotACard)
	}
	return nil
}

// The cost of a fingerprint: each try at a look-alike needs 64 MiB and about a
// sixth of a second. Changing any of these changes every fingerprint.
const (
	fingerprintPasses = 3
	fingerprintMemory = 64 << 10 // KiB
	fingerprintSalt   = "barnrost card fingerprint 1"
)

// Fingerprint returns 64 bits over kind, recipient and signing key; four words
// of a list of 2,048 show 44 of them. Argon2id makes grinding a look-alike
// expensive, so it takes about 0.2 s and 64 MiB: keep the result.
func (c Card) Fingerprint() [8]byte {
	text := string(c.Kind) + "\n" + c.Recipient.String() + "\n" + c.Signer.String() + "\n"
	sum := argon2.IDKey([]byte(text), []byte(fingerprintSalt), fingerprintPasses, fingerprintMemory, 1, 8)
	return [8]byte(sum)
}
