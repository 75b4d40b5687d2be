package storage

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"barnrost/crypto"
)

// object is an object in memory. Once published it is never changed: a
// transaction works on a copy.
type object struct {
	id       ID
	kind     string
	private  bool
	created  time.Time
	meta     []byte
	fixed    map[Stream]int
	streams  map[Stream]stream
	to       crypto.Recipient // zero until the first write needs it
	hash     [32]byte         // of key and head, as the catalog has it
	keyHash  [32]byte         // of key_box
	unsound  bool             // the head is not the catalog's: readable, not writable
	unlisted bool             // not in the catalog: unsound, and not to be listed by the next
}

// stream is where a stream ends.
type stream struct {
	rows, samples int64
	final         bool
	last          [32]byte // SHA-256 of the last box
	replaced      int      // how often, since the vault was opened
}

// copy returns an object that may be changed.
func (o *object) copy() *object {
	c := *o
	c.streams = maps.Clone(o.streams)
	if c.streams == nil {
		c.streams = map[Stream]stream{}
	}
	return &c
}

// public returns what callers see of o.
func (o *object) public() Object {
	out := Object{ID: o.id, Kind: o.kind, Private: o.private, Meta: bytes.Clone(o.meta),
		Created: o.created, Streams: make(map[Stream]StreamHead, len(o.streams))}
	for n, s := range o.streams {
		out.Streams[n] = StreamHead{Rows: s.rows, Samples: s.samples, Final: s.final}
	}
	return out
}

// entryHash is what the catalog keeps of an object.
func entryHash(keyHash [32]byte, headBox []byte) [32]byte {
	head := sha256.Sum256(headBox)
	return sha256.Sum256(append(keyHash[:], head[:]...))
}

// headJSON is the part of a head before the metadata. The ids bind it to its
// place.
type headJSON struct {
	Format  int                       `json:"format"`
	Vault   string                    `json:"vault"`
	Object  string                    `json:"object"`
	Kind    string                    `json:"kind"`
	Private bool                      `json:"private,omitempty"`
	Created time.Time                 `json:"created"`
	Fixed   map[Stream]int            `json:"fixed,omitempty"`
	Streams map[Stream]headStreamJSON `json:"streams,omitempty"`
}

type headStreamJSON struct {
	Rows    int64  `json:"rows"`
	Samples int64  `json:"samples,omitempty"`
	Final   bool   `json:"final,omitempty"`
	Last    string `json:"last,omitempty"` // hexadecimal SHA-256 of the last box
}

// errHead: a head's plaintext is not one, or another object's.
var errHead = errors.New("storage: malformed head")

// encode returns the plaintext of o's head, without padding: the length of the
// JSON in 4 bytes, big-endian, the JSON, the metadata as it is.
func (o *object) encode(vault ID) ([]byte, error) {
	h := headJSON{Format: Format, Vault: vault.String(), Object: o.id.String(), Kind: o.kind,
		Private: o.private, Created: o.created, Fixed: o.fixed, Streams: map[Stream]headStreamJSON{}}
	for n, s := range o.streams {
		js := headStreamJSON{Rows: s.rows, Samples: s.samples, Final: s.final}
		if s.rows > 0 {
			js.Last = hex.EncodeToString(s.last[:])
		}
		h.Streams[n] = js
	}
	text, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("storage: head: %w", err)
	}
	plain := make([]byte, 0, 4+len(text)+len(o.meta))
	plain = binary.BigEndian.AppendUint32(plain, uint32(len(text)))
	plain = append(plain, text...)
	return append(plain, o.meta...), nil
}

// parseHead reads what encode wrote for this vault and object.
func parseHead(plain []byte, vault, id ID) (*object, error) {
	if len(plain) < 4 {
		return nil, errHead
	}
	n, rest := binary.BigEndian.Uint32(plain), plain[4:]
	if uint64(n) > uint64(len(rest)) {
		return nil, errHead
	}
	var h headJSON
	if err := json.Unmarshal(rest[:n], &h); err != nil {
		return nil, fmt.Errorf("%w: %w", errHead, err)
	}
	if h.Format != Format || h.Vault != vault.String() || h.Object != id.String() {
		return nil, errHead
	}
	o := &object{id: id, kind: h.Kind, private: h.Private, created: h.Created, fixed: h.Fixed,
		meta: bytes.Clone(rest[n:]), streams: make(map[Stream]stream, len(h.Streams))}
	for num, js := range h.Streams {
		s := stream{rows: js.Rows, samples: js.Samples, final: js.Final}
		if last, err := hex.DecodeString(js.Last); s.rows < 0 || err != nil || (s.rows > 0 && copy(s.last[:], last) != len(s.last)) {
			return nil, errHead
		}
		o.streams[num] = s
	}
	return o, nil
}

// sealHead returns the box of o's head.
func sealHead(o *object, vault ID) ([]byte, error) {
	plain, err := o.encode(vault)
	if err != nil {
		return nil, err
	}
	return crypto.Seal(crypto.Pad(plain), o.to)
}

// openHead opens the box of a head with the object's identity.
func openHead(box []byte, with crypto.Identity, vault, id ID) (*object, error) {
	padded, err := crypto.Open(box, with)
	if err != nil {
		return nil, err
	}
	plain, err := crypto.Unpad(padded)
	if err != nil {
		return nil, err
	}
	return parseHead(plain, vault, id)
}

// sealKey wraps an object's identity; openKey unwraps it. The text is an age
// identity file of one line, so that stock age can use it.
func sealKey(key crypto.Identity, to crypto.Recipient) ([]byte, error) {
	return crypto.Seal([]byte(key.String()+"\n"), to)
}

func openKey(box []byte, with ...crypto.Identity) (crypto.Identity, error) {
	text, err := crypto.Open(box, with...)
	if err != nil {
		return crypto.Identity{}, err
	}
	return crypto.ParseIdentity(string(bytes.TrimSuffix(text, []byte("\n"))))
}
