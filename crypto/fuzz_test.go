package crypto

import (
	"bytes"
	"errors"
	"testing"
)

// What comes from outside gives its value or one of this package's errors, and
// never a panic. Seeds: real files, and real files with a bite taken out.

func seed(f *testing.F, real []byte) {
	f.Add(real)
	f.Add(real[:len(real)/2])
	f.Add(bytes.Replace(real, []byte("1"), []byte("2"), 1))
	f.Add([]byte{})
	f.Add([]byte("{}"))
}

func FuzzParseCard(f *testing.F) {
	seed(f, marshalled(f, sampleCard()))
	f.Add([]byte(`{"card":{"type":"barnrost-card","format":2}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ParseCard(b)
		if err != nil {
			if !errors.Is(err, ErrNotACard) && !errors.Is(err, ErrNewerFormat) && !errors.Is(err, ErrBadSignature) {
				t.Fatal(err)
			}
			return
		}
		if err := c.check(); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzParseInvitation(f *testing.F) {
	seed(f, marshalledInvitation(f))
	f.Add([]byte(`{"invitation":{"type":"barnrost-invitation","format":2}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		i, err := ParseInvitation(b)
		if err != nil {
			if !errors.Is(err, ErrNotAnInvitation) && !errors.Is(err, ErrNewerFormat) && !errors.Is(err, ErrBadSignature) {
				t.Fatal(err)
			}
			return
		}
		if c, err := ParseCard(i.UnitRaw); err != nil || c != i.Unit {
			t.Fatal(err)
		}
	})
}

func FuzzParseSSHSIG(f *testing.F) {
	sig := sharedSigner().Sign("barnrost-test", message)
	seed(f, sig)
	f.Add([]byte(armorBegin + armorEnd))
	f.Add([]byte(armorBegin + "\n" + armorEnd))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := parseSSHSIG(b)
		if err != nil {
			if !errors.Is(err, ErrBadSignature) {
				t.Fatal(err)
			}
			return
		}
		again, err := parseSSHSIG(s.armor())
		if err != nil || again != s {
			t.Fatal("a signature changes when it is written again")
		}
	})
}

func FuzzParseVerifyKey(f *testing.F) {
	f.Add(sharedSigner().Public().String())
	f.Add("ssh-ed25519 AAAA")
	f.Fuzz(func(t *testing.T, s string) {
		if v, err := ParseVerifyKey(s); err == nil && v.String() != s {
			t.Fatal("two texts for one key")
		}
	})
}

func FuzzOpen(f *testing.F) {
	k := sharedKeys()
	box, err := Seal([]byte("hej"), k.Vault.Recipient())
	if err != nil {
		f.Fatal(err)
	}
	seed(f, box)
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := Open(b, k.Vault); err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotForMe) {
			t.Fatal(err)
		}
	})
}

func FuzzOpenSlot(f *testing.F) {
	seed(f, slotFor(f, phrase))
	f.Add([]byte("age-encryption.org/v1\n-> scrypt "))
	f.Fuzz(func(t *testing.T, b []byte) {
		if bytes.Contains(b, []byte(" 1")) || bytes.Contains(b, []byte(" 2")) {
			return // a real work factor would take seconds
		}
		_, err := OpenSlot(b, phrase)
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrWrongPassphrase) && !errors.Is(err, ErrNewerFormat) {
			t.Fatal(err)
		}
	})
}

func FuzzUnpad(f *testing.F) {
	seed(f, Pad([]byte("hej")))
	f.Fuzz(func(t *testing.T, b []byte) {
		plain, err := Unpad(b)
		if err == nil && !bytes.HasPrefix(Pad(plain), b[:8+len(plain)]) {
			t.Fatal("padding changes when it is written again")
		}
		if err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
	})
}

func FuzzWeakness(f *testing.F) {
	f.Add("Sommar2024!", "Åsa")
	f.Add("\xff\u0130 \u0345", "")
	f.Fuzz(func(t *testing.T, passphrase, name string) {
		Weakness(passphrase, weakList, name)
	})
}
