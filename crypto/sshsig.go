package crypto

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// The SSHSIG format is OpenSSH's PROTOCOL.sshsig, version 1. Only what this
// program writes is read: Ed25519, SHA-512, an empty reserved field.
const (
	keyType      = "ssh-ed25519"
	sigMagic     = "SSHSIG"
	sigVersion   = 1
	sigHash      = "sha512"
	armorBegin   = "-----BEGIN SSH SIGNATURE-----"
	armorEnd     = "-----END SSH SIGNATURE-----"
	armorColumns = 70      // as ssh-keygen wraps
	maxArmor     = 4 << 10 // a real one has about 300 bytes
	maxNamespace = 1 << 10 // ours are under 32 bytes
	wireKeyLen   = 4 + 11 + 4 + ed25519.PublicKeySize
)

// sshsig is a parsed signature blob.
type sshsig struct {
	public    VerifyKey
	namespace string
	signature [ed25519.SignatureSize]byte
}

// signedBytes is what the key signs: the message's hash bound to the namespace.
func signedBytes(namespace string, message []byte) []byte {
	hash := sha512.Sum512(message)
	b := []byte(sigMagic)
	b = appendString(b, []byte(namespace))
	b = appendString(b, nil)
	b = appendString(b, []byte(sigHash))
	return appendString(b, hash[:])
}

// armor writes the blob between its two lines.
func (s sshsig) armor() []byte {
	signature := appendString(nil, []byte(keyType))
	signature = appendString(signature, s.signature[:])

	blob := binary.BigEndian.AppendUint32([]byte(sigMagic), sigVersion)
	blob = appendString(blob, s.public.wire())
	blob = appendString(blob, []byte(s.namespace))
	blob = appendString(blob, nil)
	blob = appendString(blob, []byte(sigHash))
	blob = appendString(blob, signature)

	text := []byte(base64.StdEncoding.EncodeToString(blob))
	out := []byte(armorBegin + "\n")
	for len(text) > 0 {
		n := min(armorColumns, len(text))
		out = append(append(out, text[:n]...), '\n')
		text = text[n:]
	}
	return append(out, armorEnd+"\n"...)
}

// parseSSHSIG reads an armored signature strictly. Its errors are
// [ErrBadSignature].
func parseSSHSIG(armored []byte) (sshsig, error) {
	malformed := func(why string) (sshsig, error) {
		return sshsig{}, fmt.Errorf("%w: %s", ErrBadSignature, why)
	}
	if len(armored) > maxArmor {
		return malformed("too long")
	}
	text, begun := bytes.CutPrefix(bytes.TrimSpace(armored), []byte(armorBegin))
	text, ended := bytes.CutSuffix(text, []byte(armorEnd))
	if !begun || !ended {
		return malformed("no armor")
	}
	// Decode skips line ends itself, as they stand in any file.
	blob := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Strict().Decode(blob, text)
	if err != nil {
		return malformed("no base64")
	}

	rest, ours := bytes.CutPrefix(blob[:n], []byte(sigMagic))
	if !ours || len(rest) < 4 || binary.BigEndian.Uint32(rest) != sigVersion {
		return malformed("no SSHSIG of version 1")
	}
	var fields [5][]byte // key, namespace, reserved, hash, signature
	rest = rest[4:]
	for i := range fields {
		var ok bool
		if fields[i], rest, ok = cutString(rest); !ok {
			return malformed("cut short")
		}
	}
	public, ok := parseWireKey(fields[0])
	if !ok {
		return malformed("no Ed25519 key")
	}
	if len(fields[1]) > maxNamespace || len(fields[2]) != 0 || string(fields[3]) != sigHash || len(rest) != 0 {
		return malformed("a field this program does not write")
	}
	kind, signature, ok := cutString(fields[4])
	if !ok || string(kind) != keyType {
		return malformed("no Ed25519 signature")
	}
	raw, rest, ok := cutString(signature)
	if !ok || len(raw) != ed25519.SignatureSize || len(rest) != 0 {
		return malformed("no Ed25519 signature")
	}
	return sshsig{public, string(fields[1]), [ed25519.SignatureSize]byte(raw)}, nil
}

// wire returns the key as OpenSSH's binary form.
func (v VerifyKey) wire() []byte {
	b := appendString(make([]byte, 0, wireKeyLen), []byte(keyType))
	return appendString(b, v.key[:])
}

func parseWireKey(blob []byte) (v VerifyKey, ok bool) {
	kind, rest, ok := cutString(blob)
	if !ok || string(kind) != keyType {
		return VerifyKey{}, false
	}
	raw, rest, ok := cutString(rest)
	if !ok || len(raw) != ed25519.PublicKeySize || len(rest) != 0 {
		return VerifyKey{}, false
	}
	return VerifyKey{[ed25519.PublicKeySize]byte(raw)}, true
}

// appendString appends an SSH string: its length in 4 bytes and itself.
func appendString(b, s []byte) []byte {
	return append(binary.BigEndian.AppendUint32(b, uint32(len(s))), s...)
}

// cutString cuts an SSH string off the front of b.
func cutString(b []byte) (s, rest []byte, ok bool) {
	if len(b) < 4 {
		return nil, nil, false
	}
	n := uint64(binary.BigEndian.Uint32(b))
	b = b[4:]
	if n > uint64(len(b)) {
		return nil, nil, false
	}
	return b[:n], b[n:], true
}
