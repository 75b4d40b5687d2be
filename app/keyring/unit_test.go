package keyring

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
)

var invited = time.Date(2027, 1, 11, 8, 0, 0, 0, time.UTC)

func invitation(t *testing.T) []byte {
	t.Helper()
	manager := newPerson(t, app.Profile{Name: "Maj Påhitt", Role: app.RoleManager, Unit: "Enheten Norra Ån"})
	raw, err := Invite(sharedUnit(), manager.card, app.RecoveryKey{},
		map[string]string{"seminarium": "2027-05-20"}, map[string]string{"samtycke": "Vårdnadshavare tillfrågas alltid."}, invited)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestInvitationTellsUnitManagerDatesAndRules(t *testing.T) {
	r := quickRing()
	i, err := r.ReadInvitation(invitation(t))
	if err != nil {
		t.Fatal(err)
	}
	if i.Unit.Name != "Enheten Norra Ån" || i.Unit.Kind != app.CardUnit || i.Manager.Name != "Maj Påhitt" || i.Manager.Role != app.RoleManager {
		t.Errorf("%+v", i)
	}
	if !maps.Equal(i.Dates, map[string]string{"seminarium": "2027-05-20"}) || i.Rules["samtycke"] == "" || !i.Created.Equal(invited) {
		t.Errorf("%+v", i)
	}
	if i.Unit.Confirmed || i.Manager.Confirmed {
		t.Error("confirmed before anybody compared")
	}
	own, err := r.Contact(sharedUnit())
	if err != nil || !slices.Equal(own.Words, i.Words) || !own.Confirmed || !fourListWords(i.Words) {
		t.Errorf("the manager reads %v, the worker %v, %v", own.Words, i.Words, err)
	}
	for _, c := range []app.Contact{i.Unit, i.Manager} {
		if again, err := r.ReadCard(c.Card); err != nil || !slices.Equal(again.Words, c.Words) {
			t.Errorf("%s: the card in the invitation is not a card by itself: %v", c.Name, err)
		}
	}
	if to, err := Recipient(i.Unit); err != nil || to != sharedUnit().Inbox.Recipient() {
		t.Error("post to the unit is sealed to another key", err)
	}
}

func TestInvitationHoldsNoSecret(t *testing.T) {
	raw := invitation(t)
	u := sharedUnit()
	if bytes.Contains(raw, []byte("AGE-SECRET")) || bytes.Contains(raw, u.Signer.Seed()) {
		t.Fatal("a key travels in the invitation")
	}
}

func TestBadInvitationsHaveTheirOwnMessages(t *testing.T) {
	raw := invitation(t)
	stranger := newPerson(t, anna)
	for name, c := range map[string]struct {
		raw  []byte
		want app.Code
	}{
		"empty":           {nil, app.CodeNotAnInvitation},
		"text":            {[]byte("Välkommen"), app.CodeNotAnInvitation},
		"a card":          {stranger.card, app.CodeNotAnInvitation},
		"cut":             {raw[:len(raw)-9], app.CodeNotAnInvitation},
		"another date":    {changed(t, raw, "2027-05-20", "2027-06-20"), app.CodeForgedCard},
		"another manager": {changed(t, raw, "Maj", "Kaj"), app.CodeForgedCard},
		"newer":           {[]byte(`{"invitation":{"type":"barnrost-invitation","format":7}}`), app.CodeNewerFormat},
	} {
		if _, err := quickRing().ReadInvitation(c.raw); app.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestInvitationNeedsTheUnitsOwnKeyAndAPersonsCard(t *testing.T) {
	manager := newPerson(t, anna)
	foreign := sharedUnit()
	foreign.Signer = manager.signer
	receiveOnly := sharedUnit()
	receiveOnly.Signer = Unit{}.Signer
	for name, c := range map[string]struct {
		unit    Unit
		manager []byte
		want    app.Code
	}{
		"another key": {foreign, manager.card, app.CodeInternal}, "no key": {receiveOnly, manager.card, app.CodeUnitKeyUnsigned},
		"no card": {sharedUnit(), nil, app.CodeInternal}, "the unit as manager": {sharedUnit(), sharedUnit().Card, app.CodeInternal},
	} {
		if _, err := Invite(c.unit, c.manager, app.RecoveryKey{}, nil, nil, invited); app.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnitComesBackFromTheVault(t *testing.T) {
	u := sharedUnit()
	work, signing, err := u.Secrets()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadUnit(work, signing)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != u.Name || got.Inbox.String() != u.Inbox.String() || got.Signer.Public() != u.Signer.Public() || !bytes.Equal(got.Card, u.Card) {
		t.Error("the unit changed")
	}
	if bytes.Contains(work, u.Signer.Seed()) || strings.Contains(string(work), "seed") {
		t.Error("what a recovery key opens could sign")
	}
	if got, err := ReadUnit(work, nil); err != nil || !got.Signer.IsZero() || got.Inbox.IsZero() {
		t.Error("without the signing part the unit cannot receive", err)
	}
}

func TestDamagedUnitIsToldApart(t *testing.T) {
	work, signing, err := sharedUnit().Secrets()
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewUnit("Enheten Södra Ån")
	if err != nil {
		t.Fatal(err)
	}
	otherWork, otherSigning, err := other.Secrets()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		work, signing []byte
		want          app.Code
	}{
		"nothing":            {nil, nil, app.CodeVaultDamaged},
		"no identity":        {changed(t, work, "AGE-SECRET-KEY-PQ-1", ""), signing, app.CodeVaultDamaged},
		"half a signing key": {work, []byte(`{"format":1,"seed":"AAAA"}`), app.CodeVaultDamaged},
		"broken signing key": {work, []byte(`{`), app.CodeVaultDamaged},
		"another's signing":  {work, otherSigning, app.CodeVaultDamaged},
		"another's work":     {otherWork, signing, app.CodeVaultDamaged},
		"another's identity": {changed(t, work, sharedUnit().Inbox.String(), other.Inbox.String()), signing, app.CodeVaultDamaged},
		"newer work":         {[]byte(`{"format":2}`), signing, app.CodeNewerFormat},
		"newer signing":      {work, []byte(`{"format":2}`), app.CodeNewerFormat},
	} {
		_, err := ReadUnit(c.work, c.signing)
		if app.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if strings.Contains(e.Error(), "AGE-SECRET") {
				t.Errorf("%s: the error quotes a key", name)
			}
		}
	}
}

func TestNamelessUnitIsNotMade(t *testing.T) {
	_, err := NewUnit("  ")
	wantCode(t, err, app.CodeNameEmpty)
	_, err = NewUnit("!!!")
	wantCode(t, err, app.CodeNameAbsurd)
	u, err := NewUnit("  Enheten   Norra Ån ")
	if err != nil || u.Name != "Enheten Norra Ån" {
		t.Error(u.Name, err)
	}
}
