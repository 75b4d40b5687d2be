package keyring

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/crypto"
)

var invited = time.Date(2027, 1, 11, 8, 0, 0, 0, time.UTC)

func invitation(t *testing.T) []byte {
	t.Helper()
	manager := newPerson(t, app.Profile{Name: "Maj Påhitt", Role: app.RoleManager, Unit: "Enheten Norra Ån"})
	raw, err := Invite(sharedUnit(), manager.card, app.RecoveryKey{},
		map[string]string{"seminarium": "2027-05-20"}, map[string]string{"samtycke": "Vårdnadshavare tillfrågas alltid."}, app.Templates{}, invited)
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
		if _, err := Invite(c.unit, c.manager, app.RecoveryKey{}, nil, nil, app.Templates{}, invited); app.CodeOf(err) != c.want {
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

// someTemplates are a unit's own.
var someTemplates = app.Templates{
	Version: 3, Changed: invited, Unit: "a mark that stays here",
	Sections: map[app.Section]json.RawMessage{app.SectionGuide: []byte(`{"text":"<b> & ä"}`), app.SectionPlan: []byte(`{ "n": 1.50 }`)},
}

func invitationWith(t *testing.T, templates app.Templates) []byte {
	t.Helper()
	raw, err := Invite(sharedUnit(), newPerson(t, anna).card, app.RecoveryKey{}, nil, nil, templates, invited)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestAnInvitationBringsTheUnitsTemplatesAsTheyAre(t *testing.T) {
	i, err := quickRing().ReadInvitation(invitationWith(t, someTemplates))
	if err != nil {
		t.Fatal(err)
	}
	got := i.Templates
	if got == nil || got.Version != 3 || !got.Changed.Equal(invited) || got.Unit != "" || len(got.Sections) != 2 {
		t.Fatalf("%+v", got)
	}
	if s := string(got.Sections[app.SectionGuide]); s != `{"text":"<b> & ä"}` {
		t.Errorf("the guide came as %s", s)
	}
	// Also one without sections: the unit has gone back to those of the program.
	back := app.Templates{Version: 4, Changed: invited}
	if i, err := quickRing().ReadInvitation(invitationWith(t, back)); err != nil || i.Templates == nil || i.Templates.Version != 4 {
		t.Errorf("%+v, %v", i.Templates, err)
	}
	// Without a version there is nothing to bring, and the file is as it was.
	plain := invitationWith(t, app.Templates{Sections: someTemplates.Sections})
	if i, err := quickRing().ReadInvitation(plain); err != nil || i.Templates != nil || bytes.Contains(plain, []byte("templates")) {
		t.Errorf("%+v, %v", i.Templates, err)
	}
}

func TestTemplatesThatCannotBeAreNeitherSentNorTaken(t *testing.T) {
	for name, bad := range map[string]app.Templates{
		"unknown section": {Version: 1, Sections: map[app.Section]json.RawMessage{"annat": []byte(`{}`)}},
		"too large":       {Version: 1, Sections: map[app.Section]json.RawMessage{app.SectionGuide: []byte(`"` + strings.Repeat("x", app.MaxTemplate) + `"`)}},
	} {
		if _, err := Invite(sharedUnit(), newPerson(t, anna).card, app.RecoveryKey{}, nil, nil, bad, invited); app.CodeOf(err) != app.CodeTemplate {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, carried := range map[string]string{
		"unknown section": `{"version":1,"changed":"2027-01-12T09:00:00Z","sections":{"annat":{}}}`,
		"unknown field":   `{"version":1,"changed":"2027-01-12T09:00:00Z","more":1}`,
		"no version":      `{"version":0,"changed":"2027-01-12T09:00:00Z"}`,
		"no time":         `{"version":1}`,
		"a mark":          `{"version":1,"changed":"2027-01-12T09:00:00Z","unit":"ab"}`,
	} {
		raw, err := crypto.Invitation{
			UnitRaw: sharedUnit().Card, ManagerRaw: newPerson(t, anna).card, Created: invited, Templates: []byte(carried),
		}.Marshal(sharedUnit().Signer)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := quickRing().ReadInvitation(raw); app.CodeOf(err) != app.CodeTemplate {
			t.Errorf("%s: %v", name, err)
		}
	}
}
