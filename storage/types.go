package storage

import (
	"crypto/rand"
	"encoding/hex"
	"time"

	"barnrost/crypto"
)

// Format is the version of the file that this package writes.
const Format = 1

// ID is an opaque random name of an object or a vault.
type ID [16]byte

// NewID returns a random ID.
func NewID() ID {
	var id ID
	rand.Read(id[:]) // never fails: it ends the program instead
	return id
}

// String returns the id as 32 lower-case hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero reports whether id is the zero ID, which names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// Stream tells an object's sequences of rows apart; what a number means is the
// caller's. Streams are numbered by the caller from 0.
type Stream uint8

// Priority is a write's place in the queue.
type Priority uint8

// The priorities, the most urgent first. All waiting Sound goes before all
// waiting Text, and that before all waiting Import.
const (
	Sound Priority = iota
	Text
	Import
	background // sweeping; only this package's
	priorities // how many there are
)

// MaxRow and MaxMeta bound, in bytes, a row's payload and an object's
// metadata, so that no transaction grows long.
const (
	MaxRow  = 4 << 20
	MaxMeta = 1 << 20
)

// MaxReplaced is the most rows that [Tx.Replace] takes away, over an hour of a
// text's journal; MaxReplacement the most that it writes: sealing one takes
// 0.2 ms.
const (
	MaxReplaced    = 4096
	MaxReplacement = 256
)

// Row is one row of a stream. Data is the payload alone, without frame and
// padding. First, Count and Rate describe sound (samples from the start,
// samples, samples a second) and are 0 for anything else.
type Row struct {
	Seq   int64 // from 0; assigned when the row is written
	First int64
	Count uint32
	Rate  uint32
	Final bool // nothing may follow
	Data  []byte
}

// NewObject describes an object to be created.
type NewObject struct {
	Kind    string
	Private bool   // wrapped to the owner: a recovery key cannot open it
	Meta    []byte // at most [MaxMeta] bytes
	// Fixed gives streams whose rows all have one sealed size the size of
	// their payload in bytes, such as sound; others are padded by PADMÉ.
	Fixed map[Stream]int
}

// StreamHead tells where a stream ends.
type StreamHead struct {
	Rows    int64
	Samples int64 // sum of the rows' Count
	Final   bool  // the last row was final
}

// Object is what the vault knows of an object without reading its rows.
type Object struct {
	ID      ID
	Kind    string
	Private bool
	Meta    []byte
	Created time.Time // UTC
	Streams map[Stream]StreamHead
}

// Event is a row of the log: that something was done, never its content.
// Detail is a fingerprint or a count. A zero At becomes the vault's now.
type Event struct {
	Kind   string
	Object ID
	Detail string
	At     time.Time
}

// Setup is what a new vault is made of. Slot is the passphrase slot that opens
// Keys; Signer's seed is stored as a private object. A nil Now is time.Now.
type Setup struct {
	Keys   crypto.Keys
	Signer crypto.SigningKey
	Slot   []byte
	Now    func() time.Time
}
