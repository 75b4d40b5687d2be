package crypto

import (
	"errors"
	"strings"
	"testing"
)

func TestARecoverySlotGivesTheWorkAndNeverTheOwner(t *testing.T) {
	k, unit := sharedKeys(), newIdentity(t)
	box, err := SealRecoverySlot(k, unit.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	got, err := OpenRecoverySlot(box, unit)
	if err != nil {
		t.Fatal(err)
	}
	if got.Vault.String() != k.Vault.String() || got.Inbox.String() != k.Inbox.String() {
		t.Error("other keys came out than went in")
	}
	if !got.Owner.IsZero() {
		t.Error("the slot opens what is private")
	}
	plain, err := Open(box, unit)
	if err != nil || strings.Contains(string(plain), k.Owner.String()) {
		t.Error("the owner's key lies in the slot", err)
	}
	// The control: the search finds a key that is there.
	if !strings.Contains(string(plain), k.Vault.String()) {
		t.Error("the search for keys finds none")
	}
}

func TestARecoverySlotOpensToItsOwnKeyOnly(t *testing.T) {
	k, unit := sharedKeys(), newIdentity(t)
	box, err := SealRecoverySlot(k, unit.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte{}, box...)
	flipped[len(flipped)-5] ^= 1
	full, err := Seal([]byte(identityFile(k)), unit.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	newer, err := Seal([]byte(strings.Replace(recoveryFile(k), "format 1", "format 2", 1)), unit.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		box  []byte
		with Identity
		want error
	}{
		"another unit's key": {box, newIdentity(t), ErrNotForMe},
		"no key":             {box, Identity{}, ErrNotForMe},
		"a changed byte":     {flipped, unit, ErrDamaged},
		"cut short":          {box[:len(box)-1], unit, ErrDamaged},
		"nothing":            {nil, unit, ErrDamaged},
		"three keys":         {full, unit, ErrDamaged},
		"a later version":    {newer, unit, ErrNewerFormat},
	} {
		if got, err := OpenRecoverySlot(c.box, c.with); !errors.Is(err, c.want) || !got.Vault.IsZero() {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := SealRecoverySlot(Keys{Owner: k.Owner}, unit.Recipient()); !errors.Is(err, ErrNoKey) {
		t.Error("a slot of nothing", err)
	}
	if _, err := SealRecoverySlot(k, Recipient{}); !errors.Is(err, ErrNoRecipient) {
		t.Error("a slot to nobody", err)
	}
}

func TestRecoveryKeysHaveDifferentFingerprints(t *testing.T) {
	a, b := newIdentity(t).Recipient(), newIdentity(t).Recipient()
	of := RecoveryFingerprint(a)
	if of == RecoveryFingerprint(b) || of != RecoveryFingerprint(a) {
		t.Error("fingerprints do not tell recovery keys apart")
	}
}
