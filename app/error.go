package app

import (
	"errors"
	"io/fs"
)

// Code names a kind of failure. Each code has three sentences in
// assets/translations: error.<code>.what (what happened), error.<code>.safe
// (what is safe) and error.<code>.do (what to do).
type Code string

// Error codes. A test checks that every one of them has its sentences in both
// languages.
const (
	CodeInternal         Code = "internal"
	CodeCancelled        Code = "cancelled"
	CodeWrongPassphrase  Code = "wrong-passphrase"
	CodeWeakPassphrase   Code = "weak-passphrase"
	CodeVaultInUse       Code = "vault-in-use"
	CodeVaultMissing     Code = "vault-missing"
	CodeVaultExists      Code = "vault-exists"
	CodeNewerFormat      Code = "newer-format"
	CodeNotAVault        Code = "not-a-vault"
	CodeVaultDamaged     Code = "vault-damaged"
	CodeVaultFrozen      Code = "vault-frozen"     // damaged so that nothing can be written
	CodeVaultUnreadable  Code = "vault-unreadable" // damaged beyond opening
	CodePlaceNetwork     Code = "place-network"
	CodePlaceSynced      Code = "place-synced"
	CodeReadOnly         Code = "read-only"
	CodeDiskFull         Code = "disk-full"
	CodeDiskTrouble      Code = "disk-trouble"
	CodeNameEmpty        Code = "name-empty"
	CodeNameAbsurd       Code = "name-absurd"
	CodeAgeOutside       Code = "age-outside"
	CodeConsentMissing   Code = "consent-missing"
	CodeNoMicrophone     Code = "no-microphone"
	CodeMicrophoneLost   Code = "microphone-lost"
	CodeMicrophoneSilent Code = "microphone-silent"
	CodeNoSpeaker        Code = "no-speaker"
	CodeRecordingExists  Code = "recording-exists"
	CodeTemplate         Code = "template" // of the unit, that cannot be one
	CodeDetails          Code = "details"  // of the unit, that cannot be
	CodeEnquiry          Code = "enquiry"  // that cannot be one
	CodeLetter           Code = "letter"   // a text that cannot be one
	CodeNotAGuide        Code = "not-a-guide"
	CodeGuideText        Code = "guide-text"   // a change would leave the guide unusable
	CodeGuideReview      Code = "guide-review" // approved by nobody, or on no day
	CodeNotAWav          Code = "not-a-wav"
	CodeWavKind          Code = "wav-kind"
	CodeWavEmpty         Code = "wav-empty"
	CodeWavDamaged       Code = "wav-damaged"
	CodeNotACard         Code = "not-a-card"
	CodeNotAnInvitation  Code = "not-an-invitation"
	CodeForgedCard       Code = "forged-card"
	CodeOwnCard          Code = "own-card"
	CodeNotConfirmed     Code = "not-confirmed"
	CodeReasonMissing    Code = "reason-missing"
	CodeNotABundle       Code = "not-a-bundle"
	CodeNotForMe         Code = "not-for-me"
	CodeBundleDamaged    Code = "bundle-damaged"
	CodeBundleTruncated  Code = "bundle-truncated"
	CodeBundleForged     Code = "bundle-forged"
	CodeBundleSeen       Code = "bundle-seen"
	CodeBundleOlder      Code = "bundle-older"
	CodeBundleTooLarge   Code = "bundle-too-large"
	CodeBundleNewer      Code = "bundle-newer"
	CodeUnknownSender    Code = "unknown-sender"
	CodeFileMissing      Code = "file-missing"
	CodeFileUnreadable   Code = "file-unreadable"
	CodeFileNoRoom       Code = "file-no-room" // where a person wanted a file, not the vault's disk
	CodeFileUnwritable   Code = "file-unwritable"
	CodeNotATranscript   Code = "not-a-transcript"
	CodeTranscriptEmpty  Code = "transcript-empty"
	CodeTranscriptLarge  Code = "transcript-large"
	CodeNothingToSend    Code = "nothing-to-send"
	CodeEnvelopesFull    Code = "envelopes-full"
	CodeEnvelopesFew     Code = "envelopes-few"     // fewer than a unit opens together; "missing" says how many
	CodeEnvelopesOdd     Code = "envelopes-odd"     // too few of them can be read
	CodeUnitUnknown      Code = "unit-unknown"      // no unit's key that answers could be sealed to
	CodeEntryRole        Code = "entry-role"        // who interviews does not enter the children's paper forms
	CodeUnitKeyHere      Code = "unit-key-here"     // the same key, with nothing new
	CodeUnitKeyOther     Code = "unit-key-other"    // another unit's key lies here
	CodeUnitKeySeen      Code = "unit-key-seen"     // this very handover was accepted before
	CodeUnitKeyUnsigned  Code = "unit-key-unsigned" // it opens, and signs nothing
	CodeUnitKeyUnproven  Code = "unit-key-unproven" // no successor has read the receipt code back
	CodeReceiptWrong     Code = "receipt-wrong"
	CodePaperWrong       Code = "paper-wrong"
	CodePaperStranger    Code = "paper-stranger" // a key whose unit's card is not here
	CodeBackupFaulty     Code = "backup-faulty"  // read back it was not what was written
	CodeNotABackup       Code = "not-a-backup"
	CodeCopyNotMine      Code = "copy-not-mine"
	CodeBackupUnfinished Code = "backup-unfinished" // a file that a program was cut off while writing
	CodeNotFound         Code = "not-found"
	CodeTickets          Code = "tickets"    // more than there are, or a number that cannot be
	CodeGuessLate        Code = "guess-late" // the interview has been held already

	// Keys: recovering, and replacing them.
	CodeRecoveryNone    Code = "recovery-none"    // the vault has no recovery slot
	CodeRecoveryOther   Code = "recovery-other"   // another unit's key, or one that was replaced
	CodeRecoveryDamaged Code = "recovery-damaged" // the slot, not the key
	CodeRecoveryMode    Code = "recovery-mode"    // opened with the recovery key: read only
	CodeRecoveryStray   Code = "recovery-stray"   // read back from another sheet than the one just made
	CodeUnitUncompared  Code = "unit-uncompared"  // the unit's words come first
	CodeRotateDamaged   Code = "rotate-damaged"   // a damaged vault keeps its keys

	// Gallring: why something is not disposed of, or can no longer be had.
	CodeDecisionIncomplete Code = "decision-incomplete" // "kind" says what is missing
	CodeDisposalHeld       Code = "disposal-held"       // "kind" is the hold's reason
	CodeDisposalRunning    Code = "disposal-running"    // it is being recorded
	CodeDisposalBusy       Code = "disposal-busy"       // it is being played, written, sent or brought in
	CodeDisposalChanged    Code = "disposal-changed"    // something changed between the two steps
	CodeDisposalUntyped    Code = "disposal-untyped"    // the code that was typed is another
	CodeNothingToDispose   Code = "disposal-nothing"
	CodeNoDecision         Code = "no-decision"
	CodeNotDue             Code = "not-due" // "date" is when it may go
	CodeNotChecked         Code = "not-checked"
	// CodeWithdrawalUndecided: the child has withdrawn, and no decision covers that.
	CodeWithdrawalUndecided Code = "withdrawal-undecided"

	// Made ready ("Gör redo"): why a recording cannot begin, or what was recorded
	// is not taken in.
	CodeReadyOver       Code = "ready-over"
	CodeReadyClock      Code = "ready-clock" // the computer's clock was set back
	CodeReadyUsed       Code = "ready-used"  // it holds something that is to be taken in first
	CodeReadyOther      Code = "ready-other" // another vault's
	CodeReadyUnreadable Code = "ready-unreadable"
	CodeReadyMissing    Code = "ready-missing"
	CodeReadyRoom       Code = "ready-room"      // the disk has no room for an hour
	CodeReadyRecording  Code = "ready-recording" // the vault is not opened while something is recorded beside it

	CodeShortForm     Code = "short-form"     // an abbreviation of other signs than letters, or too many
	CodeShortTaken    Code = "short-taken"    // another abbreviation is the same
	CodeAutotextEmpty Code = "autotext-empty" // an abbreviation that becomes nothing
	CodeAutotextLong  Code = "autotext-long"  // one that becomes too much, or more than a line
	CodeAutotextMany  Code = "autotext-many"

	CodePlanDate   Code = "plan-date"   // what was typed is no day
	CodePlanPeople Code = "plan-people" // what was typed is no name, or too many
	CodePlanCount  Code = "plan-count"  // what was typed is no number

	CodeDisposed Code = "disposed" // it has been disposed of
	CodeBlocked  Code = "blocked"  // it is locked away until it is decided
)

// Error is a failure that a person can be told of. Err is the cause; it may
// hold a child's words, so it is never shown and never logged.
type Error struct {
	Code Code
	// Args fill {name} places in the sentences. They hold no content of an
	// interview: a number, a device's name, a reason's key. "kind" chooses
	// closer words for what happened, where there are any.
	Args map[string]string
	Err  error
}

// Fail returns an *Error with a code and its cause; cause may be nil.
func Fail(code Code, cause error) error { return &Error{Code: code, Err: cause} }

// Error returns the code alone, never the cause's text.
func (e *Error) Error() string { return "barnrost: " + string(e.Code) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is an *Error with the same code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// CodeOf returns err's code, "" for nil and [CodeInternal] for anything that
// is not an [*Error].
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// FileFault is why a file that a person chose could not be opened or read: a
// file that is there but closed to them is not missing.
func FileFault(cause error) error {
	if errors.Is(cause, fs.ErrPermission) {
		return Fail(CodeFileUnreadable, cause)
	}
	return Fail(CodeFileMissing, cause)
}
