package crypto

import (
	"bytes"
	"errors"
	"fmt"

	"filippo.io/age"
)

// HeadSize is how much of a box [CheckBox] and [CheckSlot] need to see: twice
// what a header for one hybrid recipient takes.
const HeadSize = 4096

// scryptStanza is the type of stanza that wraps a file key to a passphrase.
const scryptStanza = "scrypt"

// The payload's form, https://age-encryption.org/v1#payload.
const (
	payloadNonce = 16
	payloadChunk = 64 << 10
	payloadTag   = 16
)

// CheckBox reports whether a box has the form that [Seal] gives it for one
// recipient: an age header with one hybrid stanza, and a payload of a possible
// length. head is its first [HeadSize] bytes, or all of a shorter one, and size
// its length in bytes. No key is needed, so a changed byte that keeps the form
// is not seen. It returns [ErrDamaged].
func CheckBox(head []byte, size int64) error { return check(head, size, hybridStanza, 1) }

// CheckSlot is [CheckBox] for a slot that a passphrase opens.
func CheckSlot(head []byte, size int64) error { return check(head, size, scryptStanza, 2) }

// check wants one stanza of a type with so many arguments.
func check(head []byte, size int64, stanza string, args int) error {
	stanzas, payload, err := form(head, size)
	if err == nil && (len(stanzas) != 1 || stanzas[0].Type != stanza || len(stanzas[0].Args) != args) {
		err = fmt.Errorf("not one %s stanza", stanza)
	}
	if err == nil && !possible(payload) {
		err = fmt.Errorf("a payload of %d bytes", payload)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// form reads an age header, which age itself parses, and returns its stanzas
// and how many bytes follow it.
func form(head []byte, size int64) ([]*age.Stanza, int64, error) {
	header, err := age.ExtractHeader(bytes.NewReader(head))
	if err != nil {
		return nil, 0, errors.New("no age header") // age's own text quotes what it read
	}
	var w witness
	if _, err := age.DecryptHeader(header, &w); !errors.As(err, new(*age.NoIdentityMatchError)) {
		return nil, 0, errors.New("no age header")
	}
	return w.stanzas, size - int64(len(header)), nil
}

// witness is an identity that opens nothing and keeps what it was shown.
type witness struct{ stanzas []*age.Stanza }

// Unwrap implements [age.Identity].
func (w *witness) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	w.stanzas = stanzas
	return nil, age.ErrIncorrectIdentity
}

// possible reports whether a payload can have n bytes: chunks of 64 kB, the last
// of which may be shorter, and empty only where it is the only one.
func possible(n int64) bool {
	n -= payloadNonce
	last := n % (payloadChunk + payloadTag)
	return n == payloadTag || n > payloadTag && (last == 0 || last > payloadTag)
}
