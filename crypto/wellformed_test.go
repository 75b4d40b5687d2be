package crypto

import (
	"bytes"
	"errors"
	"testing"

	"filippo.io/age"
)

// head is as much of a box as the checks are given.
func head(box []byte) []byte { return box[:min(len(box), HeadSize)] }

func TestWhatWasSealedHasTheFormWhateverItsLength(t *testing.T) {
	for _, n := range sizes {
		box, err := Seal(pattern(n), sharedKeys().Vault.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckBox(head(box), int64(len(box))); err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
		if err := CheckSlot(head(box), int64(len(box))); !errors.Is(err, ErrDamaged) {
			t.Errorf("a box passes as a slot: %v", err)
		}
	}
	slot := slotFor(t, phrase)
	if err := CheckSlot(head(slot), int64(len(slot))); err != nil {
		t.Errorf("the slot: %v", err)
	}
	if err := CheckBox(head(slot), int64(len(slot))); !errors.Is(err, ErrDamaged) {
		t.Errorf("a slot passes as a box: %v", err)
	}
}

func TestWhatHasNotTheFormIsDamage(t *testing.T) {
	to := sharedKeys().Vault.Recipient()
	seal := func(n int, to ...Recipient) []byte {
		box, err := Seal(pattern(n), to...)
		if err != nil {
			t.Fatal(err)
		}
		return box
	}
	good := seal(100, to)
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	var foreign bytes.Buffer
	w, err := age.Encrypt(&foreign, classic.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(good, []byte("\n--- "))
	for name, box := range map[string][]byte{
		"nothing":                 nil,
		"noise":                   pattern(3000),
		"no version":              good[1:],
		"half a header":           good[:1000],
		"a header alone":          good[:at+49],
		"no tag":                  good[:at+49+16+8],
		"two recipients":          seal(100, to, sharedKeys().Inbox.Recipient()),
		"a classic recipient":     foreign.Bytes(),
		"a changed version":       bytes.Replace(good, []byte("/v1\n"), []byte("/v2\n"), 1),
		"a changed line":          bytes.Replace(good, []byte("\n--- "), []byte("\n-*- "), 1),
		"a last chunk of nothing": append(seal(64<<10, to), make([]byte, 16)...),
	} {
		if err := CheckBox(head(box), int64(len(box))); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What no form can show: a byte changed inside. That is for the keys.
	inside := bytes.Clone(good)
	inside[len(inside)-20] ^= 1
	if err := CheckBox(head(inside), int64(len(inside))); err != nil {
		t.Errorf("a changed payload: %v", err)
	}
	if _, err := Open(inside, sharedKeys().Vault); !errors.Is(err, ErrDamaged) {
		t.Errorf("the keys do not see it either: %v", err)
	}
}
