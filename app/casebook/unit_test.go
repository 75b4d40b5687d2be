package casebook

import (
	"testing"

	"barnrost/app"
	"barnrost/app/keyring"
	"barnrost/crypto"
	"barnrost/storage"
)

// A recovery key opens the work and not what is the owner's: with it the unit's
// post can be opened, and nobody can be invited in the unit's name.
func TestARecoveredVaultOpensTheUnitsPostAndCannotInvite(t *testing.T) {
	b := newBench(t)
	made, err := keyring.NewUnit("Enheten Tallbacken")
	if err != nil {
		t.Fatal(err)
	}
	work, signing, err := made.Secrets()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.book.SaveUnit(t.Context(), made.Name, work, signing); err != nil {
		t.Fatal(err)
	}
	held := func() keyring.Unit {
		t.Helper()
		_, work, signing, err := b.book.Unit()
		if err != nil {
			t.Fatal(err)
		}
		u, err := keyring.ReadUnit(work, signing)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	if u := held(); !u.Signs() {
		t.Fatal("the control: the owner cannot invite")
	}
	if err := b.vault.Close(); err != nil {
		t.Fatal(err)
	}
	sealed, err := storage.Open(t.Context(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	b.vault, err = sealed.Unlock(t.Context(), crypto.Keys{Vault: b.keys.Vault, Inbox: b.keys.Inbox}, b.now)
	if err != nil {
		t.Fatal(err)
	}
	b.openBook()
	u := held()
	if u.Signs() || u.Inbox.String() != made.Inbox.String() {
		t.Error("the recovered key signs, or is another")
	}
	if _, err := keyring.Invite(u, nil, app.RecoveryKey{}, nil, nil, app.Templates{}, b.now()); app.CodeOf(err) != app.CodeUnitKeyUnsigned {
		t.Errorf("an invitation: %v", err)
	}
}

func TestAUnitsKeyThatIsGivenUpLeavesNoObject(t *testing.T) {
	b := newBench(t)
	card := []byte("enhetens kort")
	if err := b.book.SaveUnit(t.Context(), "Enheten", []byte("nyckel"), []byte("frö")); err != nil {
		t.Fatal(err)
	}
	h := app.Holder{Name: "Ove Hittepå", Variant: app.Successor, Card: []byte("en annan enhets kort")}
	if err := b.book.NoteHanded(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	all, err := b.book.Holders()
	if err != nil || len(all) != 1 {
		t.Fatalf("%d holders, %v", len(all), err)
	}
	if err := b.book.ProveHolder(t.Context(), all[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := b.book.GiveUpUnit(t.Context(), card); app.CodeOf(err) != app.CodeUnitKeyUnproven {
		t.Errorf("for a successor of another key: %v", err)
	}
	if err := b.book.ProveHolder(t.Context(), all[0].ID); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("a code read back twice: %v", err)
	}
	if err := b.book.GiveUpUnit(t.Context(), h.Card); err != nil {
		t.Fatal(err)
	}
	b.reopen()
	for _, kind := range []string{kindUnit, kindUnitSeed} {
		if n := len(b.vault.Objects(kind)); n != 0 {
			t.Errorf("%d objects of kind %s are left", n, kind)
		}
	}
	if got := b.logged()[1]; got.Act != app.ActUnitGiven {
		t.Errorf("the log says %+v", got)
	}
}
