package app

import "time"

// RuleSoundCopy is the rule of a unit's invitation that asks for a sealed copy
// of each new recording in the unit's folder until it is sent; its value then
// is [RuleYes].
const (
	RuleSoundCopy = "sound_copy"
	RuleYes       = "yes"
)

// CopyRule is whether new recordings are copied, and where to.
type CopyRule struct {
	On bool `json:"on"`
	// Folder is the unit's folder as the person chose it, "" until they have.
	Folder string `json:"folder,omitempty"`
}

// SoundCopy is a sealed copy of one recording in the unit's folder. Only the
// person's own passphrase opens it. We never delete it ourselves.
type SoundCopy struct {
	ID        ID        `json:"-"`
	Interview ID        `json:"interview"`
	Recording ID        `json:"recording"`
	Folder    string    `json:"folder"`
	File      string    `json:"file"` // a random name
	Made      time.Time `json:"made"`
	Size      int64     `json:"size"`
	SHA256    string    `json:"sha256"`
	Gone      time.Time `json:"gone,omitzero"` // when the person said that it does not exist any more
	// Spare: the recording has been sent, or is no longer here, so that nothing
	// needs the copy. It is worked out, not stored.
	Spare bool `json:"-"`
	// Code is the interview's label, "" where it is no longer here.
	Code string `json:"-"`
}
