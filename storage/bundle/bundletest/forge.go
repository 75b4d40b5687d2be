// Package bundletest does to a sealed file what a receiver with other tools
// could do: change what lies inside without touching who it is sealed to, or
// let somebody else in. Tests prove with it that a bundle's signature notices.
package bundletest

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"io"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"
)

const (
	nonceSize = 16
	chunkSize = 64 << 10
)

// Rewrite changes an age file's plaintext and keeps its header, byte for byte.
// Every receiver can: the header gives each of them the file's key, and its MAC
// does not cover the payload. with is the receiver's identity as age writes it.
func Rewrite(file []byte, with string, change func(plain []byte) []byte) ([]byte, error) {
	identity, err := age.ParseHybridIdentity(with)
	if err != nil {
		return nil, err
	}
	header, err := age.ExtractHeader(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	fileKey, err := age.DecryptHeader(header, identity)
	if err != nil {
		return nil, err
	}
	plain, err := open(file, identity)
	if err != nil {
		return nil, err
	}
	nonce := file[len(header) : len(header)+nonceSize]
	out := append(bytes.Clone(header), nonce...)
	return seal(out, fileKey, nonce, change(plain))
}

// seal appends the payload that https://age-encryption.org/v1#payload describes.
func seal(out, fileKey, nonce, plain []byte) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, fileKey, nonce, "payload", chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return nil, err
	}
	for n := uint64(0); ; n++ {
		chunk := plain[:min(len(plain), chunkSize)]
		plain = plain[len(chunk):]
		counter := binary.BigEndian.AppendUint64(make([]byte, 3), n)
		if len(plain) == 0 {
			return aead.Seal(out, append(counter, 1), chunk, nil), nil
		}
		out = aead.Seal(out, append(counter, 0), chunk, nil)
	}
}

// LetIn seals an age file anew to the receiver it has and to a classic key
// besides, which age's own tools refuse to write.
func LetIn(file []byte, with string) ([]byte, error) {
	identity, err := age.ParseHybridIdentity(with)
	if err != nil {
		return nil, err
	}
	plain, err := open(file, identity)
	if err != nil {
		return nil, err
	}
	other, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w, err := age.Encrypt(&b, unlabelled{identity.Recipient()}, other.Recipient())
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

// unlabelled hides that a recipient mixes with none but its like.
type unlabelled struct{ age.Recipient }

// Wrap implements [age.Recipient].
func (u unlabelled) Wrap(fileKey []byte) ([]*age.Stanza, error) { return u.Recipient.Wrap(fileKey) }

func open(file []byte, with age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(file), with)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
