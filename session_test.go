package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"barnrost/app"
	"barnrost/app/keyring"
	"barnrost/app/view/unlock"
	"barnrost/assets"
	"barnrost/storage"
)

const passphrase = "påhittad fras som ingen annan har kommit på"

var (
	manager = app.Profile{Name: "Maj Påhittad", Role: app.RoleManager, Unit: "Enheten Tallbacken", Language: app.Swedish}
	worker  = app.Profile{Name: "Åsa Uppdiktad", Role: app.RoleWorker, Unit: "Enheten Tallbacken", Language: app.English}
)

// newKeeper returns the keeper of a folder, as a start of the program makes it.
func newKeeper(t *testing.T, dir string) *keeper {
	t.Helper()
	k := &keeper{ring: keyring.New(assets.Words()), publish: func(app.Event) {}, dir: dir}
	t.Cleanup(func() { k.close() })
	return k
}

// firstStart makes a vault and returns its keeper, open.
func firstStart(t *testing.T, dir string, s unlock.Start) *keeper {
	t.Helper()
	k := newKeeper(t, dir)
	if first, err := k.First(t.Context()); err != nil || !first {
		t.Fatalf("a new folder: first %v, %v", first, err)
	}
	s.Passphrase = passphrase
	if err := k.Create(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return k
}

func TestAVaultIsMadeLockedAndOpenedWithTheSameCard(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	k := firstStart(t, dir, unlock.Start{Profile: worker})
	card := k.session.card

	second := newKeeper(t, dir)
	if _, err := second.First(t.Context()); app.CodeOf(err) != app.CodeVaultInUse {
		t.Errorf("a second copy: %v", err)
	}
	if err := k.close(); err != nil {
		t.Fatal(err)
	}

	again := newKeeper(t, dir)
	if first, err := again.First(t.Context()); err != nil || first {
		t.Fatalf("a vault that is there: first %v, %v", first, err)
	}
	if err := again.Unlock(t.Context(), "en annan påhittad fras än den"); app.CodeOf(err) != app.CodeWrongPassphrase {
		t.Errorf("a wrong passphrase: %v", err)
	}
	if err := again.Unlock(t.Context(), passphrase); err != nil {
		t.Fatalf("after a wrong one: %v", err)
	}
	if profile, err := again.session.book.Profile(); err != nil || profile != worker {
		t.Errorf("profile %+v, %v", profile, err)
	}
	if !bytes.Equal(card, again.session.card) {
		t.Error("the card is another after unlocking")
	}
	if again.check(t.Context(), "fel") == nil || again.check(t.Context(), passphrase) != nil {
		t.Error("the cover takes a wrong passphrase or refuses the right one")
	}
}

func TestAWeakPassphraseMakesNoVault(t *testing.T) {
	k := newKeeper(t, t.TempDir())
	if _, err := k.First(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := k.Create(t.Context(), unlock.Start{Profile: worker, Passphrase: "sommar2026"})
	if app.CodeOf(err) != app.CodeWeakPassphrase {
		t.Fatalf("%v", err)
	}
	if _, err := os.Stat(k.path()); !os.IsNotExist(err) {
		t.Errorf("a file was left: %v", err)
	}
}

func TestAFirstStartThatFailsLeavesNothingInTheWay(t *testing.T) {
	k := newKeeper(t, t.TempDir())
	if _, err := k.First(t.Context()); err != nil {
		t.Fatal(err)
	}
	start := unlock.Start{Profile: worker, Passphrase: passphrase, Invitation: []byte("inte en inbjudan")}
	if err := k.Create(t.Context(), start); app.CodeOf(err) != app.CodeNotAnInvitation {
		t.Fatalf("%v", err)
	}
	start.Invitation = nil
	if err := k.Create(t.Context(), start); err != nil {
		t.Fatalf("the second try: %v", err)
	}
}

func TestAnInvitationBringsTheUnitAndItsManager(t *testing.T) {
	boss := cards{firstStart(t, t.TempDir(), unlock.Start{Profile: manager}).session}
	key, err := boss.UnitKey(t.Context())
	if err != nil || key.Name != manager.Unit || len(key.Words) != 4 {
		t.Fatalf("the unit's key: %+v, %v", key, err)
	}
	path, err := boss.SaveInvitation(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}

	k := newKeeper(t, t.TempDir())
	invitation, err := k.ReadInvitation(t.Context(), path)
	if err != nil || invitation.Unit != manager.Unit || invitation.Manager != manager.Name || !slices.Equal(invitation.Words, key.Words) {
		t.Fatalf("invitation %+v, %v", invitation, err)
	}
	if _, err := k.First(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = k.Create(t.Context(), unlock.Start{Profile: worker, Passphrase: passphrase, Invitation: invitation.Raw, Compared: true})
	if err != nil {
		t.Fatal(err)
	}
	wantContacts(t, cards{k.session}, true)

	// A colleague who reads the file later compares once, for both.
	late := cards{firstStart(t, t.TempDir(), unlock.Start{Profile: worker}).session}
	read, err := late.ReadCards(t.Context(), path)
	got := read.Cards
	if err != nil || len(got) != 2 {
		t.Fatalf("%d cards, %v", len(got), err)
	}
	wantContacts(t, late, false)
	if err := late.ConfirmContact(t.Context(), got[0].ID); err != nil {
		t.Fatal(err)
	}
	wantContacts(t, late, true)
}

func wantContacts(t *testing.T, c cards, confirmed bool) {
	t.Helper()
	all, err := c.Contacts()
	if err != nil || len(all) != 2 {
		t.Fatalf("%d contacts, %v", len(all), err)
	}
	for _, k := range all {
		if k.Confirmed != confirmed {
			t.Errorf("%s confirmed: %v, want %v", k.Name, k.Confirmed, confirmed)
		}
	}
}

func TestCardsGoFromHandToHandAndOnesOwnIsRefused(t *testing.T) {
	a := cards{firstStart(t, t.TempDir(), unlock.Start{Profile: worker}).session}
	b := cards{firstStart(t, t.TempDir(), unlock.Start{Profile: manager}).session}
	path, err := a.SaveCard(t.Context(), t.TempDir())
	if err != nil || filepath.Ext(path) != cardEnding {
		t.Fatalf("%s, %v", path, err)
	}
	if _, err := a.ReadCards(t.Context(), path); app.CodeOf(err) != app.CodeOwnCard {
		t.Errorf("one's own card: %v", err)
	}
	read, err := b.ReadCards(t.Context(), path)
	got := read.Cards
	if err != nil || len(got) != 1 || got[0].Name != worker.Name || got[0].Confirmed {
		t.Errorf("a colleague's card: %+v, %v", got, err)
	}
	mine, err := a.MyCard(t.Context())
	if err != nil || !slices.Equal(mine.Words, got[0].Words) {
		t.Errorf("the words differ: %v and %v (%v)", mine.Words, got[0].Words, err)
	}
	for name, want := range map[string]app.Code{"": app.CodeNotACard, "bild": app.CodeNotACard} {
		wrong := filepath.Join(t.TempDir(), "fel")
		if err := os.WriteFile(wrong, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := b.ReadCards(t.Context(), wrong); app.CodeOf(err) != want {
			t.Errorf("a file with %q: %v", name, err)
		}
	}
}

func TestAFolderThatIsCopiedElsewhereIsRefused(t *testing.T) {
	k := newKeeper(t, filepath.Join(t.TempDir(), "OneDrive - Kommunen", "barnrost"))
	if _, err := k.First(t.Context()); app.CodeOf(err) != app.CodePlaceSynced {
		t.Errorf("%v", err)
	}
	if err := k.UseFolder(t.Context(), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if first, err := k.First(t.Context()); err != nil || !first {
		t.Errorf("another folder: %v, %v", first, err)
	}
}

func TestAnythingElseInTheVaultsPlaceIsToldAndLeftAlone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, vaultFile)
	if err := os.WriteFile(path, []byte("en inköpslista"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := newKeeper(t, dir).First(t.Context()); app.CodeOf(err) != app.CodeNotAVault {
		t.Errorf("%v", err)
	}
	if raw, err := os.ReadFile(path); err != nil || string(raw) != "en inköpslista" {
		t.Errorf("the file was changed: %q, %v", raw, err)
	}
}

func TestFlags(t *testing.T) {
	o, err := parse([]string{"-data", "valv", "-lang", "en", "-trace"}, io.Discard)
	if err != nil || !filepath.IsAbs(o.data) || o.lang != app.English || !o.trace {
		t.Errorf("%+v, %v", o, err)
	}
	for _, bad := range [][]string{{"-lang", "fi"}, {"-nonsense"}} {
		if _, err := parse(bad, io.Discard); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
}

// The vault's own id type and the application's have one size, so that one
// converts to the other.
var _ = storage.ID(app.ID{})
