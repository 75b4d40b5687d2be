package keyring

import (
	"os"
	"path/filepath"
	"testing"

	"barnrost/crypto"
)

// TestAUnitOfFormat1StaysReadable: what an enhetschef's vault holds of the unit
// was written once and is never made again. Whoever cannot read it has lost the
// unit's post.
func TestAUnitOfFormat1StaysReadable(t *testing.T) {
	u := goldenUnit(t)
	card, err := crypto.ParseCard(u.Card)
	if err != nil || u.Name != "Enheten Norra Ån" || card.Signer != u.Signer.Public() || card.Recipient != u.Inbox.Recipient() {
		t.Errorf("%q, %v", u.Name, err)
	}
	if receiving, err := ReadUnit(goldenFile(t, "unit-work.json"), nil); err != nil || !receiving.Signer.IsZero() || receiving.Inbox.IsZero() {
		t.Errorf("without what is private: %v", err)
	}
}

func goldenFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "format1", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func goldenUnit(t testing.TB) Unit {
	t.Helper()
	u, err := ReadUnit(goldenFile(t, "unit-work.json"), goldenFile(t, "unit-signing.json"))
	if err != nil {
		t.Fatal(err)
	}
	return u
}
