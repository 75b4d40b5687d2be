package crypto

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
)

// What comes from outside gives its value or one of this package's errors, and
// never a panic. Seeds: real files, and real files with a bite taken out.

// Fuzzing runs in a process beside the one that made the seeds, so the keys
// must be the same in both: those of the golden slot.
var fixedKeys = sync.OnceValue(func() Keys {
	slot, err := os.ReadFile("testdata/format1/slot.age")
	if err != nil {
		panic(err)
	}
	k, err := OpenSlot(slot, phrase)
	if err != nil {
		panic(err)
	}
	return k
})

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
	seed(f, withSomeTemplates(f))
	f.Add([]byte(`{"invitation":{"type":"barnrost-invitation","format":2,"templates":{}}}`))
	f.Add([]byte(`{"invitation":{"type":"barnrost-invitation","format":3}}`))
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

// Nobody without the key makes a box that opens, so what comes out of one is
// what was sealed, or nothing.
func FuzzOpen(f *testing.F) {
	k := fixedKeys()
	for _, plain := range []string{"", "hej"} {
		box, err := Seal([]byte(plain), k.Vault.Recipient(), k.Owner.Recipient())
		if err != nil {
			f.Fatal(err)
		}
		seed(f, box)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		plain, err := Open(b, k.Vault)
		switch {
		case err == nil && len(plain) > 0 && string(plain) != "hej":
			t.Fatalf("%d bytes that nobody sealed", len(plain))
		case err != nil && plain != nil:
			t.Fatal("plaintext together with an error")
		case err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotForMe):
			t.Fatal(err)
		}
	})
}

// The slot is two parsers: the box, tried here at the least work factor there
// is, so that scrypt takes no time, and the identity file inside it.
func FuzzOpenSlot(f *testing.F) {
	for _, logN := range []int{1, 2} {
		box, err := SealSlot(fixedKeys(), phrase, logN)
		if err != nil {
			f.Fatal(err)
		}
		seed(f, box)
	}
	f.Add([]byte("age-encryption.org/v1\n-> scrypt "))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := openWithPassphrase(b, phrase, 1)
		switch {
		case err == nil:
			if k, err := parseIdentityFile(string(file)); err != nil || !sameKeys(k, fixedKeys()) {
				t.Fatalf("keys that nobody sealed, %v", err)
			}
		case file != nil:
			t.Fatal("plaintext together with an error")
		case !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrWrongPassphrase):
			t.Fatal(err)
		}
	})
}

func sameKeys(a, b Keys) bool {
	return a.Vault.String() == b.Vault.String() && a.Inbox.String() == b.Inbox.String() && a.Owner.String() == b.Owner.String()
}

func FuzzIdentityFile(f *testing.F) {
	seed(f, []byte(identityFile(fixedKeys())))
	seed(f, []byte(recoveryFile(fixedKeys())))
	f.Add([]byte(slotHead + "2\n"))
	f.Add([]byte(slotHead + slotFormat + "\n" + strings.Repeat(fixedKeys().Vault.String()+"\n", 4)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if two, err := parseIdentities(string(b), 2); err == nil && len(two) != 2 || err != nil && two != nil {
			t.Fatalf("%d of two keys, %v", len(two), err)
		}
		k, err := parseIdentityFile(string(b))
		if err != nil {
			if k != (Keys{}) || !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewerFormat) {
				t.Fatal(err)
			}
			return
		}
		again, err := parseIdentityFile(identityFile(k))
		if err != nil || !sameKeys(again, k) {
			t.Fatal("keys change when they are written again")
		}
	})
}

func FuzzParseIdentity(f *testing.F) {
	f.Add(fixedKeys().Vault.String())
	f.Add(strings.ToLower(fixedKeys().Vault.String()))
	f.Add("AGE-SECRET-KEY-PQ-1")
	f.Add("AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0")
	f.Fuzz(func(t *testing.T, s string) {
		i, err := ParseIdentity(s)
		if err == nil && !strings.EqualFold(i.String(), s) {
			t.Fatal("two texts for one identity")
		}
		if err != nil && (!i.IsZero() || len(s) > 40 && strings.Contains(err.Error(), s)) {
			t.Fatal("a secret in an error, or an identity together with one")
		}
	})
}

func FuzzParseRecipient(f *testing.F) {
	f.Add(fixedKeys().Vault.Recipient().String())
	f.Add("age1pq1")
	f.Add("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseRecipient(s)
		if err != nil {
			if !r.IsZero() {
				t.Fatal("a recipient together with an error")
			}
			return
		}
		if again, err := ParseRecipient(r.String()); err != nil || again != r {
			t.Fatal("a recipient changes when it is written again")
		}
	})
}

// What strictJSON takes, no two readers of JSON see differently: it has each
// field once, and nothing after it.
func FuzzStrictJSON(f *testing.F) {
	seed(f, marshalled(f, sampleCard()))
	f.Add([]byte(`{"card":{"name":"a","NAME":"b"},"signature":""}`))
	f.Add([]byte(`{"card":{},"signature":""} {}`))
	f.Add([]byte(strings.Repeat("[", 40)))
	f.Fuzz(func(t *testing.T, b []byte) {
		var file cardFile
		if strictJSON(b, &file) != nil {
			return
		}
		var loose cardFile
		if err := json.Unmarshal(b, &loose); err != nil || loose != file {
			t.Fatalf("another reader sees %+v, %v", loose, err)
		}
		again, err := compact(file)
		if err != nil {
			t.Fatal(err)
		}
		var second cardFile
		if err := strictJSON(again, &second); err != nil || second != file {
			t.Fatalf("not the same when written and read again: %v", err)
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

// What opens has the form; what has not the form does not open.
func FuzzForm(f *testing.F) {
	k := fixedKeys()
	for _, plain := range []string{"", "hej", strings.Repeat("hej", 30_000)} {
		box, err := Seal([]byte(plain), k.Vault.Recipient())
		if err != nil {
			f.Fatal(err)
		}
		seed(f, box[:min(len(box), HeadSize)])
	}
	seed(f, slotFor(f, phrase))
	f.Fuzz(func(t *testing.T, b []byte) {
		err := CheckBox(b, int64(len(b)))
		if err != nil && !errors.Is(err, ErrDamaged) || CheckSlot(b, int64(len(b))) == nil && err == nil {
			t.Fatal(err)
		}
		if err == nil {
			return
		}
		if _, err := Open(b, k.Vault); err == nil {
			t.Fatal("a box without the form was opened")
		}
	})
}
