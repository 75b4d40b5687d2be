package storage

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"barnrost/crypto"
)

// catalogNamespace is what the catalog's signature is made for.
const catalogNamespace = "barnrost-catalog"

// catalogMagic begins the signed message; the digit is its version. The first
// knew nothing of the slots; it is read, and the next transaction writes the
// second.
const (
	catalogMagic      = "BRC2"
	catalogMagicFirst = "BRC1"
)

// catalog vouches for everything in the vault.
//
// The box holds, padded: the message's length in 4 bytes, the message, its
// armored SSHSIG. The message is, big-endian: magic 4, vault 16, generation 8,
// signer's public key (length 2, "ssh-ed25519 …"), the log's events 8 and hash
// 32, its mark's events 8 and hash 32, SHA-256 of the sorted seen bundles 32,
// slots 2, and for each, sorted by id: id 8, SHA-256 of its box 32; objects 4,
// and for each, sorted by id: id 16, private 1, hash 32.
type catalog struct {
	vault      ID
	generation uint64
	signer     crypto.VerifyKey
	log, mark  logHead
	seen       [32]byte
	slots      map[Slot][32]byte // nil in a catalog of the first version
	entries    []entry
}

// entry is an object in the catalog.
type entry struct {
	id      ID
	private bool
	hash    [32]byte // see entryHash
}

// logHead is how far the log had come: how many events, and the running hash.
type logHead struct {
	events uint64
	hash   [32]byte
}

// errCatalog: a catalog's plaintext is not one.
var errCatalog = errors.New("storage: malformed catalog")

// encode returns the message that is signed.
func (c *catalog) encode() []byte {
	signer := c.signer.String()
	b := make([]byte, 0, 160+len(signer)+49*len(c.entries))
	b = append(b, catalogMagic...)
	b = append(b, c.vault[:]...)
	b = binary.BigEndian.AppendUint64(b, c.generation)
	b = binary.BigEndian.AppendUint16(b, uint16(len(signer)))
	b = append(b, signer...)
	for _, h := range []logHead{c.log, c.mark} {
		b = binary.BigEndian.AppendUint64(b, h.events)
		b = append(b, h.hash[:]...)
	}
	b = append(b, c.seen[:]...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(c.slots)))
	for _, id := range slices.Sorted(maps.Keys(c.slots)) {
		hash := c.slots[id]
		b = append(binary.BigEndian.AppendUint64(b, uint64(id)), hash[:]...)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(c.entries)))
	for _, e := range c.entries {
		b = append(b, e.id[:]...)
		b = append(b, boolByte(e.private))
		b = append(b, e.hash[:]...)
	}
	return b
}

func boolByte(v bool) byte {
	if v {
		return 1
	}
	return 0
}

// sortEntries puts entries in the order that the message has.
func sortEntries(list []entry) {
	slices.SortFunc(list, func(a, b entry) int { return bytes.Compare(a.id[:], b.id[:]) })
}

// cursor reads fixed fields off a message; after a short read bad stays true.
type cursor struct {
	rest []byte
	bad  bool
}

func (c *cursor) take(n int) []byte {
	if n > len(c.rest) {
		c.bad, c.rest = true, nil
		return make([]byte, n)
	}
	b := c.rest[:n]
	c.rest = c.rest[n:]
	return b
}

func (c *cursor) hash() [32]byte { return [32]byte(c.take(32)) }
func (c *cursor) uint64() uint64 { return binary.BigEndian.Uint64(c.take(8)) }

// parseCatalog reads what encode wrote.
func parseCatalog(message []byte) (*catalog, error) {
	in := &cursor{rest: message}
	version := string(in.take(len(catalogMagic)))
	if version != catalogMagic && version != catalogMagicFirst {
		return nil, errCatalog
	}
	c := &catalog{vault: ID(in.take(16)), generation: in.uint64()}
	signer := string(in.take(int(binary.BigEndian.Uint16(in.take(2)))))
	c.log = logHead{in.uint64(), in.hash()}
	c.mark = logHead{in.uint64(), in.hash()}
	c.seen = in.hash()
	if version == catalogMagic && !c.parseSlots(in) {
		return nil, errCatalog
	}
	n := binary.BigEndian.Uint32(in.take(4))
	const size = 16 + 1 + 32
	if in.bad || uint64(n)*size != uint64(len(in.rest)) || c.mark.events > c.log.events {
		return nil, errCatalog
	}
	c.entries = make([]entry, n)
	for i := range c.entries {
		c.entries[i] = entry{id: ID(in.take(16)), private: in.take(1)[0] == 1, hash: in.hash()}
	}
	for i := 1; i < len(c.entries); i++ {
		if bytes.Compare(c.entries[i-1].id[:], c.entries[i].id[:]) >= 0 {
			return nil, errCatalog
		}
	}
	var err error
	if c.signer, err = crypto.ParseVerifyKey(signer); err != nil {
		return nil, fmt.Errorf("%w: %w", errCatalog, err)
	}
	return c, nil
}

// parseSlots reads the slots, which must be sorted.
func (c *catalog) parseSlots(in *cursor) bool {
	c.slots = map[Slot][32]byte{}
	last := Slot(0)
	for range binary.BigEndian.Uint16(in.take(2)) {
		id := Slot(in.uint64())
		if id <= last || in.bad {
			return false
		}
		c.slots[id], last = in.hash(), id
	}
	return true
}

// sealCatalog signs and seals c.
func sealCatalog(c *catalog, signer crypto.SigningKey, to crypto.Recipient) ([]byte, error) {
	message := c.encode()
	plain := binary.BigEndian.AppendUint32(nil, uint32(len(message)))
	plain = append(plain, message...)
	plain = append(plain, signer.Sign(catalogNamespace, message)...)
	return crypto.Seal(crypto.Pad(plain), to)
}

// openCatalog opens a catalog's box and verifies the signature by the key that
// the catalog itself names; that this is the vault's person's key, and the
// vault this one, is for the caller to check.
func openCatalog(box []byte, with crypto.Identity) (*catalog, error) {
	padded, err := crypto.Open(box, with)
	if err != nil {
		return nil, err
	}
	plain, err := crypto.Unpad(padded)
	if err != nil {
		return nil, err
	}
	return verifyCatalog(plain)
}

// verifyCatalog reads what a catalog's box holds and checks its signature.
func verifyCatalog(plain []byte) (*catalog, error) {
	if len(plain) < 4 {
		return nil, errCatalog
	}
	n, rest := binary.BigEndian.Uint32(plain), plain[4:]
	if uint64(n) > uint64(len(rest)) {
		return nil, errCatalog
	}
	message, signature := rest[:n], rest[n:]
	c, err := parseCatalog(message)
	if err != nil {
		return nil, err
	}
	if err := c.signer.Verify(catalogNamespace, message, signature); err != nil {
		return nil, err
	}
	return c, nil
}

// hashSeen is what the catalog keeps of the imported bundles.
func hashSeen(seen map[[32]byte]bool) [32]byte {
	list := make([][32]byte, 0, len(seen))
	for h := range seen {
		list = append(list, h)
	}
	slices.SortFunc(list, func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
	sum := sha256.New()
	for _, h := range list {
		sum.Write(h[:])
	}
	return [32]byte(sum.Sum(nil))
}
