package keyring

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"barnrost/app"
	"barnrost/assets"
	"barnrost/crypto"
)

// quickRing is a real one with a cheap slot.
func quickRing() *Ring {
	r := New(assets.Words())
	r.workFactor = 10
	return r
}

func wantCode(t *testing.T, err error, want app.Code) {
	t.Helper()
	if got := app.CodeOf(err); got != want {
		t.Errorf("code %q, want %q (%v)", got, want, err)
	}
}

var anna = app.Profile{Name: "Anna Påhitt", Role: app.RoleWorker, Unit: "Enheten Norra Ån"}

// person is somebody with a card.
type person struct {
	inbox  crypto.Identity
	signer crypto.SigningKey
	card   []byte
}

func newPerson(t *testing.T, p app.Profile) person {
	t.Helper()
	inbox, err := crypto.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := crypto.NewSigningKey()
	if err != nil {
		t.Fatal(err)
	}
	card, _, err := quickRing().MyCard(p, inbox, signer)
	if err != nil {
		t.Fatal(err)
	}
	return person{inbox, signer, card}
}

var sharedUnit = sync.OnceValue(func() Unit {
	u, err := NewUnit("Enheten Norra Ån")
	if err != nil {
		panic(err)
	}
	return u
})

func fourListWords(words []string) bool {
	return len(words) == 4 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(assets.Words(), w) })
}

// changed replaces the first old and insists that there was one.
func changed(t *testing.T, raw []byte, old, with string) []byte {
	t.Helper()
	out := strings.Replace(string(raw), old, with, 1)
	if out == string(raw) {
		t.Fatalf("%q is not there to change", old)
	}
	return []byte(out)
}
