package crypto

import (
	"os"
	"path/filepath"
	"testing"
)

// golden reads a file that format 1 of this package wrote. These files never
// change: what people hold must stay readable.
func golden(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "format1", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWhatFormat1WroteStaysReadable(t *testing.T) {
	i, err := ParseIdentity(goldenIdentity)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := Open(golden(t, "box.age"), i); err != nil || string(plain) != "Det här skrevs av format 1.\n" {
		t.Errorf("box: %q %v", plain, err)
	}
	if keys, err := OpenSlot(golden(t, "slot.age"), phrase); err != nil || keys.Inbox.String() != goldenIdentity {
		t.Errorf("slot: %v", err)
	}
	card, err := ParseCard(golden(t, "card.json"))
	if err != nil || card.Name != "Åsa Påhitt" || card.Recipient != i.Recipient() || card.Signer != sharedSigner().Public() {
		t.Errorf("card: %+v %v", card, err)
	}
	invitation, err := ParseInvitation(golden(t, "invitation.json"))
	if err != nil || invitation.Unit.Name != "Enheten Norra Ån" || invitation.Manager != card || len(invitation.Dates) != 2 {
		t.Errorf("invitation: %v", err)
	}
}

func TestFormat1IsWrittenAsItWas(t *testing.T) {
	want := golden(t, "card.json")
	card, err := ParseCard(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := card.Marshal(sharedSigner())
	if err != nil || string(got) != string(want) {
		t.Errorf("the same card is written differently, so its signature would not hold elsewhere: %v", err)
	}
}

// TestWhatFormat2OfInvitationsWroteStaysReadable: with the unit's templates in it.
func TestWhatFormat2OfInvitationsWroteStaysReadable(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "format2", "invitation.json"))
	if err != nil {
		t.Fatal(err)
	}
	i, err := ParseInvitation(raw)
	want := `{"version":3,"changed":"2027-01-12T09:00:00Z","sections":{"guide":{"format":1,"name":"Påhittad guide"}}}`
	if err != nil || i.Unit.Name != "Enheten Norra Ån" || string(i.Templates) != want {
		t.Errorf("%s, %v", i.Templates, err)
	}
}
