package app

import "time"

// CardKind tells a person's card from a unit's.
type CardKind string

// The kinds of card.
const (
	CardPerson CardKind = "person"
	CardUnit   CardKind = "enhet"
)

// Contact is a key card that somebody gave us, and whether its fingerprint
// words have been compared by voice. Until then "inte bekräftad" is shown
// wherever the contact is.
type Contact struct {
	ID        ID        `json:"-"`
	Name      string    `json:"name"`
	Role      Role      `json:"role,omitempty"`
	Unit      string    `json:"unit"`
	Kind      CardKind  `json:"kind"`
	Words     []string  `json:"words"` // four fingerprint words
	Confirmed bool      `json:"confirmed"`
	Added     time.Time `json:"added"`
	Card      []byte    `json:"card"` // the card's file, self-signed
	// Voucher is the card of the unit whose signed invitation brought this
	// one: comparing the unit's words confirms both.
	Voucher []byte `json:"voucher,omitempty"`
	// Offered are a unit's templates that came with its card and do not hold
	// here: its words have not been compared yet, or another unit's hold.
	Offered *Templates `json:"offered,omitempty"`
}
