package storage

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"barnrost/crypto"
)

// SpoolFormat is the version of the spool's file that this package writes.
const SpoolFormat = 1

// MaxKit bounds, in bytes, what lies readable in a spool for whoever works
// without the vault.
const MaxKit = 512 << 10

// SpoolKey opens a spool. It is secret: it lies in a sealed place, such as the
// metadata of an object, and nowhere else.
type SpoolKey struct{ identity crypto.Identity }

// NewSpoolKey makes a random key.
func NewSpoolKey() (SpoolKey, error) {
	identity, err := crypto.NewIdentity()
	return SpoolKey{identity}, err
}

// IsZero reports whether k opens nothing.
func (k SpoolKey) IsZero() bool { return k.identity.IsZero() }

// GoString keeps the secret out of %#v, String out of everything else.
func (k SpoolKey) GoString() string { return "storage.SpoolKey{…}" }

// String names the type only.
func (k SpoolKey) String() string { return k.GoString() }

// MarshalText writes the key as an age identity, so that stock age can use it.
func (k SpoolKey) MarshalText() ([]byte, error) { return []byte(k.identity.String()), nil }

// UnmarshalText reads what MarshalText wrote; no text is the zero key.
func (k *SpoolKey) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*k = SpoolKey{}
		return nil
	}
	identity, err := crypto.ParseIdentity(string(text))
	if err != nil {
		return err
	}
	k.identity = identity
	return nil
}

// SpoolSetup is what a new spool is made of.
type SpoolSetup struct {
	Vault ID // the vault that has the key
	ID    ID // the spool's own
	Key   SpoolKey
	// Made and Until are kept to the second. What the end means is the caller's
	// business: what was begun may go on after it.
	Made, Until time.Time
	// Kit is readable for anybody, at most [MaxKit] bytes.
	Kit []byte
	// Fixed gives streams whose rows all have one sealed size the size of their
	// payload in bytes, as in [NewObject].
	Fixed map[Stream]int
}

// spoolHead is what can be read of a spool without its key: all of it.
type spoolHead struct {
	vault, id   ID
	to          crypto.Recipient
	made, until time.Time // UTC, whole seconds
	kit         []byte
	fixed       map[Stream]int
}

// spoolHeadJSON is a head as it lies in the file.
type spoolHeadJSON struct {
	Format int            `json:"format"`
	Vault  string         `json:"vault"`
	Spool  string         `json:"spool"`
	To     string         `json:"to"`
	Made   int64          `json:"made"` // seconds since 1970
	Until  int64          `json:"until"`
	Fixed  map[Stream]int `json:"fixed,omitempty"`
	Kit    []byte         `json:"kit"`
}

// maxSpoolHead bounds a head's bytes: the kit in base64, a recipient, numbers.
const maxSpoolHead = MaxKit*4/3 + 16<<10

// errSpoolHead: what should describe a spool does not.
var errSpoolHead = errors.New("storage: malformed spool head")

func (s SpoolSetup) head() (spoolHead, error) {
	h := spoolHead{vault: s.Vault, id: s.ID, to: s.Key.identity.Recipient(), kit: s.Kit, fixed: s.Fixed,
		made: s.Made.UTC().Truncate(time.Second), until: s.Until.UTC().Truncate(time.Second)}
	if s.Key.IsZero() || s.Vault.IsZero() || s.ID.IsZero() {
		return h, errors.New("storage: a spool needs a vault, an id and a key")
	}
	if len(s.Kit) > MaxKit {
		return h, fmt.Errorf("%w: a kit of %d bytes", ErrTooLarge, len(s.Kit))
	}
	return h, h.check()
}

// check bounds what a head may say.
func (h spoolHead) check() error {
	for n, size := range h.fixed {
		if size < 1 || size > MaxRow || n == streamRuns {
			return fmt.Errorf("%w: rows of %d bytes", errSpoolHead, size)
		}
	}
	if h.until.Before(h.made) || h.made.Unix() < 0 || h.until.Year() > 9999 {
		return fmt.Errorf("%w: times", errSpoolHead)
	}
	return nil
}

// encode returns the bytes that lie in the file. The same head always gives
// the same.
func (h spoolHead) encode() ([]byte, error) {
	return json.Marshal(spoolHeadJSON{Format: SpoolFormat, Vault: h.vault.String(), Spool: h.id.String(), To: h.to.String(),
		Made: h.made.Unix(), Until: h.until.Unix(), Fixed: h.fixed, Kit: h.kit})
}

// parseSpoolHead reads what encode wrote, and nothing else: whoever can write
// to the disk can write a head.
func parseSpoolHead(raw []byte) (spoolHead, error) {
	if len(raw) > maxSpoolHead {
		return spoolHead{}, fmt.Errorf("%w: %d bytes", errSpoolHead, len(raw))
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	var js spoolHeadJSON
	if err := d.Decode(&js); err != nil {
		return spoolHead{}, fmt.Errorf("%w: %w", errSpoolHead, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return spoolHead{}, errSpoolHead
	}
	if js.Format > SpoolFormat {
		return spoolHead{}, ErrNewerFormat
	}
	to, err := crypto.ParseRecipient(js.To)
	if err != nil {
		return spoolHead{}, fmt.Errorf("%w: %w", errSpoolHead, err)
	}
	h := spoolHead{to: to, made: time.Unix(js.Made, 0).UTC(), until: time.Unix(js.Until, 0).UTC(), kit: js.Kit, fixed: js.Fixed}
	var errs [2]error
	h.vault, errs[0] = parseID(js.Vault)
	h.id, errs[1] = parseID(js.Spool)
	if err := errors.Join(errs[:]...); err != nil || js.Format != SpoolFormat || len(h.kit) > MaxKit {
		return spoolHead{}, errSpoolHead
	}
	return h, h.check()
}

// parseID reads an id as [ID.String] writes it.
func parseID(s string) (ID, error) {
	var id ID
	if len(s) != 2*len(id) {
		return ID{}, errSpoolHead
	}
	for i := range id {
		high, low := hexDigit(s[2*i]), hexDigit(s[2*i+1])
		if high < 0 || low < 0 {
			return ID{}, errSpoolHead
		}
		id[i] = byte(high<<4 | low)
	}
	if id.IsZero() {
		return ID{}, errSpoolHead
	}
	return id, nil
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// Sum is what [Spool.Sum] will be of a spool of this setup.
func (s SpoolSetup) Sum() ([32]byte, error) {
	h, err := s.head()
	if err != nil {
		return [32]byte{}, err
	}
	raw, err := h.encode()
	return sha256.Sum256(raw), err
}
