package app

import "time"

// KeyVariant is what somebody becomes who is handed the unit's key.
type KeyVariant string

// The variants. A second holder opens the unit's post beside the one who gave
// the key, and invites only if the signing seed came along; a successor gets
// everything.
const (
	SecondHolder KeyVariant = "holder"
	Successor    KeyVariant = "successor"
)

// KeyVariants lists the variants in the order a person chooses them.
var KeyVariants = []KeyVariant{SecondHolder, Successor}

// Holder is somebody whom the unit's key was handed to from this vault.
type Holder struct {
	ID      ID         `json:"-"`
	Name    string     `json:"name"`
	Words   []string   `json:"words"` // of the holder's card
	Unit    string     `json:"unit"`
	Card    []byte     `json:"card"` // of the unit: which key it was
	Variant KeyVariant `json:"variant"`
	Signing bool       `json:"signing"` // the signing seed came along
	At      time.Time  `json:"at"`
	Receipt string     `json:"receipt"` // what the holder will read out
	// Proven is when the receipt code was read back; zero until then the key may
	// lie unopened on a stick.
	Proven time.Time `json:"proven,omitzero"`
}

// KeyOrigin is how the unit's key came into a vault that did not make it.
type KeyOrigin struct {
	From    string     `json:"from,omitempty"` // "" from paper
	Words   []string   `json:"words,omitempty"`
	Variant KeyVariant `json:"variant,omitempty"`
	At      time.Time  `json:"at"`
}
