package casebook

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"barnrost/app"
)

// unitCard adds a unit's card, confirmed or not, and returns its contact.
func (b *bench) unitCard(card string, confirmed bool) app.ID {
	b.t.Helper()
	k, err := b.book.AddContact(b.t.Context(), app.Contact{Name: card, Kind: app.CardUnit, Words: []string{card}, Card: []byte(card), Confirmed: confirmed})
	b.must(err)
	return k.ID
}

// offers offers a unit's templates and fails unless this becomes of them.
func (b *bench) offers(unit app.ID, came app.Templates, own []byte, want app.Taken) {
	b.t.Helper()
	got, err := b.book.OfferTemplates(b.t.Context(), unit, came, own)
	b.must(err)
	if got != want {
		b.t.Errorf("version %d became %q, not %q", came.Version, got, want)
	}
}

// version fails unless the templates that hold are of this version.
func (b *bench) version(want int) {
	b.t.Helper()
	now, err := b.book.Templates()
	b.must(err)
	if now.Version != want {
		b.t.Errorf("version %d holds, not %d", now.Version, want)
	}
}

func TestAUnitsTemplatesAreKeptBySectionAndTheNewestWins(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	b.must(b.book.SaveUnit(ctx, "Norr", []byte("work"), []byte("seed")))
	if raw, err := b.book.Template(app.SectionGuide); raw != nil || err != nil {
		t.Fatalf("a new vault has a guide of its own: %s, %v", raw, err)
	}
	b.must(b.book.SaveTemplate(ctx, app.SectionGuide, []byte(`{"a":1}`)))
	b.must(b.book.SaveTemplate(ctx, app.SectionPlan, []byte(`{"b":2}`)))
	now, err := b.book.Templates()
	b.must(err)
	if now.Version != 2 || string(now.Sections[app.SectionGuide]) != `{"a":1}` || string(now.Sections[app.SectionPlan]) != `{"b":2}` {
		t.Errorf("kept %+v", now)
	}

	unit := b.unitCard("vår", true)
	b.offers(unit, app.Templates{Version: 2}, []byte("vår"), app.TakenOld)
	b.offers(unit, app.Templates{Version: 5}, []byte("vår"), app.TakenNew)
	if raw, err := b.book.Template(app.SectionGuide); raw != nil || err != nil {
		t.Errorf("the guide is still the old one: %s, %v", raw, err)
	}

	b.must(b.book.SaveTemplate(ctx, app.SectionPlan, []byte(`{}`)))
	b.must(b.book.SaveTemplate(ctx, app.SectionPlan, nil))
	if raw, _ := b.book.Template(app.SectionPlan); raw != nil {
		t.Errorf("the shipped plan does not hold again: %s", raw)
	}
}

// A processtödjare may plan before the unit's plan has come, as often as they
// like: their draft outranks nothing.
func TestADraftMadeWithoutTheUnitsKeyGivesWayToTheUnitsOwn(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	for range 3 {
		b.must(b.book.SaveTemplate(ctx, app.SectionPlan, []byte(`{"mine":1}`)))
	}
	came := app.Templates{Version: 1, Sections: map[app.Section]json.RawMessage{app.SectionPlan: []byte(`{"units":1}`)}}
	b.offers(b.unitCard("vår", true), came, nil, app.TakenNew)
	if raw, _ := b.book.Template(app.SectionPlan); string(raw) != `{"units":1}` {
		t.Errorf("the plan is %s", raw)
	}
}

func TestWhatCannotBeATemplateIsRefusedAndTheOldOneStays(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	b.must(b.book.SaveTemplate(ctx, app.SectionGuide, []byte(`{"a":1}`)))
	for name, save := range map[string]func() error{
		"unknown section": func() error { return b.book.SaveTemplate(ctx, "annat", []byte(`{}`)) },
		"no JSON":         func() error { return b.book.SaveTemplate(ctx, app.SectionGuide, []byte(`{`)) },
		"too large": func() error {
			return b.book.SaveTemplate(ctx, app.SectionGuide, []byte(`"`+strings.Repeat("x", app.MaxTemplate)+`"`))
		},
	} {
		if code := app.CodeOf(save()); code != app.CodeTemplate {
			t.Errorf("%s: %q", name, code)
		}
		if raw, _ := b.book.Template(app.SectionGuide); string(raw) != `{"a":1}` {
			t.Errorf("%s: the guide is now %s", name, raw)
		}
	}
}

// TestOnlyTemplatesOfAUnitWhoseWordsWereComparedHold: they wait with the card,
// and the newest of them holds once the words have been compared.
func TestOnlyTemplatesOfAUnitWhoseWordsWereComparedHold(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	unit := b.unitCard("vår", false)
	b.offers(unit, app.Templates{Version: 4}, nil, app.TakenLater)
	b.offers(unit, app.Templates{Version: 3}, nil, app.TakenLater) // an older file read after it
	if got, err := b.book.SettleOffered(ctx, unit, nil); got != app.TakenNone || err != nil {
		t.Errorf("settled before the words were compared: %q, %v", got, err)
	}
	b.wantCode(b.book.UseOffered(ctx, unit), app.CodeNotConfirmed, "used before the words were compared")
	b.version(0)
	b.reopen()
	b.must(b.book.ConfirmContact(ctx, unit))
	if got, err := b.book.SettleOffered(ctx, unit, nil); got != app.TakenNew || err != nil {
		t.Errorf("settled: %q, %v", got, err)
	}
	b.version(4)
	if got, err := b.book.SettleOffered(ctx, unit, nil); got != app.TakenNone || err != nil {
		t.Errorf("settled twice: %q, %v", got, err)
	}
	b.offers(unit, app.Templates{Version: 4}, nil, app.TakenOld)
	b.offers(unit, app.Templates{Version: 6}, nil, app.TakenNew)
	b.version(6)
}

func TestAnotherUnitsTemplatesWaitForAYes(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	ours, theirs := b.unitCard("vår", true), b.unitCard("deras", true)
	b.offers(ours, app.Templates{Version: 2}, nil, app.TakenNew)
	b.offers(theirs, app.Templates{Version: 9}, nil, app.TakenOther)
	b.version(2)
	all, err := b.book.Contacts()
	b.must(err)
	waits := 0
	for _, k := range all {
		if k.Offered != nil {
			waits += k.Offered.Version
		}
	}
	if waits != 9 {
		t.Errorf("what waits adds up to version %d", waits)
	}
	b.must(b.book.UseOffered(ctx, theirs))
	b.version(9)
	b.offers(ours, app.Templates{Version: 10}, nil, app.TakenOther)
	b.offers(theirs, app.Templates{Version: 10}, nil, app.TakenNew)
	b.wantCode(b.book.UseOffered(ctx, theirs), app.CodeNotConfirmed, "nothing is left to use")
	b.must(b.book.UseOffered(ctx, ours))
	b.version(10)

	// A person's card brings none.
	person, err := b.book.AddContact(ctx, app.Contact{Name: "Maj", Kind: app.CardPerson, Card: []byte("maj"), Confirmed: true})
	b.must(err)
	_, err = b.book.OfferTemplates(ctx, person.ID, app.Templates{Version: 11}, nil)
	b.wantCode(err, app.CodeNotFound, "a person's templates")
}

// Whoever holds a unit's key goes by that unit, also before it has templates.
func TestAHolderOfTheUnitsKeyGoesByTheOwnUnit(t *testing.T) {
	b := newBench(t)
	theirs, ours := b.unitCard("deras", true), b.unitCard("vår", false)
	b.offers(theirs, app.Templates{Version: 1}, []byte("vår"), app.TakenOther)
	b.version(0)
	b.offers(ours, app.Templates{Version: 1}, []byte("vår"), app.TakenNew) // one's own words need no comparing
	b.version(1)
}

func TestOfferedTemplatesThatCannotBeAreNotStored(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	for _, confirmed := range []bool{true, false} {
		unit := b.unitCard(strconv.FormatBool(confirmed), confirmed)
		came := app.Templates{Version: 2, Sections: map[app.Section]json.RawMessage{"annat": []byte(`{}`)}}
		_, err := b.book.OfferTemplates(ctx, unit, came, nil)
		b.wantCode(err, app.CodeTemplate, "an unknown section")
	}
	b.version(0)
	all, err := b.book.Contacts()
	b.must(err)
	for _, k := range all {
		if k.Offered != nil {
			t.Error("something waits")
		}
	}
}
