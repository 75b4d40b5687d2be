package app

import "time"

// RecoveryKey is the public half of a unit's recovery key: what recovery slots
// are made for. The secret half stands on a sheet of paper and nowhere else.
type RecoveryKey struct {
	Recipient string    `json:"recipient"`
	Words     []string  `json:"words"` // four; they tell which sheet belongs to it
	Unit      string    `json:"unit"`
	UnitCard  []byte    `json:"unitCard,omitempty"` // the card whose invitation brought it; nil where it was made here
	Heard     time.Time `json:"heard"`              // when it came or was made
}

// IsZero reports whether there is no key at all. An empty list counts as none, so
// that what was read and is written again stays the same.
func (k RecoveryKey) IsZero() bool {
	return k.Recipient == "" && len(k.Words) == 0 && k.Unit == "" && len(k.UnitCard) == 0 && k.Heard.IsZero()
}

// Recovery is how a vault stands with its unit's recovery key.
type Recovery struct {
	// Key is the one that the vault's recovery slot is for; its Recipient is ""
	// where there is none.
	Key   RecoveryKey `json:"key,omitzero"`
	Since time.Time   `json:"since,omitzero"` // when the slot was made
	// Offered is a key the unit has that the slot is not for; nil if there is
	// none. The slot is made only when the person says so.
	Offered *RecoveryKey `json:"offered,omitempty"`
}

// On reports whether there is a recovery slot.
func (r Recovery) On() bool { return r.Key.Recipient != "" }
