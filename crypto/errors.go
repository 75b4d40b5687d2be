package crypto

import "errors"

// The errors that callers tell apart with [errors.Is].
var (
	// ErrNotForMe: none of the given identities is among the recipients. A box
	// whose header lines were changed looks the same.
	ErrNotForMe = errors.New("crypto: sealed to somebody else")
	// ErrDamaged: not a box, cut short, or changed. Where the file ends too
	// early the error also is [io.ErrUnexpectedEOF].
	ErrDamaged = errors.New("crypto: damaged")
	// ErrWrongPassphrase: the slot is readable and the passphrase is not its.
	ErrWrongPassphrase = errors.New("crypto: wrong passphrase")
	// ErrBadSignature: malformed, another key's, another purpose's, or the
	// message was changed.
	ErrBadSignature = errors.New("crypto: bad signature")
	// ErrNotACard: something else than a key card.
	ErrNotACard = errors.New("crypto: not a key card")
	// ErrNotAnInvitation: something else than a unit's invitation.
	ErrNotAnInvitation = errors.New("crypto: not an invitation")
	// ErrNewerFormat: written by a later version of the program.
	ErrNewerFormat = errors.New("crypto: newer format")
	// ErrNoRecipient: sealing to nobody, or to a zero [Recipient].
	ErrNoRecipient = errors.New("crypto: no recipient")
	// ErrNoKey: an operation on a zero [Identity] or [SigningKey], or a seed
	// of the wrong length.
	ErrNoKey = errors.New("crypto: no key")
)
