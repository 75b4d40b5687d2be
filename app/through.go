package app

import "time"

// MaxReason is how many letters the reason of a [HeardThrough] has at most.
const MaxReason = 200

// HeardThrough says that an interview's text was compared with its whole sound
// ("genomlyssnad").
type HeardThrough struct {
	At time.Time `json:"at"`
	// Reason is why it was said though not everything had been listened to; ""
	// when everything had been. It never leaves the vault.
	Reason string `json:"reason,omitempty"`
	// Edited: the text was changed afterwards.
	Edited bool `json:"edited,omitempty"`
}
