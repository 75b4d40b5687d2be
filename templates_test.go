package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/app/keyring"
	"barnrost/app/view/unlock"
)

// ownGuide makes a version of the guide the unit's own, in the vault of whoever
// leads it.
func ownGuide(t *testing.T, boss cards, name string) guide.Guide {
	t.Helper()
	g, err := guideIn(boss.book)
	if err != nil {
		t.Fatal(err)
	}
	d := guide.NewDraft(g)
	if err := d.Change(func(g *guide.Guide) { g.Name = name }); err != nil {
		t.Fatal(err)
	}
	next, err := d.Approve(g, guides{}.NewID(), guide.Review{By: "Maj Påhittad", On: "2027-01-12"})
	if err != nil {
		t.Fatal(err)
	}
	if err := (guides{boss.book}).Use(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	return next
}

func invite(t *testing.T, boss cards) string {
	t.Helper()
	path, err := boss.SaveInvitation(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func wantGuide(t *testing.T, who cards, name string) {
	t.Helper()
	g, err := guideIn(who.book)
	if err != nil || g.Name != name {
		t.Errorf("the guide is %q, not %q, %v", g.Name, name, err)
	}
}

// joins makes a worker's vault by an invitation.
func joins(t *testing.T, path string, compared bool) cards {
	t.Helper()
	k := newKeeper(t, t.TempDir())
	invitation, err := k.ReadInvitation(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.First(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := k.Create(t.Context(), unlock.Start{Profile: worker, Passphrase: passphrase, Invitation: invitation.Raw, Compared: compared}); err != nil {
		t.Fatal(err)
	}
	return cards{k.session}
}

// TestAChangedGuideReachesTheOthersByANewInvitation: at a first start, and
// later; an older invitation takes nothing back.
func TestAChangedGuideReachesTheOthersByANewInvitation(t *testing.T) {
	boss := cards{firstStart(t, t.TempDir(), unlock.Start{Profile: manager}).session}
	none := invite(t, boss)
	early := joins(t, none, true)
	wantGuide(t, early, "Intervjuguide")

	ownGuide(t, boss, "Björkens guide")
	first := invite(t, boss)
	wantGuide(t, joins(t, first, true), "Björkens guide")
	ownGuide(t, boss, "Björkens nya guide")
	second := invite(t, boss)
	for _, step := range []struct {
		path string
		want app.Taken
		name string
	}{
		{second, app.TakenNew, "Björkens nya guide"},
		{first, app.TakenOld, "Björkens nya guide"},
		{none, app.TakenNone, "Björkens nya guide"},
	} {
		got, err := early.ReadCards(t.Context(), step.path)
		if err != nil || got.Templates != step.want {
			t.Errorf("%q, not %q, %v", got.Templates, step.want, err)
		}
		wantGuide(t, early, step.name)
	}
	// The unit goes back to the shipped one, and so do the others.
	if err := (guides{boss.book}).UseShipped(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := early.ReadCards(t.Context(), invite(t, boss)); err != nil || got.Templates != app.TakenNew {
		t.Errorf("%q, %v", got.Templates, err)
	}
	wantGuide(t, early, "Intervjuguide")
}

// TestTemplatesWaitUntilTheWordsAreCompared, whether at the first start or when
// the invitation was read later.
func TestTemplatesWaitUntilTheWordsAreCompared(t *testing.T) {
	boss := cards{firstStart(t, t.TempDir(), unlock.Start{Profile: manager}).session}
	ownGuide(t, boss, "Björkens guide")
	path := invite(t, boss)
	hasty := joins(t, path, false)
	late := cards{firstStart(t, t.TempDir(), unlock.Start{Profile: worker}).session}
	if got, err := late.ReadCards(t.Context(), path); err != nil || got.Templates != app.TakenLater {
		t.Fatalf("%q, %v", got.Templates, err)
	}
	for name, who := range map[string]cards{"at the first start": hasty, "read later": late} {
		wantGuide(t, who, "Intervjuguide")
		all, err := who.Contacts()
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range all {
			if k.Kind == app.CardUnit {
				if err := who.ConfirmContact(t.Context(), k.ID); err != nil {
					t.Fatal(name, err)
				}
			}
		}
		wantGuide(t, who, "Björkens guide")
	}
}

func TestAnotherUnitsGuideIsNotTakenInUnasked(t *testing.T) {
	boss := cards{firstStart(t, t.TempDir(), unlock.Start{Profile: manager}).session}
	ownGuide(t, boss, "Björkens guide")
	other := cards{firstStart(t, t.TempDir(), unlock.Start{Profile: manager}).session}
	for _, name := range []string{"Askens", "Askens nyare", "Askens guide"} {
		ownGuide(t, other, name)
	}
	who := joins(t, invite(t, boss), true)
	foreign := invite(t, other)
	got, err := who.ReadCards(t.Context(), foreign)
	if err != nil || got.Templates != app.TakenLater {
		t.Fatalf("%q, %v", got.Templates, err)
	}
	if err := who.ConfirmContact(t.Context(), got.Cards[0].ID); err != nil {
		t.Fatal(err)
	}
	wantGuide(t, who, "Björkens guide")
	if err := who.UseOffered(t.Context(), got.Cards[0].ID); err != nil {
		t.Fatal(err)
	}
	wantGuide(t, who, "Askens guide")
	// Nor does the enhetschef's own become another's by reading a card.
	if got, err := boss.ReadCards(t.Context(), foreign); err != nil || got.Templates != app.TakenLater {
		t.Errorf("%q, %v", got.Templates, err)
	}
	wantGuide(t, boss, "Björkens guide")
}

// TestAnInvitationWithABadSectionIsRefusedAsAWhole: no card and no template of it
// is stored, and no vault is made by it.
func TestAnInvitationWithABadSectionIsRefusedAsAWhole(t *testing.T) {
	boss := cards{firstStart(t, t.TempDir(), unlock.Start{Profile: manager}).session}
	who := cards{firstStart(t, t.TempDir(), unlock.Start{Profile: worker}).session}
	for name, c := range map[string]struct {
		section app.Section
		raw     string
		want    app.Code
	}{
		"a guide that is none":  {app.SectionGuide, `{"format":1}`, app.CodeTemplate},
		"of a newer program":    {app.SectionGuide, `{"format":9}`, app.CodeNewerFormat},
		"a plan that is none":   {app.SectionPlan, `[]`, app.CodeTemplate},
		"a survey that is none": {app.SectionSurvey, `{"format":1,"more":2}`, app.CodeTemplate},
	} {
		t.Run(name, func(t *testing.T) {
			bad := app.Templates{Version: 1, Changed: time.Now(), Sections: map[app.Section]json.RawMessage{c.section: []byte(c.raw)}}
			raw, err := keyring.Invite(*boss.unit.Load(), boss.card, app.RecoveryKey{}, nil, nil, bad, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "a"+invitationEnding)
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := newKeeper(t, t.TempDir()).ReadInvitation(t.Context(), path); app.CodeOf(err) != c.want {
				t.Errorf("at the first start: %v", err)
			}
			if _, err := who.ReadCards(t.Context(), path); app.CodeOf(err) != c.want {
				t.Errorf("later: %v", err)
			}
			if all, err := who.Contacts(); err != nil || len(all) != 0 {
				t.Errorf("%d cards were stored, %v", len(all), err)
			}
			wantGuide(t, who, "Intervjuguide")
		})
	}
}

// Every section is read by its owner before it is taken in.
func TestEverySectionIsChecked(t *testing.T) {
	for _, section := range app.Sections {
		if check := sectionChecks[section]; check == nil || check([]byte(`{"nothing":"of the kind"}`)) == nil {
			t.Errorf("%s takes anything", section)
		}
	}
}
