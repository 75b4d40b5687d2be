package app

import "time"

// Act is a kind of act in the vault's log: that something was done, never what
// was said in it.
type Act string

// The acts. This is the one table of them: whoever logs a new kind adds a line
// here and its words under act.<act> in both string tables, and the log's view,
// its filter and its export know it. A test holds the table to its words.
const (
	ActUnlocked   Act = "unlocked"
	ActOpened     Act = "opened"
	ActPlayed     Act = "played"
	ActEdited     Act = "edited"
	ActThrough    Act = "heard-through" // detail: whole, reason or undone; never the reason
	ActRecorded   Act = "recorded"
	ActSalvaged   Act = "recovered" // a recording that was cut off was closed at the next start
	ActImportWAV  Act = "imported-sound"
	ActExported   Act = "exported" // detail: the receiver's fingerprint
	ActImported   Act = "imported" // detail: counter and the sender's fingerprint
	ActConfirmed  Act = "confirmed-card"
	ActInvitation Act = "made-invitation"

	ActUnitHanded Act = "unit-key-handed"   // detail: variant and the receiver's fingerprint
	ActUnitTaken  Act = "unit-key-taken"    // detail: variant and the sender's fingerprint
	ActUnitProven Act = "unit-key-received" // detail: the fingerprint of whoever read the receipt code back
	ActUnitGiven  Act = "unit-key-given-up"
	ActUnitPaper  Act = "unit-key-paper"
	ActUnitTyped  Act = "unit-key-from-paper"

	ActDecided   Act = "registered-decision"
	ActEnded     Act = "ended-decision"
	ActHeld      Act = "held"        // detail: the reason's category
	ActLifted    Act = "lifted-hold" // detail: the reason's category
	ActErased    Act = "erased"      // detail: sound, text or interview
	ActWithdrew  Act = "withdrew"    // detail: what went because of it
	ActCopyNoted Act = "noted-copy"  // detail: how the copy stands
	ActBlocked   Act = "blocked"
	ActUnblocked Act = "unblocked"
	ActRowsSaved Act = "protocol-exported" // detail: how many rows

	ActPassphrase   Act = "changed-passphrase"
	ActRotated      Act = "rotated-keys"
	ActRecoveryOn   Act = "recovery-on"       // detail: the recovery key's fingerprint
	ActRecoveryOff  Act = "recovery-off"      // detail: the same
	ActRecoveryKey  Act = "recovery-key-made" // detail: the same
	ActRestored     Act = "vault-recovered"   // detail: the fingerprint of the recovery key that opened it
	ActBackedUp     Act = "backed-up"         // detail: the vault's generation
	ActBackupGone   Act = "backup-gone"       // a backup that exists no longer
	ActSoundCopied  Act = "copied-sound"      // a sealed copy into the unit's folder
	ActSoundFetched Act = "fetched-sound"     // back from such a copy
	ActPutBack      Act = "restored"          // this vault was put back from a backup
	ActChecked      Act = "checked"           // detail: how much was found damaged
	ActRescued      Act = "rescued"           // this vault was made of what was whole; detail: how much was not
	ActLost         Act = "lost"              // stands for a row of the log that could not be read then

	ActTextSaved Act = "text-exported" // out of the vault as a readable file; detail: the form
	ActTextTaken Act = "text-imported" // from such a file; detail: the form

	ActEnquiry   Act = "enquiry"   // detail: added, changed or removed; never the answer
	ActTemplates Act = "templates" // the unit's own; detail: the section, or invitation

	ActReady           Act = "made-ready"     // an interview that may be recorded while the vault is locked
	ActTakenIn         Act = "taken-in"       // what was recorded so, into the vault
	ActEnvelopesSent   Act = "sent-envelopes" // children's answers, sealed to the unit
	ActEnvelopesTaken  Act = "took-envelopes" // from a bundle; whose is not noted
	ActEnvelopesOpened Act = "opened-envelopes"

	ActLogSaved Act = "log-exported" // detail: how many rows
)

// LogEntry is one row of the log as people read it.
type LogEntry struct {
	Seq int64 // from 1, as the chain counts
	// At is when it was done. Of a broken row that cannot be read it is the time
	// of the sound row before it and Until that of the one after; either may be
	// zero.
	At, Until time.Time
	// Act is what was done, "" of a broken row that cannot be read.
	Act Act
	// Code is the label of the interview it was about, "" if it was about none.
	Code string
	// Gone: what it was about is no longer in the vault.
	Gone bool
	// Person is who Detail's fingerprint belongs to, where we hold the card.
	Person string
	// Detail is a fingerprint, a count or a label; never content.
	Detail string
	// Broken: the chain does not hold here. The row was changed, or what stood
	// before it was.
	Broken bool
}
