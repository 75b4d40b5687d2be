package app

import "time"

// BackupDays is how old a backup may grow, with new work since, before the
// person is reminded; a unit may say otherwise.
const BackupDays = 14

// Backup is a copy that was made and read back whole. The vault keeps a
// register of them, so that gallring can tell where copies are.
type Backup struct {
	ID ID `json:"-"`
	// Folder is where it was put, as the person chose it; File its name there.
	Folder     string    `json:"folder"`
	File       string    `json:"file"`
	Made       time.Time `json:"made"`
	Generation uint64    `json:"generation"` // of the vault, at the moment it shows
	Size       int64     `json:"size"`       // bytes
	SHA256     string    `json:"sha256"`     // of the file, hexadecimal
	// Damaged counts what was damaged in the copy because it was in the vault.
	Damaged int `json:"damaged,omitempty"`
	// Work tells whether anything was recorded or written since.
	Work string `json:"work,omitempty"`
	// Gone is when the person said that it does not exist any more.
	Gone time.Time `json:"gone,omitzero"`
}

// BackupState is how the vault's backups stand.
type BackupState struct {
	Last  Backup // the newest that is not gone; zero ID if there is none
	Since bool   // something was recorded or written since
	Due   bool   // it is time to make one
}

// Contents is what a vault holds, in figures.
type Contents struct {
	Interviews int
	Recordings int
	Millis     int64     // of all recordings together
	Latest     time.Time // when something was last done in it
}

// Restored is a vault that was put back from a backup.
type Restored struct {
	Path     string
	Contents Contents
	// Damaged counts what is damaged in it, as it was in the backup.
	Damaged int
}

// DamageKind is what sort of thing is damaged. Its words lie under
// damage.<value>.
type DamageKind string

// The kinds of damage, as a person is told of them.
const (
	DamageCatalog   DamageKind = "catalog"   // nothing vouches for the vault any more
	DamageInterview DamageKind = "interview" // age, place, ticks
	DamageSound     DamageKind = "sound"     // with a stretch of time, unless all of it is lost
	DamageMarks     DamageKind = "marks"     // markers and pauses of a recording
	DamageWave      DamageKind = "wave"      // the drawn waveform
	DamageText      DamageKind = "text"
	DamageCard      DamageKind = "card"
	DamageProfile   DamageKind = "profile"
	DamageUnit      DamageKind = "unit"
	DamageLog       DamageKind = "log"
	DamageBundles   DamageKind = "bundles"  // which bundles were imported
	DamageDisposal  DamageKind = "disposal" // a decision, a hold or a row of the protocol
	DamageSlot      DamageKind = "slot"     // what a passphrase or a recovery key opens
	DamageOther     DamageKind = "other"
)

// VaultDamage is one thing that is damaged.
type VaultDamage struct {
	Kind DamageKind
	Code string // the interview's label, "" where it is none's or is not known
	// From and To bound a stretch of sound, in milliseconds.
	From, To int64
	// Lost: all of it; otherwise a part, and the rest can be read.
	Lost bool
	// Doubtful: it can be read, and nothing vouches that it is what was written.
	Doubtful bool
	// Count is how many rows of it are damaged.
	Count int
}

// VaultReport is what a check of the whole vault found.
type VaultReport struct {
	At     time.Time
	Rows   int64 // read
	Damage []VaultDamage
}

// Rescued is a vault that was made of everything whole in a damaged one.
type Rescued struct {
	Path     string
	Contents Contents
	// Missing is what could not be brought along, or not in whole.
	Missing []VaultDamage
}
