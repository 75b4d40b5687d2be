package crypto

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"filippo.io/age"
)

const phrase = "björk lampa stig moln äpple båt"

func slotFor(t testing.TB, passphrase string) []byte {
	t.Helper()
	slot, err := SealSlot(sharedKeys(), passphrase, testLogN)
	if err != nil {
		t.Fatal(err)
	}
	return slot
}

func same3(a, b Keys) bool {
	return a.Vault.String() == b.Vault.String() && a.Inbox.String() == b.Inbox.String() && a.Owner.String() == b.Owner.String()
}

func TestSlotOpensWithItsPassphraseHoweverTyped(t *testing.T) {
	slot := slotFor(t, phrase)
	for name, typed := range map[string]string{
		"as chosen":              phrase,
		"space around":           "  " + phrase + "\t\n",
		"double blanks":          strings.ReplaceAll(phrase, " ", "   "),
		"a no-break space":       strings.ReplaceAll(phrase, " ", "\u00a0"),
		"letters in two parts":   "bjo\u0308rk lampa stig moln a\u0308pple ba\u030at",
		"a tab for a blank":      strings.Replace(phrase, " ", "\t", 1),
		"line breaks for blanks": strings.ReplaceAll(phrase, " ", "\r\n"),
	} {
		k, err := OpenSlot(slot, typed)
		if err != nil || !same3(k, sharedKeys()) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnotherPassphraseIsWrong(t *testing.T) {
	slot := slotFor(t, phrase)
	for _, typed := range []string{"", " ", phrase + "e", strings.ToUpper(phrase), strings.ReplaceAll(phrase, "å", "a"), strings.ReplaceAll(phrase, " ", "")} {
		if _, err := OpenSlot(slot, typed); !errors.Is(err, ErrWrongPassphrase) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestDamagedSlotIsNoWrongPassphrase(t *testing.T) {
	slot := slotFor(t, phrase)
	last := bytes.Clone(slot)
	last[len(last)-1] ^= 1
	box, err := Seal([]byte("x"), sharedKeys().Vault.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"empty": nil, "text": []byte("hej"), "cut": slot[:len(slot)-40], "cut in the header": slot[:50], "flipped": last,
		"a box of another kind": box, "no keys inside": foreignSlot(t, "# barnrost keys, format 1\n"),
		"a foreign file inside": foreignSlot(t, "hej"),
		"a broken key inside":   foreignSlot(t, "# barnrost keys, format 1\nAGE-SECRET-KEY-PQ-1QQ\n"),
	} {
		if _, err := OpenSlot(b, phrase); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSlotOfALaterVersionSaysSo(t *testing.T) {
	if _, err := OpenSlot(foreignSlot(t, "# barnrost keys, format 2\nsomething new\n"), phrase); !errors.Is(err, ErrNewerFormat) {
		t.Fatal(err)
	}
}

// foreignSlot is a passphrase box with anything inside.
func foreignSlot(t *testing.T, inside string) []byte {
	t.Helper()
	to, err := age.NewScryptRecipient(phrase)
	if err != nil {
		t.Fatal(err)
	}
	to.SetWorkFactor(testLogN)
	var box bytes.Buffer
	w, err := age.Encrypt(&box, to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(inside)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return box.Bytes()
}

func TestSlotThatWouldTakeAllMemoryIsRefused(t *testing.T) {
	slot := bytes.Replace(slotFor(t, phrase), []byte(" 8\n"), []byte(" 21\n"), 1)
	if !bytes.Contains(slot[:80], []byte(" 21\n")) {
		t.Fatal("the work factor was not found in the header")
	}
	if _, err := OpenSlot(slot, phrase); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
	for _, logN := range []int{0, MaxWorkFactor + 1} {
		if _, err := SealSlot(sharedKeys(), phrase, logN); err == nil {
			t.Errorf("a slot of work factor %d is made", logN)
		}
	}
}

func TestSlotNeedsKeysAndAPassphrase(t *testing.T) {
	k := sharedKeys()
	if _, err := SealSlot(Keys{Vault: k.Vault, Inbox: k.Inbox}, phrase, testLogN); !errors.Is(err, ErrNoKey) {
		t.Errorf("without owner: %v", err)
	}
	if _, err := SealSlot(k, " \n", testLogN); err == nil {
		t.Error("an empty passphrase passes")
	}
}

func TestNewKeysDiffer(t *testing.T) {
	k := sharedKeys()
	if k.Vault.String() == k.Inbox.String() || k.Inbox.String() == k.Owner.String() {
		t.Fatal("one key for two uses")
	}
}
