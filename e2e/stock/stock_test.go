package stock

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"barnrost/crypto"
	"barnrost/e2e/child"
)

const passphrase = "gran älv sten moln båt saft"

func TestStockToolsOpenAKeySlotWithThePassphraseOnly(t *testing.T) {
	dir := t.TempDir()
	tools, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := crypto.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	slot, err := crypto.SealSlot(keys, passphrase, 10)
	if err != nil {
		t.Fatal(err)
	}
	vault := filepath.Join(dir, "vault")
	insert := "CREATE TABLE keyslot(id INTEGER PRIMARY KEY, box BLOB NOT NULL); INSERT INTO keyslot(box) VALUES (x'" + hex.EncodeToString(slot) + "')"
	if _, err := child.Run(nil, "sqlite3", vault, insert); err != nil {
		t.Fatal(err)
	}
	if _, err := tools.Keys(vault, "fel lösenfras helt enkelt"); err == nil {
		t.Error("a wrong passphrase opened the slot")
	}
	path, err := tools.Keys(vault, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, identity := range []crypto.Identity{keys.Vault, keys.Inbox, keys.Owner} {
		if !strings.Contains(string(file), identity.String()) {
			t.Error("an identity is missing from the opened slot")
		}
	}
}
