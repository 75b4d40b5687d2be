package crypto

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var message = []byte("Bilagan är hel.\n")

func TestSignatureHoldsForItsMessageKeyAndPurpose(t *testing.T) {
	k := sharedSigner()
	sig := k.Sign("barnrost-test", message)
	if err := k.Public().Verify("barnrost-test", message, sig); err != nil {
		t.Fatal(err)
	}
	if err := k.Public().Verify("barnrost-test", message, bytes.ReplaceAll(sig, []byte("\n"), []byte("\r\n"))); err != nil {
		t.Errorf("with Windows line ends: %v", err)
	}
	other := newSigner(t).Public()
	flipped := bytes.Clone(message)
	flipped[3] ^= 1
	for name, check := range map[string]func() error{
		"another message":  func() error { return k.Public().Verify("barnrost-test", flipped, sig) },
		"an empty message": func() error { return k.Public().Verify("barnrost-test", nil, sig) },
		"another purpose":  func() error { return k.Public().Verify("barnrost-card", message, sig) },
		"no purpose":       func() error { return k.Public().Verify("", message, sig) },
		"another key":      func() error { return other.Verify("barnrost-test", message, sig) },
		"no key":           func() error { return VerifyKey{}.Verify("barnrost-test", message, sig) },
		"signed by nothing": func() error {
			return VerifyKey{}.Verify("barnrost-test", message, SigningKey{}.Sign("barnrost-test", message))
		},
	} {
		if err := check(); !errors.Is(err, ErrBadSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryFlippedByteOfASignatureIsNoticed(t *testing.T) {
	k := sharedSigner()
	sig := string(k.Sign("barnrost-test", message))
	body := strings.TrimSuffix(strings.TrimPrefix(sig, armorBegin+"\n"), armorEnd+"\n")
	blob, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(body, "\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	for at := range blob {
		changed := bytes.Clone(blob)
		changed[at] ^= 1
		armored := armorBegin + "\n" + base64.StdEncoding.EncodeToString(changed) + "\n" + armorEnd + "\n"
		if err := k.Public().Verify("barnrost-test", message, []byte(armored)); !errors.Is(err, ErrBadSignature) {
			t.Fatalf("byte %d: %v", at, err)
		}
	}
}

func TestMalformedSignaturesAreRefused(t *testing.T) {
	k := sharedSigner()
	sig := string(k.Sign("barnrost-test", message))
	for name, s := range map[string]string{
		"empty": "", "no armor": "hej", "no end": strings.TrimSuffix(sig, armorEnd+"\n"), "begin alone": armorBegin,
		"the two lines alone": armorBegin + "\n" + armorEnd, "no base64": armorBegin + "\n*\n" + armorEnd,
		"too long":   armorBegin + "\n" + strings.Repeat("A", 5000) + "\n" + armorEnd,
		"cut inside": sig[:100] + "\n" + armorEnd + "\n", "twice": sig + sig,
	} {
		if err := k.Public().Verify("barnrost-test", message, []byte(s)); !errors.Is(err, ErrBadSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSigningKeySurvivesItsSeed(t *testing.T) {
	k := newSigner(t)
	back, err := SigningKeyFromSeed(k.Seed())
	if err != nil || back.Public() != k.Public() {
		t.Fatal(err)
	}
	for _, n := range []int{0, 31, 33, 64} {
		if _, err := SigningKeyFromSeed(make([]byte, n)); !errors.Is(err, ErrNoKey) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	if s := (SigningKey{}).Seed(); s != nil || !(SigningKey{}).Public().IsZero() {
		t.Error("a zero key has a seed")
	}
}

func TestVerifyKeyIsReadExactlyAsWritten(t *testing.T) {
	v := newSigner(t).Public()
	if back, err := ParseVerifyKey(v.String()); err != nil || back != v {
		t.Fatal(err)
	}
	s := v.String()
	for _, bad := range []string{"", "ssh-ed25519", "ssh-ed25519 ", s + " kommentar", s + "\n", " " + s, s[:len(s)-2],
		strings.Replace(s, "ssh-ed25519", "ssh-rsa", 1), "ssh-ed25519 AAAA", s + "AAAA", VerifyKey{}.String()} {
		if _, err := ParseVerifyKey(bad); err == nil {
			t.Errorf("%q passes", bad)
		}
	}
}

// sshVerify asks OpenSSH itself.
func sshVerify(t *testing.T, signer VerifyKey, namespace string, message, sig []byte) (string, error) {
	t.Helper()
	dir := t.TempDir()
	allowed := writeFile(t, dir, "allowed", []byte("avsandare "+signer.String()+"\n"))
	return run(t, message, "ssh-keygen", "-Y", "verify", "-f", allowed, "-I", "avsandare",
		"-n", namespace, "-s", writeFile(t, dir, "message.sig", sig))
}

func TestOpenSSHAcceptsOurSignatures(t *testing.T) {
	k := newSigner(t)
	sig := k.Sign("barnrost-manifest", message)
	if out, err := sshVerify(t, k.Public(), "barnrost-manifest", message, sig); err != nil {
		t.Fatalf("ssh-keygen refuses: %s", out)
	}
	// Controls: without them a checker that says yes to all would pass.
	if _, err := sshVerify(t, k.Public(), "barnrost-card", message, sig); err == nil {
		t.Error("ssh-keygen accepts another purpose")
	}
	if _, err := sshVerify(t, k.Public(), "barnrost-manifest", append([]byte("x"), message...), sig); err == nil {
		t.Error("ssh-keygen accepts another message")
	}
	if _, err := sshVerify(t, newSigner(t).Public(), "barnrost-manifest", message, sig); err == nil {
		t.Error("ssh-keygen accepts another key")
	}
}

func TestWeAcceptOpenSSHsSignatures(t *testing.T) {
	dir := t.TempDir()
	key := filepath.Join(dir, "key")
	if out, err := run(t, nil, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key); err != nil {
		t.Fatal(out)
	}
	file := writeFile(t, dir, "message", message)
	if out, err := run(t, nil, "ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "barnrost-test", file); err != nil {
		t.Fatal(out)
	}
	public, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	sig, err := os.ReadFile(file + ".sig")
	if err != nil {
		t.Fatal(err)
	}
	v, err := ParseVerifyKey(strings.TrimSpace(string(public)))
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Verify("barnrost-test", message, sig); err != nil {
		t.Fatal(err)
	}
	s, err := parseSSHSIG(sig)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(s.armor(), sig) {
		t.Error("our armor differs from OpenSSH's")
	}
}

func TestOpenSSHsOtherKeysAreRefused(t *testing.T) {
	dir := t.TempDir()
	key := filepath.Join(dir, "key")
	if out, err := run(t, nil, "ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", key); err != nil {
		t.Fatal(out)
	}
	file := writeFile(t, dir, "message", message)
	if out, err := run(t, nil, "ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "barnrost-test", file); err != nil {
		t.Fatal(out)
	}
	sig, err := os.ReadFile(file + ".sig")
	if err != nil {
		t.Fatal(err)
	}
	if err := sharedSigner().Public().Verify("barnrost-test", message, sig); !errors.Is(err, ErrBadSignature) {
		t.Fatal(err)
	}
}
