package crypto

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// SigningKey is an Ed25519 private key. The zero SigningKey signs nothing.
type SigningKey struct{ key ed25519.PrivateKey }

// NewSigningKey makes a random key.
func NewSigningKey() (SigningKey, error) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return SigningKey{}, fmt.Errorf("crypto: new signing key: %w", err)
	}
	return SigningKey{key}, nil
}

// SigningKeyFromSeed returns the key of a 32-byte seed, or [ErrNoKey] for any
// other length.
func SigningKeyFromSeed(seed []byte) (SigningKey, error) {
	if len(seed) != ed25519.SeedSize {
		return SigningKey{}, ErrNoKey
	}
	return SigningKey{ed25519.NewKeyFromSeed(seed)}, nil
}

// Seed returns the 32 secret bytes, or nil for the zero key.
func (k SigningKey) Seed() []byte {
	if k.IsZero() {
		return nil
	}
	return k.key.Seed()
}

// IsZero reports whether k holds no key.
func (k SigningKey) IsZero() bool { return len(k.key) == 0 }

// GoString keeps the secret out of %#v.
func (k SigningKey) GoString() string { return "crypto.SigningKey{…}" }

// String keeps the secret out of %v.
func (k SigningKey) String() string { return "crypto.SigningKey{…}" }

// Public returns the half that others verify with.
func (k SigningKey) Public() VerifyKey {
	if k.IsZero() {
		return VerifyKey{}
	}
	return VerifyKey{[ed25519.PublicKeySize]byte(k.key.Public().(ed25519.PublicKey))}
}

// Sign returns an armored SSHSIG over message for one purpose, the namespace,
// which must not be empty. `ssh-keygen -Y verify -n namespace` accepts it. A
// zero key gives a signature that nothing accepts.
func (k SigningKey) Sign(namespace string, message []byte) []byte {
	s := sshsig{public: k.Public(), namespace: namespace}
	if !k.IsZero() {
		s.signature = [ed25519.SignatureSize]byte(ed25519.Sign(k.key, signedBytes(namespace, message)))
	}
	return s.armor()
}

// VerifyKey is an Ed25519 public key. It is comparable; the zero VerifyKey
// accepts nothing.
type VerifyKey struct{ key [ed25519.PublicKeySize]byte }

// String returns the key as OpenSSH writes it, "ssh-ed25519 AAAA…", or "".
func (v VerifyKey) String() string {
	if v.IsZero() {
		return ""
	}
	return keyType + " " + base64.StdEncoding.EncodeToString(v.wire())
}

// IsZero reports whether v holds no key.
func (v VerifyKey) IsZero() bool { return v == VerifyKey{} }

// ParseVerifyKey reads exactly what [VerifyKey.String] writes: no comment, no
// options, no other kind of key.
func ParseVerifyKey(s string) (VerifyKey, error) {
	bad := errors.New("crypto: not an ssh-ed25519 key")
	b64, ours := strings.CutPrefix(s, keyType+" ")
	if !ours {
		return VerifyKey{}, bad
	}
	blob, err := base64.StdEncoding.Strict().DecodeString(b64)
	if err != nil {
		return VerifyKey{}, bad
	}
	v, ok := parseWireKey(blob)
	if !ok || v.String() != s {
		return VerifyKey{}, bad
	}
	return v, nil
}

// Verify returns nil only if armored is an SSHSIG of exactly this message by
// this key for this namespace; otherwise [ErrBadSignature].
func (v VerifyKey) Verify(namespace string, message, armored []byte) error {
	s, err := parseSSHSIG(armored)
	if err != nil {
		return err
	}
	switch {
	case v.IsZero() || s.public != v:
		return fmt.Errorf("%w: another key", ErrBadSignature)
	case namespace == "" || s.namespace != namespace:
		return fmt.Errorf("%w: another purpose", ErrBadSignature)
	case !ed25519.Verify(v.key[:], signedBytes(namespace, message), s.signature[:]):
		return fmt.Errorf("%w: changed", ErrBadSignature)
	}
	return nil
}
