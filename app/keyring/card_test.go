package keyring

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/crypto"
)

func TestMyCardIsReadAsWhoIAm(t *testing.T) {
	r := quickRing()
	p := newPerson(t, anna)
	raw, mine, err := r.MyCard(anna, p.inbox, p.signer)
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.ReadCard(raw)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != anna.Name || got.Role != anna.Role || got.Unit != anna.Unit || got.Kind != app.CardPerson || got.Confirmed {
		t.Errorf("%+v", got)
	}
	if !fourListWords(got.Words) || !slices.Equal(got.Words, mine.Words) || !bytes.Equal(got.Card, raw) {
		t.Error("words or file differ")
	}
	words, err := r.Fingerprint(raw)
	if err != nil || !slices.Equal(words, got.Words) {
		t.Error(words, err)
	}
	to, err := Recipient(got)
	if err != nil || to != p.inbox.Recipient() {
		t.Error("sealed to another key", err)
	}
	if bytes.Contains(raw, []byte(p.inbox.String())) || bytes.Contains(raw, p.signer.Seed()) {
		t.Error("the card holds a secret")
	}
	if again, _, err := r.MyCard(anna, p.inbox, p.signer); err != nil || !bytes.Equal(again, raw) {
		t.Error("the same profile and keys give another file", err)
	}
}

func TestAnotherPersonOfTheSameNameHasOtherWords(t *testing.T) {
	r := quickRing()
	a, err := r.Fingerprint(newPerson(t, anna).card)
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.Fingerprint(newPerson(t, anna).card)
	if err != nil || slices.Equal(a, b) {
		t.Fatal(a, b, err)
	}
}

func TestOwnCardIsRecognisedWhateverItSays(t *testing.T) {
	r := quickRing()
	p, other := newPerson(t, anna), newPerson(t, anna)
	_, err := r.ReadCard(p.card, p.card)
	wantCode(t, err, app.CodeOwnCard)
	renamed, _, err := r.MyCard(app.Profile{Name: "Anna Annat", Unit: "x", Role: app.RoleManager}, p.inbox, p.signer)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.ReadCard(renamed, other.card, p.card)
	wantCode(t, err, app.CodeOwnCard)
	if _, err := r.ReadCard(other.card, p.card, nil); err != nil {
		t.Error("somebody else's card is taken for one's own", err)
	}
}

func TestBadCardsHaveTheirOwnMessages(t *testing.T) {
	r := quickRing()
	p := newPerson(t, anna)
	cases := map[string]struct {
		raw  []byte
		want app.Code
	}{
		"empty":      {nil, app.CodeNotACard},
		"text":       {[]byte("Hej"), app.CodeNotACard},
		"invitation": {invitation(t), app.CodeNotACard},
		"cut":        {p.card[:len(p.card)-3], app.CodeNotACard},
		"forged":     {changed(t, p.card, "Anna", "Eva"), app.CodeForgedCard},
		"newer":      {[]byte(`{"card":{"type":"barnrost-card","format":2}}`), app.CodeNewerFormat},
	}
	for name, c := range cases {
		_, err := r.ReadCard(c.raw)
		if app.CodeOf(err) != c.want {
			t.Errorf("%s is read: %v", name, err)
		}
		_, err = r.Fingerprint(c.raw)
		if app.CodeOf(err) != c.want {
			t.Errorf("%s has words: %v", name, err)
		}
		_, err = Recipient(app.Contact{Card: c.raw})
		if app.CodeOf(err) != c.want {
			t.Errorf("%s is sealed to: %v", name, err)
		}
	}
}

func TestNamesOfNoLetterMakeNoCard(t *testing.T) {
	r := quickRing()
	p := newPerson(t, anna)
	for want, profile := range map[app.Code]app.Profile{
		app.CodeNameEmpty:  {Name: " ", Unit: "x"},
		app.CodeNameAbsurd: {Name: "x", Unit: "123"},
	} {
		_, _, err := r.MyCard(profile, p.inbox, p.signer)
		wantCode(t, err, want)
	}
	_, _, err := r.MyCard(anna, crypto.Identity{}, p.signer)
	wantCode(t, err, app.CodeInternal)

	// A card that another program made with such a name is none either.
	foreign, err := crypto.Card{Name: "123", Kind: crypto.CardPerson, Recipient: p.inbox.Recipient()}.Marshal(p.signer)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.ReadCard(foreign)
	wantCode(t, err, app.CodeNotACard)
}

func TestARoleOfALaterVersionLeavesTheCardGood(t *testing.T) {
	p := newPerson(t, anna)
	raw, err := crypto.Card{Name: "Bo Påhitt", Role: "koordinator", Kind: crypto.CardPerson, Recipient: p.inbox.Recipient()}.Marshal(p.signer)
	if err != nil {
		t.Fatal(err)
	}
	c, err := quickRing().ReadCard(raw)
	if err != nil || c.Role != "" || c.Name != "Bo Påhitt" || strings.TrimSpace(c.Unit) != "" {
		t.Fatalf("%+v %v", c, err)
	}
}
