package crypto

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

func TestKeysSurviveTheirText(t *testing.T) {
	i := newIdentity(t)
	back, err := ParseIdentity(i.String())
	if err != nil || back.String() != i.String() || !(back.Recipient() == i.Recipient()) {
		t.Fatal(err)
	}
	r, err := ParseRecipient(i.Recipient().String())
	if err != nil || !(r == i.Recipient()) || r.Hash() != sha256.Sum256([]byte(r.String())) {
		t.Fatal(err)
	}
	if !strings.HasPrefix(i.String(), "AGE-SECRET-KEY-PQ-1") || !strings.HasPrefix(r.String(), "age1pq1") {
		t.Fatal("not age's own form")
	}
	if other := newIdentity(t); other.Recipient() == r {
		t.Fatal("two random identities are equal")
	}
}

func TestCapitalsGiveTheSameRecipient(t *testing.T) {
	r := sharedKeys().Inbox.Recipient()
	upper, err := ParseRecipient(strings.ToUpper(r.String()))
	if err == nil && upper.Hash() != r.Hash() {
		t.Fatal("one recipient with two hashes")
	}
}

func TestMalformedKeysAreRefusedWithoutQuotingThem(t *testing.T) {
	i := newIdentity(t)
	secret := i.String()
	for _, s := range []string{"", "x", secret[:len(secret)-1], secret + "Q", strings.Replace(secret, "1", "2", 1), i.Recipient().String()} {
		_, err := ParseIdentity(s)
		if err == nil {
			t.Errorf("%.30q passes", s)
		} else if len(s) > 20 && strings.Contains(err.Error(), s[20:]) {
			t.Error("the error quotes a secret")
		}
	}
	for _, s := range []string{"", "age1", i.Recipient().String()[:100], secret} {
		if _, err := ParseRecipient(s); err == nil {
			t.Errorf("%.30q passes", s)
		}
	}
}

func TestSecretsStayOutOfPrintedStructs(t *testing.T) {
	k, s := sharedKeys(), sharedSigner()
	printed := fmt.Sprintf("%#v %v %+v %#v", k, s, struct{ K SigningKey }{s}, s)
	if strings.Contains(printed, k.Vault.String()[19:]) || strings.Contains(printed, fmt.Sprint(s.Seed())) {
		t.Fatal("a secret is printed")
	}
}

func TestZeroValuesHoldNothing(t *testing.T) {
	var i Identity
	var r Recipient
	if !i.IsZero() || !r.IsZero() || i.String() != "" || r.String() != "" || !i.Recipient().IsZero() {
		t.Fatal("a zero key says that it is one")
	}
}
