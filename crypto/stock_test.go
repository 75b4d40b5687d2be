package crypto

import (
	"bytes"
	"path/filepath"
	"runtime"
	"testing"
)

// stockAge builds age's own command from the pinned module: systems ship
// versions that know no hybrid recipients.
func stockAge(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "age")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if out, err := run(t, nil, "go", "build", "-o", path, "filippo.io/age/cmd/age"); err != nil {
		t.Fatalf("building stock age: %s", out)
	}
	return path
}

// What the vault's owner can do without this program: the slot's content is an
// identity file, and with it age opens every box.
func TestStockAgeOpensBoxesWithWhatTheSlotWraps(t *testing.T) {
	age := stockAge(t)
	k := sharedKeys()
	dir := t.TempDir()
	identities := writeFile(t, dir, "identities", []byte(identityFile(k)))

	for name, i := range map[string]Identity{"vault": k.Vault, "inbox": k.Inbox, "owner": k.Owner} {
		plain := pattern(64<<10 + 1)
		box, err := Seal(plain, i.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		out, err := run(t, nil, age, "-d", "-i", identities, writeFile(t, dir, name, box))
		if err != nil || !bytes.Equal([]byte(out), plain) {
			t.Errorf("%s: %v", name, err)
		}
	}

	// Control: a box to somebody else must not open.
	box, err := Seal([]byte("x"), newIdentity(t).Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run(t, nil, age, "-d", "-i", identities, writeFile(t, dir, "foreign", box)); err == nil {
		t.Error("stock age opens somebody else's box")
	}
}

func TestWeOpenWhatStockAgeSeals(t *testing.T) {
	age := stockAge(t)
	k := sharedKeys()
	box, err := run(t, []byte("hej"), age, "-r", k.Inbox.Recipient().String())
	if err != nil {
		t.Fatal(box)
	}
	if got, err := Open([]byte(box), k.Inbox); err != nil || string(got) != "hej" {
		t.Fatal(err)
	}
}

// What a unit's manager can do with the sheet and without this program: the
// recovery key opens the slot, and what lies in it opens the work, but not
// what is the owner's.
func TestStockAgeOpensTheRecoverySlotWithTheSheetsKey(t *testing.T) {
	age := stockAge(t)
	k, unit := sharedKeys(), newIdentity(t)
	slot, err := SealRecoverySlot(k, unit.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sheet := writeFile(t, dir, "sheet.txt", []byte(unit.String()+"\n"))
	keys, err := run(t, nil, age, "-d", "-i", sheet, writeFile(t, dir, "slot.age", slot))
	if err != nil {
		t.Fatal(err)
	}
	file := writeFile(t, dir, "keys.txt", []byte(keys))
	work, err := Seal([]byte("arbetet"), k.Vault.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if out, err := run(t, nil, age, "-d", "-i", file, writeFile(t, dir, "work.age", work)); err != nil || out != "arbetet" {
		t.Errorf("the work does not open: %v", err)
	}
	private, err := Seal([]byte("enskilt"), k.Owner.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run(t, nil, age, "-d", "-i", file, writeFile(t, dir, "private.age", private)); err == nil {
		t.Error("what is private opens with a recovery key")
	}
}
