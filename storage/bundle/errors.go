package bundle

import "errors"

// The ways in which a file is not a good bundle. Each has its own message for
// the person, so they are kept apart as far as the file allows it: a flipped
// byte in the part that wraps the key to a recipient cannot be told from a
// bundle for somebody else.
var (
	// ErrNotABundle: not an age file at all, or one that holds no manifest.
	ErrNotABundle = errors.New("bundle: not a bundle")
	// ErrNotForMe: none of the identities opens it.
	ErrNotForMe = errors.New("bundle: not sealed to any of these identities")
	// ErrDamaged: bytes of the file changed after it was written, or follow it.
	ErrDamaged = errors.New("bundle: damaged")
	// ErrTruncated: the end of the file is missing. Told by the file's length;
	// a file below 64 kB that something was added to can look the same.
	ErrTruncated = errors.New("bundle: truncated")
	// ErrForged: it opens, but it is not what the sender signed for us.
	ErrForged = errors.New("bundle: not what its sender signed")
	// ErrTooLarge: the manifest or a member is larger than this version takes.
	ErrTooLarge = errors.New("bundle: too large")
	// ErrNewer: written by a newer version of the program.
	ErrNewer = errors.New("bundle: newer format")
	// ErrOther: a member is not what its hash, known from before, says.
	ErrOther = errors.New("bundle: a member is not what it was")
	// ErrRequest: what was to be written breaks the rules of the format.
	ErrRequest = errors.New("bundle: invalid request")
)
