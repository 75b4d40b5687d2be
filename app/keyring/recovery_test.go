package keyring

import (
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/crypto"
)

func TestWhatStandsOnTheSheetOpensTheSlot(t *testing.T) {
	r := quickRing()
	id, key, err := r.NewRecoveryKey("Enheten Norra Ån", invited)
	if err != nil || !fourListWords(key.Words) {
		t.Fatal(key.Words, err)
	}
	page, err := r.RecoverySheet(id, SheetWords{Title: "Återställningsnyckel", Manual: "Utan programmet:", Commands: []string{`age -d -i sheet.txt "x"`}})
	if err != nil {
		t.Fatal(err)
	}
	if text := string(page); !strings.Contains(text, strings.Join(key.Words, " · ")) || !strings.Contains(text, "age -d -i sheet.txt") {
		t.Error("the sheet lacks its words or the manual way")
	}
	var typed []string
	for _, m := range groupOnPaper.FindAllStringSubmatch(string(page), -1) {
		typed = append(typed, strings.ToLower(m[1]))
	}
	keys, err := crypto.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	slot, err := SealRecovery(keys, key)
	if err != nil {
		t.Fatal(err)
	}
	file := "# återställningsnyckel\n" + id.String() + "\n" // as stock age takes it
	for name, text := range map[string]string{"typed": strings.Join(typed, " "), "a key file": file} {
		with, err := ReadRecoveryKey(text)
		if err != nil {
			t.Fatal(name, err)
		}
		got, err := OpenRecovery(slot, with)
		if err != nil || got.Vault.String() != keys.Vault.String() || !got.Owner.IsZero() {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAKeyThatWillNotDoHasItsOwnMessage(t *testing.T) {
	r := quickRing()
	id, key, err := r.NewRecoveryKey("Enheten Norra Ån", invited)
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := r.NewRecoveryKey("Enheten Södra Ån", invited)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := crypto.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	slot, err := SealRecovery(keys, key)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		slot []byte
		with crypto.Identity
		want app.Code
	}{
		"no slot":            {nil, id, app.CodeRecoveryNone},
		"another unit's key": {slot, other, app.CodeRecoveryOther},
		"a damaged slot":     {slot[:len(slot)-1], id, app.CodeRecoveryDamaged},
	} {
		_, err := OpenRecovery(c.slot, c.with)
		if app.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadRecoveryKey("inte en nyckel"); app.CodeOf(err) != app.CodePaperWrong {
		t.Error(err)
	}
}

func TestANewPassphraseWrapsTheSameKeysAndIsNotWeak(t *testing.T) {
	r := quickRing()
	old, err := r.NewSlot("sju blöta vantar torkar på spisen")
	if err != nil {
		t.Fatal(err)
	}
	slot, err := r.Rewrap(old.Keys, "elva gula bussar väntar vid bron")
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.Unlock(slot, "elva gula bussar väntar vid bron")
	if err != nil || got.Owner.String() != old.Keys.Owner.String() {
		t.Error("other keys", err)
	}
	if _, err := r.Unlock(slot, "sju blöta vantar torkar på spisen"); app.CodeOf(err) != app.CodeWrongPassphrase {
		t.Error("the old passphrase opens the new slot", err)
	}
	// What the dialog says: a copy of the old slot opens with the old one.
	if _, err := r.Unlock(old.Slot, "sju blöta vantar torkar på spisen"); err != nil {
		t.Error(err)
	}
	if _, err := r.Rewrap(old.Keys, "sommar2026"); app.CodeOf(err) != app.CodeWeakPassphrase {
		t.Error(err)
	}
	fresh, err := r.Renew("sju blöta vantar torkar på spisen")
	if err != nil || fresh.Keys.Vault.String() == old.Keys.Vault.String() || fresh.Signer.Public() == old.Signer.Public() {
		t.Error("the keys are the old ones", err)
	}
}

func TestAnInvitationBringsTheRecoveryKeyAndTheCardThatVouchesForIt(t *testing.T) {
	r := quickRing()
	manager := newPerson(t, anna)
	_, key, err := r.NewRecoveryKey("Enheten Norra Ån", invited)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := Invite(sharedUnit(), manager.card, key, nil, nil, app.Templates{}, invited)
	if err != nil {
		t.Fatal(err)
	}
	i, err := r.ReadInvitation(raw)
	if err != nil || i.Recovery == nil || i.Recovery.Recipient != key.Recipient || string(i.Recovery.UnitCard) != string(i.Unit.Card) {
		t.Fatalf("%+v %v", i.Recovery, err)
	}
	if strings.Join(i.Recovery.Words, " ") != strings.Join(key.Words, " ") {
		t.Error("other words than on the sheet")
	}
	without, err := Invite(sharedUnit(), manager.card, app.RecoveryKey{}, nil, nil, app.Templates{}, invited)
	if err != nil {
		t.Fatal(err)
	}
	if i, err := r.ReadInvitation(without); err != nil || i.Recovery != nil {
		t.Error("a recovery key out of nothing", err)
	}
}
